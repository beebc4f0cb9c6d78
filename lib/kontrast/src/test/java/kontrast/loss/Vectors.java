package kontrast.loss;

/** Products of vectors as loops in double, for the oracles of tests. */
public final class Vectors {

    private Vectors() {}

    /**
     * Returns the product of two vectors.
     *
     * @param u d numbers
     * @param v d numbers
     * @return u.v
     */
    public static double dot(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * v[i];
        }
        return sum;
    }

    /**
     * Returns the cosine of the angle between two vectors.
     *
     * @param u d numbers, not all 0
     * @param v d numbers, not all 0
     * @return u.v / (|u| |v|)
     */
    public static double cosine(double[] u, double[] v) {
        return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
    }
}
