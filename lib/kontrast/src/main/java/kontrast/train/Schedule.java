package kontrast.train;

/** A learning rate as a function of the step. */
@FunctionalInterface
public interface Schedule {

    /**
     * Returns the learning rate of a step.
     *
     * @param step the step, counted from 0
     * @return the learning rate, at least 0
     */
    double at(long step);
}
