package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CollapseTest {

    private static Features same(int n, int d) {
        float[] values = new float[n * d];
        Arrays.fill(values, 0.3f);
        return new Features(values, n, d);
    }

    @Test
    void aPointIsCollapsed() {
        Collapse found = Collapse.of(same(20, 4));
        assertEquals(0, found.channelStd(), 1e-6);
        assertEquals(0, found.effectiveRank());
        assertEquals(0, found.uniformity(), 1e-6);
    }

    @Test
    void channelStdOfAnEvenSphereIsOneOverRootD() {
        // The population value is exact: E[u_j^2] = 1/d. 4,000 rows: relative error about 1 %.
        assertEquals(1 / Math.sqrt(32), Collapse.channelStd(Feature.noise(4000, 32, 1)), 0.01 * 0.18);
        // Corners of the cross, closed form: each channel has one +1 and one -1 among 2d rows.
        double[][] cross = {{5, 0}, {-5, 0}, {0, 2}, {0, -2}};
        assertEquals(Math.sqrt(0.5), Collapse.channelStd(Feature.of(cross)), 1e-7);
    }

    @Test
    void effectiveRankOfKnownSpectra() {
        // Orthogonal columns of lengths a, b: p = a / (a + b); equal lengths use both directions.
        assertEquals(2, Collapse.effectiveRank(Feature.of(new double[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}})), 1e-9);
        double p = 3 / 4.0;
        assertEquals(
                Math.exp(-p * Math.log(p) - (1 - p) * Math.log(1 - p)),
                Collapse.effectiveRank(Feature.of(new double[][] {{3, 0}, {-3, 0}, {0, 1}, {0, -1}})),
                1e-9);
        // Wrong variants: eigenvalues instead of singular values, p = 9/10; and no exponential.
        double wrong = Math.exp(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1));
        assertTrue(Math.abs(wrong
                        - Collapse.effectiveRank(Feature.of(new double[][] {{3, 0}, {-3, 0}, {0, 1}, {0, -1}})))
                > 0.1);
    }

    @Test
    void aLineInManyDimensionsHasRankOneAndItsPlaceDoesNotCount() {
        double[][] line = new double[30][8];
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 8; j++) {
                line[i][j] = 100 + i * (j + 1); // far from the origin
            }
        }
        assertEquals(1, Collapse.effectiveRank(Feature.of(line)), 1e-3);
    }

    @Test
    void effectiveRankIsThatOfTheTransposedProblem() {
        // More dimensions than rows takes the other Gram matrix; zero columns change nothing.
        Features wide = Feature.noise(12, 40, 2);
        float[] padded = new float[12 * 7];
        Features narrow = Feature.noise(12, 4, 3);
        for (int i = 0; i < 48; i++) {
            padded[i / 4 * 7 + i % 4] = narrow.values()[i];
        }
        assertEquals(Collapse.effectiveRank(narrow), Collapse.effectiveRank(new Features(padded, 12, 7)), 1e-5);
        double rank = Collapse.effectiveRank(wide);
        assertTrue(rank > 9 && rank <= 11, "12 centred rows span at most 11, found " + rank);
    }

    @Test
    void theSpectrumIsThatOfTheCovarianceTheLargestFirst() {
        // Columns at right angles: their variances, 2 * 9 / 3 and 2 / 3, whatever the mean.
        Features cross = Feature.of(new double[][] {{1, 13}, {1, 7}, {2, 10}, {0, 10}});
        assertArrayEquals(new double[] {6, 2 / 3.0}, Collapse.spectrum(cross), 1e-6);
        // The variances of the channels and of the principal directions add up to the same.
        Features noise = Feature.noise(50, 6, 7);
        double[] spectrum = Collapse.spectrum(noise);
        double total = 0;
        for (float value : noise.centred().values()) {
            total += value * value / 49.0;
        }
        assertEquals(total, Arrays.stream(spectrum).sum(), 1e-4 * total);
        for (int k = 1; k < 6; k++) {
            assertTrue(spectrum[k] <= spectrum[k - 1]);
        }
        assertArrayEquals(new double[4], Collapse.spectrum(same(20, 4)), 1e-10);
        assertThrows(IllegalArgumentException.class, () -> Collapse.spectrum(same(1, 4)));
    }

    @Test
    void uniformityEqualsTheDefinition() {
        Features features = Feature.noise(30, 4, 4);
        double sum = 0;
        double withItself = 30;
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 30; j++) {
                if (i != j) {
                    sum += Math.exp(-2 * (2 - 2 * Feature.cosine(features, i, features, j)));
                }
            }
        }
        assertEquals(Math.log(sum / (30 * 29)), Collapse.uniformity(features), 1e-6);
        double wrong = Math.log((sum + withItself) / (30 * 30));
        assertTrue(Math.abs(wrong - Collapse.uniformity(features)) > 0.01);
        // Two opposite points: one squared distance of 4.
        assertEquals(-8, Collapse.uniformity(Feature.of(new double[][] {{1, 1}, {-2, -2}})), 1e-6);
        // Dead units: all points are one, the worst there is. Cosines alone, 0, would make it -4, among the best.
        assertEquals(0, Collapse.uniformity(Feature.of(new double[][] {{0, 0}, {0, 0}, {0, 0}})), 1e-12);
        assertEquals(-2, Collapse.uniformity(Feature.of(new double[][] {{0, 0}, {3, 0}})), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> Collapse.uniformity(Feature.noise(1, 3, 5)));
    }

    @Test
    void alignmentOfKnownPairs() {
        Features one = Feature.of(new double[][] {{1, 0}, {0, 2}, {3, 0}});
        Features other = Feature.of(new double[][] {{5, 0}, {2, 0}, {-1, 0}});
        // Same direction 0, right angle 2, opposite 4.
        assertEquals(2, Collapse.alignment(one, other), 1e-6);
        assertEquals(0, Collapse.alignment(one, one), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Collapse.alignment(one, Feature.noise(2, 2, 1)));
    }

    /** A run that is dead or has diverged is what these figures are for: they must come, or say why not. */
    @Test
    void deadRunsHaveFiguresAndDivergedOnesAReason() {
        double[][] tiny = new double[40][30];
        double[][] dead = new double[40][30];
        double[][] nan = new double[40][30];
        java.util.Random random = new java.util.Random(3);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 30; j++) {
                tiny[i][j] = 1e-18 * random.nextGaussian();
                nan[i][j] = i == 7 ? Double.NaN : random.nextGaussian();
            }
        }
        assertTrue(Collapse.of(Feature.of(tiny)).effectiveRank() > 10);
        assertEquals(new Collapse(0, 0, 0, 30), Collapse.of(Feature.of(dead)));
        String message = assertThrows(IllegalArgumentException.class, () -> Collapse.of(Feature.of(nan)))
                .getMessage();
        assertTrue(message.contains("has the training diverged?"), message);
    }
}
