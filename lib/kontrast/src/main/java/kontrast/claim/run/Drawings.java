package kontrast.claim.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import kontrast.data.Captions;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Concept;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Knn;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.Retrieval;
import kontrast.method.Method;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * Says what frozen features of the emoji views are good for. Probe and 20 neighbours learn the nine categories from the
 * Noto drawings of the training concepts and are asked about those of held-out concepts; retrieval finds the Twemoji
 * drawing of a held-out Noto drawing. The strength of the probe is one for all.
 */
public final class Drawings implements Training.Judge<Method> {

    /** What the tables say of the data. */
    public static final String DATA = "emoji, 300 unseen concepts";

    /** T of the comparisons. */
    public static final View VIEW = Views.simclr(32, new Views.Options(0.3, 0, 0.5, 0.8, 0.1, 0.5));

    private static final double STRENGTH = 0.1;

    /** At this precision the accuracy stays, and a fit takes seconds. */
    private static final LinearProbe LINEAR = new LinearProbe(List.of(STRENGTH), 100, 1e-3);

    private static final Knn NEIGHBOURS = new Knn(20, 0.07);

    private static final Once<EmojiViews> EMOJI = new Once<>(EmojiViews::load);
    private static final Once<Images> TRAIN = new Once<>(() -> emoji().images(Split.TRAIN, Style.values()));
    private static final Once<Images> SCENES = new Once<>(() -> emoji().scenes(Split.TRAIN));
    private static final Once<Images> LABELLED = new Once<>(() -> emoji().images(Style.NOTO, Split.TRAIN));
    private static final Once<Images> HELD = new Once<>(() -> emoji().images(Style.NOTO, Split.TEST));
    private static final Once<Images> ANSWERS = new Once<>(() -> emoji().images(Style.TWEMOJI, Split.TEST));

    /** A judge of what is trained on them. */
    public Drawings() {}

    /** Returns the data set. */
    public static EmojiViews emoji() {
        return EMOJI.get();
    }

    /** Returns the drawings of all artists, one by one. */
    public static Images train() {
        return TRAIN.get();
    }

    /** Returns the concepts, each with all its drawings. */
    public static Images scenes() {
        return SCENES.get();
    }

    /** Returns Noto's drawings of the held-out concepts. */
    public static Images held() {
        return HELD.get();
    }

    /** Returns Twemoji's drawings of the same concepts. */
    public static Images answers() {
        return ANSWERS.get();
    }

    /**
     * Returns the captions of the concepts of a part of the data.
     *
     * @param split the part
     * @return one list of captions a concept
     */
    public static Captions captions(Split split) {
        return Captions.of(emoji().concepts(split).toArray(new Concept[0]));
    }

    @Override
    public String how() {
        return "emoji, Noto to Twemoji of test; l2 = %s; %s".formatted(STRENGTH, NEIGHBOURS);
    }

    @Override
    public Map<String, Double> figures(Method method, long seed) {
        return figures(images -> Training.features(method.encoder(), images, method));
    }

    /** Returns what the pixels themselves are good for. */
    public static Trial pixels() {
        return new WithoutTraining("pixels; " + new Drawings().how(), seed -> figures(Features::pixels));
    }

    /**
     * Returns probe, neighbours and retrieval of any features of the drawings.
     *
     * @param features from images to their features
     * @return figures by their names in {@link Trial}, each a share in [0, 1]
     */
    public static Map<String, Double> figures(Function<Examples, Features> features) {
        Features known = features.apply(LABELLED.get());
        Features asked = features.apply(held());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Trial.PROBE, probe(known, asked));
        figures.put(Trial.KNN, neighbours(known, asked));
        figures.put(
                Trial.RETRIEVAL, Retrieval.of(asked, features.apply(answers())).top1());
        return figures;
    }

    /**
     * Returns the accuracy of the 20 neighbours by any features.
     *
     * @param features from images to their features
     * @return a share in [0, 1]
     */
    public static double neighbours(Function<Examples, Features> features) {
        return neighbours(features.apply(LABELLED.get()), features.apply(held()));
    }

    private static double neighbours(Features known, Features asked) {
        return NEIGHBOURS.accuracy(known, LABELLED.get().labels(), asked, held().labels());
    }

    /**
     * Returns the accuracy of a probe on any features of the drawings.
     *
     * @param features from images to their features
     * @return a share in [0, 1]
     */
    public static double probe(Function<Examples, Features> features) {
        return probe(features.apply(LABELLED.get()), features.apply(held()));
    }

    private static double probe(Features known, Features asked) {
        return LINEAR.fit(known, LABELLED.get().labels(), STRENGTH).accuracy(asked, held().labels());
    }

    /**
     * Returns how often captions find their drawing and drawings their caption among the ten nearest, the mean of both.
     *
     * @param one {@code [N, d]}
     * @param other {@code [N, d]}, row i belongs to row i of the first
     * @return a share in [0, 1]
     */
    public static double amongTen(Features one, Features other) {
        return (amongTen(Retrieval.of(one, other)) + amongTen(Retrieval.of(other, one))) / 2;
    }

    private static double amongTen(Retrieval retrieval) {
        return Arrays.stream(retrieval.ranks()).filter(rank -> rank <= 10).count() / (double) retrieval.ranks().length;
    }
}
