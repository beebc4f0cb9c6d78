package kontrast.claim.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.LabelFraction;
import kontrast.data.Split;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.Knn;
import kontrast.evaluate.Summary;
import kontrast.method.Supervised;
import kontrast.tensor.Devices;
import kontrast.view.HorizontalFlip;

/**
 * The run of exercise 19.7: two encoders are compared in three runs, each read many times with other labels, and the
 * readings of a run are counted as if they were runs. The encoders are untrained and of one plan: there is nothing to
 * find.
 *
 * <pre>
 *   as it should be: t = mean / (std / sqrt(runs)) of the runs, each the mean of its readings
 *   faulty:          t = mean / (std / sqrt(runs * readings)) of all readings
 * </pre>
 */
public final class RepeatedReadings {

    private static final int RUNS = 3;
    private static final int FIRST = 15; // seed of the first weights: a case in which the fault is plain to see
    private static final int READINGS = 30;
    private static final double LABELS = 0.2; // share of the training drawings
    private static final Knn NEIGHBOURS = new Knn(20, 0.07);

    private RepeatedReadings() {}

    /**
     * Returns the reading: by number of readings the differences of each run and what is made of them.
     *
     * @param faulty whether each reading counts as a run
     */
    public static Trial trial(boolean faulty) {
        return new WithoutTraining(
                "%d untrained encoders against %d, weights from %d; %s of %s labels, %d readings; %s"
                        .formatted(
                                RUNS,
                                RUNS,
                                FIRST,
                                NEIGHBOURS,
                                LABELS,
                                READINGS,
                                faulty ? "all alike" : "means of runs"),
                seed -> curves(faulty, seed));
    }

    private static Map<String, Double> curves(boolean faulty, long seed) {
        double[][] differences = new double[RUNS][];
        Map<String, Double> curves = new LinkedHashMap<>();
        for (int run = 0; run < RUNS; run++) {
            long first = FIRST + 2 * (RUNS * (seed - 1) + run);
            double[] less = readings(first);
            double[] more = readings(first + 1);
            differences[run] = new double[READINGS];
            for (int r = 0; r < READINGS; r++) {
                differences[run][r] = more[r] - less[r];
                curves.put("run %d@%d".formatted(run + 1, r + 1), differences[run][r]);
            }
        }
        for (int r = 1; r <= READINGS; r++) {
            List<Double> independent = new ArrayList<>();
            for (double[] one : differences) {
                double[] read = Arrays.copyOf(one, r);
                if (faulty) {
                    Arrays.stream(read).forEach(independent::add);
                } else {
                    independent.add(Arrays.stream(read).average().orElseThrow());
                }
            }
            double[] d = independent.stream().mapToDouble(x -> x).toArray();
            curves.put("errors@" + r, Summary.of(d).errors());
        }
        return curves;
    }

    /** The accuracies of one encoder on the drawings of test, each time with other labelled ones. */
    private static double[] readings(long seed) {
        EmojiViews emoji = EmojiViews.load();
        Images train = emoji.images(Style.NOTO, Split.TRAIN);
        Images test = emoji.images(Style.NOTO, Split.TEST);
        Supervised.Options plan = new Supervised.Options(
                new HorizontalFlip(0), new SmallCnn(8, 4), train.classes().size());
        try (Supervised encoder = new Supervised(plan, train.shape(), Devices.best(), seed)) {
            Features known = Training.features(encoder.encoder(), train, encoder);
            Features asked = Training.features(encoder.encoder(), test, encoder);
            double[] accuracies = new double[READINGS];
            for (int r = 0; r < READINGS; r++) {
                int[] rows = new LabelFraction(LABELS, r).indices(train.labels());
                int[] labels = Arrays.stream(rows).map(i -> train.labels()[i]).toArray();
                accuracies[r] = NEIGHBOURS.accuracy(known.subset(rows), labels, asked, test.labels());
            }
            return accuracies;
        }
    }
}
