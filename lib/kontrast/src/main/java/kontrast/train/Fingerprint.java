package kontrast.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.tensor.Transfer;

/**
 * What a training run computes from, as a text of one line a setting, and the text's hash. Two runs
 * of one fingerprint compute the same numbers; whatever changes the numbers changes the text.
 *
 * <pre>
 *   method = SimClr.Options
 *   method.view.minScale = 0.7
 *   method.temperature = 0.1
 *   training.epochs = 180
 *   data = 1021 of (12, 32, 32), sha256 8c1f0d...
 * </pre>
 *
 * <p>Records are written component by component, enums, numbers and texts as they are, long arrays and
 * data by the SHA-256 of their content. Any other object needs a {@code toString} of its own that
 * says all that matters. A lambda has none, and is refused: it would only be told by its identity,
 * which is another one in the next process. What a text cannot see is the code: a changed
 * formula has the same settings.
 *
 * @param text the lines
 */
public record Fingerprint(String text) {

    private static final int LONG = 16; // an array of more numbers is written as a hash
    private static final int DIGITS = 12; // of the hash: 48 bits
    private static final int AT_ONCE = 256;
    private static final Map<Examples, String> CONTENT = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Returns the fingerprint of a run.
     *
     * @param method the method's options, a record such as {@code SimClr.Options}
     * @param training how it is trained; where its checkpoints lie does not matter
     * @param data the examples, by content
     * @param weights what the first weights are a function of, e.g. their seed
     * @return the fingerprint
     * @throws IllegalArgumentException if a part of it has no text, e.g. a view that is a lambda
     */
    public static Fingerprint of(Object method, TrainingOptions training, Examples data, Object weights) {
        return new Fingerprint("")
                .and("method", method)
                .and("training", training)
                .and("data", data)
                .and("weights", weights);
    }

    /**
     * Returns this fingerprint with one more setting.
     *
     * @param name the setting's name
     * @param value its value
     * @return the longer fingerprint
     * @throws IllegalArgumentException if the value, or a part of it, has no text
     */
    public Fingerprint and(String name, Object value) {
        StringBuilder lines = new StringBuilder(text);
        write(lines, name, value);
        return new Fingerprint(lines.toString());
    }

    /** Returns the short name of the run, for file names and tables: the first 12 digits of the SHA-256 of the text. */
    public String hash() {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, DIGITS);
    }

    /**
     * Says in which settings another run differs.
     *
     * @param found the other run's fingerprint
     * @return a line for each setting, e.g. {@code method.temperature: 1.0, expected 0.1}; empty for equal ones
     */
    public String differences(Fingerprint found) {
        Map<String, String> here = settings();
        Map<String, String> there = found.settings();
        Set<String> names = new LinkedHashSet<>(here.keySet());
        names.addAll(there.keySet());
        return names.stream()
                .filter(name -> !here.getOrDefault(name, "").equals(there.getOrDefault(name, "")))
                .map(name -> "%s: %s, expected %s"
                        .formatted(name, there.getOrDefault(name, "none"), here.getOrDefault(name, "none")))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int at = line.indexOf(" = ");
            settings.put(at < 0 ? line : line.substring(0, at), at < 0 ? "" : line.substring(at + 3));
        }
        return settings;
    }

    private static void write(StringBuilder lines, String name, Object value) {
        if (value instanceof Optional<?> some) {
            write(lines, name, some.isPresent() ? some.get() : "none");
        } else if (value instanceof Record record) {
            line(lines, name, typeName(record.getClass()));
            for (RecordComponent part : record.getClass().getRecordComponents()) {
                if (!(record instanceof TrainingOptions && part.getName().startsWith("checkpoint"))) {
                    write(lines, name + "." + part.getName(), component(record, part));
                }
            }
        } else if (value instanceof List<?> list) {
            line(lines, name, list.size() + " parts");
            for (int i = 0; i < list.size(); i++) {
                write(lines, "%s[%d]".formatted(name, i), list.get(i));
            }
        } else {
            line(lines, name, leaf(name, value));
        }
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(name).append(" = ").append(value.replace("\n", "\\n")).append('\n');
    }

    private static Object component(Record record, RecordComponent part) {
        try {
            part.getAccessor().setAccessible(true); // records may be private
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "cannot read %s of %s".formatted(part.getName(), typeName(record.getClass())), e);
        }
    }

    private static String leaf(String name, Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Examples examples) {
            return CONTENT.computeIfAbsent(examples, Fingerprint::content);
        }
        if (value instanceof Class<?> type) {
            return typeName(type);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value.getClass().isArray()) {
            return numbers(value);
        }
        if (!printsItself(value.getClass())) {
            throw new IllegalArgumentException(
                    "%s has no text that says what it is, so this run cannot be told apart from others: it is %s. Write it as a record, e.g. record Mine(double strength) implements View { ... }"
                            .formatted(
                                    name,
                                    value.getClass().isSynthetic()
                                            ? "a lambda"
                                            : "of the class " + typeName(value.getClass())));
        }
        return value.toString();
    }

    private static boolean printsItself(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static String numbers(Object array) {
        int length = Array.getLength(array);
        String all = IntStream.range(0, length)
                .mapToObj(i -> String.valueOf(Array.get(array, i)))
                .collect(Collectors.joining(", ", "[", "]"));
        return length <= LONG
                ? all
                : "%d numbers, sha256 %s".formatted(length, hex(sha256().digest(all.getBytes(StandardCharsets.UTF_8))));
    }

    /** The name without its package; what a notebook's cells define lies in a class of JShell's. */
    private static String typeName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1)
                .replaceFirst("^\\$JShell\\$\\w+\\$", "")
                .replace('$', '.');
    }

    /** Size, shape and a hash of all values and labels. */
    private static String content(Examples examples) {
        MessageDigest digest = sha256();
        if (examples instanceof Images images) {
            digest.update(images.bytes());
        } else {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                for (int from = 0; from < examples.size(); from += AT_ONCE) {
                    int to = Math.min(examples.size(), from + AT_ONCE);
                    try (NDManager scope = manager.newSubManager()) {
                        digest.update(Transfer.bytes(
                                examples.tensor(scope, IntStream.range(from, to).toArray())));
                    }
                }
            }
        }
        if (examples.isLabelled()) {
            ByteBuffer labels = ByteBuffer.allocate(4 * examples.size()).order(ByteOrder.BIG_ENDIAN);
            Arrays.stream(examples.labels()).forEach(labels::putInt);
            digest.update(labels.rewind());
        }
        return "%d of %s%s, sha256 %s"
                .formatted(
                        examples.size(),
                        examples.shape(),
                        examples.isLabelled() ? " with labels" : "",
                        hex(digest.digest()));
    }

    /**
     * Returns a hash of parameters or other state.
     *
     * @param arrays name to array
     */
    static String content(Map<String, NDArray> arrays) {
        MessageDigest digest = sha256();
        // By name: a map such as Map.of has another order in each process.
        new TreeMap<>(arrays).forEach((name, array) -> {
            digest.update((name + array.getShape()).getBytes(StandardCharsets.UTF_8));
            digest.update(Transfer.bytes(array));
        });
        return "%d arrays, sha256 %s".formatted(arrays.size(), hex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each Java has SHA-256", e);
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public String toString() {
        return hash() + ":\n" + text;
    }
}
