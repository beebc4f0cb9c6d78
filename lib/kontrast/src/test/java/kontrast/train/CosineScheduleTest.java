package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {

    private final CosineSchedule schedule = new CosineSchedule(0.6, 10, 110, 0.1);

    @Test
    void warmUpIsLinear() {
        assertEquals(0.06, schedule.at(0), 1e-15);
        assertEquals(0.3, schedule.at(4), 1e-15);
        assertEquals(0.6, schedule.at(9), 1e-15);
    }

    /** The cosine at 0, a third, a half, two thirds and one of the way. */
    @Test
    void cosineHasItsClosedForm() {
        assertEquals(0.6, schedule.at(10), 1e-15);
        assertEquals(0.35, schedule.at(60), 1e-15);
        CosineSchedule thirds = new CosineSchedule(1, 0, 3);
        assertEquals(1, thirds.at(0), 1e-15);
        assertEquals(0.75, thirds.at(1), 1e-15);
        assertEquals(0.25, thirds.at(2), 1e-15);
        assertEquals(0, thirds.at(3), 1e-15);
        assertEquals(0.1, schedule.at(110), 1e-15);
        assertEquals(0.1, schedule.at(1000), 1e-15);
    }

    @Test
    void neverRisesAfterWarmUp() {
        for (int step = 10; step < 120; step++) {
            assertTrue(schedule.at(step + 1) <= schedule.at(step));
        }
    }

    @Test
    void warmUpMayBeAllThereIs() {
        assertEquals(1, new CosineSchedule(1, 5, 5).at(4), 1e-15);
        assertEquals(0, new CosineSchedule(1, 5, 5).at(5), 1e-15);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new CosineSchedule(1, 6, 5));
        assertThrows(IllegalArgumentException.class, () -> new CosineSchedule(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new CosineSchedule(0.1, 0, 5, 0.2));
        assertThrows(IllegalArgumentException.class, () -> new CosineSchedule(Double.NaN, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> schedule.at(-1));
    }
}
