package kontrast.grader.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far a learner has come in a set.
 *
 * @param earned the points of the last check of each exercise, added up
 * @param points what the whole set is worth
 * @param left the exercises that do not have all their points yet, in order
 * @param earlier the exercises whose points come from before the kernel was started, in order
 */
public record SetProgress(double earned, double points, List<Left> left, List<String> earlier) {

    /** Copies the lists. */
    public SetProgress {
        left = List.copyOf(left);
        earlier = List.copyOf(earlier);
    }

    /**
     * An exercise with points still to earn.
     *
     * @param exercise its id
     * @param points how many
     */
    public record Left(String exercise, double points) {

        @Override
        public String toString() {
            return exercise + " (" + number(points) + ")";
        }
    }

    /**
     * One line, for instance {@code "So far 7.5 of 17 points (11.3 from an earlier session). Left: 11.4 (4), 11.5
     * (4)"}.
     */
    @Override
    public String toString() {
        String from = earlier.isEmpty() ? "" : " (" + String.join(", ", earlier) + " from an earlier session)";
        return left.isEmpty()
                ? "All " + number(points) + " points of this set" + from + "."
                : "So far " + number(earned) + " of " + number(points) + " points" + from + ". Left: "
                        + left.stream().map(Left::toString).collect(Collectors.joining(", "));
    }

    /** Points as people write them: no zeros behind the point that say nothing. */
    static String number(double points) {
        return points == Math.rint(points)
                ? Long.toString((long) points)
                : String.format(Locale.ROOT, "%.2f", points).replaceAll("0$", "");
    }
}
