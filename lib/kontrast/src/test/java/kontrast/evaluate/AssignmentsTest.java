package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The two collapses, what lies between them, and an example by hand. */
class AssignmentsTest {

    private static Features rows(float[]... rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
        }
        return new Features(values, rows.length, rows[0].length);
    }

    @Test
    void oneOutputForEveryImage() {
        Assignments found = Assignments.of(rows(new float[] {50, 0, 0}, new float[] {60, 1, 0}), 0.1);
        assertEquals(1, found.used(), 1e-9);
        assertEquals(0, found.information(), 1e-9);
    }

    @Test
    void everyOutputForEveryImage() {
        Assignments found = Assignments.of(rows(new float[] {2, 2, 2}, new float[] {0, 0, 0}), 0.1);
        assertEquals(3, found.used(), 1e-9);
        assertEquals(Math.log(3), found.meanEntropy(), 1e-12);
        assertEquals(0, found.information(), 1e-12);
    }

    @Test
    void oneOutputForEachImage() {
        Assignments found =
                Assignments.of(rows(new float[] {50, 0, 0}, new float[] {0, 50, 0}, new float[] {0, 0, 50}), 0.1);
        assertEquals(Math.log(3), found.information(), 1e-9);
        assertEquals(3, found.used(), 1e-9);
        assertEquals(3, found.outputs());
    }

    /** Softmax of (ln 3, 0) is (3/4, 1/4), and its mirror image has the mean (1/2, 1/2). */
    @Test
    void anExampleByHand() {
        float a = (float) Math.log(3);
        double h = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
        Assignments found = Assignments.of(rows(new float[] {2 * a, 0}, new float[] {0, 2 * a}), 2);
        assertEquals(h, found.meanEntropy(), 1e-6);
        assertEquals(Math.log(2) - h, found.information(), 1e-6);
        assertTrue(Math.abs(Assignments.of(rows(new float[] {2 * a, 0}), 1).meanEntropy() - h) > 0.1);
    }

    @Test
    void badTemperaturesAreRefused() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> Assignments.of(rows(new float[] {1, 2}), bad));
        }
    }
}
