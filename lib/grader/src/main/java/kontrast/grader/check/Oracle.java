package kontrast.grader.check;

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
}
