package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.loss.CrossEntropy;
import kontrast.method.Method;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.Fingerprint;
import kontrast.train.History;
import kontrast.train.Pretraining;
import kontrast.train.Recipe;
import kontrast.train.TrainingOptions;

/**
 * A training of some steps and what its judges say afterwards; with 0 steps, what they say of the network as it was
 * drawn.
 *
 * <p>Nothing is loaded before it is needed: a list of claims costs no data set.
 *
 * @param <O> options of the method
 * @param <M> the method
 */
public final class Training<O, M extends Method> implements Trial {

    private static final int LAST = 20; // steps whose mean is the loss reached

    /** Makes the method of a seed, as the constructors of methods do. */
    @FunctionalInterface
    public interface Factory<O, M> {
        /** Builds the networks and draws their weights. */
        M make(O options, Shape input, Device device, long seed);
    }

    /** Says what a trained method is good for. */
    public interface Judge<M> {
        /** Returns the settings that the figures depend on, data included, as text. */
        String how();

        /** Returns the figures of a method that was trained from a seed. */
        Map<String, Double> figures(M method, long seed);
    }

    private final Supplier<Recipe<O>> recipe;
    private final Factory<O, ? extends M> factory;
    private final Supplier<? extends Examples> data;
    private final Shape input; // null: that of the data
    private final int steps;
    private final int every; // steps between two points of the curves; 0: no curves
    private final List<Judge<? super M>> judges;
    private final List<Judge<? super M>> curves;

    private Training(
            Supplier<Recipe<O>> recipe,
            Factory<O, ? extends M> factory,
            Supplier<? extends Examples> data,
            Shape input,
            int steps,
            int every,
            List<Judge<? super M>> judges,
            List<Judge<? super M>> curves) {
        this.recipe = recipe;
        this.factory = factory;
        this.data = data;
        this.input = input;
        this.steps = steps;
        this.every = every;
        this.judges = judges;
        this.curves = curves;
    }

    /**
     * Returns a training without judges.
     *
     * @param recipe what is trained and how; its length is replaced
     * @param factory makes the method
     * @param data what it learns from
     * @param steps about how many steps, in whole epochs; 0 does not train
     * @return the training, which costs nothing until it is run
     */
    public static <O, M extends Method> Training<O, M> of(
            Supplier<Recipe<O>> recipe, Factory<O, M> factory, Supplier<? extends Examples> data, int steps) {
        return new Training<>(recipe, factory, data, null, steps, 0, List.of(), List.of());
    }

    /**
     * Returns a training with one curve, of its loss and of what one judge says, and no other figure.
     *
     * @param options what is trained
     * @param factory makes the method
     * @param data what it learns from
     * @param training how it is trained; its length is replaced
     * @param steps about how many steps, in whole epochs
     * @param every steps between two points
     * @param curve says what each point is, besides the loss
     */
    static <O, M extends Method> Training<O, M> withCurve(
            O options,
            Factory<O, M> factory,
            Supplier<? extends Examples> data,
            TrainingOptions training,
            int steps,
            int every,
            Judge<? super M> curve) {
        return of(() -> new Recipe<>(options, training), factory, data, steps).curves(every, List.of(curve));
    }

    /**
     * Returns this training for an encoder that sees another shape than that of the data, as for scenes.
     *
     * @param shape shape of one image, {@code [C, H, W]}
     * @return the changed training
     */
    public Training<O, M> sees(Shape shape) {
        return new Training<>(recipe, factory, data, shape, steps, every, judges, curves);
    }

    /**
     * Returns this training with one more judge at its end.
     *
     * @param judge says what the trained method is good for
     * @return the longer training
     */
    public Training<O, M> judged(Judge<? super M> judge) {
        List<Judge<? super M>> all = new ArrayList<>(judges);
        all.add(judge);
        return new Training<>(recipe, factory, data, input, steps, every, List.copyOf(all), curves);
    }

    /**
     * Returns this training with curves: every so many steps the mean loss since the last time, and what these judges
     * say.
     */
    Training<O, M> curves(int every, List<Judge<? super M>> judges) {
        return new Training<>(recipe, factory, data, input, steps, every, this.judges, List.copyOf(judges));
    }

    /** Returns the same network without training. */
    public Training<O, M> untrained() {
        return new Training<>(recipe, factory, data, input, 0, 0, judges, List.of());
    }

    @Override
    public Fingerprint recipe(long seed) {
        Recipe<O> all = recipe.get();
        Fingerprint text = steps == 0
                ? new Fingerprint("").and("untrained", all.method()).and("weights", seed)
                : Fingerprint.of(all.method(), plan(all, seed), data.get(), seed);
        for (Judge<? super M> judge : judges) {
            text = text.and("judge", judge.how());
        }
        if (every > 0) {
            text = text.and("every", every);
        }
        for (Judge<? super M> judge : curves) {
            text = text.and("curve", judge.how());
        }
        return text;
    }

    /**
     * Returns the recipe's training, cut to whole epochs of about the steps asked for.
     *
     * @param seed seed of weights, order and views
     * @return how it is trained
     */
    public TrainingOptions plan(long seed) {
        return plan(recipe.get(), seed);
    }

    private TrainingOptions plan(Recipe<O> all, long seed) {
        TrainingOptions training = all.training();
        int perEpoch = data.get().size() / training.batchSize();
        return training.with(o -> {
            o.epochs = Math.max(1, (steps + perEpoch / 2) / perEpoch);
            o.seed = seed;
        });
    }

    /** Draws the networks of a seed; the caller closes them. */
    M method(long seed) {
        return method(recipe.get(), seed);
    }

    /** Returns what it learns from. */
    public Examples data() {
        return data.get();
    }

    private M method(Recipe<O> all, long seed) {
        return factory.make(all.method(), input == null ? data.get().shape() : input, Devices.best(), seed);
    }

    @Override
    public Outcome run(long seed) {
        Recipe<O> all = recipe.get();
        try (M method = method(all, seed)) {
            Map<String, Double> figures = new LinkedHashMap<>();
            if (steps == 0) {
                judges.forEach(judge -> figures.putAll(judge.figures(method, seed)));
                return new Outcome(0, 0, figures, new double[0]);
            }
            try (Pretraining training = new Pretraining(method, data.get(), plan(all, seed))) {
                if (every > 0) {
                    watch(training, method, seed, figures);
                }
                History history = training.quietly().run();
                judges.forEach(judge -> figures.putAll(judge.figures(method, seed)));
                figures.put(LOSS, history.meanLoss(Math.min(LAST, training.steps())));
                return new Outcome(training.steps(), history.last().seconds(), figures, Trial.canary(history));
            }
        }
    }

    private void watch(Pretraining training, M method, long seed, Map<String, Double> figures) {
        curves.forEach(judge -> judge.figures(method, seed).forEach((name, value) -> figures.put(name + "@0", value)));
        training.onStep(row -> {
            int done = row.step() + 1;
            if (done % every == 0) {
                figures.put(LOSS + "@" + done, training.history().meanLoss(every));
                curves.forEach(judge ->
                        judge.figures(method, seed).forEach((name, value) -> figures.put(name + "@" + done, value)));
            }
        });
    }

    @Override
    public double[] canary(long seed) {
        if (steps == 0) {
            return new double[0];
        }
        Recipe<O> all = recipe.get();
        try (M method = method(all, seed);
                Pretraining training = new Pretraining(method, data.get(), plan(all, seed))) {
            return Trial.canary(training.quietly().runTo(Math.min(CANARY, training.steps())));
        }
    }

    /**
     * Returns what a part of a method makes of some images, or sounds, in evaluation mode.
     *
     * @param block the part, such as the encoder
     * @param images what it sees, N of them
     * @param method whose manager makes what is needed on the way, and closes it
     * @return {@code [N, d]}
     */
    public static Features features(Block block, Examples images, Method method) {
        return NoGrad.call(() -> Features.of(block, images, method.manager()));
    }

    /**
     * Returns how many images a part of a method that gives logits names rightly.
     *
     * @param classifier from images to logits, {@code [N, classes]}
     * @param images labelled ones
     * @param method whose part it is
     * @return a share in [0, 1]
     */
    public static double accuracy(Block classifier, Examples images, Method method) {
        Features logits = features(classifier, images, method);
        try (NDManager scope = method.manager().newSubManager()) {
            long[] labels = Arrays.stream(images.labels()).asLongStream().toArray();
            return CrossEntropy.accuracy(logits.tensor(scope), Transfer.send(scope, labels, labels.length));
        }
    }

    /** Returns how many unseen images a linear probe on a method's features names rightly, as a share. */
    static double probe(Method method, Images known, Images asked) {
        return LinearProbe.standard()
                .fit(features(method.encoder(), known, method), known.labels(), 0.1)
                .accuracy(features(method.encoder(), asked, method), asked.labels());
    }

    /**
     * Returns a judge from a text and what it says, which no seed changes.
     *
     * @param how the settings that the figures depend on, as text
     * @param figures what it says of a trained method
     * @return the judge
     */
    public static <M> Judge<M> judge(String how, Function<M, Map<String, Double>> figures) {
        return new Judge<>() {
            @Override
            public String how() {
                return how;
            }

            @Override
            public Map<String, Double> figures(M method, long seed) {
                return figures.apply(method);
            }
        };
    }
}
