package kontrast.grader.check;

import java.util.List;

/**
 * Knows which exercises belong together. The kernel finds it as a service, so that a check, which
 * knows of itself alone, can say how far the learner has come in its set.
 */
@FunctionalInterface
public interface Outline {

    /**
     * Returns the set of an exercise.
     *
     * @param exercise an exercise's id
     * @return all checks of its set, in order; empty if the exercise belongs to none
     */
    List<Check<?>> setOf(String exercise);
}
