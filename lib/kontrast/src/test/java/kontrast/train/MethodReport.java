package kontrast.train;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.Retrieval;
import kontrast.evaluate.Summary;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.method.Cmc;
import kontrast.method.Colorization;
import kontrast.method.Cpc;
import kontrast.method.CrossView;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.JointEmbedding;
import kontrast.method.Method;
import kontrast.method.MoCo;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;
import kontrast.method.SimClr;
import kontrast.method.Supervised;

/**
 * Prints the table of methods in lib/README.md: each trained for the same number of steps on the
 * drawings of the training concepts, with the loop of its {@code cpu} recipe, and judged on frozen
 * features of held-out concepts. Two figures: accuracy of the linear probe on the nine categories
 * (its strength chosen on the validation concepts), and retrieval Noto to Twemoji.
 *
 * <p>Arguments: steps (default 300), seeds (default 1,2,3), and names of methods (default all).
 */
public final class MethodReport {

    private static final Shape IMAGE = new Shape(3, 32, 32);

    /** Builds a method for a seed. */
    private interface Factory<O> {
        Method make(O options, Shape image, Device device, long seed);
    }

    /** One line of the table. */
    private record Entry(String row, Images train, Training training) {}

    /** A method and the loop that it is trained by. */
    private interface Training {
        Method run(Images images, int steps, long seed);
    }

    private final EmojiViews emoji = EmojiViews.load();
    private final Images drawings = emoji.images(Split.TRAIN, Style.values());
    private final Images scenes = emoji.scenes(Split.TRAIN);
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private MethodReport() {
        Preset cpu = Preset.CPU;
        add(
                "denoising autoencoder",
                "2",
                PretextRecipes.autoencoder(cpu),
                DenoisingAutoencoder::new);
        add("rotation", "3", PretextRecipes.rotation(cpu), Rotation::new);
        add("relative patch", "4", PretextRecipes.relativePatch(cpu), RelativePatch::new);
        add("jigsaw", "5", PretextRecipes.jigsaw(cpu), Jigsaw::new);
        add("inpainting", "6", PretextRecipes.inpainting(cpu), Inpainting::new);
        add("colorization", "7", PretextRecipes.colorization(cpu, drawings), Colorization::new);
        add("cross-view prediction", "10", MultiviewRecipes.crossView(cpu), CrossView::new);
        add("CMC, L and ab", "12", MultiviewRecipes.cmc(cpu), Cmc::new);
        add("CMC, NCE with banks", "14", MultiviewRecipes.nce(cpu, drawings.size()), Cmc::new);
        add("SimCLR", "15", SimClrRecipes.simclr(cpu), SimClr::new);
        add("MoCo v1", "16", MomentumRecipes.v1(cpu), MoCo::new);
        add("MoCo v2", "17", MomentumRecipes.v2(cpu), MoCo::new);
        SimClr.Options simclr = SimClrRecipes.simclr(cpu).method();
        TrainingOptions loop = SimClrRecipes.simclr(cpu).training();
        for (boolean kept : new boolean[] {false, true}) {
            add(
                    kept ? "joint embedding, VICReg" : "joint embedding, pull only",
                    "9",
                    new Recipe<>(
                            new JointEmbedding.Options(
                                    simclr.view(),
                                    simclr.encoder(),
                                    simclr.head(),
                                    kept
                                            ? JointEmbeddingLoss.vicReg()
                                            : JointEmbeddingLoss.pullOnly(
                                                    JointEmbeddingLoss.Energy.NEGATIVE_COSINE)),
                            loop),
                    JointEmbedding::new);
        }
        add("CPC", "19", CpcRecipes.cpc(cpu), Cpc::new);
        add("CPC v2", "20", CpcRecipes.cpc2(cpu), Cpc::new);
        Recipe<SimClr.Options> scene = SimClrRecipes.acrossStyles(cpu, Style.values().length);
        entries.put(
                "SimCLR, styles as views",
                new Entry("15", scenes, (x, n, s) -> train(scene, SimClr::new, x, n, s)));
        add(
                "supervised",
                "1",
                new Recipe<>(Supervised.Options.like(simclr, drawings), loop),
                Supervised::new);
    }

    private <O> void add(String name, String row, Recipe<O> recipe, Factory<O> factory) {
        entries.put(name, new Entry(row, drawings, (x, n, s) -> train(recipe, factory, x, n, s)));
    }

    private static <O> Method train(
            Recipe<O> recipe, Factory<O> factory, Images images, int steps, long seed) {
        Method method = factory.make(recipe.method(), IMAGE, Course.device(), seed);
        int perEpoch = images.size() / recipe.training().batchSize();
        TrainingOptions how =
                recipe.training()
                        .withEpochs(Math.max(1, Math.round((float) steps / perEpoch)))
                        .withSeed(seed);
        try (Pretraining training = new Pretraining(method, images, how)) {
            training.quietly().run();
        }
        return method;
    }

    /** What frozen features reach. */
    private record Score(double probe, double retrieval) {}

    private Score score(Method method) {
        return NoGrad.call(
                () -> score(images -> Features.of(method.encoder(), images, method.manager())));
    }

    private Score score(java.util.function.Function<Images, Features> features) {
        Images train = emoji.images(Style.NOTO, Split.TRAIN);
        Images validation = emoji.images(Style.NOTO, Split.VALIDATION);
        Images test = emoji.images(Style.NOTO, Split.TEST);
        Features asked = features.apply(test);
        LinearProbe.Model probe =
                LinearProbe.standard()
                        .fit(
                                features.apply(train),
                                train.labels(),
                                features.apply(validation),
                                validation.labels());
        Images answers = emoji.images(Style.TWEMOJI, Split.TEST);
        return new Score(
                probe.accuracy(asked, test.labels()),
                Retrieval.of(asked, features.apply(answers)).top1());
    }

    private static void print(String row, String name, List<Score> scores, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.0f |%n",
                row,
                name,
                percent(scores.stream().mapToDouble(Score::probe).toArray()),
                percent(scores.stream().mapToDouble(Score::retrieval).toArray()),
                seconds);
    }

    private static String percent(double... shares) {
        Summary summary = Summary.of(Arrays.stream(shares).map(x -> 100 * x).toArray());
        return shares.length == 1
                ? String.format(Locale.ROOT, "%.1f", summary.mean())
                : String.format(Locale.ROOT, "%.1f ± %.1f", summary.mean(), summary.std());
    }

    private void run(int steps, long[] seeds, List<String> names) {
        System.out.println("| row | method | linear probe (%) | retrieval (%) | seconds |");
        System.out.println("|---|---|---|---|---|");
        if (names.isEmpty()) {
            print("1", "raw pixels", List.of(score(Features::pixels)), 0);
            List<Score> random = new ArrayList<>();
            for (long seed : seeds) {
                try (Method untrained =
                        new SimClr(
                                SimClrRecipes.simclr(Preset.CPU).method(),
                                IMAGE,
                                Course.device(),
                                seed)) {
                    random.add(score(untrained));
                }
            }
            print("1", "random encoder", random, 0);
        }
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (!names.isEmpty() && !names.contains(entry.getKey())) {
                continue;
            }
            List<Score> scores = new ArrayList<>();
            long begun = System.nanoTime();
            for (long seed : seeds) {
                try (Method method =
                        entry.getValue().training().run(entry.getValue().train(), steps, seed)) {
                    scores.add(score(method));
                }
            }
            double seconds = (System.nanoTime() - begun) / 1e9 / seeds.length;
            print(entry.getValue().row(), entry.getKey(), scores, seconds);
        }
    }

    /**
     * Prints the table.
     *
     * @param args steps, comma-separated seeds, names of methods
     */
    public static void main(String[] args) {
        int steps = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        long[] seeds =
                Arrays.stream((args.length > 1 ? args[1] : "1,2,3").split(","))
                        .mapToLong(Long::parseLong)
                        .toArray();
        new MethodReport()
                .run(
                        steps,
                        seeds,
                        Arrays.asList(args).subList(Math.min(2, args.length), args.length));
    }
}
