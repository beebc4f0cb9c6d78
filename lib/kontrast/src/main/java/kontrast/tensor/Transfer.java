package kontrast.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * The one door between Java and the device: every number that goes in or comes out passes here, and
 * is counted.
 *
 * <p>What comes out is what costs: the program waits until a GPU has computed all that was asked of
 * it before. A step of training therefore fetches one number, its loss, and nothing else in the
 * library may call the methods of DJL that copy behind its back ({@code toFloatArray}, {@code
 * getFloat} and their like); a test reads the compiled classes for them. Not counted: the small
 * constants that DJL itself sends in arithmetic with a Java number, {@code x.mul(2)}.
 *
 * <p>On a CPU nothing travels far, but the same is counted: a count taken there holds for a GPU.
 */
public final class Transfer {

    private static final LongAdder SENT = new LongAdder();
    private static final LongAdder FETCHED = new LongAdder();

    private Transfer() {}

    /**
     * How many arrays went each way since the program began.
     *
     * @param sent arrays that went to a device
     * @param fetched arrays and single numbers that came back
     */
    public record Count(long sent, long fetched) {

        /**
         * Returns what happened between two counts.
         *
         * @param earlier the count to begin from
         * @return this less {@code earlier}
         */
        public Count since(Count earlier) {
            return new Count(sent - earlier.sent, fetched - earlier.fetched);
        }
    }

    /**
     * Returns the counts of all threads so far.
     *
     * @return the counts
     */
    public static Count count() {
        return new Count(SENT.sum(), FETCHED.sum());
    }

    /**
     * Sends one number.
     *
     * @param manager owner of the result, which lies on its device
     * @param number the number
     * @return a scalar, float32
     */
    public static NDArray send(NDManager manager, float number) {
        return sent(manager.create(number));
    }

    /**
     * Sends one number in double precision.
     *
     * @param manager owner of the result, which lies on its device
     * @param number the number
     * @return a scalar, float64
     */
    public static NDArray send(NDManager manager, double number) {
        return sent(manager.create(number));
    }

    /**
     * Sends numbers.
     *
     * @param manager owner of the result, which lies on its device
     * @param values the numbers, row after row
     * @param shape the shape; none for a vector {@code [n]}
     * @return the numbers in this shape, float32
     * @throws IllegalArgumentException if the shape holds more or fewer numbers
     */
    public static NDArray send(NDManager manager, float[] values, long... shape) {
        return send(manager, FloatBuffer.wrap(values), shape(values.length, shape));
    }

    /**
     * Sends numbers in double precision.
     *
     * @param manager owner of the result, which lies on its device
     * @param values the numbers, row after row
     * @param shape the shape; none for a vector {@code [n]}
     * @return the numbers in this shape, float64
     * @throws IllegalArgumentException if the shape holds more or fewer numbers
     */
    public static NDArray send(NDManager manager, double[] values, long... shape) {
        return send(manager, DoubleBuffer.wrap(values), shape(values.length, shape));
    }

    /**
     * Sends whole numbers, e.g. labels or indices.
     *
     * @param manager owner of the result, which lies on its device
     * @param values the numbers, row after row
     * @param shape the shape; none for a vector {@code [n]}
     * @return the numbers in this shape, int64
     * @throws IllegalArgumentException if the shape holds more or fewer numbers
     */
    public static NDArray send(NDManager manager, long[] values, long... shape) {
        return send(manager, LongBuffer.wrap(values), shape(values.length, shape));
    }

    /**
     * Sends yes and no.
     *
     * @param manager owner of the result, which lies on its device
     * @param values the choices, row after row
     * @param shape the shape; none for a vector {@code [n]}
     * @return the choices in this shape, boolean
     * @throws IllegalArgumentException if the shape holds more or fewer numbers
     */
    public static NDArray send(NDManager manager, boolean[] values, long... shape) {
        Shape wanted = shape(values.length, shape);
        check(values.length, wanted);
        return sent(manager.create(values, wanted));
    }

    /**
     * Sends what is left of a buffer.
     *
     * @param manager owner of the result, which lies on its device
     * @param values the numbers, row after row; their type is that of the result
     * @param shape the shape
     * @return the numbers in this shape
     * @throws IllegalArgumentException if the shape holds more or fewer numbers
     */
    public static NDArray send(NDManager manager, Buffer values, Shape shape) {
        check(values.remaining(), shape);
        return sent(manager.create(values, shape));
    }

    /**
     * Sends bytes as they are.
     *
     * @param manager owner of the result, which lies on its device
     * @param values the bytes in the machine's order
     * @param shape the shape
     * @param type what the bytes mean
     * @return the numbers in this shape and type
     */
    public static NDArray send(NDManager manager, ByteBuffer values, Shape shape, DataType type) {
        return sent(manager.create(values, shape, type));
    }

    /**
     * Copies an array to another manager, and to its device where that is another one.
     *
     * @param array any array
     * @param manager owner of the copy, which lies on its device
     * @return the copy, which shares no memory; no gradient flows through it
     */
    public static NDArray copy(NDArray array, NDManager manager) {
        // On one device toDevice hands out the same memory, whatever its flag says.
        NDArray copy = array.getDevice().equals(manager.getDevice())
                ? array.duplicate()
                : sent(array.toDevice(manager.getDevice(), true));
        copy.attach(manager);
        return copy;
    }

    /**
     * Fetches one number. Waits for the device.
     *
     * @param scalar an array of one number, float32 or float64
     * @return the number
     */
    public static double number(NDArray scalar) {
        FETCHED.increment();
        return scalar.getDataType() == DataType.FLOAT64 ? scalar.getDouble() : scalar.getFloat();
    }

    /**
     * Fetches all numbers. Waits for the device.
     *
     * @param array float32, of any shape
     * @return its numbers, row after row
     */
    public static float[] floats(NDArray array) {
        FETCHED.increment();
        return array.toFloatArray();
    }

    /**
     * Fetches all numbers. Waits for the device.
     *
     * @param array float64, of any shape
     * @return its numbers, row after row
     */
    public static double[] doubles(NDArray array) {
        FETCHED.increment();
        return array.toDoubleArray();
    }

    /**
     * Fetches all numbers. Waits for the device.
     *
     * @param array int64, of any shape
     * @return its numbers, row after row
     */
    public static long[] longs(NDArray array) {
        FETCHED.increment();
        return array.toLongArray();
    }

    /**
     * Fetches all numbers as they lie in memory. Waits for the device.
     *
     * @param array of any type and shape
     * @return its bytes in the machine's order
     */
    public static ByteBuffer bytes(NDArray array) {
        FETCHED.increment();
        return array.toByteBuffer();
    }

    /**
     * Reads a counter, a number in an array on the CPU: being an array, it is saved by checkpoints. This does not wait
     * for the GPU, and is not counted as a transfer.
     *
     * @param counter {@code [1]}, int64, on the CPU even if the other arrays are on a GPU
     * @return the number
     * @throws IllegalArgumentException if the array is not on the CPU
     */
    public static long hostCounter(NDArray counter) {
        checkHost(counter);
        return counter.getLong(0);
    }

    /**
     * Looks at numbers to check them, if that costs nothing. Not counted as a transfer.
     *
     * @param array int64
     * @return its numbers, row after row; none if the array lies on a GPU, where to look would wait for the device
     */
    public static long[] hostLongs(NDArray array) {
        return array.getDevice().isGpu() ? new long[0] : array.toLongArray();
    }

    /**
     * Changes a counter; see {@link #hostCounter}.
     *
     * @param counter {@code [1]}, int64, on the CPU even if the other arrays are on a GPU
     * @param number its new value
     * @throws IllegalArgumentException if the array is not on the CPU
     */
    public static void setHostCounter(NDArray counter, long number) {
        checkHost(counter);
        // Not set(long[]): with DJL 0.35 the array then borrows a Java buffer, and DJL warns that its
        // own way to do so is deprecated (AutoNonVariableTypeMode).
        try (NDManager scratch = counter.getManager().newSubManager()) {
            counter.set(new NDIndex("..."), scratch.create(new long[] {number}));
        }
    }

    private static void checkHost(NDArray counter) {
        if (!counter.getDevice().equals(Device.cpu())) {
            throw new IllegalArgumentException(
                    "a counter is read in every step, so it must be on the CPU; found it on " + counter.getDevice());
        }
    }

    /** DJL silently drops the numbers that do not fit. */
    private static void check(int found, Shape shape) {
        if (found != shape.size()) {
            throw new IllegalArgumentException("%d numbers do not fill the shape %s".formatted(found, shape));
        }
    }

    private static Shape shape(int length, long... shape) {
        return shape.length == 0 ? new Shape(length) : new Shape(shape);
    }

    private static NDArray sent(NDArray array) {
        SENT.increment();
        return array;
    }
}
