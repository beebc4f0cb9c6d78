package kontrast.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.ConstantPool;
import org.junit.jupiter.api.Test;

/**
 * What passes the door is what was given, and is counted; and there is no other door: the compiled
 * classes of the library are searched for calls of DJL's own methods.
 */
class TransferTest {

    /** What NDArray offers to copy numbers out of it, or into it. */
    private static final Set<String> RAW = Set.of(
            "toFloatArray",
            "toDoubleArray",
            "toIntArray",
            "toLongArray",
            "toByteArray",
            "toUint8Array",
            "toShortArray",
            "toUnsignedShortArray",
            "toBooleanArray",
            "toStringArray",
            "toArray",
            "toByteBuffer",
            "toDebugString",
            "toDevice",
            "getFloat",
            "getDouble",
            "getInt",
            "getLong",
            "getByte",
            "getUint8",
            "getShort",
            "getUnsignedShort",
            "getBoolean",
            "getString",
            "contentEquals",
            "allClose",
            "encode");

    /** Whether a method of DJL, by its owner, name and descriptor, moves numbers. */
    private static boolean isRaw(String owner, String name, String descriptor) {
        return switch (owner) {
            case "ai/djl/ndarray/NDArray" ->
                RAW.contains(name) || (name.equals("set") && descriptor.matches("\\((\\[|Ljava/nio/).*"));
            case "ai/djl/ndarray/NDManager" ->
                name.equals("create") && !descriptor.startsWith("(Lai/djl/ndarray/types/Shape;");
            case "ai/djl/ndarray/NDList" -> Set.of("encode", "toDevice").contains(name);
            default -> false;
        };
    }

    private static Set<String> rawCalls(ConstantPool pool) {
        return pool.methods().stream()
                .filter(method -> isRaw(method.owner(), method.name(), method.descriptor()))
                .map(method -> method.owner().substring(method.owner().lastIndexOf('/') + 1) + "." + method.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static InputStream bytesOf(Class<?> type) {
        return type.getResourceAsStream(
                type.getName().substring(type.getPackageName().length() + 1) + ".class");
    }

    @Test
    void noOtherClassMovesNumbers() throws IOException, URISyntaxException {
        Map<String, Set<String>> found = new TreeMap<>();
        Map<String, ConstantPool> pools = ConstantPool.of(ConstantPool.library());
        pools.forEach((file, pool) -> {
            Set<String> calls = rawCalls(pool);
            if (!calls.isEmpty()) {
                found.put(file, calls);
            }
        });
        assertTrue(pools.size() > 150, "searched only " + pools.size() + " classes");
        assertEquals(Set.of("kontrast/tensor/Transfer.class"), found.keySet(), () -> "calls: " + found);
    }

    /** A loss that is read for a message; what streams and buffers do is no transfer. */
    private static final class ReadsBehindTheBack {

        private static final ToDoubleFunction<NDArray> NUMBER = NDArray::getFloat;

        private static double[] measure(NDManager manager) {
            NDArray made = manager.create(new float[] {1});
            NDArray empty = manager.create(new Shape(1));
            float first =
                    FloatBuffer.allocate(1).get(0) + ByteBuffer.allocate(4).getFloat();
            return new double[] {
                IntStream.range(0, 2).toArray().length, made.toFloatArray()[0], NUMBER.applyAsDouble(empty), first
            };
        }
    }

    @Test
    void theSearchFindsCallsAndMethodReferencesAndNothingElse() throws IOException {
        try (InputStream in = bytesOf(ReadsBehindTheBack.class)) {
            assertEquals(
                    Set.of("NDArray.getFloat", "NDArray.toFloatArray", "NDManager.create"),
                    rawCalls(ConstantPool.read(in)));
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Transfer.Count before = Transfer.count();
            assertEquals(2, ReadsBehindTheBack.measure(manager)[0]);
            assertEquals(
                    new Transfer.Count(0, 0),
                    Transfer.count().since(before),
                    "why the search is needed: the counts do not see such a class");
        }
    }

    @Test
    void whatIsSentComesBackAndIsCounted() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Transfer.Count before = Transfer.count();
            NDArray matrix = Transfer.send(manager, new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            assertEquals(new Shape(2, 3), matrix.getShape());
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, Transfer.floats(matrix));
            NDArray line = Transfer.send(manager, new long[] {7, 8});
            assertEquals(new Shape(2), line.getShape());
            assertArrayEquals(new long[] {7, 8}, Transfer.longs(line));
            assertArrayEquals(new double[] {0.1}, Transfer.doubles(Transfer.send(manager, new double[] {0.1})));
            assertEquals(4 * 6, Transfer.bytes(matrix).remaining());
            assertEquals(new Transfer.Count(3, 4), Transfer.count().since(before));

            NDArray some = Transfer.send(manager, FloatBuffer.wrap(new float[] {1, 2, 3, 4}, 1, 2), new Shape(2));
            assertArrayEquals(new float[] {2, 3}, Transfer.floats(some));
            NDArray yes = Transfer.send(manager, new boolean[] {true, false}, 2, 1);
            assertEquals(DataType.BOOLEAN, yes.getDataType());
            assertEquals(new Shape(2, 1), yes.getShape());
            assertEquals(new Transfer.Count(5, 5), Transfer.count().since(before));
        }
    }

    /** A float64 number must not lose half of its digits on the way. */
    @Test
    void singleNumbersKeepTheirPrecision() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray exact = Transfer.send(manager, 0.1);
            assertEquals(new Shape(), exact.getShape());
            assertEquals(0.1, Transfer.number(exact));
            assertEquals(0.1f, Transfer.number(Transfer.send(manager, 0.1f)));
        }
    }

    @Test
    void aCopySharesNothingAndCountsOnlyBetweenDevices() {
        try (NDManager manager = NDManager.newBaseManager();
                NDManager other = NDManager.newBaseManager()) {
            NDArray array = Transfer.send(manager, new float[] {1, 2});
            Transfer.Count before = Transfer.count();
            NDArray copy = Transfer.copy(array, other);
            assertEquals(new Transfer.Count(0, 0), Transfer.count().since(before));
            array.addi(1);
            assertArrayEquals(new float[] {1, 2}, Transfer.floats(copy));
        }
    }

    @Test
    void aNumberThatIsKeptOnTheHostIsNoTransfer() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray kept = Transfer.send(manager, new long[] {3});
            Transfer.Count before = Transfer.count();
            NDArray alias = kept.stopGradient(); // shares the memory
            Transfer.setHostCounter(kept, 5);
            assertEquals(5, Transfer.hostCounter(kept));
            assertEquals(5, Transfer.hostCounter(alias), "changed in place, not set to other memory");
            assertEquals(new Transfer.Count(0, 0), Transfer.count().since(before));
        }
    }

    @Test
    void countsOfAllThreadsAddUp() throws InterruptedException {
        Transfer.Count before = Transfer.count();
        Thread[] threads = new Thread[4];
        Arrays.setAll(
                threads,
                t -> new Thread(() -> {
                    try (NDManager manager = NDManager.newBaseManager()) {
                        for (int i = 0; i < 250; i++) {
                            Transfer.number(Transfer.send(manager, 1f));
                        }
                    }
                }));
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(new Transfer.Count(1000, 1000), Transfer.count().since(before));
    }

    /** DJL would leave the third number out without a word. */
    @Test
    void theShapeMustFit() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThrows(IllegalArgumentException.class, () -> Transfer.send(manager, new float[] {1, 2, 3}, 2));
            assertThrows(IllegalArgumentException.class, () -> Transfer.send(manager, new boolean[] {true}, 2));
        }
    }
}
