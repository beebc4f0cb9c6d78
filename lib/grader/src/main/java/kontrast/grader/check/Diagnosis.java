package kontrast.grader.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Subject;
import kontrast.grader.worker.Value;

/** Finds the misconception behind a failed check, by the rule that {@link Check} states. */
final class Diagnosis<F> {

    private final Check<F> check;

    Diagnosis(Check<F> check) {
        this.check = check;
    }

    /** Returns the misconception that explains what came of the properties. */
    Optional<Misconception<F>> explanation(List<Check.Trial> trials) {
        boolean first = true;
        for (int i = 0; i < trials.size(); i++) {
            Check.Trial failed = trials.get(i);
            if (failed.fault().isEmpty() || (!first && !isTelling(failed))) {
                continue;
            }
            first = false;
            List<Check.Trial> before = trials.subList(0, i);
            List<Misconception<F>> candidates = new ArrayList<>();
            for (Misconception<F> m : check.misconceptions()) {
                if (explains(m, failed) && before.stream().noneMatch(t -> contradicts(m, t))) {
                    candidates.add(m);
                }
            }
            if (candidates.size() == 1) {
                return Optional.of(candidates.get(0));
            }
            if (!candidates.isEmpty()) {
                return candidates.stream()
                        .filter(m -> trials.stream().allMatch(t -> repeats(m, t)))
                        .findFirst()
                        .or(() -> Optional.of(candidates.get(0)));
            }
        }
        return Optional.empty();
    }

    /**
     * Where an earlier property fails for a reason unknown, that two functions both throw or both
     * overflow says nothing: numbers must agree.
     */
    private static boolean isTelling(Check.Trial trial) {
        return trial.outcomes().stream()
                .noneMatch(
                        o ->
                                o.isThrown()
                                        || Arrays.stream(o.result().data())
                                                .anyMatch(d -> !Double.isFinite(d)));
    }

    private boolean explains(Misconception<F> misconception, Check.Trial failed) {
        Optional<List<Outcome>> outcomes = repeated(misconception, failed);
        return outcomes.isPresent()
                && failed.property().rule().fault(failed.calls(), outcomes.get()).isPresent();
    }

    /** A variant that goes wrong here too, but in another way, is not what the learner wrote. */
    private boolean contradicts(Misconception<F> misconception, Check.Trial trial) {
        if (repeats(misconception, trial)) {
            return false;
        }
        Subject variant = check.subject(misconception.variant());
        List<Outcome> outcomes = trial.calls().stream().map(variant::call).toList();
        return trial.property().rule().fault(trial.calls(), outcomes).isPresent();
    }

    private boolean repeats(Misconception<F> misconception, Check.Trial trial) {
        return repeated(misconception, trial).isPresent();
    }

    /** The outcomes of a variant, if each is what the learner's function made of the same call. */
    private Optional<List<Outcome>> repeated(Misconception<F> misconception, Check.Trial trial) {
        // A property that allows no deviation (integers, unchanged inputs) still sees floats.
        double tolerance = Math.max(trial.property().tolerance(), 1e-5);
        Subject variant = check.subject(misconception.variant());
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < trial.calls().size(); i++) {
            Outcome outcome = variant.call(trial.calls().get(i));
            if (!agree(outcome, trial.outcomes().get(i), tolerance)) {
                return Optional.empty();
            }
            outcomes.add(outcome);
        }
        return Optional.of(outcomes);
    }

    /** Tells whether two functions did the same, exceptions and changed inputs included. */
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
