package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StepScheduleTest {

    /** The published one: epochs 120 and 160 of 200, here with one step an epoch. */
    @Test
    void fallsToATenthTwice() {
        StepSchedule schedule = new StepSchedule(0.03, 0, 200);
        assertEquals(0.03, schedule.at(0));
        assertEquals(0.03, schedule.at(119));
        assertEquals(0.003, schedule.at(120), 1e-15);
        assertEquals(0.003, schedule.at(159), 1e-15);
        assertEquals(0.0003, schedule.at(160), 1e-15);
        assertEquals(0.0003, schedule.at(1_000_000), 1e-15);
    }

    @Test
    void warmsUpLinearly() {
        StepSchedule schedule = new StepSchedule(1, 4, 20);
        assertEquals(0.25, schedule.at(0), 1e-15);
        assertEquals(1, schedule.at(3), 1e-15);
        assertEquals(1, schedule.at(4), 1e-15);
    }

    @Test
    void decayNamesItsSchedule() {
        assertInstanceOf(StepSchedule.class, Decay.STEPS.schedule(1, 0, 10));
        assertEquals(new CosineSchedule(1, 2, 10), Decay.COSINE.schedule(1, 2, 10));
    }

    @Test
    void badNumbersAreTold() {
        assertThrows(IllegalArgumentException.class, () -> new StepSchedule(1, 5, 4));
        assertThrows(IllegalArgumentException.class, () -> new StepSchedule(-1, 0, 4));
        assertThrows(IllegalArgumentException.class, () -> new StepSchedule(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new StepSchedule(1, 0, 4).at(-1));
    }
}
