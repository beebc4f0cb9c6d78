package kontrast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Z of all three kinds against sums in double. */
class NormaliserTest {

    private static final int IMAGES = 40;

    /** log of a float32 sum: relative error some 1e-7. */
    private static final double FLOAT = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray scores(float... values) {
        return manager.create(values, new Shape(2, values.length / 2));
    }

    /** n mean(exp(s)). */
    private static double estimate(double... scores) {
        return IMAGES * Arrays.stream(scores).map(Math::exp).average().orElseThrow();
    }

    private static NDArray never() {
        throw new AssertionError("the whole bank is scored for nothing");
    }

    @Test
    void theFirstBatchIsConstant() {
        Normaliser z = new Normaliser(manager, Normaliser.Kind.FIRST_BATCH, IMAGES);
        double first = Math.log(estimate(1, 2, 3, 0));
        NDArray scores = scores(1, 2, 3, 0);
        assertEquals(first, z.logZ(scores, NormaliserTest::never).getFloat(), FLOAT);
        assertEquals(0, z.state().getFloat(1), "set before the step was taken");
        z.update();
        assertEquals(1, z.state().getFloat(1));
        NDArray later = scores(9, 9, 9, 9);
        assertEquals(first, z.logZ(later, NormaliserTest::never).getFloat(), FLOAT);
        z.update();
        assertEquals(first, z.logZ(later, NormaliserTest::never).getFloat(), FLOAT);
    }

    @Test
    void theRunningOneIsAnAverageOfZ() {
        Normaliser z = new Normaliser(manager, Normaliser.Kind.RUNNING, IMAGES);
        double expected = estimate(1, 2, 3, 0);
        z.logZ(scores(1, 2, 3, 0), NormaliserTest::never);
        z.update();
        double ofLogs = Math.log(expected);
        for (int step = 0; step < 5; step++) {
            double used = z.logZ(scores(4, 5, 6, 7), NormaliserTest::never).getFloat();
            assertEquals(Math.log(expected), used, FLOAT);
            z.update();
            expected = 0.99 * expected + 0.01 * estimate(4, 5, 6, 7);
            ofLogs = 0.99 * ofLogs + 0.01 * Math.log(estimate(4, 5, 6, 7));
        }
        assertEquals(Math.log(expected), z.state().getFloat(0), FLOAT);
        assertTrue(Math.abs(ofLogs - z.state().getFloat(0)) > 0.1, "not an average of log Z");
    }

    @Test
    void theExactOneSumsOverTheBankForEachRow() {
        Normaliser z = new Normaliser(manager, Normaliser.Kind.EXACT, 3);
        NDArray all = scores(1, 2, 3, -1, 0, 5);
        NDArray found = z.logZ(scores(0, 0), () -> all);
        assertEquals(new Shape(2, 1), found.getShape());
        double[] sums = {Math.exp(1) + Math.exp(2) + Math.exp(3), Math.exp(-1) + Math.exp(0) + Math.exp(5)};
        assertEquals(Math.log(sums[0]), found.getFloat(0, 0), FLOAT);
        assertEquals(Math.log(sums[1]), found.getFloat(1, 0), FLOAT);
        z.update(); // nothing to keep
        assertEquals(0, z.state().getFloat(1));
    }

    /** exp(150) is beyond float32. */
    @Test
    void largeScoresDoNotOverflow() {
        Normaliser z = new Normaliser(manager, Normaliser.Kind.RUNNING, IMAGES);
        double expected = 150 + Math.log(IMAGES);
        NDArray scores = scores(150, 150, 150, 150);
        assertEquals(expected, z.logZ(scores, NormaliserTest::never).getFloat(), 1e-3);
        z.update();
        assertEquals(expected, z.logZ(scores, NormaliserTest::never).getFloat(), 1e-3);
        z.update();
        assertEquals(expected, z.state().getFloat(0), 1e-3);
    }

    @Test
    void needsImages() {
        assertThrows(IllegalArgumentException.class, () -> new Normaliser(manager, Normaliser.Kind.EXACT, 0));
    }
}
