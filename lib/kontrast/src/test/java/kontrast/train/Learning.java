package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import kontrast.data.Examples;
import kontrast.evaluate.Summary;
import kontrast.method.Method;

/**
 * What training does to figures of a method: each is taken of the untrained network and of the
 * trained one, for several seeds. The harness of all tests that ask whether a method learns.
 *
 * <p>A difference counts if its mean over the seeds is more than three standard errors from zero.
 * Held-out images are the same for all seeds, so that the spread is that of weights, order and
 * views.
 */
public final class Learning {

    /** Seeds of each run: 1, 2, 3. */
    public static final int SEEDS = 3;

    /** Shape of an emoji drawing. */
    public static final Shape IMAGE = new Shape(3, 32, 32);

    private static final int LAST = 20;

    private final String what;
    private final Map<String, double[]> before = new TreeMap<>();
    private final Map<String, double[]> after = new TreeMap<>();
    private final double[] loss = new double[SEEDS];
    private double seconds;
    private int steps;

    /** Builds the method of a seed, as the constructors of methods do. */
    @FunctionalInterface
    public interface Factory<O, M> {
        M make(O options, Shape input, Device device, long seed);
    }

    private Learning(String what) {
        this.what = what;
    }

    /**
     * Trains a recipe from three seeds.
     *
     * @param what a name for what is printed
     * @param recipe what is trained and how
     * @param factory makes its method
     * @param input shape of what the encoder sees: that of the images, but for scenes
     * @param images what it learns from
     * @param steps about how many steps are taken, in whole epochs, in place of the recipe's
     * @param figures what is measured before and after, by name
     * @return the figures
     */
    public static <O, M extends Method> Learning of(
            String what,
            Recipe<O> recipe,
            Factory<O, M> factory,
            Shape input,
            Examples images,
            int steps,
            Map<String, ToDoubleFunction<M>> figures) {
        return of(
                what,
                seed -> factory.make(recipe.method(), input, Course.device(), seed),
                images,
                cut(recipe.training(), images, steps),
                figures);
    }

    /** The same training with another number of steps, in whole epochs. */
    private static TrainingOptions cut(TrainingOptions training, Examples images, int steps) {
        int perEpoch = images.size() / training.batchSize();
        return training.with(o -> o.epochs = Math.max(1, (steps + perEpoch / 2) / perEpoch));
    }

    /**
     * Trains a recipe from one seed, for what comes after.
     *
     * @param recipe what is trained and how
     * @param factory makes its method
     * @param images what it learns from
     * @param steps about how many steps are taken, in whole epochs, in place of the recipe's
     * @param seed of weights, order and views
     * @return the trained method; the caller closes it
     */
    public static <O, M extends Method> M trained(
            Recipe<O> recipe, Factory<O, M> factory, Examples images, int steps, long seed) {
        M method = factory.make(recipe.method(), images.shape(), Course.device(), seed);
        try (Pretraining training = new Pretraining(
                method, images, cut(recipe.training(), images, steps).with(o -> o.seed = seed))) {
            training.quietly().run();
        }
        return method;
    }

    /**
     * Trains a method from three seeds.
     *
     * @param what a name for what is printed
     * @param make makes the untrained method of a seed
     * @param images what it learns from
     * @param how epochs, batch, optimizer; the seed is replaced
     * @param figures what is measured before and after, by name
     * @return the figures
     */
    public static <M extends Method> Learning of(
            String what,
            LongFunction<M> make,
            Examples images,
            TrainingOptions how,
            Map<String, ToDoubleFunction<M>> figures) {
        Learning learning = new Learning(what);
        for (String figure : figures.keySet()) {
            learning.before.put(figure, new double[SEEDS]);
            learning.after.put(figure, new double[SEEDS]);
        }
        for (int i = 0; i < SEEDS; i++) {
            int s = i;
            long seed = 1L + i;
            try (M method = make.apply(seed);
                    Pretraining training = new Pretraining(method, images, how.with(o -> o.seed = seed))) {
                figures.forEach((name, f) -> learning.before.get(name)[s] = f.applyAsDouble(method));
                History history = training.quietly().run();
                figures.forEach((name, f) -> learning.after.get(name)[s] = f.applyAsDouble(method));
                learning.loss[i] = history.meanLoss(Math.min(LAST, training.steps()));
                learning.seconds += history.last().seconds() / SEEDS;
                learning.steps = training.steps();
            }
        }
        System.out.println(learning);
        return learning;
    }

    /** Returns the names of what was measured. */
    Set<String> figures() {
        return Collections.unmodifiableSet(after.keySet());
    }

    /** Returns a figure of the untrained networks, by seed. */
    public double[] before(String figure) {
        return before.get(figure).clone();
    }

    /** Returns a figure of the trained networks, by seed. */
    public double[] after(String figure) {
        return after.get(figure).clone();
    }

    /** Returns the mean loss of the last steps, by seed. */
    public double[] loss() {
        return loss.clone();
    }

    /** Returns how many steps were taken. */
    int steps() {
        return steps;
    }

    /** Returns the mean time of a training, without evaluation. */
    double seconds() {
        return seconds;
    }

    /** Fails unless training raised a figure. */
    public Learning assertRaised(String figure) {
        assertBeyond(0, minus(after(figure), before(figure)), figure + " gained");
        return this;
    }

    /** Fails unless training lowered a figure. */
    public Learning assertLowered(String figure) {
        assertBeyond(0, minus(before(figure), after(figure)), figure + " lowered");
        return this;
    }

    /** Fails unless a figure of the trained networks is above a bound. */
    public Learning assertAbove(double bound, String figure) {
        assertBeyond(bound, after(figure), figure);
        return this;
    }

    /** Fails unless a figure of the trained networks is below a bound. */
    public Learning assertBelow(double bound, String figure) {
        double[] negative = Arrays.stream(after(figure)).map(x -> -x).toArray();
        assertBeyond(-bound, negative, "minus " + figure);
        return this;
    }

    /** Fails unless the loss of the last steps is below a bound, e.g. that of a guess. */
    public Learning assertLossBelow(double bound) {
        assertBeyond(-bound, Arrays.stream(loss).map(x -> -x).toArray(), "minus loss");
        return this;
    }

    /** Fails unless these networks reach more of a figure than others from the same seeds. */
    public Learning assertAbove(Learning other, String figure) {
        assertBeyond(0, minus(after(figure), other.after(figure)), figure + " above " + other.what);
        return this;
    }

    private void assertBeyond(double bound, double[] found, String figure) {
        Summary summary = Summary.of(found);
        double error = summary.std() / Math.sqrt(summary.n());
        assertTrue(
                summary.mean() - 3 * error > bound,
                () -> "%s, %s: %s, which is not three standard errors (%.4f each) above %.4f"
                        .formatted(what, figure, Arrays.toString(found), error, bound));
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%n%s: %d steps, %.0f s a seed, loss %s", what, steps, seconds, Summary.of(loss)));
        after.forEach((figure, reached) -> text.append("%n  %-10s %s, untrained %s, gain %s"
                .formatted(
                        figure,
                        Summary.of(reached),
                        Summary.of(before.get(figure)),
                        Summary.of(minus(reached, before.get(figure))))));
        return text.toString();
    }
}
