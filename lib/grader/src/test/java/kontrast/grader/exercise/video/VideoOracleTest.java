package kontrast.grader.exercise.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.evaluate.Propagation;
import kontrast.grader.check.Report;
import kontrast.loss.FrameAttention;
import kontrast.method.ColorClusters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the checks of 06_video_colorization ask for is what the library does, and a right answer may have any style. */
class VideoOracleTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static void full(Report report) {
        assertTrue(report.passed(), report::toString);
        assertEquals(report.points(), report.earned(), 1e-9, report::toString);
    }

    private static float[][] rows(NDArray matrix) {
        int columns = Math.toIntExact(matrix.getShape().get(1));
        float[] all = matrix.toFloatArray();
        return IntStream.range(0, all.length / columns)
                .mapToObj(i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns))
                .toArray(float[][]::new);
    }

    @Test
    void theLibrarysPropagationPassesTheCheckOfCarriedMasks() {
        full(VideoExercises.carried().check((features, first, temperature) -> {
            Shape s = features.getShape(); // [T, n, d]: a map of one row
            NDArray maps = features.transpose(0, 2, 1).reshape(s.get(0), s.get(2), 1, s.get(1));
            NDArray marks = first.transpose().reshape(first.getShape().get(1), 1, s.get(1));
            return Propagation.firstAndLast(temperature)
                    .propagate(maps, marks)
                    .reshape(s.get(0), -1, s.get(1))
                    .transpose(0, 2, 1);
        }));
    }

    /** The cluster of each colour by the library, and the means as a product with a table of ones. */
    @Test
    void theLibrarysClustersAndAProductPassTheCheckOfTheCentres() {
        full(VideoExercises.movedCentres().check((ab, centres) -> {
            float[] flat = new float[2 * centres.length];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = centres[i / 2][i % 2];
            }
            NDArray colours = manager.create(ab);
            NDArray points = colours.transpose().reshape(1, 2, 1, ab.length);
            NDArray is = new ColorClusters(flat)
                    .nearest(points)
                    .reshape(ab.length)
                    .oneHot(centres.length)
                    .toType(DataType.FLOAT32, false);
            NDArray count = is.sum(new int[] {0}).reshape(-1, 1);
            NDArray means = is.transpose().matMul(colours).div(count.maximum(1));
            return rows(means.add(manager.create(centres).mul(count.eq(0).toType(DataType.FLOAT32, false))));
        }));
    }

    /** The table of the solution holds sums; here are streams, and a mean that moves with each colour. */
    @Test
    void centresMayBeMovedByStreamsOrOneColourAfterTheOther() {
        full(VideoExercises.movedCentres().check((ab, centres) -> {
            int[] of = Arrays.stream(ab).mapToInt(c -> nearest(c, centres)).toArray();
            return IntStream.range(0, centres.length)
                    .mapToObj(k -> new float[] {mean(ab, of, k, 0, centres), mean(ab, of, k, 1, centres)})
                    .toArray(float[][]::new);
        }));
        full(VideoExercises.movedCentres().check((ab, centres) -> {
            float[][] moved = Arrays.stream(centres).map(float[]::clone).toArray(float[][]::new);
            int[] seen = new int[centres.length];
            for (float[] colour : ab) {
                int k = nearest(colour, centres);
                seen[k]++;
                for (int axis = 0; axis < 2; axis++) {
                    float from = seen[k] == 1 ? 0 : moved[k][axis];
                    moved[k][axis] = from + (colour[axis] - from) / seen[k];
                }
            }
            return moved;
        }));
    }

    private static int nearest(float[] colour, float[]... centres) {
        int best = 0;
        for (int k = 1; k < centres.length; k++) {
            double one = Math.hypot(colour[0] - centres[k][0], colour[1] - centres[k][1]);
            best = one < Math.hypot(colour[0] - centres[best][0], colour[1] - centres[best][1]) ? k : best;
        }
        return best;
    }

    private static float mean(float[][] ab, int[] of, int k, int axis, float[]... centres) {
        return (float) IntStream.range(0, ab.length)
                .filter(i -> of[i] == k)
                .mapToDouble(i -> ab[i][axis])
                .average()
                .orElse(centres[k][axis]);
    }

    @Test
    void theLibrarysCopyPassesTheCheckOfCopiedColours() {
        full(VideoExercises.copiedColours().check((attention, clusters, count) -> {
            // Features whose attention is the given one: the logarithms of its rows, against one reference each.
            NDArray logs = manager.create(attention).log().expandDims(0);
            NDArray one = manager.eye(clusters.length).expandDims(0);
            NDArray values = manager.create(clusters).oneHot(count).toType(DataType.FLOAT32, false);
            return rows(
                    new FrameAttention(1).copy(logs, one, values.expandDims(0)).get(0));
        }));
    }

    /** Loops are the solution; here are streams and tensors. */
    @Test
    void copiedColoursMayBeStreamsOrTensors() {
        full(VideoExercises.copiedColours()
                .check((attention, clusters, count) -> Arrays.stream(attention)
                        .map(row -> {
                            float[] shares = new float[count];
                            IntStream.range(0, count)
                                    .forEach(k -> shares[k] = (float) IntStream.range(0, row.length)
                                            .filter(i -> clusters[i] == k)
                                            .mapToDouble(i -> row[i])
                                            .sum());
                            return shares;
                        })
                        .toArray(float[][]::new)));
        full(VideoExercises.copiedColours()
                .check((attention, clusters, count) -> rows(manager.create(attention)
                        .matMul(manager.create(clusters).oneHot(count).toType(DataType.FLOAT32, false)))));
    }

    @Test
    void regionSimilarityMayBeStreamsOrTensorsOrCounts() {
        full(VideoExercises.regionSimilarity()
                .check((found, truth, things) -> IntStream.rangeClosed(1, things)
                        .mapToDouble(s -> {
                            long any = IntStream.range(0, truth.length)
                                    .filter(p -> found[p] == s || truth[p] == s)
                                    .count();
                            long both = IntStream.range(0, truth.length)
                                    .filter(p -> found[p] == s && truth[p] == s)
                                    .count();
                            return any == 0 ? 1 : (double) both / any;
                        })
                        .average()
                        .orElseThrow()));
        full(VideoExercises.regionSimilarity().check((found, truth, things) -> {
            NDArray p = manager.create(found).oneHot(things + 1).get(":, 1:").toType(DataType.FLOAT64, false);
            NDArray q = manager.create(truth).oneHot(things + 1).get(":, 1:").toType(DataType.FLOAT64, false);
            double[] both = p.mul(q).sum(new int[] {0}).toDoubleArray();
            double[] any = p.maximum(q).sum(new int[] {0}).toDoubleArray();
            return IntStream.range(0, things)
                    .mapToDouble(s -> any[s] > 0 ? both[s] / any[s] : 1)
                    .average()
                    .orElseThrow();
        }));
        full(VideoExercises.regionSimilarity().check((found, truth, things) -> {
            double[][] table = new double[things + 1][things + 1];
            for (int p = 0; p < truth.length; p++) {
                table[found[p]][truth[p]]++;
            }
            BiFunction<Integer, Boolean, Double> size = (s, isFound) -> IntStream.rangeClosed(0, things)
                    .mapToDouble(o -> isFound ? table[s][o] : table[o][s])
                    .sum();
            return Stream.iterate(1, s -> s + 1)
                    .limit(things)
                    .mapToDouble(s -> {
                        double any = size.apply(s, true) + size.apply(s, false) - table[s][s];
                        return any == 0 ? 1 : table[s][s] / any;
                    })
                    .average()
                    .orElseThrow();
        }));
    }
}
