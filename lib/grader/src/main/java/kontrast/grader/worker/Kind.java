package kontrast.grader.worker;

/** The types that an exercise's function may take and return. */
public enum Kind {
    /** Nothing: what a function that returned {@code null} returned. */
    NOTHING("void", 0, 'n'),
    /** A whole number. */
    INT("int", 0, 'i'),
    /** A number in single precision. */
    FLOAT("float", 0, 'f'),
    /** A number in double precision. */
    DOUBLE("double", 0, 'd'),
    /** A letter; its code as a number. */
    CHAR("char", 0, 'c'),
    /** Whole numbers, {@code [n]}. */
    INTS("int[]", 1, 'I'),
    /** Numbers, {@code [n]}. */
    FLOATS("float[]", 1, 'F'),
    /** A matrix as an array of rows, {@code [rows, columns]}. */
    MATRIX("float[][]", 2, 'M'),
    /** A tensor of any shape. */
    NDARRAY("ai.djl.ndarray.NDArray", -1, 'T');

    private final String javaName;
    private final int dimensions;
    private final char code;

    Kind(String javaName, int dimensions, char code) {
        this.javaName = javaName;
        this.dimensions = dimensions;
        this.code = code;
    }

    /**
     * Finds the kind of a Java type.
     *
     * @param type the type of a parameter or result
     * @return its kind
     * @throws IllegalArgumentException if functions of exercises cannot have it
     */
    public static Kind of(Class<?> type) {
        for (Kind kind : values()) {
            if (kind.javaName.equals(type.getCanonicalName())) {
                return kind;
            }
        }
        throw new IllegalArgumentException("an exercise's function cannot take or return " + type.getCanonicalName());
    }

    /**
     * Returns the type as Java source code names it.
     *
     * @return for instance {@code "float[][]"}
     */
    public String javaName() {
        return javaName;
    }

    /**
     * Returns the number of axes.
     *
     * @return 0 for a number, -1 where it varies
     */
    public int dimensions() {
        return dimensions;
    }

    /**
     * Returns the type as a cell shows it.
     *
     * @return for instance {@code "NDArray"}
     */
    public String shortName() {
        return javaName.substring(javaName.lastIndexOf('.') + 1);
    }

    /** The letter that stands for the type on the wire. */
    char code() {
        return code;
    }
}
