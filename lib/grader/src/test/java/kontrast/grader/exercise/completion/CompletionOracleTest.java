package kontrast.grader.exercise.completion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import kontrast.grader.check.Report;
import kontrast.loss.PixelLoss;
import kontrast.view.ColorBins;
import kontrast.view.ColorPrior;
import kontrast.view.Lab;
import org.junit.jupiter.api.Test;

/** What the checks of 05_inpainting_colorization ask for is what the library does, and right answers may look as they like. */
class CompletionOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
        assertEquals(report.points(), report.earned(), 0, report::toString);
    }

    @Test
    void theLibrarysPixelLossPassesWithTheWeightsOfTheBand() {
        passes(CompletionExercises.maskedLoss().check((drawn, truth, mask, overlap, weight) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                Shape picture = new Shape(1, 1, mask.length, mask[0].length);
                NDArray m = manager.create(mask).reshape(picture);
                return PixelLoss.loss(
                                manager.create(drawn).reshape(picture),
                                manager.create(truth).reshape(picture),
                                m.add(grown(m, overlap).sub(m).mul(weight)))
                        .getFloat();
            }
        }));
    }

    private static NDArray grown(NDArray mask, int overlap) {
        long side = 2L * overlap + 1;
        return Pool.maxPool2d(mask, new Shape(side, side), new Shape(1, 1), new Shape(overlap, overlap), false);
    }

    @Test
    void theLibrarysLightnessPassesTheCheck() {
        passes(CompletionExercises.lightness().check((red, green, blue) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray rgb = manager.create(new float[] {(float) red, (float) green, (float) blue})
                        .reshape(1, 3, 1, 1);
                return Lab.of(rgb).getFloat(0, 0, 0, 0);
            }
        }));
    }

    @Test
    void theLibrarysWeightsAreThoseOfItsSmoothedShares() throws Exception {
        ColorBins bins = ColorBins.inGamut(30);
        double[] counts = new SplittableRandom(1).doubles(bins.size(), 0, 9).toArray();
        ColorPrior prior = ColorPrior.of(bins, counts);
        float[] shares = new float[bins.size()];
        for (int q = 0; q < shares.length; q++) {
            shares[q] = (float) prior.probabilities()[q];
        }
        assertArrayEquals(prior.weights(0.4), new BinWeightsSolution().binWeights(shares, 0.4), 1e-4f);
    }

    @Test
    void theLibraryEncodesAndDecodesAsTheSolutionsDo() throws Exception {
        ColorBins bins = ColorBins.inGamut(20);
        float[][] centres = new float[bins.size()][2];
        for (int q = 0; q < centres.length; q++) {
            centres[q] = new float[] {(float) bins.centre(q)[0], (float) bins.centre(q)[1]};
        }
        SplittableRandom random = new SplittableRandom(2);
        float[][] colours = new float[30][2];
        float[] planes = new float[60];
        for (int p = 0; p < 30; p++) {
            colours[p] = new float[] {(float) random.nextDouble(-80, 80), (float) random.nextDouble(-80, 80)};
            planes[p] = colours[p][0];
            planes[30 + p] = colours[p][1];
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray ab = manager.create(planes).reshape(1, 2, 5, 6);
            long[] encoded = bins.encode(ab, 1, 1).bins().toLongArray();
            int[] expected = Arrays.stream(encoded).mapToInt(q -> (int) q).toArray();
            assertArrayEquals(expected, new NearestBinsSolution().nearestBins(colours, centres));

            NDArray logits = manager.create(new float[] {1, 4, 2, 0}).reshape(1, 4, 1, 1);
            ColorBins few = ColorBins.inGamut(100);
            NDArray flat = manager.zeros(new Shape(1, few.size(), 1, 1));
            flat.set(new NDIndex(":, 0:4"), logits);
            NDArray middles = manager.create(few.centres().stream()
                    .map(c -> new float[] {(float) c[0], (float) c[1]})
                    .toArray(float[][]::new));
            NDArray own = new AnnealedMeanSolution().annealedMean(flat.reshape(1, -1), middles, 0.38);
            assertArrayEquals(few.decode(flat, 0.38).toFloatArray(), own.toFloatArray(), 1e-3f);
        }
    }

    @Test
    void theLibrarysUnitsPassTheCheckOfTheTargets() {
        passes(CompletionExercises.colourTargets().check((normalised, square) -> {
            NDArray ab = Lab.denormalise(normalised).get(":, 1:3");
            Shape side = new Shape(square, square);
            return Pool.avgPool2d(ab, side, side, new Shape(0, 0), false, true);
        }));
    }

    @Test
    void nearestBinsInLoopsStreamsAndTensorsAreAllRight() {
        passes(CompletionExercises.nearestBins().check((colours, centres) -> {
            int[] bins = new int[colours.length];
            for (int p = 0; p < bins.length; p++) {
                int best = 0;
                for (int q = 1; q < centres.length; q++) {
                    if (Math.hypot(colours[p][0] - centres[q][0], colours[p][1] - centres[q][1])
                            < Math.hypot(colours[p][0] - centres[best][0], colours[p][1] - centres[best][1])) {
                        best = q;
                    }
                }
                bins[p] = best;
            }
            return bins;
        }));
        passes(CompletionExercises.nearestBins()
                .check((colours, centres) -> Arrays.stream(colours)
                        .mapToInt(c -> IntStream.range(0, centres.length)
                                .reduce((p, q) -> square(c, centres[q]) < square(c, centres[p]) ? q : p)
                                .orElseThrow())
                        .toArray()));
        passes(CompletionExercises.nearestBins().check((colours, centres) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray distance = manager.create(colours)
                        .expandDims(1)
                        .sub(manager.create(centres).expandDims(0))
                        .square()
                        .sum(new int[] {2});
                return distance.argMin(1).toType(DataType.INT32, false).toIntArray();
            }
        }));
    }

    private static double square(float[] p, float[] q) {
        return (p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]);
    }

    @Test
    void binWeightsInLoopsStreamsAndTensorsAreAllRight() {
        passes(CompletionExercises.binWeights().check((shares, lambda) -> {
            float[] weights = new float[shares.length];
            float mean = 0;
            for (int q = 0; q < weights.length; q++) {
                weights[q] = 1 / (float) (shares[q] * (1 - lambda) + lambda / weights.length);
                mean += weights[q] * shares[q];
            }
            for (int q = 0; q < weights.length; q++) {
                weights[q] /= mean;
            }
            return weights;
        }));
        passes(CompletionExercises.binWeights().check((shares, lambda) -> {
            List<Double> v = IntStream.range(0, shares.length)
                    .mapToObj(q -> 1 / ((1 - lambda) * shares[q] + lambda / shares.length))
                    .toList();
            double mean = IntStream.range(0, shares.length)
                    .mapToDouble(q -> shares[q] * v.get(q))
                    .sum();
            float[] weights = new float[shares.length];
            IntStream.range(0, shares.length).forEach(q -> weights[q] = (float) (v.get(q) / mean));
            return weights;
        }));
        passes(CompletionExercises.binWeights().check((shares, lambda) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray p = manager.create(shares);
                NDArray v = p.mul(1 - lambda).add(lambda / shares.length).pow(-1);
                return v.div(v.mul(p).sum()).toFloatArray();
            }
        }));
    }
}
