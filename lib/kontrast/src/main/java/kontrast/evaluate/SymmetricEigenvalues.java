package kontrast.evaluate;

import java.util.Arrays;

/**
 * The eigenvalues of a symmetric matrix, without vectors: a spectrum of 1,024 numbers takes a fraction of the time that
 * its vectors take.
 *
 * <p>Reflections bring the matrix to three diagonals (Householder, 1958), in 4/3 n^3 operations along rows; implicit QL
 * steps with shifts do the rest, in some 30 n^2 (Wilkinson and Reinsch, Handbook for Automatic Computation II, 1971,
 * contributions II/2 and II/3). A number beside the diagonal counts as 0 below the rounding of the largest eigenvalue,
 * so that this ends for the nearly singular matrices of collapsed features too.
 */
final class SymmetricEigenvalues {

    private static final int MOST_STEPS = 60; // for one eigenvalue; two are usual

    private SymmetricEigenvalues() {}

    /**
     * Computes them.
     *
     * @param a {@code [n][n]}, symmetric; only its lower half is read, and overwritten
     * @return n eigenvalues, the largest first; each off by some 1e-15 of the largest magnitude
     * @throws ArithmeticException if a number is not finite
     */
    static double[] of(double[][] a) {
        int n = a.length;
        double[] diagonal = new double[n];
        double[] beside = new double[n]; // beside[i] between i - 1 and i
        double[] p = new double[n];
        for (int k = n - 1; k > 0; k--) {
            beside[k] = reflect(a, k, p);
        }
        for (int i = 0; i < n; i++) {
            diagonal[i] = a[i][i];
        }
        iterate(diagonal, beside);
        Arrays.sort(diagonal);
        double[] descending = new double[n];
        Arrays.setAll(descending, i -> diagonal[n - 1 - i]);
        return descending;
    }

    /** Makes all but the last of the numbers left of the diagonal in row k zero, and returns the last. */
    private static double reflect(double[][] a, int k, double... p) {
        double[] u = a[k];
        double square = 0;
        for (int i = 0; i < k - 1; i++) {
            square += u[i] * u[i];
        }
        if (square == 0) {
            return u[k - 1];
        }
        square += u[k - 1] * u[k - 1];
        double last = u[k - 1] >= 0 ? -Math.sqrt(square) : Math.sqrt(square);
        double h = square - last * u[k - 1]; // u^T u / 2
        u[k - 1] -= last;
        Arrays.fill(p, 0, k, 0);
        for (int i = 0; i < k; i++) { // p = A u
            double[] row = a[i];
            double sum = 0;
            for (int j = 0; j < i; j++) {
                sum += row[j] * u[j];
                p[j] += row[j] * u[i];
            }
            p[i] += sum + row[i] * u[i];
        }
        double dot = 0;
        for (int i = 0; i < k; i++) {
            p[i] /= h;
            dot += p[i] * u[i];
        }
        for (int i = 0; i < k; i++) { // q = p - (u^T p / 2h) u;  A - q u^T - u q^T
            p[i] -= dot / (2 * h) * u[i];
        }
        for (int i = 0; i < k; i++) {
            double[] row = a[i];
            for (int j = 0; j <= i; j++) {
                row[j] -= p[i] * u[j] + u[i] * p[j];
            }
        }
        return last;
    }

    /** Leaves the eigenvalues of three diagonals in the middle one. */
    private static void iterate(double[] d, double... e) {
        int n = d.length;
        System.arraycopy(e, 1, e, 0, n - 1);
        e[n - 1] = 0;
        double most = 0;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, Math.abs(d[i]) + Math.abs(e[i])); // NaN if one of them is
        }
        if (!Double.isFinite(most)) {
            throw new ArithmeticException("no eigenvalues: not all numbers are finite");
        }
        double nothing = Math.ulp(1.0) * most;
        for (int l = 0; l < n; l++) {
            for (int step = 0; Math.abs(e[l]) > nothing; step++) {
                if (step == MOST_STEPS) {
                    throw new ArithmeticException("no eigenvalues: the steps do not converge");
                }
                int m = l + 1;
                while (Math.abs(e[m]) > nothing) {
                    m++;
                }
                step(d, e, l, m);
            }
        }
    }

    /** One QL step on the rows l to m, which are tied to no other. */
    private static void step(double[] d, double[] e, int l, int m) {
        double half = (d[l + 1] - d[l]) / (2 * e[l]);
        double shift = d[m] - d[l] + e[l] / (half + Math.copySign(Math.hypot(half, 1), half));
        double sine = 1;
        double cosine = 1;
        double p = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = sine * e[i];
            double b = cosine * e[i];
            double r = Math.hypot(f, shift);
            e[i + 1] = r;
            if (r == 0) { // split in two
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            sine = f / r;
            cosine = shift / r;
            shift = d[i + 1] - p;
            r = (d[i] - shift) * sine + 2 * cosine * b;
            p = sine * r;
            d[i + 1] = shift + p;
            shift = cosine * r - b;
        }
        d[l] -= p;
        e[l] = shift;
        e[m] = 0;
    }
}
