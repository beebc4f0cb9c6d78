package kontrast.claim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.claim.run.Drawings;
import kontrast.claim.run.Once;
import kontrast.claim.run.Photographs;
import kontrast.claim.run.Training;
import kontrast.claim.run.Trial;
import kontrast.claim.run.WithoutTraining;
import kontrast.data.Images;
import kontrast.data.LensNoise;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.PixelCells;
import kontrast.evaluate.Propagation;
import kontrast.evaluate.Tracking;
import kontrast.loss.PixelLoss;
import kontrast.method.Colorization;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.GenerativeTask;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.PretextTask;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;
import kontrast.method.VideoColorization;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;
import kontrast.train.Preset;
import kontrast.train.PretextRecipes;
import kontrast.train.Recipe;
import kontrast.train.TrainingOptions;
import kontrast.train.VideoRecipes;
import kontrast.view.ColorDropping;
import kontrast.view.HorizontalFlip;
import kontrast.view.Lab;
import kontrast.view.PatchGrid;
import kontrast.view.QuarterTurns;

/** Rows 2 to 8: tasks whose answers the picture itself gives. */
final class PretextClaims {

    private static final String ACCURACY = "accuracy"; // of the task
    private static final String ERROR = "error"; // of what is drawn, mean square
    private static final String UNTRAINED = "untrained";
    private static final String GLANCE = "glance: 16 blobs of colour";
    private static final String GREY = "all grey";
    private static final double FRINGES = 0.15; // red enlarged, blue shrunk
    private static final int DRAWING = 204; // steps: six epochs of all drawings
    private static final int PATCHES = 1020; // steps of encoders that see 8 x 8 pixels

    private PretextClaims() {}

    static List<Claim> all() {
        return List.of(autoencoder(), rotation(), patches(), jigsaw(), inpainting(), colorization(), video());
    }

    private static Training.Judge<PretextTask> accuracy(String name, Supplier<Images> images) {
        return Training.judge("accuracy on " + name, task -> Map.of(ACCURACY, task.accuracy(images.get(), 1)));
    }

    private static Training.Judge<GenerativeTask> error() {
        return Training.judge("error on test", task -> Map.of(ERROR, task.error(Drawings.held(), 1)));
    }

    private static Claim autoencoder() {
        Supplier<Training<DenoisingAutoencoder.Options, GenerativeTask>> train =
                () -> Training.<DenoisingAutoencoder.Options, GenerativeTask>of(
                                () -> PretextRecipes.autoencoder(Preset.CPU),
                                DenoisingAutoencoder::new,
                                Drawings::train,
                                DRAWING)
                        .judged(new Drawings())
                        .judged(error());
        return Claim.row(
                        "2",
                        "The pixel error falls to a fourteenth, and retrieval with the features falls below retrieval with the pixels themselves",
                        "Vincent et al. 2008: noise makes an autoencoder's features better; no figure for retrieval")
                .on(Drawings.DATA)
                .variant("denoising autoencoder", train::get)
                .variant(UNTRAINED, () -> train.get().untrained())
                .variant("raw pixels", Drawings::pixels)
                .says(ERROR, UNTRAINED, "denoising autoencoder")
                .says(Claim.RETRIEVAL, "raw pixels", "denoising autoencoder")
                .says(Claim.PROBE, "denoising autoencoder", UNTRAINED);
    }

    private static Claim rotation() {
        Supplier<Training<Rotation.Options, PretextTask>> train = () -> Training.<Rotation.Options, PretextTask>of(
                        () -> new Recipe<>(
                                new Rotation.Options(Photographs.CROP, new SmallCnn(32, 2)), TrainingOptions.of(1, 64)),
                        Rotation::new,
                        Photographs::train,
                        468)
                .judged(new Photographs())
                .judged(accuracy("CIFAR-10", Photographs::few));
        return Claim.row(
                        "3",
                        "A network that can tell how a picture was turned has better features than a random one",
                        "Gidaris et al. 2018, table 1: CIFAR-10, four blocks of network in network, a classifier on the maps of blocks 1 to 4: 85.1, 89.1, 86.2 and 61.7 %")
                .on(Photographs.DATA)
                .variant("rotation", train::get)
                .variant(UNTRAINED, () -> train.get().untrained())
                .variant("raw pixels", Photographs::pixels)
                .variant(GLANCE, PretextClaims::glance)
                .saysAbove(ACCURACY, "rotation", 0.25, "chance")
                .says(ACCURACY, "rotation", GLANCE)
                .says(Claim.PROBE, "rotation", UNTRAINED)
                .says(Claim.KNN, "rotation", UNTRAINED);
    }

    /** How often a linear classifier on 16 blobs of colour knows how a crop was turned. */
    private static Trial glance() {
        double strength = 0.01;
        LinearProbe linear = new LinearProbe(List.of(strength), 100, 1e-3);
        return new WithoutTraining(
                "16 blobs of each crop in four turns; l2 = %s; CIFAR-10, first 1000 of test".formatted(strength),
                seed -> {
                    RandomGenerator random = Seeds.stream(seed, GLANCE, 0);
                    Images train = Photographs.train();
                    Images few = Photographs.few();
                    return Map.of(
                            ACCURACY,
                            linear.fit(blobs(train, random), turns(train), strength)
                                    .accuracy(blobs(few, random), turns(few)));
                });
    }

    /** Mean colours of 4 x 4 cells of one crop of each image: all images as they are, then all turned once, and so on. */
    private static Features blobs(Images images, RandomGenerator random) {
        return NoGrad.call(() -> {
            try (NDManager scope = NDManager.newBaseManager()) {
                NDArray turned = QuarterTurns.all(Photographs.CROP.apply(images.tensor(scope), random));
                NDArray cells = turned.reshape(-1, 3, 4, 8, 4, 8)
                        .mean(new int[] {5})
                        .mean(new int[] {3})
                        .reshape(-1, 48);
                return new Features(Transfer.floats(cells), 4 * images.size(), 48);
            }
        });
    }

    private static int[] turns(Images images) {
        return IntStream.range(0, 4 * images.size()).map(i -> i / images.size()).toArray();
    }

    private static Claim patches() {
        Supplier<Training<RelativePatch.Options, PretextTask>> train =
                () -> Training.<RelativePatch.Options, PretextTask>of(
                                () -> PretextRecipes.relativePatch(Preset.CPU),
                                RelativePatch::new,
                                Drawings::train,
                                PATCHES)
                        .judged(new Drawings())
                        .judged(accuracy("emoji", Drawings::held));
        return Claim.row(
                        "4",
                        "The position of a patch is learned, by a shortcut through the colour fringes of a lens unless colours are dropped",
                        "Doersch et al. 2015, section 3.1: the shortcut, and colour dropping; VOC 2007 detection 46.6 % mAP against 43.4 % from random weights, as listed by Pathak et al. 2016, table 2")
                .on(Drawings.DATA)
                .variant("relative patch", train::get)
                .variant(UNTRAINED, () -> train.get().untrained())
                .variant("noise with fringes", () -> fringes(new ColorDropping(0, 0)))
                .variant("noise with fringes; colours dropped", () -> fringes(ColorDropping.paper()))
                .saysAbove(ACCURACY, "relative patch", 1.0 / 8, "chance")
                .says(Claim.PROBE, "relative patch", UNTRAINED)
                .says(ACCURACY, "noise with fringes", "noise with fringes; colours dropped");
    }

    /** Pictures that say nothing about where a patch lies, but for what a lens does to their colours. */
    private static Trial fringes(ColorDropping patchView) {
        return Training.<RelativePatch.Options, PretextTask>of(
                        () -> new Recipe<>(
                                new RelativePatch.Options(
                                        new HorizontalFlip(0),
                                        new PatchGrid(3, 8, 2, 2),
                                        patchView,
                                        new SmallCnn(8),
                                        64),
                                TrainingOptions.of(1, 32)),
                        RelativePatch::new,
                        () -> LensNoise.images(400, FRINGES, 1),
                        360)
                .judged(accuracy("100 pictures of seed 2", () -> LensNoise.images(100, FRINGES, 2)));
    }

    private static Training<Jigsaw.Options, PretextTask> jigsaw(int orders) {
        return Training.<Jigsaw.Options, PretextTask>of(
                        () -> {
                            Recipe<Jigsaw.Options> recipe = PretextRecipes.jigsaw(Preset.CPU);
                            Jigsaw.Options o = recipe.method();
                            return new Recipe<>(
                                    new Jigsaw.Options(o.view(), o.grid(), orders, o.encoder(), o.hidden()),
                                    recipe.training());
                        },
                        Jigsaw::new,
                        Drawings::train,
                        PATCHES)
                .judged(new Drawings())
                .judged(accuracy("emoji", Drawings::held));
    }

    private static Claim jigsaw() {
        return Claim.row(
                        "5",
                        "Features learned from a jigsaw puzzle beat untrained ones, most of all with 24 orders",
                        "Noroozi and Favaro 2016, table 4, the permutation sets: VOC 2007 detection rises with the number of orders, while the puzzle is solved less often")
                .on(Drawings.DATA)
                .variant("2 orders", () -> jigsaw(2))
                .variant("24 orders", () -> jigsaw(24))
                .variant("500 orders", () -> jigsaw(500))
                .variant(UNTRAINED, () -> jigsaw(24).untrained())
                .says(Claim.KNN, "24 orders", UNTRAINED)
                .says(Claim.KNN, "24 orders", "2 orders")
                .says(Claim.KNN, "24 orders", "500 orders");
    }

    private static Claim inpainting() {
        Supplier<Training<Inpainting.Options, GenerativeTask>> train =
                () -> Training.<Inpainting.Options, GenerativeTask>of(
                                () -> PretextRecipes.inpainting(Preset.CPU), Inpainting::new, Drawings::train, DRAWING)
                        .judged(new Drawings())
                        .judged(error());
        return Claim.row(
                        "6",
                        "The hidden part is drawn better than by the mean picture, and the features improve",
                        "Pathak et al. 2016, table 2: AlexNet, VOC 2007 classification 56.5 against 53.3 % from random weights")
                .on(Drawings.DATA)
                .variant("inpainting", train::get)
                .variant(UNTRAINED, () -> train.get().untrained())
                .variant(
                        "mean picture",
                        () -> new WithoutTraining(
                                "mean of the drawings where the middle is hidden",
                                seed -> Map.of(ERROR, meanPicture())))
                .says(ERROR, "mean picture", "inpainting")
                .says(Claim.PROBE, "inpainting", UNTRAINED);
    }

    /** What asks for no learning: at each hidden place the mean of the training drawings. */
    private static double meanPicture() {
        Recipe<Inpainting.Options> recipe = PretextRecipes.inpainting(Preset.CPU);
        try (Inpainting any = new Inpainting(recipe.method(), Drawings.held().shape(), Devices.best(), 0);
                NDManager manager = any.manager().newSubManager()) {
            NDArray held = Drawings.held().tensor(manager);
            NDArray hidden = any.complete(held, Seeds.stream(1, "mask", 0)).hidden();
            NDArray guess = Drawings.train().tensor(manager).mean(new int[] {0}, true);
            return Transfer.number(PixelLoss.loss(guess.broadcast(held.getShape()), held, hidden));
        }
    }

    /** Made once: counting the colours of all drawings takes a minute. */
    private static final Once<Recipe<Colorization.Options>> COLOURS =
            new Once<>(() -> PretextRecipes.colorization(Preset.CPU, Drawings.train()));

    private static Training<Colorization.Options, Colorization> colorization(double lambda) {
        return Training.<Colorization.Options, Colorization>of(
                        () -> {
                            Recipe<Colorization.Options> recipe = COLOURS.get();
                            return new Recipe<>(recipe.method().with(o -> o.lambda = lambda), recipe.training());
                        },
                        Colorization::new,
                        Drawings::train,
                        DRAWING)
                .judged(new Drawings())
                .judged(error())
                .judged(Training.judge("mean chroma on test", PretextClaims::chroma));
    }

    private static Claim colorization() {
        return Claim.row(
                        "7",
                        "Rebalanced classes make colours more vivid, and the features improve",
                        "Zhang et al. 2016, tables 1 and 2: 32.3 % of the pictures deceive people, 25.2 % without rebalancing, 21.2 % by regression; VOC 2007 classification 65.9 %")
                .on(Drawings.DATA)
                .variant("rebalanced", () -> colorization(0.5))
                .variant("not rebalanced", () -> colorization(1))
                .variant(UNTRAINED, () -> colorization(0.5).untrained())
                .variant(GREY, PretextClaims::grey)
                .says("chroma", "rebalanced", "not rebalanced")
                .says(ERROR, UNTRAINED, "rebalanced")
                .says(ERROR, "rebalanced", GREY)
                .says(ERROR, GREY, "not rebalanced")
                .says(Claim.PROBE, "rebalanced", UNTRAINED);
    }

    /** How far the true colours are from no colour. */
    private static Trial grey() {
        return new WithoutTraining(
                "a and b are 0; emoji, test",
                seed -> NoGrad.call(() -> {
                    try (NDManager scope = NDManager.newBaseManager()) {
                        NDArray lab = Lab.of(Drawings.held().tensor(scope));
                        NDArray square = Lab.colour()
                                .apply(lab, Seeds.stream(seed, GREY, 0))
                                .square()
                                .sum(new int[] {1});
                        return Map.of(ERROR, Transfer.number(square.sqrt().mean()));
                    }
                }));
    }

    /** How far from grey the drawn colours are. */
    private static Map<String, Double> chroma(Colorization method) {
        return NoGrad.call(() -> {
            try (NDManager scope = method.manager().newSubManager()) {
                NDArray lab = Lab.of(method.colorize(Drawings.held().tensor(scope)));
                NDArray square = lab.get(":, 1:3").square().sum(new int[] {1});
                return Map.of("chroma", Transfer.number(square.sqrt().mean()));
            }
        });
    }

    /** The films of row 8. */
    static MovingSprites clips() {
        return MovingSprites.emoji(Split.TRAIN, 160, 1, VideoRecipes.clips(Preset.CPU));
    }

    private static final String HELD_CLIPS = "20 clips of 6 frames of test";

    private static MovingSprites heldClips() {
        return MovingSprites.emoji(
                Split.TEST, 20, 2, VideoRecipes.clips(Preset.CPU).with(o -> o.frames = 6));
    }

    private static Map<String, Double> figures(Tracking tracking) {
        return Map.of("J", tracking.j(), "PCK", tracking.pck());
    }

    /** The lightness in and around each cell in place of features; 4 is the best length of 3, 4 and 5. */
    private static WithoutTraining pixels(Propagation how) {
        PixelCells cells = new PixelCells(4, 4);
        return new WithoutTraining(HELD_CLIPS + "; lightness of " + cells + "; " + how, seed -> {
            try (NDManager scope = NDManager.newBaseManager()) {
                return figures(how.track(cells::lightness, heldClips(), scope));
            }
        });
    }

    private static Claim video() {
        Propagation how = Propagation.firstAndLast(0.5);
        Supplier<Training<VideoColorization.Options, VideoColorization>> train = () -> {
            MovingSprites clips = clips();
            MovingSprites held = heldClips();
            return Training.<VideoColorization.Options, VideoColorization>of(
                            () -> VideoRecipes.videoColorization(Preset.CPU, clips),
                            VideoColorization::new,
                            () -> clips,
                            400)
                    .judged(Training.judge(
                            HELD_CLIPS + "; " + how, m -> figures(how.track(m::features, held, m.manager()))));
        };
        return Claim.row(
                        "8",
                        "Learned from colour alone, the features follow what moves",
                        "Vondrick et al. 2018, table 2: DAVIS 2017, J 34.6 against 22.1 % for nothing moves and 26.7 % for optical flow")
                .on("moving emoji, 20 clips of unseen concepts")
                .variant("video colorization", train::get)
                .variant(UNTRAINED, () -> train.get().untrained())
                .variant(
                        "nothing moves",
                        () -> new WithoutTraining(HELD_CLIPS, seed -> figures(Tracking.identity(heldClips()))))
                .variant("pixels", () -> pixels(how))
                .says("J", "video colorization", "nothing moves")
                .says("PCK", "video colorization", "nothing moves")
                .says("J", "video colorization", "pixels")
                .says("PCK", "video colorization", "pixels")
                .says("J", "video colorization", UNTRAINED);
    }
}
