package kontrast.grader.grade;

import java.time.Duration;

/**
 * What lateness costs: nothing within the grace, then a percentage of the points for each day or part of a day since
 * the deadline, down to a floor.
 *
 * <pre>
 *   share(t) = 1                                         for t up to the grace
 *   share(t) = max(floor, 1 - perDay * ceil(t / 1 day))  after it
 * </pre>
 *
 * @param graceMinutes minutes behind the deadline that cost nothing, 0 or more
 * @param percentPerDay what each day costs, from 0 to 100
 * @param floorPercent what is left however late it comes, from 0 to 100
 */
record LateRule(long graceMinutes, double percentPerDay, double floorPercent) {

    /** Lateness costs nothing. */
    static final LateRule NONE = new LateRule(0, 0, 0);

    /** Checks the numbers. */
    LateRule {
        if (graceMinutes < 0) {
            throw new IllegalArgumentException("grace_minutes: " + graceMinutes + "; expected 0 or more");
        }
        percent("percent_per_day", percentPerDay);
        percent("floor_percent", floorPercent);
    }

    private static void percent(String name, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException(name + ": " + value + "; expected 0 to 100");
        }
    }

    /**
     * Returns what a submission's points are multiplied by.
     *
     * @param late the time from the deadline to the submission; negative if it was in time
     * @return a factor from 0 to 1
     */
    double share(Duration late) {
        if (late.compareTo(Duration.ofMinutes(graceMinutes)) <= 0) {
            return 1;
        }
        long day = Duration.ofDays(1).toMillis();
        long days = Math.max(1, (late.toMillis() + day - 1) / day);
        return Math.min(1, Math.max(floorPercent, 100 - percentPerDay * days) / 100);
    }
}
