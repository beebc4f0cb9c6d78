package kontrast.claim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import kontrast.claim.run.Once;
import kontrast.claim.run.Training;
import kontrast.claim.run.Trial;
import kontrast.claim.run.WithoutTraining;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.MatchedPairs;
import kontrast.data.Split;
import kontrast.evaluate.PixelMatching;
import kontrast.evaluate.PixelPatches;
import kontrast.loss.PixelwiseContrast;
import kontrast.method.DenseObjectNet;
import kontrast.method.DenseObjectNet.Against;
import kontrast.tensor.Devices;
import kontrast.train.DenseRecipes;
import kontrast.train.Preset;

/** Row 24: Dense Object Nets. */
final class DenseClaims {

    private static final String NET = "dense object net";
    private static final String UNTRAINED = "untrained";
    private static final String COLOUR = "colour";

    /** Share of the points that are found within three pixels. */
    private static final String PCK = "within 3 pixels";

    /** The same as a multiple of what the untrained network of the same seed finds. */
    private static final String TIMES = "times the untrained";

    private static final String ERROR = "error";
    private static final String RIGHT = "right thing";
    private static final String OTHER = "other thing";
    private static final String BACKGROUND = "background";
    private static final String NEW = "within 3 pixels; new things";
    private static final int FAR = 20; // a margin much above the published 0.5
    private static final int STEPS = 300;
    private static final int PAIRS = 40; // of test
    private static final int POINTS = 50; // of a pair

    private DenseClaims() {}

    private static final Once<MatchedPairs> TRAIN = new Once<>(() -> DenseRecipes.knownThings(320, 1, Preset.CPU));
    private static final Once<MatchedPairs> TEST = new Once<>(() -> DenseRecipes.knownThings(PAIRS, 2, Preset.CPU));
    private static final Once<MatchedPairs> UNKNOWN =
            new Once<>(() -> DenseRecipes.pairs(EmojiViews.load().rgba(Style.NOTO, Split.TEST), PAIRS, 3, Preset.CPU));

    /** As many pairs, in which nothing moves, turns or grows: only the light is another one. */
    private static final Once<MatchedPairs> STILL = new Once<>(() -> DenseRecipes.pairs(
            DenseRecipes.things(),
            TRAIN.get().size(),
            1,
            DenseRecipes.scenes(Preset.CPU).with(o -> {
                o.speed = 0;
                o.turn = 0;
                o.growth = 1;
                o.pan = 0;
            })));

    private static String how() {
        return "%d points of each of %d new scenes of known things, and of as many of unknown ones"
                .formatted(POINTS, PAIRS);
    }

    private static Map<String, Double> figures(UnaryOperator<NDArray> descriptors, NDManager manager) {
        PixelMatching known = PixelMatching.of(descriptors, TEST.get(), POINTS, manager);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(PCK, known.pck(3));
        figures.put(ERROR, known.meanError());
        figures.put(RIGHT, known.rightThing());
        figures.put(OTHER, known.otherThing());
        figures.put(BACKGROUND, known.background());
        figures.put(
                NEW,
                PixelMatching.of(descriptors, UNKNOWN.get(), POINTS, manager).pck(3));
        return figures;
    }

    private static Training<DenseObjectNet.Options, DenseObjectNet> train(
            Consumer<DenseObjectNet.Options.Draft> change) {
        return train(change, TRAIN);
    }

    private static Training<DenseObjectNet.Options, DenseObjectNet> train(
            Consumer<DenseObjectNet.Options.Draft> change, Supplier<MatchedPairs> pairs) {
        return Training.<DenseObjectNet.Options, DenseObjectNet>of(
                        () -> DenseRecipes.denseObjectNet(Preset.CPU).method(o -> o.with(change)),
                        DenseObjectNet::new,
                        pairs,
                        STEPS)
                .judged(new Training.Judge<DenseObjectNet>() {
                    @Override
                    public String how() {
                        return DenseClaims.how();
                    }

                    @Override
                    public Map<String, Double> figures(DenseObjectNet net, long seed) {
                        Map<String, Double> figures = DenseClaims.figures(net::descriptors, net.manager());
                        try (DenseObjectNet untrained =
                                new DenseObjectNet(net.options(), TEST.get().shape(), Devices.best(), seed)) {
                            double before = PixelMatching.of(
                                            untrained::descriptors, TEST.get(), POINTS, untrained.manager())
                                    .pck(3);
                            figures.put(TIMES, figures.get(PCK) / before);
                        }
                        return figures;
                    }
                });
    }

    private static Trial pixels(int side) {
        PixelPatches patches = new PixelPatches(side);
        return new WithoutTraining(patches + "; " + how(), seed -> {
            try (NDManager manager = NDManager.newBaseManager(Devices.best())) {
                return figures(patches::colours, manager);
            }
        });
    }

    static List<Claim> all() {
        return List.of(Claim.row(
                        "24",
                        "A descriptor for each pixel finds the same point of a thing in another picture",
                        "Florence et al. 2018: learned in about 20 minutes for each of many things; the error of correspondences is given as cumulated curves, without a table")
                .on("scenes of six emoji on generated backgrounds, each picture in a different light")
                .variant(NET, () -> train(o -> {}))
                .variant(COLOUR, () -> pixels(1))
                .variant("5 x 5 pixels", () -> pixels(5))
                .variant(UNTRAINED, () -> train(o -> {}).untrained())
                .variant(
                        "divided by all",
                        () -> train(o -> o.loss = new PixelwiseContrast(o.loss.margin(), PixelwiseContrast.Share.ALL)))
                .variant("not against the same thing", () -> train(o -> o.against = new Against(false, true, true)))
                .variant("not against other things", () -> train(o -> o.against = new Against(true, false, true)))
                .variant("not against the background", () -> train(o -> o.against = new Against(true, true, false)))
                .variant("margin " + FAR, () -> train(o -> o.loss = new PixelwiseContrast(FAR, o.loss.share())))
                .variant("nothing moves", () -> train(o -> {}, STILL))
                .saysAbove(TIMES, NET, 2, "twice")
                .says(ERROR, UNTRAINED, NET)
                .says(ERROR, COLOUR, NET)
                .says(ERROR, "5 x 5 pixels", NET)
                .says(PCK, NET, COLOUR)
                .says(PCK, NET, "5 x 5 pixels")
                .says(PCK, NET, "divided by all")
                .says(PCK, NET, "not against the same thing")
                .says(OTHER, "not against other things", NET)
                .says(BACKGROUND, "not against the background", NET)
                .says(PCK, NET, "nothing moves")
                .says(PCK, "margin " + FAR, NET));
    }
}
