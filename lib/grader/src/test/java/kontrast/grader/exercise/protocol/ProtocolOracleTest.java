package kontrast.grader.exercise.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.LabelFraction;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Unpack;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

/** What the checks of 01_protocol ask for is what the library does. */
class ProtocolOracleTest {

    private static final int ROWS = 60;
    private static final int COLUMNS = 4;
    private static final double STRENGTH = 0.1;

    /** Features of three classes, with a dead column, and their labels. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares samples
    private record Sample(float[][] rows, int[] labels) {
        static Sample draw(long seed) {
            RandomGenerator random = new SplittableRandom(seed);
            float[][] rows = new float[ROWS][COLUMNS];
            int[] labels = new int[ROWS];
            for (int i = 0; i < ROWS; i++) {
                labels[i] = i % 3;
                for (int j = 0; j < COLUMNS - 1; j++) {
                    rows[i][j] = (float) (5 * j + (j + 1) * (random.nextGaussian() + labels[i]));
                }
                rows[i][COLUMNS - 1] = 2.5f;
            }
            return new Sample(rows, labels);
        }

        Features features() {
            float[] values = new float[ROWS * COLUMNS];
            for (int i = 0; i < ROWS; i++) {
                System.arraycopy(rows[i], 0, values, i * COLUMNS, COLUMNS);
            }
            return new Features(values, ROWS, COLUMNS);
        }
    }

    private static LinearProbe.Model fitted(Sample sample) {
        return new LinearProbe(List.of(STRENGTH), 500, 1e-9).fit(sample.features(), sample.labels(), STRENGTH);
    }

    private static float[] bias(LinearProbe.Model probe) {
        return Unpack.rounded(new double[][] {probe.bias()})[0];
    }

    @Test
    void theLibrarysProbeStandardisesLikeTheReference() throws Exception {
        Sample train = Sample.draw(1);
        Sample other = Sample.draw(2);
        LinearProbe.Model probe = fitted(train);
        float[][] scaled = new StandardiseSolution().standardise(train.rows(), other.rows());
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double expected = (other.rows()[i][j] - probe.mean()[j]) * probe.scale()[j];
                assertEquals(expected, scaled[i][j], 1e-6 * Math.max(1, Math.abs(expected)));
            }
        }
    }

    @Test
    void theLibrarysProbeMinimisesTheLossOfTheReference() throws Exception {
        Sample train = Sample.draw(1);
        LinearProbe.Model probe = fitted(train);
        float[][] x = new StandardiseSolution().standardise(train.rows(), train.rows());
        float[][] w = Unpack.rounded(probe.weights());
        double loss = new ProbeLossSolution().probeLoss(x, train.labels(), w, bias(probe), STRENGTH);
        // At a minimum the loss is flat: rounding weights to float moves it by some 1e-13.
        assertEquals(probe.loss(), loss, 1e-7);
    }

    @Test
    void theGradientOfTheReferenceVanishesWhereTheLibrarysProbeEnds() throws Exception {
        Sample train = Sample.draw(3);
        LinearProbe.Model probe = fitted(train);
        float[][] x = new StandardiseSolution().standardise(train.rows(), train.rows());
        float[][] w = Unpack.rounded(probe.weights());
        for (float[] row : new ProbeGradientSolution().probeGradient(x, train.labels(), w, bias(probe), STRENGTH)) {
            for (float slope : row) {
                assertEquals(0, slope, 1e-6);
            }
        }
        // Wrong variant: without the penalty it is not a minimum.
        float[][] without = new ProbeGradientSolution().probeGradient(x, train.labels(), w, bias(probe), 0);
        assertTrue(Math.abs(without[0][0]) > 1e-3, Arrays.toString(without[0]));
    }

    @Test
    void theLibrarysFractionsAreThoseOfTheReference() throws Exception {
        RandomGenerator random = new SplittableRandom(4);
        int[] labels = IntStream.generate(() -> random.nextInt(7)).limit(200).toArray();
        for (double share : new double[] {0.01, 0.1, 0.5, 1}) {
            for (long seed = 0; seed < 3; seed++) {
                assertArrayEquals(
                        new LabelFraction(share, seed).indices(labels),
                        new LabelledRowsSolution().labelledRows(labels, order(labels.length, seed), share));
            }
        }
    }

    /** The order that {@link LabelFraction} draws, as its documentation names it. */
    private static int[] order(int n, long seed) {
        RandomGenerator random = Seeds.stream(seed, "labels", 0);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    @Test
    void theLibrarysSplitOfTheEmojiPassesWhatTheRepairedSplitLeaves() throws Exception {
        EmojiViews emoji = EmojiViews.load();
        int concepts = emoji.concepts().size();
        // Two styles, one after another: drawing i shows concept i modulo the number of concepts.
        int[] shown = IntStream.range(0, 2 * concepts).map(i -> i % concepts).toArray();
        int[] heldOut = IntStream.concat(
                        Arrays.stream(emoji.indices(Split.VALIDATION)),
                        Arrays.stream(emoji.indices(Split.TEST)).map(i -> i + concepts))
                .toArray();
        int[] train = emoji.indices(Split.TRAIN);
        int[] expected = IntStream.concat(
                        Arrays.stream(train), Arrays.stream(train).map(i -> i + concepts))
                .sorted()
                .toArray();
        assertArrayEquals(expected, new TrainingRowsSolution().trainingRows(shown, heldOut));
    }

    @Test
    void aWrongAnswerIsNeverToldTheExpectedValue() {
        Report report = ProtocolExercises.majorityAccuracy().check((train, test) -> 0.123456789);
        assertTrue(report.misconception().isEmpty());
        assertTrue(report.message().contains("off by up to"), report.message());
        assertTrue(!report.toString().contains(" 0.2 "), report.toString());
    }
}
