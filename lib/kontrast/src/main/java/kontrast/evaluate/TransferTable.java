package kontrast.evaluate;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongFunction;
import kontrast.data.Examples;
import kontrast.data.FewLabels;
import kontrast.encoder.Encoder;
import kontrast.method.Downstream;
import kontrast.method.Method;
import kontrast.method.Supervised;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.train.Progress;
import kontrast.train.TrainingInterrupted;
import kontrast.view.View;

/**
 * The transfer table: what encoders that were pretrained on one data set are good for on others.
 *
 * <pre>
 *   for each seed: for each pretraining: for each target, with a few labels of each class:
 *     linear:      a linear classifier on the frozen features
 *     fine-tuned:  the encoder learns on, with a new head
 *     random init: the same two with an encoder whose weights are random; fine-tuned, that is learning from scratch
 *     raw pixels:  the linear one on the numbers of the images, without an encoder
 *   each setting (strength, learning rate) is chosen on the target's VALIDATION;  TEST is read once
 * </pre>
 *
 * <p>The form is that of Chen et al., A simple framework for contrastive learning, 2020, table 8. All figures are mean
 * per-class accuracies ({@link ClassAccuracy}). Fine-tuning takes the statistics of the target's batches, as there
 * (appendix B.8): those of the source do not fit its pictures. Deviation: validation has all its labels, also where
 * training has few.
 */
public final class TransferTable {

    /** The name of the encoder whose weights are random. */
    public static final String RANDOM = "random init";

    /** The name of the row without an encoder. */
    public static final String PIXELS = "raw pixels";

    /** What is learned on frozen features. */
    public static final String LINEAR = "linear";

    /** What is learned with the encoder; from random weights it is learning from scratch. */
    public static final String FINE_TUNED = "fine-tuned";

    private final Encoder encoder;
    private final View view;
    private final TransferOptions options;
    private final Map<String, LongFunction<? extends Method>> pretrained = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();

    /**
     * A data set to be good at.
     *
     * @param name its name in the table
     * @param train labelled samples, of which a few are used
     * @param validation labelled samples to choose settings by
     * @param test labelled samples to report on
     */
    public record Target(String name, Examples train, Examples validation, Examples test) {

        /**
         * Checks the splits.
         *
         * @throws IllegalArgumentException if one has no labels, or others than {@code train}
         */
        public Target {
            for (Examples part : List.of(train, validation, test)) {
                if (!part.isLabelled() || !part.classes().equals(train.classes())) {
                    throw new IllegalArgumentException(
                            "all three splits of %s need labels of the same classes".formatted(name));
                }
            }
        }
    }

    private TransferTable(Encoder encoder, View view, TransferOptions options) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.view = Objects.requireNonNull(view, "view");
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Prepares a table with the rows of raw pixels and random weights.
     *
     * @param encoder plan of all encoders
     * @param view what gradient descent with labels sees of an image
     * @param options labels, seeds and settings
     * @return the table; {@link #target} and {@link #pretrained} fill it
     */
    public static TransferTable of(Encoder encoder, View view, TransferOptions options) {
        return new TransferTable(encoder, view, options);
    }

    /**
     * Adds a column.
     *
     * @param target a data set
     * @return this
     * @throws IllegalArgumentException if the name is taken
     */
    public TransferTable target(Target target) {
        if (targets.stream().anyMatch(other -> other.name().equals(target.name()))) {
            throw new IllegalArgumentException("\"%s\" is in the table already".formatted(target.name()));
        }
        targets.add(target);
        return this;
    }

    /**
     * Adds a row for linear and one for fine-tuned.
     *
     * @param name its name in the table
     * @param pretrain trains (or loads) it for a seed; the table closes it. Its encoder must follow the table's plan
     * @return this
     * @throws IllegalArgumentException if the name is taken
     */
    public TransferTable pretrained(String name, LongFunction<? extends Method> pretrain) {
        if (name.equals(RANDOM) || name.equals(PIXELS) || pretrained.putIfAbsent(name, pretrain) != null) {
            throw new IllegalArgumentException("\"%s\" is in the table already".formatted(name));
        }
        return this;
    }

    /**
     * Pretrains, transfers and reports, with a line of progress.
     *
     * @return all accuracies
     * @throws TrainingInterrupted if the thread was interrupted; what was measured is lost
     */
    public TransferReport run() {
        List<TransferReport.Score> scores = new ArrayList<>();
        int rows = 1 + pretrained.size();
        int done = 0;
        Progress progress = Progress.of("transfer", options.seeds().size() * rows);
        for (long seed : options.seeds()) {
            scores.addAll(rawPixels(seed));
            scores.addAll(randomInit(seed));
            done++;
            progress.step(done, RANDOM);
            for (Map.Entry<String, LongFunction<? extends Method>> one : pretrained.entrySet()) {
                try (Method method = one.getValue().apply(seed)) {
                    scores.addAll(transfer(one.getKey(), method, seed));
                }
                done++;
                progress.step(done, one.getKey());
            }
        }
        return new TransferReport(scores);
    }

    /**
     * Measures one pretrained encoder on all targets.
     *
     * @param name its name in the table
     * @param method its encoder is read, and stays as it is
     * @param seed of the labels, the heads and the training
     * @return for each target linear and fine-tuned
     */
    public List<TransferReport.Score> transfer(String name, Method method, long seed) {
        List<TransferReport.Score> scores = new ArrayList<>();
        for (Target target : targets) {
            stopIfAsked();
            scores.add(linear(name, target, images -> features(method, images), seed));
            scores.add(learned(name, target, seed, false, method));
        }
        return scores;
    }

    /**
     * Measures the numbers of the images themselves on all targets.
     *
     * @param seed of the labels
     * @return for each target linear; there is no encoder to be tuned
     */
    public List<TransferReport.Score> rawPixels(long seed) {
        return targets.stream()
                .map(target -> linear(PIXELS, target, Features::pixels, seed))
                .toList();
    }

    /**
     * Measures random weights on all targets.
     *
     * @param seed of the weights, the labels and the training
     * @return for each target linear and fine-tuned, which here is learning from scratch
     */
    public List<TransferReport.Score> randomInit(long seed) {
        List<TransferReport.Score> scores = new ArrayList<>();
        for (Target target : targets) {
            stopIfAsked();
            try (Method first = supervised(target, seed)) { // its weights are drawn, nothing else
                scores.add(linear(RANDOM, target, images -> features(first, images), seed));
            }
            scores.add(learned(RANDOM, target, seed, true, null));
        }
        return scores;
    }

    private static void stopIfAsked() {
        if (Thread.interrupted()) {
            throw new TrainingInterrupted("the transfer table was interrupted");
        }
    }

    private Method supervised(Target target, long seed) {
        int classes = target.train().classes().size();
        return new Supervised(
                new Supervised.Options(view, encoder, classes), target.train().shape(), Devices.best(), seed);
    }

    private TransferReport.Score linear(String name, Target target, Function<Examples, Features> of, long seed) {
        int[] some =
                new FewLabels(options.perClass(), seed).indices(target.train().labels());
        Examples known = target.train().subset(some);
        Features h = of.apply(known);
        Features validation = of.apply(target.validation());
        LinearProbe.Model best = null;
        double most = -1;
        for (double strength : options.probe().l2()) {
            LinearProbe.Model model = options.probe().fit(h, known.labels(), strength);
            double found = ClassAccuracy.mean(
                    model.predict(validation), target.validation().labels());
            if (found > most) {
                most = found;
                best = model;
            }
        }
        double accuracy = ClassAccuracy.mean(
                best.predict(of.apply(target.test())), target.test().labels());
        return new TransferReport.Score(name, LINEAR, target.name(), seed, "l2 = " + best.l2(), most, accuracy);
    }

    private static Features features(Method method, Examples images) {
        return NoGrad.call(() -> Features.of(method.encoder(), images, method.manager()));
    }

    private TransferReport.Score learned(String name, Target target, long seed, boolean scratch, Method pretrained) {
        Examples some = new FewLabels(options.perClass(), seed).of(target.train());
        Shape image = target.train().shape();
        Downstream.Options how = new Downstream.Options(
                        view, encoder, target.train().classes().size(), false)
                .with(o -> o.batchStatistics = true);
        RateSearch search = new RateSearch(
                scratch ? options.fromScratch() : options.fineTuning(),
                some,
                target.validation(),
                target.test(),
                seed,
                ClassAccuracy::mean);
        RateSearch.Found best = search.run(() -> scratch
                ? supervised(target, seed)
                : new Downstream(how, pretrained.encoder(), image, Devices.best(), seed));
        return new TransferReport.Score(
                name, FINE_TUNED, target.name(), seed, "rate = " + best.rate(), best.validation(), best.test());
    }
}
