package kontrast.grader.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kontrast.grader.worker.Value;

/** Says what a correct function returns: naive loops in double precision. */
@FunctionalInterface
public interface Oracle {

    /**
     * Computes the expected value.
     *
     * @param arguments the arguments
     * @return the result, in double precision
     */
    Value expect(List<Value> arguments);

    /**
     * Returns the gradient of the sum of this oracle's result by one of its arguments, by central
     * differences.
     *
     * <pre>
     *   g_i = (f(x + h e_i) - f(x - h e_i)) / 2h,   h = 1e-5
     * </pre>
     *
     * <p>The error is about h^2 times the third derivative, and 1e-16 / h of rounding: below 1e-8
     * for losses of numbers of size 1. The oracle must compute in double precision throughout, from
     * {@link Value#data()}; rounding to float anywhere on the way would drown the difference.
     *
     * @param argument by which argument, from 0
     * @return an oracle whose result has the type and shape of that argument
     */
    default Oracle gradient(int argument) {
        return arguments -> {
            double h = 1e-5;
            Value x = arguments.get(argument);
            double[] at = x.data();
            double[] gradient = new double[at.length];
            List<Value> moved = new ArrayList<>(arguments);
            for (int i = 0; i < at.length; i++) {
                double middle = at[i];
                double difference = 0;
                for (int sign : new int[] {1, -1}) {
                    at[i] = middle + sign * h;
                    moved.set(argument, Value.of(x.kind(), x.dtype(), x.shape(), at));
                    difference += sign * Arrays.stream(expect(moved).data()).sum();
                }
                at[i] = middle;
                gradient[i] = difference / (2 * h);
            }
            return Value.of(x.kind(), x.dtype(), x.shape(), gradient);
        };
    }

    /**
     * Returns the gradient by the first argument.
     *
     * @return {@code gradient(0)}
     */
    default Oracle gradient() {
        return gradient(0);
    }
}
