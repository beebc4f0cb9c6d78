package kontrast.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** First rows, look-up and update of a memory bank, against loops. */
class MemoryBankTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] random(int count) {
        RandomGenerator random = Seeds.stream(2, "bank test", 0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /**
     * Uniform on (-a, a), a = 1 / sqrt(d / 3): E |row|^2 = d a^2 / 3 = 1. The mean of 20,000
     * squared norms, each with variance 4 d a^4 / 45 below 0.05 for d >= 16, is within 0.01 of it.
     */
    @ParameterizedTest
    @ValueSource(ints = {16, 128})
    void rowsHaveUnitLengthOnAverageAtFirst(int d) {
        MemoryBank bank = new MemoryBank(manager, 20_000, d, 1);
        float[] rows = bank.rows().toFloatArray();
        double a = Math.sqrt(3.0 / d);
        double squares = 0;
        double most = 0;
        double sum = 0;
        for (float value : rows) {
            squares += (double) value * value;
            most = Math.max(most, Math.abs(value));
            sum += value;
        }
        assertEquals(1, squares / 20_000, 0.01);
        assertTrue(most <= a * (1 + 1e-6) && most > 0.999 * a, "the interval is (-a, a)");
        assertEquals(0, sum / rows.length, 0.01 * a);
        double wrong = d * (1 / Math.sqrt(d)) * (1 / Math.sqrt(d)) / 3; // a = 1 / sqrt(d)
        assertTrue(Math.abs(wrong - squares / 20_000) > 0.1);
    }

    @Test
    void sameSeedSameRows() {
        MemoryBank one = new MemoryBank(manager, 10, 4, 1);
        assertEquals(one.rows(), new MemoryBank(manager, 10, 4, 1).rows());
        assertFalse(one.rows().contentEquals(new MemoryBank(manager, 10, 4, 2).rows()));
    }

    @Test
    void looksRowsUp() {
        MemoryBank bank = new MemoryBank(manager, 6, 3, 1);
        float[] rows = bank.rows().toFloatArray();
        long[] indices = {5, 0, 0, 3, 2, 5};
        float[] found = bank.rows(manager.create(indices, new Shape(2, 3))).toFloatArray(); // [2, 3, 3]
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 3; j++) {
                assertEquals(rows[3 * (int) indices[i] + j], found[3 * i + j]);
            }
        }
    }

    @Test
    void candidatesHaveThePositiveInColumnZero() {
        MemoryBank bank = new MemoryBank(manager, 50, 3, 1);
        try (AliasSampler sampler = AliasSampler.uniform(manager, 50)) {
            NDArray own = manager.create(new long[] {7, 49, 0});
            NDArray drawn = bank.candidates(own, sampler, 20, Seeds.stream(1, "noise", 0));
            assertEquals(new Shape(3, 21), drawn.getShape());
            assertArrayEquals(own.toLongArray(), drawn.get(":, 0").toLongArray());
            long[] all = drawn.toLongArray();
            assertTrue(Arrays.stream(all).allMatch(i -> i >= 0 && i < 50));
            assertTrue(Arrays.stream(all).distinct().count() > 20);
        }
    }

    @Test
    void aRowIsNotMovedTowardsTwoEmbeddingsAtOnce() {
        try (MemoryBank bank = new MemoryBank(manager, 8, 3, 1)) {
            NDArray twice = manager.create(new long[] {6, 1, 6});
            NDArray z = manager.create(random(9), new Shape(3, 3));
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> bank.update(twice, z, 0.5));
            assertTrue(refused.getMessage().contains("row 6 is given twice"), refused.getMessage());
        }
    }

    /** A row becomes u / |u|, u = m row + (1 - m) z, in double; others stay bit for bit. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9})
    void updateMovesAndRenormalises(double momentum) {
        MemoryBank bank = new MemoryBank(manager, 8, 3, 1);
        float[] before = bank.rows().toFloatArray();
        long[] own = {6, 1};
        float[] z = random(6);
        bank.update(manager.create(own), manager.create(z, new Shape(2, 3)), momentum);
        float[] after = bank.rows().toFloatArray();
        float[] expected = before.clone();
        for (int i = 0; i < 2; i++) {
            double[] u = new double[3];
            double square = 0;
            for (int j = 0; j < 3; j++) {
                int at = 3 * (int) own[i] + j;
                u[j] = momentum * before[at] + (1 - momentum) * z[3 * i + j];
                square += u[j] * u[j];
            }
            for (int j = 0; j < 3; j++) {
                expected[3 * (int) own[i] + j] = (float) (u[j] / Math.sqrt(square));
            }
        }
        // float32 rounding of three products; a bank that forgot to renormalise, or took m for
        // 1 - m, is off by more than 0.01
        assertArrayEquals(expected, after, 1e-6f);
        if (momentum == 0.9) {
            MemoryBank wrong = new MemoryBank(manager, 8, 3, 1);
            wrong.update(manager.create(own), manager.create(z, new Shape(2, 3)), 0.1);
            assertTrue(wrong.rows().sub(bank.rows()).abs().max().getFloat() > 0.01);
        }
    }

    @Test
    void theArrayStaysTheSameSoThatCheckpointsHoldIt() {
        MemoryBank bank = new MemoryBank(manager, 8, 3, 1);
        NDArray alias = bank.rows().reshape(24); // shares the memory
        bank.update(manager.create(new long[] {2}), manager.ones(new Shape(1, 3)), 0);
        assertArrayEquals(bank.rows().toFloatArray(), alias.toFloatArray());
        assertEquals(1 / Math.sqrt(3), alias.getFloat(6), 1e-6);
    }

    @Test
    void noGradientReachesTheBank() {
        MemoryBank bank = new MemoryBank(manager, 8, 3, 1);
        NDArray z = manager.ones(new Shape(1, 3));
        z.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray rows = bank.rows(manager.create(new long[] {4}, new Shape(1, 1)));
            collector.backward(rows.reshape(1, 3).mul(z).sum());
            bank.update(manager.create(new long[] {4}), z.mul(z), 0.5); // a z with a graph
        }
        assertFalse(bank.rows().hasGradient());
        assertTrue(z.getGradient().abs().max().getFloat() > 0);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new MemoryBank(manager, 0, 3, 1));
        MemoryBank bank = new MemoryBank(manager, 8, 3, 1);
        NDArray own = manager.create(new long[] {2});
        NDArray z = manager.ones(new Shape(1, 3));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> bank.update(own, z, 1))
                .getMessage()
                .contains("never change"));
        NDArray two = manager.ones(new Shape(2, 3));
        assertThrows(IllegalArgumentException.class, () -> bank.update(own, two, 0.5));
        try (AliasSampler sampler = AliasSampler.uniform(manager, 9)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> bank.candidates(own, sampler, 2, Seeds.stream(1, "noise", 0)));
        }
    }
}
