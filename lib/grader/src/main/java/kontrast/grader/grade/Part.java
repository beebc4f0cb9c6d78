package kontrast.grader.grade;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a class one machine grades: the third of twenty, for the arrays of Slurm or Kubernetes.
 *
 * <p>Part k of n has the submissions with numbers from {@code (k - 1) m / n} to below {@code k m / n} of the m
 * that there are, counted from 0 in the order of their names: every submission is in one part, and no part has two more
 * than another.
 *
 * @param number which, from 1
 * @param of how many there are
 */
record Part(int number, int of) {

    private static final int MOST = 9999;
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})/(\\d{1,5})");

    /** Checks both. */
    Part {
        if (of < 1 || of > MOST || number < 1 || number > of) {
            throw new IllegalArgumentException(
                    "%d/%d: expected a part from 1 to as many as there are, at most %d, such as 3/20%s"
                            .formatted(
                                    number,
                                    of,
                                    MOST,
                                    number == 0 ? "; where a scheduler counts from 0, add 1: $((INDEX + 1))/20" : ""));
        }
    }

    /**
     * Reads what a user typed.
     *
     * @param text for instance {@code 3/20}
     * @return the part
     */
    static Part parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'%s': expected which part of how many, such as 3/20%s"
                    .formatted(
                            text, text.startsWith("/") ? "; is the scheduler's variable empty on this machine?" : ""));
        }
        return new Part(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** Its own of all. */
    <T> List<T> of(List<T> all) {
        return all.subList(begin(all.size()), end(all.size()));
    }

    /** The first of its own among so many, from 0. */
    int begin(int size) {
        return (int) ((number - 1L) * size / of);
    }

    /** Behind the last of its own. */
    int end(int size) {
        return (int) ((long) number * size / of);
    }

    /** What its result is called; parts of several sets may lie in one folder. */
    String file(String set) {
        return name(set) + ".json";
    }

    /** What is known of it before it is complete. */
    String journal(String set) {
        return name(set) + ".journal";
    }

    private String name(String set) {
        return "%s-part-%d-of-%d".formatted(set, number, of);
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
