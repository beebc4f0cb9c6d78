package kontrast.grader.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.TestedFunction;

/**
 * Proves one check: the reference passes, and every misconception is caught and told what it is, on
 * the learner's inputs and on others, as grading draws them. Then each wrong variant is tried once
 * more as if its own misconception were not known: no other one may claim it.
 *
 * @param exercise the exercise's id
 * @param title its title
 * @param draws on how many draws of inputs each variant was tried
 * @param passed on how many of them the reference passes
 * @param rows one for each misconception
 * @param seconds what the slowest check took, the first one left out
 */
public record MutationProof(String exercise, String title, int draws, int passed, List<Row> rows, double seconds) {

    /** Stands for the message that names the violated property, where nothing is recognised. */
    static final String UNEXPLAINED = "(not recognised)";

    /** Stands for a wrong variant that passes. */
    static final String PASSED = "(PASSES)";

    /** Copies the list. */
    public MutationProof {
        rows = List.copyOf(rows);
    }

    /**
     * What came of one wrong variant.
     *
     * @param mistake the misconception's name
     * @param told how often which misconception was recognised
     * @param claimed how often which other one is, if this one is not known
     * @param earned the most points that it earned on any draw
     * @param returned whether it ever returned; one that can only throw is no typical mistake, unless throwing is
     *     what it is about
     */
    public record Row(
            String mistake, Map<String, Long> told, Map<String, Long> claimed, double earned, boolean returned) {

        /** Copies the maps. */
        public Row {
            told = Map.copyOf(told);
            claimed = Map.copyOf(claimed);
        }

        /**
         * Tells whether it always got its own message, and nobody else would claim it.
         *
         * @return true if so
         */
        public boolean holds() {
            return returned && told.keySet().equals(Set.of(mistake)) && claimed.isEmpty();
        }
    }

    /**
     * Tries every variant of a check.
     *
     * @param <F> the functional interface of the function
     * @param check the check
     * @param draws on how many draws of inputs, the learner's among them, 1 or more
     * @return what came of it
     */
    public static <F> MutationProof of(Check<F> check, int draws) {
        long[] seeds = new long[draws];
        SplittableRandom random = new SplittableRandom(41);
        for (int i = 0; i < draws; i++) {
            seeds[i] = i == 0 ? Check.PUBLIC_SEED : random.nextLong();
        }
        check.check(check.subject(check.reference()), seeds[0]); // loads what the first call loads
        long slowest = 0;
        int passed = 0;
        for (long seed : seeds) {
            long begun = System.nanoTime();
            passed += check.check(check.subject(check.reference()), seed).passed() ? 1 : 0;
            slowest = Math.max(slowest, System.nanoTime() - begun);
        }
        List<Row> rows = new ArrayList<>();
        for (Misconception<F> misconception : check.misconceptions()) {
            boolean[] returned = {misconception.throwing()};
            TestedFunction called = check.subject(misconception.variant());
            TestedFunction variant = call -> {
                Outcome outcome = called.call(call);
                returned[0] |= !outcome.isThrown();
                return outcome;
            };
            Check<F> ignorant = check.without(misconception);
            Map<String, Long> told = new TreeMap<>();
            Map<String, Long> claimed = new TreeMap<>();
            double earned = 0;
            for (long seed : seeds) {
                long begun = System.nanoTime();
                Report report = check.check(variant, seed);
                slowest = Math.max(slowest, System.nanoTime() - begun);
                told.merge(name(report), 1L, Long::sum);
                earned = Math.max(earned, report.earned());
                ignorant.check(variant, seed).misconception().ifPresent(other -> claimed.merge(other, 1L, Long::sum));
            }
            rows.add(new Row(misconception.name(), told, claimed, earned, returned[0]));
        }
        return new MutationProof(check.id(), check.title(), draws, passed, rows, slowest / 1e9);
    }

    private static String name(Report report) {
        return report.passed() ? PASSED : report.misconception().orElse(UNEXPLAINED);
    }

    /**
     * Tells whether the reference passes always, and each mistake gets its own message always.
     *
     * @return true if so
     */
    public boolean holds() {
        return passed == draws && rows.stream().allMatch(Row::holds);
    }

    /** A table: a line for each misconception, with what is wrong with it, if anything is. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s %s%n  reference passes %d of %d draws; slowest check %.2f s%n",
                exercise,
                title,
                passed,
                draws,
                seconds));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s %-38s %5s points%s%n",
                    row.holds() ? "+" : "-",
                    row.mistake(),
                    SetProgress.number(row.earned()),
                    row.holds() ? "" : "  " + fault(row)));
        }
        return text.toString();
    }

    private static String fault(Row row) {
        if (!row.returned()) {
            return "throws on every input; '(throws)' says that this is the mistake";
        }
        return row.told().keySet().equals(Set.of(row.mistake()))
                ? "without its own message it reads " + counted(row.claimed())
                : "told " + counted(row.told());
    }

    private static String counted(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> "'" + e.getKey() + "' x" + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
