package kontrast.grader.exercise.dense;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import kontrast.grader.check.Report;
import kontrast.loss.PixelwiseContrast;
import org.junit.jupiter.api.Test;

/** What the checks of 17_dense_objects ask for is what the library does, and no style of writing it loses a point. */
class DenseOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysLossIsThatOfTheChecks() {
        passes(DenseExercises.matchLoss()
                .check((a, b, isMatch) -> PixelwiseContrast.published()
                        .matchLoss(a.expandDims(0), b.expandDims(0), isMatch.expandDims(0))));
        passes(DenseExercises.hinge()
                .check((a, v, isNonMatch, margin) -> new PixelwiseContrast(margin, PixelwiseContrast.Share.HARD)
                        .nonMatchLoss(a.expandDims(0), v.expandDims(0), isNonMatch.expandDims(0))));
    }

    /** 17.4 with the square written out as a product; and with the count taken from the distances. */
    @Test
    void hingeFromDistances() {
        passes(DenseExercises.hinge().check((a, v, isNonMatch, margin) -> {
            NDArray far = a.expandDims(1)
                    .sub(v.expandDims(0))
                    .pow(2)
                    .sum(new int[] {2})
                    .add(1e-12)
                    .sqrt();
            NDArray hard = far.lt(margin).toType(DataType.FLOAT32, false).mul(isNonMatch);
            NDArray cost = far.sub(margin).square().mul(hard);
            float count = hard.sum().getFloat();
            return count == 0 ? cost.sum() : cost.sum().div(count);
        }));
    }

    /** 17.4 with distances from lengths and products: where two are equal rounding is left, but nothing infinite. */
    @Test
    void hingeFromLengthsAndProducts() {
        passes(DenseExercises.hinge().check((a, v, isNonMatch, margin) -> {
            NDArray lengths = a.square()
                    .sum(new int[] {1}, true)
                    .add(v.square().sum(new int[] {1}, true).transpose());
            NDArray squares = lengths.sub(a.matMul(v.transpose()).mul(2)).maximum(0);
            NDArray missing =
                    squares.add(1e-12).sqrt().neg().add(margin).maximum(0).mul(isNonMatch);
            NDArray hard = missing.gt(0).toType(DataType.FLOAT32, false).sum();
            return missing.square().sum().div(hard.maximum(1));
        }));
    }

    /** 17.1 as a product of matrices, in floats. */
    @Test
    void whereToAsAProductOfMatrices() {
        passes(DenseExercises.whereTo().check((point, poseA, poseB) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                float angle = poseB[3] - poseA[3];
                float times = poseB[2] / poseA[2];
                float cos = (float) (times * Math.cos(angle));
                float sin = (float) (times * Math.sin(angle));
                NDArray turn = manager.create(new float[] {cos, -sin, sin, cos}, new Shape(2, 2));
                NDArray way = manager.create(point).sub(manager.create(new float[] {poseA[0], poseA[1]}));
                return turn.matMul(way.reshape(2, 1))
                        .flatten()
                        .add(manager.create(new float[] {poseB[0], poseB[1]}))
                        .toFloatArray();
            }
        }));
    }

    /** 17.1 as complex numbers. */
    @Test
    void whereToAsComplexNumbers() {
        passes(DenseExercises.whereTo().check((point, poseA, poseB) -> {
            double re = poseB[2] * Math.cos(poseB[3]);
            double im = poseB[2] * Math.sin(poseB[3]);
            double divisorRe = poseA[2] * Math.cos(poseA[3]);
            double divisorIm = poseA[2] * Math.sin(poseA[3]);
            double norm = divisorRe * divisorRe + divisorIm * divisorIm;
            double turnRe = (re * divisorRe + im * divisorIm) / norm;
            double turnIm = (im * divisorRe - re * divisorIm) / norm;
            double x = point[0] - poseA[0];
            double y = point[1] - poseA[1];
            return new float[] {
                (float) (poseB[0] + turnRe * x - turnIm * y), (float) (poseB[1] + turnRe * y + turnIm * x)
            };
        }));
    }

    /** 17.2 from the pixels' side: a table of who is seen where. */
    @Test
    void matchesByATable() {
        passes(DenseExercises.matches().check((places, whoA, whoB, side) -> {
            int[][] seen = new int[side][];
            for (int row = 0; row < side; row++) {
                seen[row] = Arrays.copyOfRange(whoB, row * side, (row + 1) * side);
            }
            return IntStream.range(0, whoA.length)
                    .map(p -> {
                        double x = places[p][0];
                        double y = places[p][1];
                        if (whoA[p] == 0 || x < 0 || y < 0 || x >= side || y >= side) {
                            return -1;
                        }
                        int row = (int) y;
                        int column = (int) x;
                        return seen[row][column] == whoA[p] ? row * side + column : -1;
                    })
                    .toArray();
        }));
    }

    /** 17.5 as one stream, with squares. */
    @Test
    void nonMatchesAsAStream() {
        passes(DenseExercises.nonMatches()
                .check((match, candidates, side, apart, count) -> Arrays.stream(candidates)
                        .filter(v -> {
                            int rows = v / side - match / side;
                            int columns = v % side - match % side;
                            return Math.hypot(rows, columns) >= apart;
                        })
                        .distinct()
                        .limit(count)
                        .toArray()));
    }

    /** 17.6 in tensors: all distances at once; the first of equals by a search of my own. */
    @Test
    void bestMatchesInTensors() {
        passes(DenseExercises.bestMatches().check((fA, fB, asked) -> {
            long d = fA.getShape().get(0);
            NDArray a = fA.reshape(d, -1).transpose().expandDims(1); // [P, 1, D]
            NDArray b = fB.reshape(d, -1).transpose().expandDims(0); // [1, P, D]
            float[] all = a.sub(b).square().sum(new int[] {2}).toFloatArray();
            int area = (int) (fA.getShape().get(1) * fA.getShape().get(2));
            return Arrays.stream(asked)
                    .map(u -> IntStream.range(0, area)
                            .reduce((p, q) -> all[u * area + q] < all[u * area + p] ? q : p)
                            .orElseThrow())
                    .toArray();
        }));
    }

    /** 17.7 as a stream a limit, in floats. */
    @Test
    void foundWithinAsStreams() {
        passes(DenseExercises.foundWithin().check((found, truth, width, limits) -> {
            int[] asked =
                    IntStream.range(0, truth.length).filter(i -> truth[i] != -1).toArray();
            float[] shares = new float[limits.length];
            for (int j = 0; j < limits.length; j++) {
                float limit = limits[j];
                shares[j] = (float) Arrays.stream(asked)
                                .mapToDouble(i -> Math.hypot(
                                        found[i] % width - truth[i] % width, found[i] / width - truth[i] / width))
                                .filter(error -> error <= limit)
                                .count()
                        / asked.length;
            }
            return shares;
        }));
    }

    /** 17.9 in tensors, and in floats. */
    @Test
    void litInTensors() {
        passes(DenseExercises.lit().check((pair, drawn, strength) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray factors = manager.create(drawn).mul(-strength).exp().expandDims(1);
                NDArray lit = manager.create(pair).mul(factors);
                return IntStream.range(0, pair.length)
                        .mapToObj(c -> lit.get(c).toFloatArray())
                        .toArray(float[][]::new);
            }
        }));
    }
}
