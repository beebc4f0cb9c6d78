package kontrast.grader.exercise.multiview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import kontrast.grader.check.Report;
import kontrast.loss.InfoNce;
import kontrast.view.Lab;
import org.junit.jupiter.api.Test;

/** What the checks of 09_cmc ask for is what the library does, and right answers may look as they like. */
class MultiviewOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
        assertEquals(report.points(), report.earned(), 0, report::toString);
    }

    private static float[][] rows(NDArray matrix) {
        return IntStream.range(0, (int) matrix.getShape().get(0))
                .mapToObj(i -> matrix.get(i).toFloatArray())
                .toArray(float[][]::new);
    }

    /** The library's losses, for the graphs too: each pair by itself. */
    @Test
    void theLibraryPasses() {
        passes(MultiviewExercises.pairLoss().check((l, ab, tau) -> new InfoNce(tau).symmetric(l, ab)));
        passes(MultiviewExercises.graphLoss().check((z, pairs, tau) -> {
            NDList losses = new NDList();
            for (int e = 0; e < pairs.length; e += 2) {
                losses.add(new InfoNce(tau).symmetric(z.get(pairs[e]), z.get(pairs[e + 1])));
            }
            return losses.stream().reduce(NDArray::add).orElseThrow();
        }));
    }

    /** With the range of the sRGB colours, 9.1 is the library's normalisation. */
    @Test
    void theLibrarysRangeIsThatOfTheExercise() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] ends = {0, 100, -86.183f, 98.233f, -107.857f, 94.478f};
            NDArray scaled = Lab.normalise(manager.create(ends, new Shape(1, 3, 1, 2)));
            for (int i = 0; i < 6; i++) {
                assertEquals(i % 2 == 0 ? -1 : 1, scaled.toFloatArray()[i], 1e-5);
            }
        }
    }

    /** 9.2 in streams, each score by itself. */
    private static float[][] scoresInStreams(float[][] z1, float[][] w, float[][] z2, double tau) {
        return Arrays.stream(z1)
                .map(one -> {
                    float[] row = new float[z2.length];
                    for (int k = 0; k < row.length; k++) {
                        float[] other = z2[k];
                        row[k] = (float) IntStream.range(0, w.length * other.length)
                                .mapToDouble(c -> one[c / other.length]
                                        * w[c / other.length][c % other.length]
                                        * other[c % other.length]
                                        / tau)
                                .sum();
                    }
                    return row;
                })
                .toArray(float[][]::new);
    }

    /** 9.2 in tensors, in single precision. */
    private static float[][] scoresInTensors(float[][] z1, float[][] w, float[][] z2, double tau) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray second = manager.create(z2).matMul(manager.create(w).transpose()); // [K, d1]
            return rows(manager.create(z1).matMul(second.transpose()).div(tau));
        }
    }

    /** 9.2 in loops, from the other side: W z2 first, temperature too. */
    private static float[][] scoresInLoops(float[][] z1, float[][] w, float[][] z2, double tau) {
        float[][] scores = new float[z1.length][z2.length];
        for (int k = 0; k < z2.length; k++) {
            for (int p = 0; p < w.length; p++) {
                double turned = 0;
                for (int q = 0; q < w[p].length; q++) {
                    turned += w[p][q] * z2[k][q];
                }
                for (int i = 0; i < z1.length; i++) {
                    scores[i][k] += (float) (z1[i][p] / tau * turned);
                }
            }
        }
        return scores;
    }

    @Test
    void theScoresInThreeStyles() {
        passes(MultiviewExercises.bilinearScores().check((a, w, b, tau) -> scoresInStreams(a, w, b, tau)));
        passes(MultiviewExercises.bilinearScores().check((a, w, b, tau) -> scoresInTensors(a, w, b, tau)));
        passes(MultiviewExercises.bilinearScores().check((a, w, b, tau) -> scoresInLoops(a, w, b, tau)));
    }

    /** One direction of 9.3 in tensors. */
    private static float askedInTensors(float[][] z, float[][] bank, int[] own, double tau) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray logs = manager.create(z)
                    .matMul(manager.create(bank).transpose())
                    .div(tau)
                    .logSoftmax(1);
            double sum = 0;
            for (int i = 0; i < own.length; i++) {
                sum -= logs.getFloat(i, own[i]);
            }
            return (float) (sum / own.length);
        }
    }

    /** One direction of 9.3 in streams: the differences to the positive, the largest of them taken off. */
    private static float askedInStreams(float[][] z, float[][] bank, int[] own, double tau) {
        return (float) IntStream.range(0, own.length)
                .mapToDouble(i -> {
                    double[] s = Arrays.stream(bank)
                            .mapToDouble(row -> IntStream.range(0, row.length)
                                            .mapToDouble(j -> (double) z[i][j] * row[j])
                                            .sum()
                                    / tau)
                            .toArray();
                    double most = Arrays.stream(s).max().orElseThrow();
                    return most
                            + Math.log(Arrays.stream(s)
                                    .map(x -> Math.exp(x - most))
                                    .sum())
                            - s[own[i]];
                })
                .average()
                .orElseThrow();
    }

    /** One direction of 9.3 in loops that keep the sum small as they go. */
    private static float askedInLoops(float[][] z, float[][] bank, int[] own, double tau) {
        double loss = 0;
        for (int i = 0; i < own.length; i++) {
            double most = Double.NEGATIVE_INFINITY;
            double sum = 0;
            double right = 0;
            for (int k = 0; k < bank.length; k++) {
                double s = 0;
                for (int j = 0; j < z[i].length; j++) {
                    s += z[i][j] * bank[k][j];
                }
                s /= tau;
                right = k == own[i] ? s : right;
                double next = Math.max(most, s);
                sum = sum * Math.exp(most - next) + Math.exp(s - next);
                most = next;
            }
            loss += most + Math.log(sum) - right;
        }
        return (float) loss / own.length;
    }

    @Test
    void bothDirectionsInThreeStyles() {
        passes(MultiviewExercises.bothDirections().check((l, ab, bankL, bankAb, own, tau) ->
                new float[] {askedInTensors(l, bankAb, own, tau), askedInTensors(ab, bankL, own, tau)}));
        passes(MultiviewExercises.bothDirections().check((l, ab, bankL, bankAb, own, tau) ->
                new float[] {askedInStreams(l, bankAb, own, tau), askedInStreams(ab, bankL, own, tau)}));
        passes(MultiviewExercises.bothDirections().check((l, ab, bankL, bankAb, own, tau) ->
                new float[] {askedInLoops(l, bankAb, own, tau), askedInLoops(ab, bankL, own, tau)}));
    }
}
