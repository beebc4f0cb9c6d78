package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    private static double naive(float[][] scores, long[] right) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            float own = scores[i][(int) right[i]];
            int better = 0;
            int equal = 0;
            for (float score : scores[i]) {
                better += score > own ? 1 : 0;
                equal += score == own ? 1 : 0;
            }
            sum += better > 0 ? 0 : 1.0 / equal;
        }
        return sum / scores.length;
    }

    @Test
    void agreesWithCountingAmongFewLevelsWithManyTies() {
        Random random = new Random(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int round = 0; round < 20; round++) {
                int n = 1 + random.nextInt(6);
                int k = 1 + random.nextInt(5);
                float[][] scores = new float[n][k];
                long[] right = new long[n];
                for (int i = 0; i < n; i++) {
                    right[i] = random.nextInt(k);
                    for (int j = 0; j < k; j++) {
                        scores[i][j] = random.nextInt(3);
                    }
                }
                NDArray s = manager.create(scores);
                assertEquals(
                        naive(scores, right),
                        Accuracy.of(s, manager.create(right)).getDouble(),
                        1e-6);
            }
        }
    }

    /** The first of equals, which argMax takes, would make it perfect, or always wrong. */
    @Test
    void whoTellsNothingApartIsAtChance() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray alike = manager.ones(new Shape(4, 5));
            assertEquals(
                    0.2,
                    Accuracy.of(alike, manager.create(new long[] {0, 0, 0, 0})).getDouble(),
                    1e-6);
            assertEquals(0.2, CrossEntropy.accuracy(alike, manager.create(new long[] {1, 2, 3, 4})), 1e-6);
            assertNotEquals(
                    0.2,
                    alike.argMax(1)
                            .eq(manager.zeros(new Shape(4)))
                            .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                            .mean()
                            .getFloat());
            NDArray codes = manager.ones(new Shape(2, 3, 4));
            CpcInfoNce loss = new CpcInfoNce(Negatives.ALL, 1);
            assertEquals(1.0 / 6, loss.accuracy(codes.get(":, 1:"), codes, 1, 2), 1e-6);
            assertTrue(Double.isNaN(Accuracy.of(alike.mul(Float.NaN), manager.create(new long[] {0, 0, 0, 0}))
                    .getDouble()));
        }
    }
}
