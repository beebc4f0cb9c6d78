package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import kontrast.loss.JointEmbeddingLoss.Energy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hinge on lengths against arithmetic by hand, and what it does not prevent. */
class NormHingeTest {

    private static final BatchLoss PULL = JointEmbeddingLoss.pullOnly(Energy.SQUARED_DISTANCE);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void isTheMeanOverBothViewsOfWhatIsTooShortOrTooLong() {
        NDArray x = manager.create(new float[][] {{3, 4}, {0, 0.5f}}); // lengths 5 and 0.5
        NDArray y = manager.create(new float[][] {{3, 4}, {0, 1.5f}}); // 5 and 1.5
        NormHinge loss = new NormHinge(PULL, 1, 2, 8);
        double hinge = (3 + 0.5 + 3 + 0) / 4;
        assertEquals(hinge, loss.hinge(x.concat(y, 0)).getFloat(), 1e-6);
        double pull = 0.5 * (0 + 1 / 2.0);
        assertEquals(pull + 8 * hinge, loss.loss(x, y).getFloat(), 1e-5);
        // Wrong variants: one side only, and the first views only.
        assertNotEquals(6 / 4.0, loss.hinge(x.concat(y, 0)).getFloat(), 1e-3);
        assertNotEquals(3.5 / 2, loss.hinge(x.concat(y, 0)).getFloat(), 1e-3);
    }

    @Test
    void onePointOfTheRightLengthCostsNothing() {
        NDArray z = manager.create(new float[][] {{0, 1.2f}, {0, 1.2f}, {0, 1.2f}});
        NormHinge loss = new NormHinge(PULL, 1, 2, 8);
        assertEquals(0, loss.loss(z, z).getFloat(), 1e-7);
        assertEquals(0, loss.trivial(3));
    }

    @Test
    void itsGradientIsFiniteAtTheOrigin() {
        NDArray z = manager.create(new float[][] {{0, 0}, {3, 0}});
        z.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(new NormHinge(PULL, 1, 2, 1).hinge(z));
        }
        float[] gradient = z.getGradient().toFloatArray();
        assertEquals(0, gradient[0], 1e-6);
        assertEquals(0.5, gradient[2], 1e-6); // the mean of two rows
        assertTrue(Float.isFinite(gradient[1]));
    }

    @Test
    void refusesLengthsThatNoVectorHas() {
        assertThrows(IllegalArgumentException.class, () -> new NormHinge(PULL, 2, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new NormHinge(PULL, -1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new NormHinge(PULL, 0, 1, Double.NaN));
        assertThrows(
                IllegalArgumentException.class,
                () -> new NormHinge(PULL, 0, 1, 1).hinge(manager.create(new float[] {1, 2})));
    }
}
