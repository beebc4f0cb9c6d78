package kontrast.claim.run;

import java.util.Map;
import kontrast.train.Fingerprint;
import kontrast.train.History;

/** Something that can be measured from a seed: a training, or features that need none. */
public interface Trial {

    /** Name of the figure that is the mean loss of the last 20 steps, in nats; of a curve since its last point. */
    String LOSS = "loss";

    /** Name of the accuracy of a linear probe, in [0, 1]. */
    String PROBE = "probe";

    /** Name of the accuracy of the nearest neighbours, in [0, 1]. */
    String KNN = "kNN";

    /** Name of the top-1 retrieval, in [0, 1]. */
    String RETRIEVAL = "retrieval";

    /** Steps whose losses tell whether an old figure is still that of this code. */
    int CANARY = 3;

    /**
     * What was measured.
     *
     * @param steps steps of training, 0 without one
     * @param seconds time of training, without evaluation
     * @param figures name to value; a curve has one a step, such as {@code loss@20}
     * @param canary losses of the first {@link #CANARY} steps; empty without training
     */
    @SuppressWarnings("ArrayRecordComponent") // three numbers, not changed by anybody
    record Outcome(int steps, double seconds, Map<String, Double> figures, double[] canary) {}

    /**
     * Returns everything that the figures are a function of, but for the code.
     *
     * @param seed the seed
     * @return settings, data, seed, and how it is judged
     */
    Fingerprint recipe(long seed);

    /**
     * Measures.
     *
     * @param seed seed of weights, order and views
     * @return the figures
     */
    Outcome run(long seed);

    /**
     * Takes the first steps only.
     *
     * @param seed as in {@link #run}
     * @return the losses of the first {@link #CANARY} steps; empty without training
     */
    double[] canary(long seed);

    /** Returns the losses of the first {@link #CANARY} steps of a training. */
    static double[] canary(History history) {
        return history.rows().stream()
                .limit(CANARY)
                .mapToDouble(History.Row::loss)
                .toArray();
    }
}
