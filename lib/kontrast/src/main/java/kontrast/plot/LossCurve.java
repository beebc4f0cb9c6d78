package kontrast.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A loss that is watched while it falls, with the line at which a model that has learnt nothing
 * stands.
 *
 * <p>In a notebook: {@code String id = display(curve.html(), "text/html")}, then after each step
 * {@code curve.add(step, loss)} and, where {@link #isDue()}, {@code updateDisplay(id, curve.html(),
 * "text/html")}; at the end the same with {@code curve.figure().html()}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class LossCurve {

    private static final int SHOWN = 400;
    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final String title;
    private final String chanceName;
    private final double chance;
    private final String unit;
    private final List<Double> steps = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private long lastShown = Long.MIN_VALUE;

    /**
     * Makes an empty curve.
     *
     * @param title what is trained
     * @param chanceName what the reference line is, e.g. {@code "chance: ln(2N - 1)"}
     * @param chance the loss of a model that knows nothing, in nats; finite
     * @throws IllegalArgumentException if chance is not finite
     */
    public LossCurve(String title, String chanceName, double chance) {
        this(title, chanceName, chance, "nats");
    }

    private LossCurve(String title, String chanceName, double chance, String unit) {
        if (!Double.isFinite(chance)) {
            throw new IllegalArgumentException("the chance line must be finite, found " + chance);
        }
        this.title = title;
        this.chanceName = chanceName;
        this.chance = chance;
        this.unit = unit;
    }

    /**
     * Returns an empty curve of a loss in another unit.
     *
     * @param unit what stands at the axis in place of nats, e.g. {@code "squared error"}
     * @return a new curve with the same title and line
     */
    public LossCurve inUnit(String unit) {
        return new LossCurve(title, chanceName, chance, unit);
    }

    /**
     * Returns the curve of a contrastive task over 2N views, whose chance loss is ln(2N - 1).
     *
     * @param title what is trained
     * @param batchSize N, the images a batch, at least 2
     * @return an empty curve
     * @throws IllegalArgumentException if the batch is too small to hold a negative
     */
    public static LossCurve ntXent(String title, int batchSize) {
        if (batchSize < 2) {
            throw new IllegalArgumentException(
                    "batchSize must be at least 2 (one image has no negatives), found " + batchSize);
        }
        return new LossCurve(
                title, "chance: ln(2\u00b7%d \u2212 1)".formatted(batchSize), Math.log(2.0 * batchSize - 1));
    }

    /**
     * Adds a point; a loss that is not finite is kept and counted in the figure's words.
     *
     * @param step the step
     * @param loss the loss at this step, in the unit of the chance line
     */
    public void add(long step, double loss) {
        steps.add((double) step);
        losses.add(loss);
    }

    /**
     * Tells whether it is time to show the curve again: at the first call, and then at most once in
     * 2 seconds.
     *
     * @return true if the caller should show the curve now
     */
    public boolean isDue() {
        long now = System.nanoTime();
        if (losses.isEmpty() || (lastShown != Long.MIN_VALUE && now - lastShown < PAUSE_NANOS)) {
            return false;
        }
        lastShown = now;
        return true;
    }

    /**
     * Returns the curve so far as an interactive figure. Long curves are drawn with 400 points,
     * each the mean of its neighbours.
     *
     * @return the figure
     */
    public Figure figure() {
        Series line = Series.of(
                chanceName,
                new double[] {0, steps.isEmpty() ? 1 : steps.get(steps.size() - 1)},
                new double[] {chance, chance});
        if (losses.stream().noneMatch(Double::isFinite)) {
            return Figure.lines(title, "step", "loss (%s)".formatted(unit), line.asReference());
        }
        int group = (losses.size() + SHOWN - 1) / SHOWN;
        List<double[]> points = new ArrayList<>();
        for (int from = 0; from < losses.size(); from += group) {
            int to = Math.min(from + group, losses.size());
            double step = 0;
            double loss = 0;
            for (int i = from; i < to; i++) {
                step += steps.get(i) / (to - from);
                loss += losses.get(i) / (to - from);
            }
            points.add(new double[] {step, loss});
        }
        Series curve = Series.of(
                group == 1 ? "loss" : "loss (mean of %d steps)".formatted(group),
                points.stream().mapToDouble(p -> p[0]).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray());
        return Figure.lines(title, "step", "loss (%s)".formatted(unit), curve, line.asReference());
    }

    /** Returns the curve so far as a static picture, quick enough to be redrawn while training: HTML of one image. */
    public String html() {
        return figure().image();
    }
}
