package kontrast.claim.run;

import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import kontrast.data.Examples;
import kontrast.evaluate.Collapse;
import kontrast.evaluate.Features;
import kontrast.method.Method;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.train.Fingerprint;
import kontrast.train.History;
import kontrast.train.Pretraining;
import kontrast.train.StepCost;
import kontrast.train.TrainingOptions;
import kontrast.view.View;

/**
 * One method of the comparison: a training on some images, what its features are good for at the end and on the way,
 * what a step costs beside one of the method that all are measured by, and how its features lie on the sphere.
 *
 * <p>The budget in seconds is half of what the yardstick needs for all its images. A method that costs more has seen
 * fewer images when it has used it, one that costs less more, at most all; its accuracy there is read off its curve, by
 * a straight line between two points. The learning rate has not fallen to its end there, which is so for all of them.
 *
 * <p>The trained networks are {@linkplain kontrast.train.Kept kept}, so that their features can be compared with each
 * other without training anything again.
 *
 * @param training the training, without judges
 * @param yardstick what the budget in seconds is measured by
 * @param arena what it is compared on
 * @param negatives what a positive is told from
 * @param asMany the batch with which there are as many negatives as elsewhere, for the memory that this takes
 */
public record ComparedMethod(
        Training<?, ? extends Method> training,
        Supplier<Training<?, ? extends Method>> yardstick,
        Arena arena,
        int negatives,
        OptionalInt asMany)
        implements Trial {

    /** Name of the accuracy of the neighbours when the budget in seconds is used up, in [0, 1]. */
    public static final String EQUAL_SECONDS = "kNN at equal seconds";

    /** Name of the processor time of a training on 1,000 images, in seconds. */
    public static final String SECONDS = "seconds per 1000 images";

    private static final String COST = "cost";

    /** Name of the memory that a training keeps and a step needs, in MB. */
    public static final String MEGABYTES = "MB";

    /** Name of the same with as many negatives as elsewhere, in MB. */
    public static final String AS_MANY = "MB at equal negatives";

    /** Name of the number of negatives. */
    public static final String NEGATIVES = "negatives";

    /** Name of the mean square distance of the features of two views of an image. */
    public static final String ALIGNMENT = "alignment";

    /** Name of the uniformity of the features on the sphere, in nats. */
    public static final String UNIFORMITY = "uniformity";

    private static final String CURVE = "kNN of few"; // by images seen

    private static final int POINTS = 6; // of the curve, after the first at 0
    private static final int TIMED = 5; // steps

    /**
     * What methods are compared on.
     *
     * @param judge what the features are good for
     * @param quick the accuracy of the neighbours, of fewer images where that costs less
     * @param few images whose features are looked at
     * @param view T of the two views whose alignment is measured, the same views for all methods
     */
    public record Arena(
            Training.Judge<Method> judge,
            ToDoubleFunction<Function<Examples, Features>> quick,
            Supplier<? extends Examples> few,
            View view) {

        /**
         * Returns what is asked of the features of a method, and how they lie on the sphere.
         *
         * @param method the method, as it is
         * @param seed the seed that it was trained from
         * @return figures of the judge, {@link #ALIGNMENT} and {@link #UNIFORMITY}
         */
        public Map<String, Double> figures(Method method, long seed) {
            Map<String, Double> figures = new LinkedHashMap<>(judge.figures(method, seed));
            figures.put(ALIGNMENT, Collapse.alignment(seen(method, 1), seen(method, 2)));
            figures.put(UNIFORMITY, Collapse.uniformity(features(method, few.get())));
            return figures;
        }

        /** Features of a view of each image, drawn from the seed of the view alone. */
        private Features seen(Method method, long which) {
            int[] group = {0};
            return NoGrad.call(() -> Features.of(
                    x -> {
                        NDList seen = new NDList(view.apply(x, Seeds.stream(which, "view", group[0]++)));
                        ParameterStore store = new ParameterStore(x.getManager(), false);
                        return method.encoder().forward(store, seen, false).head();
                    },
                    few.get(),
                    method.manager()));
        }
    }

    private static Features features(Method method, Examples images) {
        return Training.features(method.encoder(), images, method);
    }

    @Override
    public Fingerprint recipe(long seed) {
        return training.recipe(seed)
                .and("judge", arena.judge().how())
                .and("views", arena.view())
                .and("points", POINTS)
                .and("negatives", negatives)
                .and("as many", asMany.orElse(0))
                .and("yardstick", yardstick.get().recipe(seed).hash());
    }

    @Override
    public double[] canary(long seed) {
        return training.canary(seed);
    }

    @Override
    public Outcome run(long seed) {
        // A run that was trained before is loaded at its end, and has no curve.
        return learned(seed, true).or(() -> learned(seed, false)).orElseThrow();
    }

    private Optional<Outcome> learned(long seed, boolean kept) {
        try (Method method = training.method(seed);
                Pretraining run = pretraining(method, seed)) {
            if (kept) {
                run.kept();
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            double[] curve = new double[POINTS + 1];
            for (int point = 0; point <= POINTS; point++) {
                int steps = run.steps() * point / POINTS;
                run.runTo(steps);
                if (run.stepsTaken() > steps) {
                    return Optional.empty();
                }
                curve[point] = arena.quick().applyAsDouble(images -> features(method, images));
                figures.put(CURVE + "@" + steps * training.plan(seed).batchSize(), curve[point]);
            }
            figures.putAll(arena.figures(method, seed));
            figures.putAll(cost(seed, curve));
            History history = run.history();
            return Optional.of(new Outcome(run.steps(), history.last().seconds(), figures, Trial.canary(history)));
        }
    }

    private Pretraining pretraining(Method method, long seed) {
        return new Pretraining(method, training.data(), training.plan(seed)).quietly();
    }

    private Map<String, Double> cost(long seed, double... curve) {
        StepCost own = cost(training, training.plan(seed), seed);
        Training<?, ? extends Method> by = yardstick.get();
        double cost = by.recipe(seed).equals(training.recipe(seed))
                ? 1
                : own.secondsPerThousand() / cost(by, by.plan(seed), seed).secondsPerThousand();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(SECONDS, own.secondsPerThousand());
        figures.put(COST, cost);
        figures.put(EQUAL_SECONDS, at(curve, POINTS * 0.5 / cost));
        figures.put(MEGABYTES, own.megabytes());
        figures.put(NEGATIVES, (double) negatives);
        if (asMany.isPresent()) {
            TrainingOptions plan = training.plan(seed).with(o -> o.batchSize = asMany.getAsInt());
            figures.put(AS_MANY, cost(training, plan, seed).megabytes());
        }
        return figures;
    }

    private static StepCost cost(Training<?, ? extends Method> training, TrainingOptions plan, long seed) {
        try (Method method = training.method(seed)) {
            return StepCost.of(method, training.data(), plan, TIMED);
        }
    }

    /** A curve between two of its points, by a straight line; its last point from there on. */
    static double at(double[] curve, double place) {
        int before = Math.min((int) place, curve.length - 2);
        double share = Math.min(1, place - before);
        return curve[before] + share * (curve[before + 1] - curve[before]);
    }

    /**
     * Returns the features of some images, after the training, which is loaded if it was trained before, or without it.
     *
     * @param seed seed of weights, order and views
     * @param images N images
     * @param trained whether after the training
     * @return {@code [N, d]}
     */
    public Features features(long seed, Examples images, boolean trained) {
        try (Method method = training.method(seed);
                Pretraining run = pretraining(method, seed)) {
            if (trained) {
                run.kept().run();
            }
            return features(method, images);
        }
    }
}
