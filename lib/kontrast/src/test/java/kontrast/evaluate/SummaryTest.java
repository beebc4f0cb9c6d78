package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void meanAndSampleDeviation() {
        Summary summary = Summary.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(5, summary.mean(), 1e-15);
        // Squares sum to 32: sample deviation sqrt(32 / 7), not the population's sqrt(32 / 8) = 2.
        assertEquals(Math.sqrt(32 / 7.0), summary.std(), 1e-15);
        assertTrue(Math.abs(summary.std() - 2) > 0.1);
        assertEquals("5.000 ± 2.138 (n = 8)", summary.toString());
    }

    @Test
    void oneNumberHasNoSpread() {
        assertTrue(Double.isNaN(Summary.of(0.5).std()));
        assertEquals("0.500 (n = 1)", Summary.of(0.5).toString());
        assertThrows(IllegalArgumentException.class, Summary::of);
    }

    /** By hand: mean 2, deviation 1, so t = 2 sqrt(3), where a mean in deviations would be 2. */
    @Test
    void theMeanInStandardErrors() {
        assertEquals(2 * Math.sqrt(3), Summary.of(1, 2, 3).errors(), 1e-12);
        assertEquals(-2 * Math.sqrt(3), Summary.of(-1, -2, -3).errors(), 1e-12);
        assertEquals(0, Summary.of(-1, 0, 1).errors());
        assertEquals(Double.POSITIVE_INFINITY, Summary.of(0.5, 0.5, 0.5).errors());
        assertTrue(Double.isNaN(Summary.of(0.5).errors()));
    }
}
