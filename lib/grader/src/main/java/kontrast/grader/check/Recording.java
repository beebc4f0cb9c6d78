package kontrast.grader.check;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.TestedFunction;
import kontrast.grader.worker.Value;

/**
 * What a learner's check needs of solution and known mistakes, without their code: the numbers that each of them
 * returns on the learner's inputs, which are always the same. A handout has these in the place of the compiled classes,
 * so that its checks recognise the same mistakes. Other inputs, as grading draws them, take the full course.
 *
 * <p>The file is packed. What stands in it is what the check says to a learner; it is not to be read in passing.
 */
public final class Recording {

    /** One wrong variant; {@code outcomes} has a list for each property, with an outcome for each call. */
    record Mistake(String name, String message, boolean throwing, char option, List<List<Outcome>> outcomes) {}

    private static final int FORMAT = 1;

    private final char right;
    private final Outcome example;
    private final List<Mistake> mistakes;

    private Recording(char right, Outcome example, List<Mistake> mistakes) {
        this.right = right;
        this.example = example;
        this.mistakes = List.copyOf(mistakes);
    }

    /** The letter of the right option; 0 where there are no options. */
    char right() {
        return right;
    }

    /** What the solution makes of the example. */
    Outcome example(Call call) {
        return complete(example, call);
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    /** What a wrong variant makes of a property's call of that number. */
    Outcome outcome(String mistake, int property, int number, Call call) {
        Mistake found = mistakes.stream()
                .filter(m -> m.name().equals(mistake))
                .findFirst()
                .orElseThrow();
        return complete(found.outcomes().get(property).get(number), call);
    }

    /** Arguments that are left unchanged are not recorded. */
    private static Outcome complete(Outcome outcome, Call call) {
        List<Value> after = new ArrayList<>(outcome.after());
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).kind() == Kind.NOTHING) {
                after.set(i, call.arguments().get(i));
            }
        }
        return new Outcome(outcome.result(), after, outcome.gradient(), outcome.thrown(), outcome.message());
    }

    /**
     * The file of an exercise, beside the class that notebooks name.
     *
     * @param exercise the exercise's id
     * @return its name
     */
    public static String fileName(String exercise) {
        return exercise + ".recorded";
    }

    /**
     * Runs solution and known mistakes of a check on the learner's inputs.
     *
     * @param <F> the functional interface of the function
     * @param check the check, of the full course
     * @return the file
     */
    public static <F> byte[] of(Check<F> check) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeByte(FORMAT);
            boolean options = check.reference() instanceof Choice;
            out.writeChar(options ? letter(check.reference()) : 0);
            Call shown = check.example().call();
            write(out, shown, check.subject(check.reference()).call(shown));
            out.writeInt(check.misconceptions().size());
            for (Misconception<F> misconception : check.misconceptions()) {
                out.writeUTF(misconception.name());
                out.writeUTF(misconception.message());
                out.writeBoolean(misconception.throwing());
                out.writeChar(options ? letter(misconception.variant()) : 0);
                out.writeInt(check.properties().size());
                TestedFunction variant = check.subject(misconception.variant());
                for (int i = 0; i < check.properties().size(); i++) {
                    List<Call> calls =
                            check.properties().get(i).cases().draw(new SplittableRandom(Check.PUBLIC_SEED + i));
                    out.writeInt(calls.size());
                    for (Call call : calls) {
                        write(out, call, variant.call(call));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static char letter(Object option) {
        try {
            return ((Choice) option).choose();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads the file of an exercise.
     *
     * @param beside a class of the folder in which it lies
     * @param exercise the exercise's id
     * @throws IllegalStateException if it is missing or damaged: the handout is not whole
     */
    static Recording read(Class<?> beside, String exercise) {
        try (InputStream file = beside.getResourceAsStream(fileName(exercise))) {
            if (file == null) {
                throw new IllegalStateException("the handout lacks what belongs to exercise " + exercise);
            }
            return read(file, exercise);
        } catch (IOException e) {
            throw new IllegalStateException("what belongs to exercise " + exercise + " cannot be read", e);
        }
    }

    static Recording read(InputStream file, String exercise) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(file)));
            if (in.readByte() != FORMAT) {
                throw new IllegalStateException("exercise " + exercise + " comes from another version of the course");
            }
            char right = in.readChar();
            Outcome example = outcome(in);
            List<Mistake> mistakes = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                String name = in.readUTF();
                String message = in.readUTF();
                boolean throwing = in.readBoolean();
                char option = in.readChar();
                List<List<Outcome>> outcomes = new ArrayList<>();
                for (int properties = in.readInt(); properties > 0; properties--) {
                    List<Outcome> calls = new ArrayList<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        calls.add(outcome(in));
                    }
                    outcomes.add(calls);
                }
                mistakes.add(new Mistake(name, message, throwing, option, outcomes));
            }
            return new Recording(right, example, mistakes);
        } catch (IOException e) {
            throw new IllegalStateException("what belongs to exercise " + exercise + " cannot be read", e);
        }
    }

    private static void write(DataOutputStream out, Call call, Outcome outcome) throws IOException {
        out.writeUTF(outcome.thrown());
        out.writeUTF(outcome.message());
        write(out, outcome.result());
        write(out, outcome.gradient());
        out.writeByte(outcome.after().size());
        for (int i = 0; i < outcome.after().size(); i++) {
            Value value = outcome.after().get(i);
            write(out, isSame(value, call.arguments().get(i)) ? Value.nothing() : value);
        }
    }

    private static boolean isSame(Value a, Value b) {
        return a.kind() == b.kind()
                && a.dtype().equals(b.dtype())
                && Arrays.equals(a.shape(), b.shape())
                && Arrays.equals(a.data(), b.data());
    }

    private static Outcome outcome(DataInputStream in) throws IOException {
        String thrown = in.readUTF();
        String message = in.readUTF();
        Value result = value(in);
        Value gradient = value(in);
        List<Value> after = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            after.add(value(in));
        }
        return new Outcome(result, after, gradient, thrown, message);
    }

    private static void write(DataOutputStream out, Value value) throws IOException {
        double[] data = value.data();
        boolean floats = true;
        for (double number : data) {
            floats &= Double.compare((float) number, number) == 0;
        }
        out.writeUTF(value.kind().name());
        out.writeUTF(value.dtype());
        out.writeByte(value.shape().length);
        for (long axis : value.shape()) {
            out.writeInt((int) axis);
        }
        out.writeBoolean(floats);
        out.writeInt(data.length);
        for (double number : data) {
            if (floats) {
                out.writeFloat((float) number);
            } else {
                out.writeDouble(number);
            }
        }
    }

    private static Value value(DataInputStream in) throws IOException {
        Kind kind = Kind.valueOf(in.readUTF());
        String dtype = in.readUTF();
        long[] shape = new long[in.readByte()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readInt();
        }
        boolean floats = in.readBoolean();
        double[] data = new double[in.readInt()];
        for (int i = 0; i < data.length; i++) {
            data[i] = floats ? in.readFloat() : in.readDouble();
        }
        return Value.of(kind, dtype, shape, data);
    }
}
