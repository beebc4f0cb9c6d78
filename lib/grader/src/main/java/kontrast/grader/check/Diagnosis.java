package kontrast.grader.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * Finds out which known mistake a wrong answer makes: the one whose variant returns, on the same inputs, what the
 * answer returned.
 *
 * <pre>
 *   properties, in order     P1       P2       P3       P4
 *   the answer               holds    FAILS    holds    fails
 *                            |        |
 *   variant A                holds    the same, wrong numbers          explains it
 *   variant B                holds    other numbers                    no
 *   variant C                fails    the same, wrong numbers          no: the answer did not fail at P1
 *   variant D                holds    the same, wrong numbers          explains it too
 *                                     |
 *                                     A and D are left: the one that also agrees at P3 and P4 is told
 *                                     none left: the next failing property decides, here P4
 * </pre>
 *
 * <p>If no variant explains the first failing property, something unknown is wrong, and the next failing property
 * is asked only if it returned finite numbers everywhere. That two functions both throw, or both overflow, would
 * say little then.
 *
 * @param <F> the functional interface of the function
 */
final class Diagnosis<F> {

    /** Integers and unchanged inputs allow no deviation, but what a wrong variant returns may be rounded. */
    private static final double LEAST_TOLERANCE = 1e-5;

    private final Check<F> check;
    private final List<Check.Trial> trials;

    private Diagnosis(Check<F> check, List<Check.Trial> trials) {
        this.check = check;
        this.trials = trials;
    }

    /**
     * Finds the mistake.
     *
     * @param trials what came of each property, in order
     * @return the mistake; empty if all properties hold or none of the known ones explains what was seen
     */
    static <F> Optional<Misconception<F>> of(Check<F> check, List<Check.Trial> trials) {
        return new Diagnosis<>(check, trials).mistake();
    }

    private Optional<Misconception<F>> mistake() {
        boolean first = true;
        for (int i = 0; i < trials.size(); i++) {
            Check.Trial failed = trials.get(i);
            if (failed.fault().isEmpty() || (!first && !isFinite(failed))) {
                continue;
            }
            first = false;
            List<Check.Trial> before = trials.subList(0, i);
            List<Misconception<F>> left = new ArrayList<>();
            for (Misconception<F> m : check.misconceptions()) {
                if (explains(m, failed) && before.stream().noneMatch(trial -> contradicts(m, trial))) {
                    left.add(m);
                }
            }
            if (left.size() == 1) {
                return Optional.of(left.get(0));
            }
            if (!left.isEmpty()) {
                return left.stream()
                        .filter(m -> trials.stream().allMatch(trial -> repeats(m, trial)))
                        .findFirst()
                        .or(() -> Optional.of(left.get(0)));
            }
        }
        return Optional.empty();
    }

    private static boolean isFinite(Check.Trial trial) {
        return trial.outcomes().stream()
                .noneMatch(o -> o.isThrown() || Arrays.stream(o.result().data()).anyMatch(d -> !Double.isFinite(d)));
    }

    /** Whether a variant returns the same as the answer, and that is wrong. */
    private boolean explains(Misconception<F> misconception, Check.Trial failed) {
        return repeated(misconception, failed)
                .flatMap(same -> failed.faultOf(same))
                .isPresent();
    }

    /** Whether a variant fails at a property in another way than the answer, which may have passed. */
    private boolean contradicts(Misconception<F> misconception, Check.Trial trial) {
        if (repeats(misconception, trial)) {
            return false;
        }
        return trial.faultOf(IntStream.range(0, trial.calls().size())
                        .mapToObj(i -> check.outcome(misconception, trial, i))
                        .toList())
                .isPresent();
    }

    private boolean repeats(Misconception<F> misconception, Check.Trial trial) {
        return repeated(misconception, trial).isPresent();
    }

    /** The outcomes of a variant, if each is what the answer made of the same call. */
    private Optional<List<Outcome>> repeated(Misconception<F> misconception, Check.Trial trial) {
        double tolerance = Math.max(trial.property().tolerance(), LEAST_TOLERANCE);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < trial.calls().size(); i++) {
            Outcome outcome = check.outcome(misconception, trial, i);
            if (!agree(outcome, trial.outcomes().get(i), tolerance)) {
                return Optional.empty();
            }
            outcomes.add(outcome);
        }
        return Optional.of(outcomes);
    }

    /** Whether two functions did the same, exceptions and changed inputs included. */
    static boolean agree(Outcome a, Outcome b, double tolerance) {
        if (!a.thrown().equals(b.thrown())
                || !close(a.result(), b.result(), tolerance)
                || !close(a.gradient(), b.gradient(), tolerance)
                || a.after().size() != b.after().size()) {
            return false;
        }
        for (int i = 0; i < a.after().size(); i++) {
            if (!close(a.after().get(i), b.after().get(i), tolerance)) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(Value a, Value b, double tolerance) {
        return Property.deviation(a, b).orElse(Double.POSITIVE_INFINITY) <= tolerance;
    }
}
