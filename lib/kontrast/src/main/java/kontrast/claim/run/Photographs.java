package kontrast.claim.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import kontrast.data.Cifar10;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Knn;
import kontrast.evaluate.LinearProbe;
import kontrast.method.Method;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * Says what frozen features of photographs are good for: a linear probe and 20 neighbours learn the ten classes of
 * CIFAR-10 from the 10,000 photographs that were trained with, and are asked about the first 5,000 of the test set. The
 * strength of the probe is one for all.
 */
public final class Photographs implements Training.Judge<Method> {

    /** What the tables say of the data. */
    public static final String DATA = "CIFAR-10 (JPEG copy), 10,000 photographs";

    /** Steps of 128 images in twenty epochs: four times as long as most runs here. */
    public static final int TWENTY = 1560;

    /** What the name of a variant that was trained for so long ends with. */
    public static final String AFTER_TWENTY = "; 20 epochs";

    /** T of SimCLR for them, but for the blur. */
    public static final Views.Options OPTIONS = Views.Options.cifar().with(o -> o.minScale = 0.2);

    /** T with {@link #OPTIONS}. */
    public static final View VIEW = Views.simclr(32, OPTIONS);

    /** The mild crop of tasks and of labels. */
    public static final View CROP = Views.simclr(32, Views.Options.none().with(o -> {
        o.minScale = 0.6;
        o.flip = 0.5;
    }));

    private static final int TRAIN = 10_000;
    private static final int TEST = 5_000;
    private static final double STRENGTH = 0.1;
    private static final LinearProbe LINEAR = new LinearProbe(List.of(STRENGTH), 100, 1e-3);
    private static final Knn NEIGHBOURS = new Knn(20, 0.07);

    private static final Once<Images> KNOWN = new Once<>(() -> first(TRAIN, Cifar10.load(Split.TRAIN)));
    private static final Once<Images> ASKED = new Once<>(() -> first(TEST, Cifar10.load(Split.TEST)));

    /** A judge of what is trained on them. */
    public Photographs() {}

    /** Returns the photographs to learn from. */
    public static Images train() {
        return KNOWN.get();
    }

    /** Returns those that are asked about. */
    public static Images test() {
        return ASKED.get();
    }

    /** Returns the first thousand of them, for what costs more than features. */
    public static Images few() {
        return first(1000, test());
    }

    private static Images first(int count, Images images) {
        return images.subset(IntStream.range(0, count).toArray());
    }

    @Override
    public String how() {
        return "CIFAR-10, first %d of test; l2 = %s; %s".formatted(TEST, STRENGTH, NEIGHBOURS);
    }

    @Override
    public Map<String, Double> figures(Method method, long seed) {
        return figures(images -> Training.features(method.encoder(), images, method));
    }

    /** Returns what the pixels themselves are good for. */
    public static Trial pixels() {
        return new WithoutTraining("pixels; " + new Photographs().how(), seed -> figures(Features::pixels));
    }

    private static Map<String, Double> figures(Function<Examples, Features> features) {
        Features known = features.apply(train());
        Features asked = features.apply(test());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Trial.PROBE, LINEAR.fit(known, train().labels(), STRENGTH).accuracy(asked, test().labels()));
        figures.put(Trial.KNN, neighbours(known, asked));
        return figures;
    }

    /**
     * Returns the accuracy of a probe on any features of the photographs.
     *
     * @param features from images to their features
     * @return a share in [0, 1]
     */
    public static double probe(Function<Examples, Features> features) {
        return LINEAR.fit(features.apply(train()), train().labels(), STRENGTH)
                .accuracy(features.apply(test()), test().labels());
    }

    /**
     * Returns the accuracy of a probe that has the labels of some of the photographs.
     *
     * @param known features of {@link #train}
     * @param some which of them have labels
     * @param asked features of {@link #test}
     * @return a share in [0, 1]
     */
    public static double probe(Features known, int[] some, Features asked) {
        int[] all = train().labels();
        int[] labels = Arrays.stream(some).map(i -> all[i]).toArray();
        return LINEAR.fit(known.subset(some), labels, STRENGTH).accuracy(asked, test().labels());
    }

    /**
     * Returns the accuracy of the neighbours among fewer photographs, 3,000 that are known and 1,000 that are asked
     * about.
     *
     * @param features from images to their features
     * @return a share in [0, 1]
     */
    public static double quickly(Function<Examples, Features> features) {
        Images known = first(3000, train());
        Images asked = few();
        return NEIGHBOURS.accuracy(features.apply(known), known.labels(), features.apply(asked), asked.labels());
    }

    /**
     * Returns the accuracy of the 20 neighbours by any features.
     *
     * @param features from images to their features
     * @return a share in [0, 1]
     */
    public static double neighbours(Function<Examples, Features> features) {
        return neighbours(features.apply(train()), features.apply(test()));
    }

    private static double neighbours(Features known, Features asked) {
        return NEIGHBOURS.accuracy(known, train().labels(), asked, test().labels());
    }
}
