package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BYOL's schedule at places where it is known, and its shape between them. */
class MomentumScheduleTest {

    /** cos is 1, sqrt(1/2), 0 and -1 there. */
    @ParameterizedTest
    @CsvSource({"0, 0.9", "25, 0.914644660940673", "50, 0.95", "100, 1", "130, 1"})
    void equalsTheFormula(long step, double expected) {
        assertEquals(expected, MomentumSchedule.rising(0.9).at(step, 100), 1e-12);
    }

    @Test
    void risesFromStartToEnd() {
        MomentumSchedule schedule = new MomentumSchedule(0.5, 0.8);
        for (int k = 0; k < 40; k++) {
            double now = schedule.at(k, 40);
            assertTrue(now >= 0.5 && now < schedule.at(k + 1, 40), "" + now);
            // mirrored about the middle: what a falling or a linear schedule does not have both of
            assertEquals(1.3, now + schedule.at(40 - k, 40), 1e-12);
        }
        assertTrue(schedule.at(10, 40) < 0.5 + 0.3 / 4); // slower than a line at the beginning
        assertEquals(0.8, schedule.at(40, 40), 1e-12);
    }

    @Test
    void aConstantStays() {
        for (long step : new long[] {0, 7, 100}) {
            assertEquals(0.99, MomentumSchedule.constant(0.99).at(step, 100), 1e-15);
        }
    }

    @Test
    void badNumbersAreNamed() {
        for (double[] bad : new double[][] {{-0.1, 1}, {0.9, 0.8}, {0.9, 1.1}, {Double.NaN, 1}}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new MomentumSchedule(bad[0], bad[1]))
                    .getMessage();
            assertTrue(message.contains("" + bad[0]) && message.contains("0 <= start <= end <= 1"), message);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> MomentumSchedule.rising(0.9).at(-1, 10));
        assertThrows(
                IllegalArgumentException.class,
                () -> MomentumSchedule.rising(0.9).at(0, 0));
    }
}
