package kontrast.claim.run;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.method.Supervised;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.view.HorizontalFlip;

/**
 * The run of exercise 1.7: a probe whose training, validation and test drawings were split at random, so that most
 * concepts are on both sides, in different styles.
 */
public final class LeakySplit {

    private static final List<Integer> STEPS = List.of(1, 2, 3, 5, 10, 20, 50);
    private static final double WEAK = 1e-7;

    private LeakySplit() {}

    /**
     * Returns the reading: accuracy after so many steps of the probe on training, validation and test drawings, and on
     * drawings of concepts that are in none of the three.
     *
     * @param broken whether the training set has concepts of the others
     */
    public static Trial trial(boolean broken) {
        boolean repaired = !broken;
        return new WithoutTraining(
                "probe after %s steps, l2 = %s, concepts %s"
                        .formatted(STEPS, WEAK, repaired ? "on one side" : "on both sides"),
                seed -> curves(repaired, seed));
    }

    private static Map<String, Double> curves(boolean repaired, long seed) {
        EmojiViews emoji = EmojiViews.load();
        Images all = emoji.images(Split.TRAIN, Style.values());
        Images fresh = emoji.images(Split.TEST, Style.values());
        Features h;
        Features unseen;
        Supervised.Options untrained = new Supervised.Options(
                new HorizontalFlip(0), new SmallCnn(8, 4), all.classes().size());
        try (Supervised encoder = new Supervised(untrained, new Shape(3, 32, 32), Devices.best(), seed)) {
            h = features(encoder, all);
            unseen = features(encoder, fresh);
        }
        int[] order = shuffled(all.size(), Seeds.stream(seed, "split", 0));
        int[] test = Arrays.copyOfRange(order, 0, order.length / 10);
        int[] validation = Arrays.copyOfRange(order, order.length / 10, order.length / 5);
        int[] rest = Arrays.copyOfRange(order, order.length / 5, order.length);
        int[] train = repaired ? otherConcepts(rest, order, all.size()) : rest;
        Map<String, Double> curves = new LinkedHashMap<>();
        for (int steps : STEPS) {
            LinearProbe.Model probe =
                    new LinearProbe(List.of(WEAK), steps, 1e-9).fit(h.subset(train), labels(all, train), WEAK);
            curves.put("training@" + steps, accuracy(probe, h, all, train));
            curves.put("validation@" + steps, accuracy(probe, h, all, validation));
            curves.put("test@" + steps, accuracy(probe, h, all, test));
            curves.put("new concepts@" + steps, probe.accuracy(unseen, fresh.labels()));
        }
        return curves;
    }

    /** Leaves out what shares a concept with the first fifth of the order. */
    private static int[] otherConcepts(int[] rows, int[] order, int drawings) {
        int concepts = drawings / Style.values().length; // one style after another
        Set<Integer> gone = Arrays.stream(order, 0, order.length / 5)
                .mapToObj(row -> row % concepts)
                .collect(Collectors.toSet());
        return Arrays.stream(rows).filter(row -> !gone.contains(row % concepts)).toArray();
    }

    private static Features features(Supervised encoder, Images images) {
        return Training.features(encoder.encoder(), images, encoder);
    }

    private static double accuracy(LinearProbe.Model probe, Features h, Images all, int[] rows) {
        return probe.accuracy(h.subset(rows), labels(all, rows));
    }

    private static int[] labels(Images images, int[] rows) {
        int[] labels = images.labels();
        return Arrays.stream(rows).map(i -> labels[i]).toArray();
    }

    private static int[] shuffled(int n, RandomGenerator random) {
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
