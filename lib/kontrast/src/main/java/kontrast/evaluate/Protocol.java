package kontrast.evaluate;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kontrast.data.Examples;
import kontrast.data.LabelFraction;
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
 * The two-stage protocol: what has been pretrained without labels is judged by how well a task with
 * labels can be learned on top of it, and with how few labels.
 *
 * <pre>
 *   for each seed: for each features: for each fraction of the labels: for each evaluation:
 *     fit with each setting on the fraction;  choose by accuracy on VALIDATION;  report on TEST, once
 * </pre>
 *
 * <p>Evaluations of a pretrained encoder: {@link Knn} and {@link LinearProbe} on its frozen
 * features; a head learned by gradient descent behind a stop-gradient (feature extraction) and
 * without it (fine-tuning), see {@link Downstream}. Baselines that belong in every table: the most
 * frequent class, raw pixels, the random encoder (the same network before any training) and the
 * supervised one (the same network trained from scratch with the same labels).
 *
 * <p>Deviation: the choice of a setting sees all labels of the validation split, also where
 * training sees 1 %; that is usual, and kind to all rows alike.
 */
public final class Protocol {

    private static final List<String> BASELINES = List.of("labels", "raw pixels", "random encoder", "supervised");

    private final Examples train;
    private final Examples validation;
    private final Examples test;
    private final Encoder encoder;
    private final View view;
    private final ProtocolOptions options;
    private final Map<String, LongFunction<? extends Method>> pretrained = new LinkedHashMap<>();
    private final List<ProtocolReport.Score> scores = new ArrayList<>();
    private Progress progress;

    private Protocol(
            Examples train, Examples validation, Examples test, Encoder encoder, View view, ProtocolOptions options) {
        this.train = train;
        this.validation = validation;
        this.test = test;
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.view = Objects.requireNonNull(view, "view");
        this.options = Objects.requireNonNull(options, "options");
        for (Examples part : List.of(train, validation, test)) {
            if (!part.isLabelled() || !part.classes().equals(train.classes())) {
                throw new IllegalArgumentException(
                        "all three splits need labels of the same classes, found %s, %s and %s"
                                .formatted(train.classes(), validation.classes(), test.classes()));
            }
        }
    }

    /**
     * Prepares the protocol with its baselines.
     *
     * @param train labelled samples, of which fractions are used
     * @param validation labelled samples to choose settings by
     * @param test labelled samples to report on
     * @param encoder plan of the encoder, for the random and the supervised one and for fine-tuning
     * @param view what gradient descent with labels sees of an image
     * @param options fractions, seeds and settings
     * @return the protocol; {@link #add} adds pretrained encoders
     * @throws IllegalArgumentException if a split has no labels, or others than {@code train}
     */
    public static Protocol of(
            Examples train, Examples validation, Examples test, Encoder encoder, View view, ProtocolOptions options) {
        return new Protocol(train, validation, test, encoder, view, options);
    }

    /**
     * Adds what is to be judged.
     *
     * @param name its name in the table
     * @param pretrain trains (or loads) it for a seed, without labels; the protocol closes it. Its
     *     encoder must follow the protocol's plan
     * @return this
     * @throws IllegalArgumentException if the name is taken
     */
    public Protocol add(String name, LongFunction<? extends Method> pretrain) {
        if (BASELINES.contains(name) || pretrained.putIfAbsent(name, pretrain) != null) {
            throw new IllegalArgumentException("\"%s\" is in the table already".formatted(name));
        }
        return this;
    }

    /**
     * Pretrains, evaluates and reports, with a line of progress.
     *
     * @return the accuracies; {@link ProtocolReport#table()} has mean and spread over the seeds
     * @throws TrainingInterrupted if the thread was interrupted; what was measured is lost
     */
    public ProtocolReport run() {
        scores.clear();
        int fractions = options.fractions().size();
        int each = 1 + 2 + 2 + 1 + 4 * pretrained.size(); // evaluations of one fraction
        progress = Progress.of("protocol", options.seeds().size() * fractions * each);
        for (long seed : options.seeds()) {
            majority(seed);
            frozen("raw pixels", seed, Features.pixels(train), Features.pixels(validation), Features.pixels(test));
            try (Method first = supervised(seed)) { // its weights are drawn, nothing else
                frozen("random encoder", seed, first);
            }
            pretrained.forEach((name, pretrain) -> {
                try (Method method = pretrain.apply(seed)) {
                    frozen(name, seed, method);
                    for (boolean stopGradient : new boolean[] {true, false}) {
                        Downstream.Options how = new Downstream.Options(view, encoder, classes(), stopGradient);
                        learned(
                                name,
                                stopGradient ? "feature extraction" : "fine-tuning",
                                seed,
                                options.fineTuning(),
                                () -> downstream(how, method, seed));
                    }
                }
            });
            learned("supervised", "from scratch", seed, options.fromScratch(), () -> supervised(seed));
        }
        return new ProtocolReport(List.copyOf(scores), test.size());
    }

    private int classes() {
        return train.classes().size();
    }

    private Method supervised(long seed) {
        return new Supervised(new Supervised.Options(view, encoder, classes()), train.shape(), Devices.best(), seed);
    }

    private Method downstream(Downstream.Options how, Method pretrained, long seed) {
        Shape image = train.shape();
        return new Downstream(how, pretrained.encoder(), image, Devices.best(), seed);
    }

    /** The most frequent class of the fraction, for every image. */
    private void majority(long seed) {
        for (LabelFraction fraction : fractions(seed)) {
            int[] labels = fraction.of(train).labels();
            double[] count = new double[classes()];
            Arrays.stream(labels).forEach(y -> count[y]++);
            int guess = Knn.argmax(count);
            double share = Arrays.stream(test.labels()).filter(y -> y == guess).count() / (double) test.size();
            double known =
                    Arrays.stream(validation.labels()).filter(y -> y == guess).count() / (double) validation.size();
            add("labels", "majority class", fraction, labels.length, known, share, "");
        }
    }

    private void frozen(String name, long seed, Method method) {
        List<Features> h = NoGrad.call(() -> Stream.of(train, validation, test)
                .map(x -> Features.of(method.encoder(), x, method.manager()))
                .toList());
        frozen(name, seed, h.get(0), h.get(1), h.get(2));
    }

    /** Nearest neighbours and linear probe on frozen features. */
    private void frozen(String name, long seed, Features x, Features val, Features unseen) {
        int[] labels = train.labels();
        int[] valLabels = validation.labels();
        for (LabelFraction fraction : fractions(seed)) {
            int[] some = fraction.indices(labels);
            Features bank = x.subset(some);
            int[] y = Arrays.stream(some).map(i -> labels[i]).toArray();

            Knn best = null;
            double most = -1;
            for (Knn knn : options.neighbours()) {
                double accuracy = knn.k() > y.length ? -1 : knn.accuracy(bank, y, val, valLabels);
                if (accuracy > most) {
                    most = accuracy;
                    best = knn;
                }
            }
            if (best == null) {
                throw new IllegalArgumentException(
                        "%d labels are fewer than the neighbours of each of %s; offer a smaller k"
                                .formatted(y.length, options.neighbours()));
            }
            double accuracy = best.accuracy(bank, y, unseen, test.labels());
            add(name, "kNN", fraction, y.length, most, accuracy, "k = " + best.k());

            LinearProbe.Model probe = options.probe().fit(bank, y, val, valLabels);
            add(
                    name,
                    "linear probe",
                    fraction,
                    y.length,
                    probe.accuracy(val, valLabels),
                    probe.accuracy(unseen, test.labels()),
                    "l2 = " + probe.l2());
        }
    }

    /** A classifier learned by gradient descent, with the learning rate chosen on validation. */
    private void learned(
            String name, String evaluation, long seed, ProtocolOptions.Learning how, Supplier<Method> start) {
        for (LabelFraction fraction : fractions(seed)) {
            Examples some = fraction.of(train);
            RateSearch.Found best = new RateSearch(how, some, validation, test, seed).run(start);
            String chosen = "rate = " + best.rate();
            add(name, evaluation, fraction, some.size(), best.validation(), best.test(), chosen);
        }
    }

    private List<LabelFraction> fractions(long seed) {
        return options.fractions().stream()
                .map(share -> new LabelFraction(share, seed))
                .toList();
    }

    private void add(
            String features,
            String evaluation,
            LabelFraction fraction,
            int labels,
            double validation,
            double accuracy,
            String chosen) {
        scores.add(new ProtocolReport.Score(features, evaluation, fraction, labels, chosen, validation, accuracy));
        progress.step(scores.size(), "%s, %s, %s of labels".formatted(features, evaluation, fraction));
        if (Thread.interrupted()) {
            throw new TrainingInterrupted("the protocol was interrupted after %d evaluations".formatted(scores.size()));
        }
    }
}
