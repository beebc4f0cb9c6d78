package kontrast.train;

/**
 * A learning rate that rises linearly, then stays, and falls to a tenth at 60 % and at 80 % of the
 * run.
 *
 * <pre>
 *   s &lt; w: peak (s + 1) / w
 *   s &gt;= w: peak 0.1^(number of {0.6, 0.8} that s / S has reached)
 * </pre>
 *
 * <p>He et al., Momentum contrast for unsupervised visual representation learning, 2020, section
 * 4.1: at epochs 120 and 160 of 200, without warm-up. s counts steps from 0, w is {@code warmup}, S
 * is {@code steps}.
 *
 * @param peak the highest learning rate, at least 0
 * @param warmup w, steps of warm-up, in 0 to {@code steps}
 * @param steps S, all steps, at least 1
 */
public record StepSchedule(double peak, int warmup, int steps) implements Schedule {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public StepSchedule {
        if (steps < 1 || warmup < 0 || warmup > steps) {
            throw new IllegalArgumentException(
                    "need at least 1 step and a warm-up of 0 to all steps, found %d steps with %d of warm-up"
                            .formatted(steps, warmup));
        }
        OptionChecks.atLeastZero("peak", peak);
    }

    /**
     * Returns the learning rate of a step.
     *
     * @param step s, counted from 0
     * @return the learning rate
     * @throws IllegalArgumentException if {@code step} is negative
     */
    @Override
    public double at(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("steps are counted from 0, found " + step);
        }
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        }
        // In whole numbers: 0.6 S need not be what 3 S / 5 is.
        return 5 * step >= 4L * steps ? peak / 100 : 5 * step >= 3L * steps ? peak / 10 : peak;
    }
}
