package kontrast.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Knn;
import kontrast.evaluate.Retrieval;
import kontrast.evaluate.Summary;
import kontrast.loss.CrossEntropy;
import kontrast.method.Batch;
import kontrast.method.Method;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;

/**
 * Prints what the SimCLR recipe of a preset reaches on held-out concepts, by seed: retrieval Noto
 * to Twemoji (top-1) and the accuracy of the nine categories, next to raw pixels, the random
 * encoder and the supervised baseline with the same views, encoder and loop. Training sees TRAIN
 * concepts only. The accuracy is that of 20 nearest neighbours among the training drawings; of the
 * supervised baseline, that of its own classifier too.
 *
 * <p>Arguments: preset (default cpu); seeds (default 1,2,3); split (default TEST; VALIDATION to
 * choose by); which recipe: {@code instance} (two views of one image; the default) or {@code
 * styles} (style is part of the view, so that drawings of a concept are paired); what to train
 * (default simclr,supervised); epochs, if not the recipe's.
 */
public final class RetrievalReport {

    private static final Knn KNN = new Knn(20, 0.07);

    private final EmojiViews emoji = EmojiViews.load();
    private final Images drawings = emoji.images(Split.TRAIN, Style.values());
    private final Images noto;
    private final Images twemoji;
    private final Images both;
    private final Images train;
    private final Recipe<SimClr.Options> recipe;

    private final Map<String, List<Double>> top1 = new LinkedHashMap<>();
    private final Map<String, List<Double>> accuracy = new LinkedHashMap<>();

    private RetrievalReport(Split split, boolean styles, Recipe<SimClr.Options> recipe) {
        noto = emoji.images(Style.NOTO, split);
        twemoji = emoji.images(Style.TWEMOJI, split);
        both = emoji.images(split, Style.NOTO, Style.TWEMOJI);
        train = styles ? emoji.scenes(Split.TRAIN) : drawings;
        this.recipe = recipe;
    }

    /**
     * Runs the report.
     *
     * @param args preset, comma-separated seeds, split, recipe, what to train, epochs
     */
    public static void main(String[] args) {
        Preset preset = Preset.of(args.length > 0 ? args[0] : "cpu");
        System.setProperty("kontrast.preset", preset.toString());
        long[] seeds = Arrays.stream((args.length > 1 ? args[1] : "1,2,3").split(","))
                .mapToLong(Long::parseLong)
                .toArray();
        Split split = Split.valueOf(args.length > 2 ? args[2] : "TEST");
        boolean styles = args.length > 3 && args[3].equals("styles");
        List<String> which = List.of((args.length > 4 ? args[4] : "simclr,supervised").split(","));
        Recipe<SimClr.Options> recipe =
                styles ? SimClrRecipes.acrossStyles(preset, Style.values().length) : SimClrRecipes.simclr(preset);
        if (args.length > 5) {
            recipe = recipe.training(t -> t.epochs = Integer.parseInt(args[5]));
        }
        new RetrievalReport(split, styles, recipe).run(seeds, which);
    }

    private void run(long[] seeds, List<String> which) {
        System.out.println(Course.banner("SimCLR", Map.of()));
        System.out.printf(
                "%s%n%d training images, %d concepts held out%n%s%n", emoji, train.size(), noto.size(), recipe);
        report(
                "raw pixels",
                Retrieval.of(Features.pixels(noto), Features.pixels(twemoji)).top1(),
                knn(Features::pixels));
        for (long seed : seeds) {
            if (which.contains("simclr")) {
                simclr(seed, seed == seeds[0]);
            }
            if (which.contains("supervised")) {
                supervised(seed);
            }
        }
        System.out.printf("%n%-24s %-26s %s%n", "mean and spread", "top-1 retrieval", "category accuracy");
        top1.forEach((name, all) -> System.out.printf(
                "%-24s %-26s %s%n", name, summary(all), accuracy.containsKey(name) ? summary(accuracy.get(name)) : ""));
    }

    private void simclr(long seed, boolean first) {
        try (SimClr method = new SimClr(recipe.method(), noto.shape(), Course.device(), seed)) {
            Function<Images, Features> h = images -> features(method.encoder(), method, images);
            report("random, h", top1(method.encoder(), method), knn(h));
            train(method, seed);
            report("SimCLR, h", top1(method.encoder(), method), knn(h));
            report("SimCLR, z", top1(method.network(), method), Double.NaN);
            if (first) {
                breakdown(method, train, recipe);
            }
        }
    }

    private void supervised(long seed) {
        Supervised.Options options = Supervised.Options.like(recipe.method(), drawings);
        try (Supervised method = new Supervised(options, noto.shape(), Course.device(), seed)) {
            train(method, seed);
            Function<Images, Features> h = images -> features(method.encoder(), method, images);
            report("supervised, h", top1(method.encoder(), method), knn(h));
            try (NDManager manager = method.manager().newSubManager()) {
                NDArray logits = features(method.network(), method, both).tensor(manager);
                NDArray labels = manager.create(
                        Arrays.stream(both.labels()).asLongStream().toArray());
                report("supervised, classifier", top1(method.network(), method), CrossEntropy.accuracy(logits, labels));
            }
        }
    }

    private void train(Method method, long seed) {
        try (Pretraining training =
                new Pretraining(method, train, recipe.training().with(o -> o.seed = seed))) {
            long cpu = cpuNanos();
            training.run();
            System.out.printf(
                    "seed %d, %s: loss %.3f; %.0f s wall, %.0f s of processor, %d steps, RSS %d MiB%n",
                    seed,
                    method.name(),
                    training.history().meanLoss(20),
                    training.history().last().seconds(),
                    (cpuNanos() - cpu) / 1e9,
                    training.steps(),
                    rssMib());
        }
    }

    private void report(String name, double retrieval, double category) {
        top1.computeIfAbsent(name, n -> new ArrayList<>()).add(retrieval);
        if (!Double.isNaN(category)) {
            accuracy.computeIfAbsent(name, n -> new ArrayList<>()).add(category);
        }
        System.out.printf("  %-24s top-1 %.3f, accuracy %.3f%n", name, retrieval, category);
    }

    private double knn(Function<Images, Features> h) {
        return KNN.accuracy(h.apply(drawings), drawings.labels(), h.apply(both), both.labels());
    }

    private double top1(Block block, Method method) {
        return Retrieval.of(features(block, method, noto), features(block, method, twemoji))
                .top1();
    }

    private static Features features(Block block, Method method, Images images) {
        return NoGrad.call(() -> Features.of(block, images, method.manager()));
    }

    private static Summary summary(List<Double> numbers) {
        return Summary.of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Times the parts of a step, each on its own, as the best of ten: the machine may be busy. */
    private static void breakdown(SimClr method, Images images, Recipe<SimClr.Options> recipe) {
        int n = recipe.training().batchSize();
        int[] indices = new int[n];
        Arrays.setAll(indices, i -> i);
        double[] best = {1e9, 1e9, 1e9, 1e9};
        try (Updater updater =
                recipe.training().optimizer().start(method.manager(), ParameterGroup.of(method.network()))) {
            for (int i = 0; i < 10; i++) {
                try (NDManager manager = method.manager().newSubManager()) {
                    long[] t = new long[5];
                    NDArray x = images.tensor(manager, indices);
                    NDArray twice = x.concat(x, 0);
                    t[0] = System.nanoTime();
                    method.options().view().apply(twice, Seeds.stream(1, "views", i));
                    t[1] = System.nanoTime();
                    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                        NDArray loss = method.loss(new Batch(x, null, indices, i, Seeds.stream(1, "views", i)));
                        t[2] = System.nanoTime();
                        collector.backward(loss);
                    }
                    t[3] = System.nanoTime();
                    updater.step(0);
                    t[4] = System.nanoTime();
                    for (int k = 0; k < 4; k++) {
                        best[k] = Math.min(best[k], (t[k + 1] - t[k]) / 1e6);
                    }
                }
            }
        }
        System.out.printf(
                "a step, best of ten: views %.0f ms, forward and loss %.0f ms, backward %.0f ms, optimizer %.1f ms%n",
                best[0], best[1] - best[0], best[2], best[3]);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Resident memory, where the system tells it. */
    static long rssMib() {
        try {
            for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (java.io.IOException e) {
            return -1;
        }
        return -1;
    }
}
