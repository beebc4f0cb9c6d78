package kontrast.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The slow mean, by hand. */
class CentreTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void movesTowardsTheMeanOfTheBatch() {
        try (Centre centre = new Centre(manager, 2)) {
            assertArrayEquals(new float[] {0, 0}, centre.mean().toFloatArray());
            centre.update(manager.create(new float[] {1, 10, 3, 30}, new Shape(2, 2)), 0.75);
            assertArrayEquals(new float[] {0.5f, 5}, centre.mean().toFloatArray(), 1e-6f);
            centre.update(manager.create(new float[] {0.5f, 5}, new Shape(1, 2)), 0.75);
            assertArrayEquals(new float[] {0.5f, 5}, centre.mean().toFloatArray(), 1e-6f);
            centre.update(manager.create(new float[] {-1, 0}, new Shape(1, 2)), 0);
            assertArrayEquals(new float[] {-1, 0}, centre.mean().toFloatArray(), 1e-6f);
        }
    }

    @Test
    void isWhatACheckpointKeeps() {
        try (Centre centre = new Centre(manager, 3)) {
            assertEquals(1, centre.state().size());
            assertEquals(centre.mean(), centre.state().get("centre"));
        }
    }

    @Test
    void badInputIsNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Centre(manager, 0));
        try (Centre centre = new Centre(manager, 3)) {
            for (double bad : new double[] {-0.1, 1, 1.5, Double.NaN}) {
                String message = assertThrows(
                                IllegalArgumentException.class,
                                () -> centre.update(manager.zeros(new Shape(2, 3)), bad))
                        .getMessage();
                assertTrue(message.contains("[0, 1)") && message.contains("" + bad), message);
            }
            assertThrows(IllegalArgumentException.class, () -> centre.update(manager.zeros(new Shape(3, 2)), 0.9));
        }
    }
}
