package kontrast.claim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.claim.run.Drawings;
import kontrast.claim.run.Photographs;
import kontrast.claim.run.Training;
import kontrast.claim.run.WithoutTraining;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.PyramidCnn;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Collapse;
import kontrast.evaluate.Features;
import kontrast.evaluate.GaussianPair;
import kontrast.evaluate.Retrieval;
import kontrast.loss.BatchLoss;
import kontrast.loss.Critic;
import kontrast.loss.InfoNce;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.loss.NormHinge;
import kontrast.loss.NtXent;
import kontrast.method.Cmc;
import kontrast.method.CrossView;
import kontrast.method.JointEmbedding;
import kontrast.method.Method;
import kontrast.method.SimClr;
import kontrast.method.ViewGraph;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;
import kontrast.train.JointEmbeddingRecipes;
import kontrast.train.MultiviewRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.TrainingOptions;
import kontrast.view.ColorJitter;
import kontrast.view.Multiview;
import kontrast.view.RandomGreyscale;
import kontrast.view.View;
import kontrast.view.Views;

/** Rows 9 to 15: joint embedding, contrast of views, memory bank, SimCLR. */
final class ContrastClaims {

    private static final String UNTRAINED = "untrained";
    private static final String PHOTOGRAPHS = "photographs: ";
    private static final String PULL = "pull only";
    private static final String RANK = "rank of z";
    private static final String STD = "std of z";
    private static final String DEVIATION = "deviation of z";
    private static final String SEES_ALL = "one eye that sees all";
    private static final String FOUND = "found by another artist";
    private static final String MIDDLE = "trained: tau = 0.1 and k = 128";
    private static final int JOINT = 98; // steps: 14 epochs of all scenes
    private static final int SHORT = 102; // steps: three epochs of all drawings

    private ContrastClaims() {}

    static List<Claim> all() {
        return List.of(collapse(), predictionOrContrast(), infoNce(), critics(), graphs(), negatives(), simClr());
    }

    private static Training<JointEmbedding.Options, JointEmbedding> joint(Norm output, BatchLoss loss) {
        int styles = Style.values().length;
        return Training.of(
                        () -> JointEmbeddingRecipes.acrossStyles(Preset.CPU, styles, loss)
                                .method(o -> o.with(d -> d.output = output)),
                        JointEmbedding::new,
                        Drawings::scenes,
                        JOINT)
                .sees(new Shape(3, 32, 32))
                .judged(new Drawings())
                .judged(Training.judge(
                        "deviation, std, rank and uniformity of z of Noto, alignment with Twemoji, test",
                        method -> NoGrad.call(() -> {
                            Features z = Features.of(method.network(), Drawings.held(), method.manager());
                            Features other = Features.of(method.network(), Drawings.answers(), method.manager());
                            double variance =
                                    Arrays.stream(Collapse.spectrum(z)).sum() / z.dim();
                            Map<String, Double> figures = new LinkedHashMap<>();
                            figures.put(DEVIATION, Math.sqrt(variance));
                            figures.put(STD, Collapse.channelStd(z));
                            figures.put(RANK, Collapse.effectiveRank(z));
                            figures.put("alignment", Collapse.alignment(z, other));
                            figures.put("uniformity", Collapse.uniformity(z));
                            return figures;
                        })));
    }

    private static Claim collapse() {
        BatchLoss pull = new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, 25, 0, 0);
        return Claim.row(
                        "9",
                        "Views that are only pulled together collapse, even with a hinge on the length; batch norm or"
                                + " a variance term keeps them apart, and only the variance and covariance terms"
                                + " together, or negatives, spread them over many directions",
                        "Chen and He 2021, figure 2: ResNet-50, ImageNet, linear after 100 epochs: 0.1 % collapsed,"
                                + " 67.7 % not. Bardes et al. 2022: ResNet-50, ImageNet, linear after 100 epochs: 68.6 %"
                                + " with all terms, collapse without the variance term")
                .on(Drawings.DATA)
                .variant(PULL, () -> joint(Norm.none(), pull))
                .variant("cosine", () -> joint(Norm.none(), JointEmbeddingLoss.pullOnly(Energy.NEGATIVE_COSINE)))
                .variant("hinge on length", () -> joint(Norm.none(), new NormHinge(pull, 8, 16, 25)))
                .variant("batch norm", () -> joint(Norm.standard(), pull))
                .variant(
                        "variance",
                        () -> joint(Norm.none(), new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, 25, 25, 0)))
                .variant(
                        "covariance",
                        () -> joint(Norm.none(), new JointEmbeddingLoss(Energy.SQUARED_DISTANCE, 25, 0, 1)))
                .variant("both", () -> joint(Norm.none(), JointEmbeddingLoss.vicReg()))
                .variant("negatives", () -> joint(Norm.none(), new NtXent(0.2)))
                .variant(UNTRAINED, () -> joint(Norm.none(), pull).untrained())
                .says(DEVIATION, UNTRAINED, PULL)
                .says(STD, UNTRAINED, "cosine")
                .says(STD, UNTRAINED, "hinge on length")
                .says(DEVIATION, UNTRAINED, "covariance")
                .says(DEVIATION, "batch norm", PULL)
                .says(DEVIATION, "variance", PULL)
                .says(RANK, "both", "variance")
                .says(RANK, "both", "batch norm")
                .says(RANK, "negatives", "batch norm")
                .says(Claim.RETRIEVAL, "both", PULL)
                .says(Claim.RETRIEVAL, "both", UNTRAINED);
    }

    private static Claim predictionOrContrast() {
        Supplier<Training<Cmc.Options, Cmc>> both =
                () -> Training.of(() -> MultiviewRecipes.cmc(Preset.CPU), Cmc::new, Drawings::train, 238);
        Supplier<Training<Cmc.Options, Cmc>> contrast = () -> both.get().judged(new Drawings());
        // Prediction has an encoder of L alone, so this is the fair opponent.
        Supplier<Training<Cmc.Options, Cmc>> alone = () -> both.get()
                .judged(Training.judge(
                        "L alone; " + new Drawings().how(),
                        cmc -> Drawings.figures(
                                images -> Training.features(cmc.encoder(Multiview.LIGHTNESS), images, cmc))));
        Supplier<Training<CrossView.Options, CrossView>> prediction =
                () -> Training.of(() -> MultiviewRecipes.crossView(Preset.CPU), CrossView::new, Drawings::train, 238)
                        .judged(new Drawings());
        return Claim.row(
                        "10",
                        "Given the same two views, contrast keeps more useful information than prediction of one from"
                                + " the other",
                        "Tian et al. 2019, comparison of the two objectives: contrast is ahead on each pair of views")
                .on(Drawings.DATA)
                .variant("contrast", contrast::get)
                .variant("contrast; L alone", alone::get)
                .variant("prediction", prediction::get)
                .variant("contrast; " + UNTRAINED, () -> contrast.get().untrained())
                .variant("contrast; L alone; " + UNTRAINED, () -> alone.get().untrained())
                .variant("prediction; " + UNTRAINED, () -> prediction.get().untrained())
                .says(Claim.RETRIEVAL, "contrast", "prediction")
                .says(Claim.PROBE, "contrast", "prediction")
                .says(Claim.RETRIEVAL, "contrast; L alone", "prediction")
                .says(Claim.PROBE, "contrast; L alone", "prediction")
                .says(Claim.KNN, "contrast; L alone", "prediction");
    }

    private static Claim infoNce() {
        return Claim.row(
                        "11",
                        "log k - L bounds the mutual information from below, with log k as its ceiling; at a low"
                                + " temperature more of the push goes to the hardest negative; a middle temperature and"
                                + " many candidates give the best retrieval",
                        "van den Oord et al. 2018, section 2.3 and appendix A.1; Poole et al. 2019: the bound saturates"
                                + " at log k; Tian et al. 2019: more negatives give better features")
                .on("Gaussian pairs with 6 nats, 128 random directions; " + Drawings.DATA)
                .variant("k = 16", () -> bound(16))
                .variant("k = 256", () -> bound(256))
                .variant("k = 4096", () -> bound(4096))
                .variant("tau = 0.07", () -> hardest(0.07))
                .variant("tau = 0.5", () -> hardest(0.5))
                .variant(MIDDLE, () -> matrix(0.1, 128))
                .variant("trained: tau = 0.02", () -> matrix(0.02, 128))
                .variant("trained: tau = 0.3", () -> matrix(0.3, 128))
                .variant("trained: tau = 1", () -> matrix(1, 128))
                .variant("trained: k = 2", () -> matrix(0.1, 2))
                .variant("trained: k = 16", () -> matrix(0.1, 16))
                .variant(UNTRAINED, () -> matrix(0.1, 128).untrained())
                .variant(
                        "raw pixels",
                        () -> new WithoutTraining(
                                "pixels; twelve pairs of artists",
                                seed -> Map.of(FOUND, foundByOthers(Features::pixels))))
                .shows("bound", "share of the hardest", FOUND)
                .saysBelow("bound", "k = 4096", 6, "mutual information")
                .saysBelow("bound", "k = 16", Math.log(16), "ceiling log k")
                .says("bound", "k = 4096", "k = 256")
                .says("bound", "k = 256", "k = 16")
                .says("share of the hardest", "tau = 0.07", "tau = 0.5")
                .says(FOUND, MIDDLE, "raw pixels")
                .says(FOUND, MIDDLE, UNTRAINED)
                .says(FOUND, MIDDLE, "trained: tau = 0.02")
                .says(FOUND, MIDDLE, "trained: tau = 0.3")
                .says(FOUND, MIDDLE, "trained: tau = 1")
                .says(FOUND, MIDDLE, "trained: k = 2")
                .says(FOUND, MIDDLE, "trained: k = 16");
    }

    /** InfoNCE of a batch that is cut into groups of k: negatives are those of the own group. */
    private record Groups(double temperature, int k) implements BatchLoss {
        @Override
        public NDArray loss(NDArray x, NDArray y) {
            InfoNce infoNce = new InfoNce(temperature);
            long groups = x.getShape().get(0) / k;
            NDArray sum = null;
            for (long g = 0; g < groups; g++) {
                NDIndex own = new NDIndex("%d:%d".formatted(g * k, (g + 1) * k));
                NDArray one = infoNce.loss(x.get(own), y.get(own));
                sum = sum == null ? one : sum.add(one);
            }
            return sum.div(groups);
        }

        @Override
        public double trivial(int images) {
            return InfoNce.chance(k);
        }
    }

    /** The smallest encoder, one matrix, as lecture 08 trains it; all twelve pairs of artists ask. */
    private static Training<JointEmbedding.Options, JointEmbedding> matrix(double temperature, int candidates) {
        int styles = Style.values().length;
        BatchLoss loss = candidates == 128 ? new InfoNce(temperature) : new Groups(temperature, candidates);
        return Training.of(
                        () -> JointEmbeddingRecipes.linear(Preset.CPU, styles, loss),
                        JointEmbedding::new,
                        Drawings::scenes,
                        320)
                .sees(new Shape(3, 32, 32))
                .judged(Training.judge(
                        "top-1 of the test concepts, mean over twelve pairs of artists",
                        method -> Map.of(
                                FOUND, foundByOthers(images -> Training.features(method.encoder(), images, method)))));
    }

    private static double foundByOthers(Function<Images, Features> features) {
        List<Features> each = Arrays.stream(Style.values())
                .map(style -> features.apply(EmojiViews.load().images(style, Split.TEST)))
                .toList();
        int artists = each.size();
        return IntStream.range(0, artists * artists)
                .filter(pair -> pair / artists != pair % artists)
                .mapToDouble(pair -> Retrieval.of(each.get(pair / artists), each.get(pair % artists))
                        .top1())
                .average()
                .orElseThrow();
    }

    private static WithoutTraining bound(int candidates) {
        GaussianPair pair = GaussianPair.of(8, 6);
        int batches = Math.max(4, 8192 / candidates);
        return new WithoutTraining(
                "%s, k = %d, %d batches".formatted(pair, candidates, batches),
                seed -> Map.of(
                        "bound",
                        pair.bound(pair.optimal(), candidates, batches, seed).bound()));
    }

    /** How much of the push on its negatives a query gives the one most like it. */
    private static WithoutTraining hardest(double temperature) {
        return new WithoutTraining("128 pairs of 64 normal numbers, tau = " + temperature, seed -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                RandomGenerator random = Seeds.stream(seed, "directions", 0);
                float[] numbers = new float[2 * 128 * 64];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (float) random.nextGaussian();
                }
                NDArray both = Transfer.send(manager, numbers, 2, 128, 64);
                NDArray scores = new InfoNce(temperature).scores(both.get(0), both.get(1)); // [128, 128]
                NDArray share =
                        InfoNce.negativeShares(scores).max(new int[] {1}).mean();
                return Map.of("share of the hardest", Transfer.number(share));
            }
        });
    }

    /** The probe of one view's encoder, or of several side by side. */
    private static double probe(Cmc cmc, int view) {
        return Drawings.probe(images -> Training.features(cmc.encoder(view), images, cmc));
    }

    private static Training<Cmc.Options, Cmc> cmc(
            Consumer<Cmc.Options.Draft> change, Supplier<Images> images, int steps) {
        return Training.of(
                () -> {
                    Recipe<Cmc.Options> recipe = MultiviewRecipes.cmc(Preset.CPU);
                    return new Recipe<>(recipe.method().with(change), recipe.training());
                },
                Cmc::new,
                images,
                steps);
    }

    private static Training<Cmc.Options, Cmc> cmc(Consumer<Cmc.Options.Draft> change) {
        return cmc(change, Drawings::train, SHORT)
                .judged(new Drawings())
                .judged(Training.judge(
                        "probe of either view",
                        cmc -> Map.of(
                                "probe of L", probe(cmc, Multiview.LIGHTNESS),
                                "probe of ab", probe(cmc, Multiview.COLOUR))));
    }

    /** CMC of photographs, five epochs: the probe of the encoder of L, and of those of the colour side by side. */
    private static Training<Cmc.Options, Cmc> cmcOfPhotographs(Consumer<Cmc.Options.Draft> change) {
        return cmc(change, Photographs::train, 390)
                .judged(new Photographs())
                .judged(Training.judge("probe of L and of the colour, photographs", cmc -> {
                    int[] colour =
                            IntStream.range(1, cmc.options().views().count()).toArray();
                    return Map.of(
                            "probe of L",
                            Photographs.probe(
                                    images -> Training.features(cmc.encoder(Multiview.LIGHTNESS), images, cmc)),
                            "probe of ab",
                            Photographs.probe(images -> Training.features(cmc.encoder(colour), images, cmc)));
                }));
    }

    /** L, a and b as three views. */
    private static Training<Cmc.Options, Cmc> channels(ViewGraph graph) {
        return cmcOfPhotographs(o -> {
            o.views = Multiview.labChannels(o.views.shared());
            o.graph = graph;
        });
    }

    private static final String CHANGED = "; changed colours";
    private static final UnaryOperator<View> PLAIN = UnaryOperator.identity();

    /** Changes brightness, contrast and colours of each crop, half as strongly as SimCLR: tints no longer answer. */
    private static View changed(View crops) {
        return Views.sequence(List.of(crops, new ColorJitter(0.4, 0.4, 0.4, 0.1, 0.8), new RandomGreyscale(0.2)));
    }

    /** One encoder as wide as both halves, which sees all three channels; two crops of an image are its two views. */
    private static Training<JointEmbedding.Options, JointEmbedding> oneEye(
            Supplier<Images> data, int steps, UnaryOperator<View> view, Training.Judge<Method> judge) {
        return Training.of(
                        () -> {
                            Recipe<Cmc.Options> half = MultiviewRecipes.cmc(Preset.CPU);
                            return new Recipe<>(
                                    new JointEmbedding.Options(
                                            view.apply(half.method().views().shared()),
                                            new PyramidCnn(16, 4),
                                            half.method().head(),
                                            Norm.none(),
                                            new InfoNce(half.method().critic().temperature())),
                                    half.training());
                        },
                        JointEmbedding::new,
                        data,
                        steps)
                .judged(judge);
    }

    private static Training<JointEmbedding.Options, JointEmbedding> oneEye(UnaryOperator<View> view) {
        return oneEye(Drawings::train, SHORT, view, new Drawings());
    }

    private static Training<JointEmbedding.Options, JointEmbedding> oneEyeForPhotographs(UnaryOperator<View> view) {
        return oneEye(Photographs::train, 390, view, new Photographs());
    }

    private static Claim critics() {
        return Claim.row(
                        "12",
                        "Lightness and colour together give better features than either alone, with a dot product and"
                                + " with a bilinear critic; the two encoders give better features than one that sees"
                                + " all channels of plain crops, but no better ones than if the colours of its crops"
                                + " are changed",
                        "Tian et al. 2019: the features of both halves are put side by side; the dot product is the"
                                + " paper's critic")
                .on(Drawings.DATA + "; " + Photographs.DATA)
                .variant("dot product", () -> cmc(o -> {}))
                .variant("bilinear", () -> cmc(o -> o.critic = Critic.bilinear(o.critic.temperature())))
                .variant(UNTRAINED, () -> cmc(o -> {}).untrained())
                .variant(PHOTOGRAPHS + "dot product", () -> cmcOfPhotographs(o -> {}))
                .variant(
                        PHOTOGRAPHS + "bilinear",
                        () -> cmcOfPhotographs(o -> o.critic = Critic.bilinear(o.critic.temperature())))
                .variant(
                        PHOTOGRAPHS + UNTRAINED, () -> cmcOfPhotographs(o -> {}).untrained())
                .variant(SEES_ALL, () -> oneEye(PLAIN))
                .variant(SEES_ALL + "; " + UNTRAINED, () -> oneEye(PLAIN).untrained())
                .variant(PHOTOGRAPHS + SEES_ALL, () -> oneEyeForPhotographs(PLAIN))
                .variant(
                        PHOTOGRAPHS + SEES_ALL + "; " + UNTRAINED,
                        () -> oneEyeForPhotographs(PLAIN).untrained())
                .variant(SEES_ALL + CHANGED, () -> oneEye(ContrastClaims::changed))
                .variant(PHOTOGRAPHS + SEES_ALL + CHANGED, () -> oneEyeForPhotographs(ContrastClaims::changed))
                .shows(Claim.PROBE, "probe of L", "probe of ab", Claim.RETRIEVAL)
                .saysOf("dot product", Claim.PROBE, "probe of L")
                .saysOf("dot product", Claim.PROBE, "probe of ab")
                .saysOf("bilinear", Claim.PROBE, "probe of L")
                .saysOf("bilinear", Claim.PROBE, "probe of ab")
                .saysOf(PHOTOGRAPHS + "dot product", Claim.PROBE, "probe of L")
                .saysOf(PHOTOGRAPHS + "dot product", Claim.PROBE, "probe of ab")
                .says(Claim.PROBE, PHOTOGRAPHS + "dot product", PHOTOGRAPHS + UNTRAINED)
                .says(Claim.PROBE, "dot product", SEES_ALL)
                .says(Claim.RETRIEVAL, "dot product", SEES_ALL)
                .says(Claim.PROBE, PHOTOGRAPHS + "dot product", PHOTOGRAPHS + SEES_ALL)
                .says(Claim.RETRIEVAL, SEES_ALL + CHANGED, SEES_ALL)
                .says(Claim.PROBE, PHOTOGRAPHS + SEES_ALL + CHANGED, PHOTOGRAPHS + SEES_ALL)
                .says(Claim.RETRIEVAL, "dot product", SEES_ALL + CHANGED)
                .says(Claim.PROBE, PHOTOGRAPHS + "dot product", PHOTOGRAPHS + SEES_ALL + CHANGED);
    }

    private static final int LONGER = 1040; // steps, ten times as many as the first runs have
    private static final String AFTER_LONGER = "; " + LONGER + " steps";

    private static Training<Cmc.Options, Cmc> graph(int views, boolean full) {
        return graph(views, full, 104);
    }

    private static Training<Cmc.Options, Cmc> graph(int views, boolean full, int steps) {
        return Training.of(
                        () -> {
                            Recipe<Cmc.Options> recipe = MultiviewRecipes.acrossStyles(Preset.CPU, views);
                            ViewGraph graph = full ? ViewGraph.full(views) : ViewGraph.core(views, 0);
                            return new Recipe<>(recipe.method().with(o -> o.graph = graph), recipe.training());
                        },
                        Cmc::new,
                        Drawings::scenes,
                        steps)
                .judged(Training.judge("views of scenes of test", cmc -> {
                    Map<String, Double> figures = new LinkedHashMap<>();
                    figures.put("probe of Noto", probe(cmc, 0));
                    figures.put("Noto finds Twemoji", found(cmc, 0, 1));
                    if (views > 2) {
                        figures.put("Twemoji finds Fluent", found(cmc, 1, 2));
                    }
                    return figures;
                }));
    }

    /** How often the z of one drawing of a held-out concept finds that of another. */
    private static double found(Cmc cmc, int from, int to) {
        Images scenes = EmojiViews.load().scenes(Split.TEST);
        return Retrieval.of(
                        Training.features(cmc.embedding(from), scenes, cmc),
                        Training.features(cmc.embedding(to), scenes, cmc))
                .top1();
    }

    private static Claim graphs() {
        return Claim.row(
                        "13",
                        "More views make better features, and the full graph relates views that the core view leaves"
                                + " out",
                        "Tian et al. 2019, figure of the number of views: segmentation from the L encoder rises with"
                                + " each of up to four views (NYU Depth V2)")
                .on(Drawings.DATA + "; " + Photographs.DATA)
                .variant("2 views", () -> graph(2, true))
                .variant("3 views; core Noto", () -> graph(3, false))
                .variant("3 views; full graph", () -> graph(3, true))
                .variant("4 views; core Noto", () -> graph(Style.values().length, false))
                .variant("4 views; full graph", () -> graph(Style.values().length, true))
                .variant("2 views" + AFTER_LONGER, () -> graph(2, true, LONGER))
                .variant("4 views; core Noto" + AFTER_LONGER, () -> graph(Style.values().length, false, LONGER))
                .variant("4 views; full graph" + AFTER_LONGER, () -> graph(Style.values().length, true, LONGER))
                .variant(PHOTOGRAPHS + "L and ab", () -> cmcOfPhotographs(o -> {}))
                .variant(PHOTOGRAPHS + "L and a and b; core L", () -> channels(ViewGraph.core(3, 0)))
                .variant(PHOTOGRAPHS + "L and a and b; full graph", () -> channels(ViewGraph.full(3)))
                .says("probe of Noto", "4 views; core Noto", "2 views")
                .says("probe of Noto", "4 views; full graph", "2 views")
                .says("Twemoji finds Fluent", "4 views; full graph", "4 views; core Noto")
                .says("probe of Noto", "4 views; core Noto" + AFTER_LONGER, "2 views" + AFTER_LONGER)
                .says("probe of Noto", "4 views; full graph" + AFTER_LONGER, "2 views" + AFTER_LONGER)
                .says("Twemoji finds Fluent", "4 views; full graph" + AFTER_LONGER, "4 views; core Noto" + AFTER_LONGER)
                .says("probe of L", PHOTOGRAPHS + "L and a and b; full graph", PHOTOGRAPHS + "L and ab")
                .says(Claim.PROBE, PHOTOGRAPHS + "L and a and b; full graph", PHOTOGRAPHS + "L and a and b; core L");
    }

    private static Training<Cmc.Options, Cmc> bank(
            int negatives, Cmc.Estimator estimator, Supplier<Images> data, int steps) {
        return Training.of(
                () -> {
                    Recipe<Cmc.Options> recipe =
                            MultiviewRecipes.nce(Preset.CPU, data.get().size());
                    Cmc.Bank bank = recipe.method().bank().orElseThrow().with(b -> {
                        b.negatives = negatives;
                        b.estimator = estimator;
                    });
                    return new Recipe<>(recipe.method().with(o -> o.bank = Optional.of(bank)), recipe.training());
                },
                Cmc::new,
                data,
                steps);
    }

    private static Training<Cmc.Options, Cmc> bank(int negatives) {
        return bank(negatives, Cmc.Estimator.NCE, Drawings::train, SHORT).judged(new Drawings());
    }

    private static final String SOFTMAX = "; softmax";

    /** Ten epochs of photographs: each row of the bank is replaced ten times. */
    private static Training<Cmc.Options, Cmc> bankOfPhotographs(int negatives, Cmc.Estimator estimator) {
        return bank(negatives, estimator, Photographs::train, 780).judged(new Photographs());
    }

    private static Claim negatives() {
        return Claim.row(
                        "14",
                        "With a memory bank more negatives make better features, and the softmax over the same"
                                + " candidates makes better ones than noise contrast",
                        "Wu et al. 2018, table 1: CIFAR-10, ResNet-18, kNN: 42.5 % with 1 negative, 63.4 with 10, 78.4"
                                + " with 512, 80.4 with 4,096; 80.8 with the full softmax")
                .on(Drawings.DATA + "; " + Photographs.DATA)
                .variant("m = 16", () -> bank(16))
                .variant("m = 128", () -> bank(128))
                .variant("m = 1024", () -> bank(1024))
                .variant(UNTRAINED, () -> bank(16).untrained())
                .variant(PHOTOGRAPHS + "m = 16", () -> bankOfPhotographs(16, Cmc.Estimator.NCE))
                .variant(PHOTOGRAPHS + "m = 512", () -> bankOfPhotographs(512, Cmc.Estimator.NCE))
                .variant(PHOTOGRAPHS + "m = 16" + SOFTMAX, () -> bankOfPhotographs(16, Cmc.Estimator.SOFTMAX))
                .variant(PHOTOGRAPHS + "m = 512" + SOFTMAX, () -> bankOfPhotographs(512, Cmc.Estimator.SOFTMAX))
                .variant(
                        PHOTOGRAPHS + UNTRAINED,
                        () -> bankOfPhotographs(16, Cmc.Estimator.NCE).untrained())
                .says(Claim.PROBE, "m = 1024", UNTRAINED)
                .says(Claim.PROBE, "m = 1024", "m = 16")
                .says(Claim.KNN, "m = 1024", "m = 16")
                .says(Claim.KNN, PHOTOGRAPHS + "m = 512", PHOTOGRAPHS + UNTRAINED)
                .says(Claim.KNN, PHOTOGRAPHS + "m = 512", PHOTOGRAPHS + "m = 16")
                .says(Claim.KNN, PHOTOGRAPHS + "m = 512" + SOFTMAX, PHOTOGRAPHS + UNTRAINED)
                .says(Claim.KNN, PHOTOGRAPHS + "m = 512" + SOFTMAX, PHOTOGRAPHS + "m = 16" + SOFTMAX)
                .says(Claim.KNN, PHOTOGRAPHS + "m = 512" + SOFTMAX, PHOTOGRAPHS + "m = 512");
    }

    /** SimCLR for photographs, small enough for a core: all parts of T but the blur. */
    static Recipe<SimClr.Options> photographs() {
        return new Recipe<>(
                new SimClr.Options(Photographs.VIEW, new SmallCnn(32), ProjectionHead.mlp(128, 64), TEMPERATURE),
                TrainingOptions.of(1, 128));
    }

    private static final double TEMPERATURE = 0.2;

    private static Training<SimClr.Options, SimClr> simClr(
            int epochs, int batch, Consumer<SimClr.Options.Draft> change) {
        return Training.of(
                        () -> {
                            Recipe<SimClr.Options> recipe = photographs();
                            TrainingOptions training = recipe.training().with(o -> {
                                o.batchSize = batch;
                                // appendix B.1: small batches are not to suffer from a rate for large ones
                                o.learningRate *= Math.sqrt(batch / 128.0);
                            });
                            return new Recipe<>(recipe.method().with(change), training);
                        },
                        SimClr::new,
                        Photographs::train,
                        epochs * (Photographs.train().size() / batch))
                .judged(new Photographs())
                .judged(Training.judge(
                        "kNN of z",
                        method -> Map.of(
                                "kNN of z",
                                Photographs.neighbours(
                                        images -> Training.features(method.network(), images, method)))));
    }

    private static Consumer<SimClr.Options.Draft> seeing(Views.Options view) {
        return o -> o.view = Views.simclr(32, view);
    }

    private static Consumer<SimClr.Options.Draft> with(ProjectionHead head) {
        return o -> o.head = head;
    }

    private static Claim simClr() {
        int epochs = 5;
        return Claim.row(
                        "15",
                        "SimCLR gains from crop and colour together, a nonlinear head, large batches and long training",
                        "Chen et al. 2020, ResNet-50, ImageNet, linear: figure 5 (one view changed), crop alone"
                                + " 33.1, crop and colour 56.3 %; figure 8, the nonlinear head 3 points above a linear"
                                + " one and more than 10"
                                + " above none; figure 9, 100 to 1,000 epochs and batches of 256 to 8,192")
                .on(Photographs.DATA)
                .variant("all", () -> simClr(epochs, 128, o -> {}))
                .variant(
                        "crop only",
                        () -> simClr(epochs, 128, seeing(Photographs.OPTIONS.with(o -> o.strength = o.greyscale = 0))))
                .variant(
                        "colour only", () -> simClr(epochs, 128, seeing(Photographs.OPTIONS.with(o -> o.minScale = 1))))
                .variant("no head", () -> simClr(epochs, 128, with(ProjectionHead.none())))
                .variant("1 epoch", () -> simClr(1, 128, o -> {}))
                .variant("linear head", () -> simClr(epochs, 128, with(ProjectionHead.linear(64))))
                .variant("batch 32", () -> simClr(epochs, 32, o -> {}))
                .variant(UNTRAINED, () -> simClr(epochs, 128, o -> {}).untrained())
                .variant("raw pixels", Photographs::pixels)
                .variant("all" + Photographs.AFTER_TWENTY, () -> simClr(20, 128, o -> {}))
                .variant(
                        "linear head" + Photographs.AFTER_TWENTY,
                        () -> simClr(20, 128, with(ProjectionHead.linear(64))))
                .says(Claim.KNN, "all", UNTRAINED)
                .says(Claim.KNN, "all", "crop only")
                .says(Claim.KNN, "all", "colour only")
                .says(Claim.KNN, "all", "no head")
                .says(Claim.KNN, "all", "linear head")
                .saysOf("all", Claim.KNN, "kNN of z")
                .says(Claim.KNN, "all", "1 epoch")
                .says(Claim.KNN, "all", "batch 32")
                .says(Claim.KNN, "all" + Photographs.AFTER_TWENTY, "linear head" + Photographs.AFTER_TWENTY)
                .saysOf("all" + Photographs.AFTER_TWENTY, Claim.KNN, "kNN of z")
                .saysOf("linear head" + Photographs.AFTER_TWENTY, Claim.KNN, "kNN of z");
    }
}
