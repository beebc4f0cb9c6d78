package kontrast.evaluate;

import java.util.Arrays;

/**
 * L-BFGS, which minimises a smooth function by its gradient and an estimate of its curvature from
 * the latest steps.
 *
 * <p>Liu and Nocedal, On the limited memory BFGS method for large scale optimization, 1989.
 *
 * @param maxIterations most steps
 * @param tolerance largest absolute number in the gradient at which it ends
 */
record Lbfgs(int maxIterations, double tolerance) {

    private static final int MEMORY = 10;

    /** What is minimised. */
    @FunctionalInterface
    interface Objective {
        /** Returns the value at {@code theta} and writes its gradient. */
        double at(double[] theta, double[] gradient);
    }

    /**
     * Where it ended.
     *
     * @param value of the objective
     * @param gradient largest absolute number in its gradient
     * @param iterations steps taken
     */
    record Minimum(double value, double gradient, int iterations) {}

    /** Moves {@code theta} to the minimum, with a backtracking search along each direction. */
    Minimum minimise(Objective objective, double[] theta) {
        int size = theta.length;
        double[] gradient = new double[size];
        double value = objective.at(theta, gradient);
        double[][] steps = new double[MEMORY][];
        double[][] changes = new double[MEMORY][];
        int kept = 0; // pairs so far; pair k lies at k % MEMORY
        int iteration = 0;
        while (largest(gradient) > tolerance && iteration < maxIterations) {
            double[] direction = direction(gradient, steps, changes, kept);
            double slope = dot(direction, gradient);
            double rate = kept == 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
            double[] next = new double[size];
            double[] nextGradient = new double[size];
            double nextValue;
            while (true) {
                for (int i = 0; i < size; i++) {
                    next[i] = theta[i] + rate * direction[i];
                }
                nextValue = objective.at(next, nextGradient);
                if (nextValue <= value + 1e-4 * rate * slope || rate < 1e-10) {
                    break;
                }
                rate /= 2;
            }
            if (nextValue >= value) {
                break; // nothing to win within double precision
            }
            double[] step = new double[size];
            double[] change = new double[size];
            for (int i = 0; i < size; i++) {
                step[i] = next[i] - theta[i];
                change[i] = nextGradient[i] - gradient[i];
            }
            if (dot(step, change) > 0) {
                steps[kept % MEMORY] = step;
                changes[kept % MEMORY] = change;
                kept++;
            }
            System.arraycopy(next, 0, theta, 0, size);
            gradient = nextGradient;
            value = nextValue;
            iteration++;
        }
        return new Minimum(value, largest(gradient), iteration);
    }

    /** The two-loop recursion: minus the gradient times an estimate of the inverse Hessian. */
    private static double[] direction(double[] gradient, double[][] steps, double[][] changes, int kept) {
        double[] q = gradient.clone();
        int from = Math.max(0, kept - MEMORY);
        double[] alpha = new double[MEMORY];
        for (int k = kept - 1; k >= from; k--) {
            int at = k % MEMORY;
            alpha[at] = dot(steps[at], q) / dot(steps[at], changes[at]);
            add(q, -alpha[at], changes[at]);
        }
        if (kept > 0) {
            int at = (kept - 1) % MEMORY;
            double scale = dot(steps[at], changes[at]) / dot(changes[at], changes[at]);
            Arrays.setAll(q, i -> q[i] * scale);
        }
        for (int k = from; k < kept; k++) {
            int at = k % MEMORY;
            double beta = dot(changes[at], q) / dot(steps[at], changes[at]);
            add(q, alpha[at] - beta, steps[at]);
        }
        Arrays.setAll(q, i -> -q[i]);
        return q;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    }
}
