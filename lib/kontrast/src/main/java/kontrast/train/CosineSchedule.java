package kontrast.train;

/**
 * A learning rate that rises linearly and then falls along half a cosine.
 *
 * <pre>
 *   s &lt; w:  peak (s + 1) / w
 *   s &gt;= w: end + (peak - end) (1 + cos(pi (s - w) / (S - w))) / 2
 * </pre>
 *
 * <p>Loshchilov and Hutter, SGDR, 2017, equation 5 without restarts; the warm-up is that of Goyal
 * et al., Accurate, large minibatch SGD, 2017. s counts steps from 0, w is {@code warmup}, S is
 * {@code steps}.
 *
 * @param peak the highest learning rate, at least 0
 * @param warmup w, steps of warm-up, in 0 to {@code steps}
 * @param steps S, all steps, at least 1
 * @param end the learning rate that step S would have, in 0 to {@code peak}
 */
public record CosineSchedule(double peak, int warmup, int steps, double end) implements Schedule {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public CosineSchedule {
        if (steps < 1 || warmup < 0 || warmup > steps) {
            throw new IllegalArgumentException(
                    "need at least 1 step and a warm-up of 0 to all steps, found %d steps with %d of warm-up"
                            .formatted(steps, warmup));
        }
        if (!(peak >= 0) || !(end >= 0) || end > peak || Double.isInfinite(peak)) {
            throw new IllegalArgumentException(
                    "need 0 <= end <= peak < infinity, found peak %s and end %s".formatted(peak, end));
        }
    }

    /**
     * Returns a schedule that ends at 0.
     *
     * @param peak the highest learning rate, at least 0
     * @param warmup steps of warm-up, in 0 to {@code steps}
     * @param steps all steps, at least 1
     */
    public CosineSchedule(double peak, int warmup, int steps) {
        this(peak, warmup, steps, 0);
    }

    /**
     * Returns the learning rate of a step.
     *
     * @param step s, counted from 0; after the last step the rate stays at the end value of the
     *     schedule
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
        if (step >= steps) {
            return end;
        }
        double progress = (step - warmup) / (double) (steps - warmup);
        return end + (peak - end) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
