package kontrast.grader.worker;

import java.util.Arrays;
import java.util.Locale;

/**
 * An argument or a result as plain numbers: what is compared, shown, and sent between processes.
 *
 * <p>All numbers are held as doubles, in row-major order; every int and float is exact there.
 */
public final class Value {

    /** The largest number of elements that a value may have. */
    public static final int MAX_ELEMENTS = 1 << 20;

    private final Kind kind;
    private final String dtype;
    private final long[] shape;
    private final double[] data;

    private Value(Kind kind, String dtype, long[] shape, double[] data) {
        this.kind = kind;
        this.dtype = dtype;
        this.shape = shape;
        this.data = data;
    }

    /**
     * Makes a value from its parts.
     *
     * @param kind the type
     * @param dtype the element type of a tensor, e.g. {@code "float32"}; empty otherwise
     * @param shape the axes
     * @param data as many numbers as the shape holds
     * @return the value, which owns copies
     * @throws IllegalArgumentException if the parts do not fit each other
     */
    public static Value of(Kind kind, String dtype, long[] shape, double[] data) {
        long size = kind == Kind.NOTHING ? 0 : 1;
        for (long axis : shape) {
            if (axis < 0 || axis > MAX_ELEMENTS) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape));
            }
            size *= axis;
            if (size > MAX_ELEMENTS) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " is over " + MAX_ELEMENTS);
            }
        }
        if (size != data.length || (kind.dimensions() >= 0 && kind.dimensions() != shape.length)) {
            throw new IllegalArgumentException(
                    "%s of shape %s with %d numbers".formatted(kind, Arrays.toString(shape), data.length));
        }
        return new Value(kind, dtype, shape.clone(), data.clone());
    }

    /** Stands for {@code null}. */
    public static Value nothing() {
        return new Value(Kind.NOTHING, "", new long[0], new double[0]);
    }

    /**
     * Makes a value of an int.
     *
     * @param number the number
     * @return the value
     */
    public static Value of(int number) {
        return new Value(Kind.INT, "", new long[0], new double[] {number});
    }

    /**
     * Makes a value of a float.
     *
     * @param number the number
     * @return the value
     */
    public static Value of(float number) {
        return new Value(Kind.FLOAT, "", new long[0], new double[] {number});
    }

    /**
     * Makes a value of a double.
     *
     * @param number the number
     * @return the value
     */
    public static Value of(double number) {
        return new Value(Kind.DOUBLE, "", new long[0], new double[] {number});
    }

    /**
     * Makes a value of a letter.
     *
     * @param letter the letter
     * @return the value
     */
    public static Value of(char letter) {
        return new Value(Kind.CHAR, "", new long[0], new double[] {letter});
    }

    /**
     * Makes a value of ints.
     *
     * @param numbers the numbers
     * @return the value
     */
    public static Value of(int... numbers) {
        double[] data = Arrays.stream(numbers).asDoubleStream().toArray();
        return new Value(Kind.INTS, "", new long[] {data.length}, data);
    }

    /**
     * Makes a value of floats.
     *
     * @param numbers the numbers
     * @return the value
     */
    public static Value of(float... numbers) {
        double[] data = new double[numbers.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = numbers[i];
        }
        return new Value(Kind.FLOATS, "", new long[] {data.length}, data);
    }

    /**
     * Makes a value of a matrix.
     *
     * @param rows the rows, all of one length
     * @return the value
     * @throws UnevenRows if a row is missing or has another length; the message is for the learner
     */
    public static Value of(float[][] rows) {
        int columns = rows.length == 0 || rows[0] == null ? 0 : rows[0].length;
        double[] data = new double[Math.multiplyExact(rows.length, columns)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null || rows[i].length != columns) {
                throw new UnevenRows("row %d has %s entries, row 0 has %d"
                        .formatted(i, rows[i] == null ? "no" : rows[i].length, columns));
            }
            for (int j = 0; j < columns; j++) {
                data[i * columns + j] = rows[i][j];
            }
        }
        return new Value(Kind.MATRIX, "", new long[] {rows.length, columns}, data);
    }

    /**
     * Makes a value of a float32 tensor.
     *
     * @param shape the axes
     * @param data as many numbers as the shape holds, row-major
     * @return the value
     */
    public static Value tensor(long[] shape, double... data) {
        return of(Kind.NDARRAY, "float32", shape, data);
    }

    /**
     * Returns the type.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the element type of a tensor.
     *
     * @return for instance {@code "float32"}; empty if this is no tensor
     */
    public String dtype() {
        return dtype;
    }

    /**
     * Returns the axes.
     *
     * @return a copy
     */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * Returns the numbers, row-major.
     *
     * @return a copy
     */
    public double[] data() {
        return data.clone();
    }

    /**
     * Returns the number of elements.
     *
     * @return the product of the shape
     */
    public int size() {
        return data.length;
    }

    /**
     * Returns the first element.
     *
     * @return the number, for values of one element
     */
    public double number() {
        return data[0];
    }

    /**
     * Returns one element of a matrix.
     *
     * @param row the row
     * @param column the column
     * @return the number
     */
    public double at(int row, int column) {
        return data[(int) (row * shape[1] + column)];
    }

    /**
     * Returns the length of an axis.
     *
     * @param axis 0 for the first
     * @return its length
     */
    public int length(int axis) {
        return (int) shape[axis];
    }

    /**
     * Returns type and shape as a person writes them.
     *
     * @return for instance {@code "NDArray of shape (3, 5)"} or {@code "int[4]"}
     */
    public String describe() {
        return switch (kind) {
            case NOTHING -> "null";
            case INT, FLOAT, DOUBLE, CHAR -> kind.javaName();
            case INTS, FLOATS -> kind.javaName().substring(0, kind.javaName().length() - 2) + "[" + shape[0] + "]";
            case MATRIX -> "float[" + shape[0] + "][" + shape[1] + "]";
            case NDARRAY ->
                (dtype.equals("float32") ? "NDArray" : dtype + " NDArray")
                        + " of shape "
                        + Arrays.toString(shape).replace('[', '(').replace(']', ')');
        };
    }

    /** Shows the numbers, rounded to four digits after the point. */
    @Override
    public String toString() {
        if (kind == Kind.NOTHING) {
            return "null";
        }
        if (kind == Kind.CHAR) {
            return "'" + (Character.isISOControl((char) data[0]) ? '?' : (char) data[0]) + "'";
        }
        if (shape.length == 0) {
            return format(data[0]);
        }
        if (data.length > 64) {
            return describe();
        }
        StringBuilder text = new StringBuilder();
        append(text, 0, 0, data.length);
        return text.toString();
    }

    private void append(StringBuilder text, int axis, int from, int to) {
        if (axis == shape.length) {
            text.append(format(data[from]));
            return;
        }
        text.append('[');
        int count = (int) shape[axis];
        int step = count == 0 ? 0 : (to - from) / count;
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ");
            append(text, axis + 1, from + i * step, from + (i + 1) * step);
        }
        text.append(']');
    }

    private static String format(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e9) {
            return Long.toString((long) number);
        }
        String text = String.format(Locale.ROOT, "%.4f", number);
        return Math.abs(number) >= 1e6 || (number != 0 && Math.abs(number) < 1e-3)
                ? String.format(Locale.ROOT, "%.3g", number)
                : text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
