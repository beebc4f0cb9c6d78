package kontrast.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Seeds;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Retrieval;
import kontrast.evaluate.Summary;
import kontrast.method.Batch;
import kontrast.method.SimClr;

/**
 * Prints what the SimCLR recipe of a preset reaches: retrieval Noto to Twemoji among held-out
 * concepts, by seed, with baselines, spread and times. Training sees TRAIN concepts only.
 * Arguments: preset (default cpu), seeds (default 1,2,3), split (default TEST; VALIDATION to choose
 * by), and which recipe: {@code instance} (two views of one image; the default), or {@code styles}
 * (style is part of the view, so that drawings of a concept are paired).
 */
public final class RetrievalReport {

    private RetrievalReport() {}

    /**
     * Runs the report.
     *
     * @param args preset, comma-separated seeds, split, recipe
     */
    public static void main(String[] args) {
        Preset preset = Preset.of(args.length > 0 ? args[0] : "cpu");
        System.setProperty("kontrast.preset", preset.toString());
        long[] seeds =
                Arrays.stream((args.length > 1 ? args[1] : "1,2,3").split(","))
                        .mapToLong(Long::parseLong)
                        .toArray();
        Split split = Split.valueOf(args.length > 2 ? args[2] : "TEST");
        EmojiViews emoji = EmojiViews.load();
        boolean styles = args.length > 3 && args[3].equals("styles");
        Images train =
                styles ? emoji.scenes(Split.TRAIN) : emoji.images(Split.TRAIN, Style.values());
        Images noto = emoji.images(Style.NOTO, split);
        Images twemoji = emoji.images(Style.TWEMOJI, split);
        Recipe<SimClr.Options> recipe =
                styles
                        ? SimClrRecipes.acrossStyles(preset, Style.values().length)
                        : SimClrRecipes.simclr(preset);
        System.out.println(Course.banner("SimCLR", Map.of()));
        System.out.printf(
                "%s%n%s, %d training images, %d %s concepts%n%s%n",
                emoji,
                styles ? "style is part of T" : "two views of one image",
                train.size(),
                noto.size(),
                split,
                recipe);
        Retrieval pixels = Retrieval.of(Features.pixels(noto), Features.pixels(twemoji));
        System.out.printf("raw pixels        top-1 %.3f%n", pixels.top1());

        List<Double> random = new ArrayList<>();
        List<Double> h = new ArrayList<>();
        List<Double> z = new ArrayList<>();
        List<Double> minutes = new ArrayList<>();
        for (long seed : seeds) {
            try (SimClr method =
                            new SimClr(
                                    recipe.method(), new Shape(3, 32, 32), Course.device(), seed);
                    Pretraining training =
                            new Pretraining(method, train, recipe.training().withSeed(seed))) {
                double before = top1(method.encoder(), method.manager(), noto, twemoji);
                long cpu = cpuNanos();
                training.run();
                double cpuSeconds = (cpuNanos() - cpu) / 1e9;
                double seconds = training.history().last().seconds();
                double afterH = top1(method.encoder(), method.manager(), noto, twemoji);
                double afterZ = top1(method.network(), method.manager(), noto, twemoji);
                System.out.printf(
                        "seed %d: random h %.3f, trained h %.3f, z %.3f, loss %.3f; %.0f s wall, %.0f s of processor, %d steps, RSS %d MiB%n",
                        seed,
                        before,
                        afterH,
                        afterZ,
                        training.history().meanLoss(20),
                        seconds,
                        cpuSeconds,
                        training.steps(),
                        rssMib());
                random.add(before);
                h.add(afterH);
                z.add(afterZ);
                minutes.add(seconds / 60);
                if (seed == seeds[0]) {
                    breakdown(method, train, recipe);
                }
            }
        }
        System.out.println("random encoder    top-1 " + summary(random));
        System.out.println("SimCLR, h         top-1 " + summary(h));
        System.out.println("SimCLR, z         top-1 " + summary(z));
        System.out.println("minutes of training     " + summary(minutes));
    }

    private static Summary summary(List<Double> numbers) {
        return Summary.of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double top1(Block block, NDManager manager, Images queries, Images gallery) {
        return NoGrad.call(
                () ->
                        Retrieval.of(
                                        Features.of(block, queries, manager),
                                        Features.of(block, gallery, manager))
                                .top1());
    }

    /** Times the parts of a step, each on its own, as the best of ten: the machine may be busy. */
    private static void breakdown(SimClr method, Images images, Recipe<SimClr.Options> recipe) {
        int n = recipe.training().batchSize();
        int[] indices = new int[n];
        Arrays.setAll(indices, i -> i);
        double[] best = {1e9, 1e9, 1e9, 1e9};
        try (Updater updater =
                recipe.training()
                        .optimizer()
                        .start(method.manager(), ParameterGroup.of(method.network()))) {
            for (int i = 0; i < 10; i++) {
                try (NDManager manager = method.manager().newSubManager()) {
                    long[] t = new long[5];
                    NDArray x = images.tensor(manager, indices);
                    NDArray twice = x.concat(x, 0);
                    t[0] = System.nanoTime();
                    method.options().view().apply(twice, Seeds.stream(1, "views", i));
                    t[1] = System.nanoTime();
                    try (GradientCollector collector =
                            Engine.getInstance().newGradientCollector()) {
                        NDArray loss =
                                method.loss(
                                        new Batch(
                                                x, null, indices, i, Seeds.stream(1, "views", i)));
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
            for (String line :
                    java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status"))) {
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
