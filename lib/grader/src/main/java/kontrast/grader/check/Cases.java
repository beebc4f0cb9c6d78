package kontrast.grader.check;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.worker.Call;

/** Draws the calls that a property is tried on. */
@FunctionalInterface
public interface Cases {

    /**
     * Draws the calls.
     *
     * @param random the source of shapes and numbers; another seed for each student in grading
     * @return the calls
     */
    List<Call> draw(RandomGenerator random);

    /**
     * Draws one call a number of times.
     *
     * @param count how many
     * @param one draws one
     * @return the cases
     */
    static Cases times(int count, Function<RandomGenerator, Call> one) {
        return random -> Stream.generate(() -> one.apply(random)).limit(count).toList();
    }

    /**
     * These calls and others after them.
     *
     * @param others drawn behind these
     * @return the cases
     */
    default Cases and(Cases others) {
        return random -> Stream.concat(draw(random).stream(), others.draw(random).stream())
                .toList();
    }

    /**
     * The same calls, with gradients.
     *
     * @param argument by which argument, from 0
     * @return the cases
     */
    default Cases withGradient(int argument) {
        return random ->
                draw(random).stream().map(call -> call.withGradient(argument)).toList();
    }
}
