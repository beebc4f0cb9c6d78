package kontrast.train;

/** How the learning rate falls after its warm-up. */
public enum Decay {
    /** Along half a cosine, to 0; see {@link CosineSchedule}. */
    COSINE,
    /** In two steps, to a tenth each; see {@link StepSchedule}. */
    STEPS;

    /**
     * Returns the schedule of a run.
     *
     * @param peak the highest learning rate, at least 0
     * @param warmup steps of warm-up, in 0 to {@code steps}
     * @param steps all steps, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if a number is out of range
     */
    public Schedule schedule(double peak, int warmup, int steps) {
        return switch (this) {
            case COSINE -> new CosineSchedule(peak, warmup, steps);
            case STEPS -> new StepSchedule(peak, warmup, steps);
        };
    }
}
