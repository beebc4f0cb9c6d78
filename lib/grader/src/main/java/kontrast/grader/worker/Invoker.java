package kontrast.grader.worker;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Calls a function with values and turns into values what comes back. */
public final class Invoker {

    private Invoker() {}

    /**
     * Calls a function once.
     *
     * <p>Tensors live in a manager of their own, which is closed afterwards.
     *
     * @param target the function
     * @param call what to call it with
     * @return what came of it; an exception is an outcome too
     */
    // A learner's function may throw anything, a StackOverflowError or a native error included.
    @SuppressWarnings("CatchAndPrintStackTrace")
    public static Outcome invoke(JavaFunction target, Call call) {
        boolean tensors = call.arguments().stream().anyMatch(v -> v.kind() == Kind.NDARRAY);
        try {
            if (!tensors) {
                return plain(target, call);
            }
            try (NDManager manager = NDManager.newBaseManager()) {
                return withTensors(target, call, manager);
            }
        } catch (ThreadDeath | OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return Outcome.threw(e);
        }
    }

    private static Outcome plain(JavaFunction target, Call call) throws Throwable {
        Object[] arguments = arguments(call, null);
        Value result = value(target.call(arguments));
        return new Outcome(result, values(arguments), Value.nothing(), "", "");
    }

    private static Outcome withTensors(JavaFunction target, Call call, NDManager manager) throws Throwable {
        Object[] arguments = arguments(call, manager);
        if (call.by() == Call.NONE) {
            Value result = value(target.call(arguments));
            return new Outcome(result, values(arguments), Value.nothing(), "", "");
        }
        NDArray input = (NDArray) arguments[call.by()];
        input.setRequiresGradient(true);
        Value result;
        Value gradient;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Object returned = target.call(arguments);
            result = value(returned);
            gradient = gradient(collector, input, returned);
        }
        return new Outcome(result, values(arguments), gradient, "", "");
    }

    /** Returns nothing where the result does not depend on the input. */
    private static Value gradient(GradientCollector collector, NDArray input, Object returned) {
        if (!(returned instanceof NDArray array)) {
            return Value.nothing();
        }
        try {
            collector.backward(array.getShape().dimension() == 0 ? array : array.sum());
            return value(input.getGradient());
        } catch (RuntimeException e) {
            // The engine's way to say that the result hangs on no graph.
            return Value.nothing();
        }
    }

    private static Object[] arguments(Call call, NDManager manager) {
        return call.arguments().stream().map(v -> object(v, manager)).toArray();
    }

    private static List<Value> values(Object[] objects) {
        List<Value> values = new ArrayList<>();
        for (Object object : objects) {
            values.add(value(object));
        }
        return values;
    }

    /**
     * Turns a value into a Java object.
     *
     * @param value the value
     * @param manager owner of tensors; null if there are none
     * @return the object
     */
    static Object object(Value value, NDManager manager) {
        double[] data = value.data();
        return switch (value.kind()) {
            case NOTHING -> null;
            case INT -> (int) data[0];
            case FLOAT -> (float) data[0];
            case DOUBLE -> data[0];
            case CHAR -> (char) data[0];
            case INTS -> Arrays.stream(data).mapToInt(d -> (int) d).toArray();
            case FLOATS -> floats(data, 0, data.length);
            case MATRIX -> {
                float[][] rows = new float[value.length(0)][];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = floats(data, i * value.length(1), value.length(1));
                }
                yield rows;
            }
            case NDARRAY -> {
                NDArray array = manager.create(floats(data, 0, data.length), new Shape(value.shape()));
                DataType type = DataType.valueOf(value.dtype().toUpperCase(Locale.ROOT));
                yield type == DataType.FLOAT32 ? array : array.toType(type, false);
            }
        };
    }

    private static float[] floats(double[] data, int from, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) data[from + i];
        }
        return floats;
    }

    /**
     * Turns a Java object into a value.
     *
     * @param object a number, an array, a matrix, a tensor, or null
     * @return the value
     * @throws IllegalArgumentException if the object is of another type, ragged or too large
     */
    static Value value(Object object) {
        if (object == null) {
            return Value.nothing();
        } else if (object instanceof Integer number) {
            return Value.of(number.intValue());
        } else if (object instanceof Float number) {
            return Value.of(number.floatValue());
        } else if (object instanceof Double number) {
            return Value.of(number.doubleValue());
        } else if (object instanceof Character letter) {
            return Value.of(letter.charValue());
        } else if (object instanceof int[] numbers) {
            return Value.of(numbers);
        } else if (object instanceof float[] numbers) {
            return Value.of(numbers);
        } else if (object instanceof float[][] rows) {
            return Value.of(rows);
        } else if (object instanceof NDArray array) {
            return tensor(array);
        }
        throw new IllegalArgumentException(
                "cannot compare a " + object.getClass().getName());
    }

    private static Value tensor(NDArray array) {
        if (array.size() > Value.MAX_ELEMENTS) {
            throw new IllegalArgumentException("the result has the shape " + array.getShape());
        }
        Number[] numbers = array.toArray();
        double[] data = new double[numbers.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = numbers[i].doubleValue();
        }
        String dtype = array.getDataType().name().toLowerCase(Locale.ROOT);
        return Value.of(Kind.NDARRAY, dtype, array.getShape().getShape(), data);
    }
}
