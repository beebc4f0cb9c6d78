package kontrast.grader.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kontrast.grader.worker.Outcome;

/**
 * What a check found.
 *
 * @param id the exercise's id
 * @param title the exercise's title
 * @param verdict passed, failed, or not written
 * @param earned the points earned
 * @param points the points to earn
 * @param findings what came of each property; empty if the function is not written
 * @param misconception the name of the mistake that was recognised
 * @param message what the learner should read first; empty if passed
 * @param example what the function makes of the example; empty if passed or not written
 * @param progress how far the set has come; empty where nobody keeps count, as in grading
 */
public record Report(
        String id,
        String title,
        Verdict verdict,
        double earned,
        double points,
        List<Finding> findings,
        Optional<String> misconception,
        String message,
        String example,
        Optional<SetProgress> progress) {

    /** Copies the list. */
    public Report {
        findings = List.copyOf(findings);
    }

    /** Behind the name of a function that could not be stopped. */
    static final String GOES_ON = "could not be stopped and goes on in the background, where it takes time from"
            + " everything else. Kernel > Restart ends it; then run the cells above again.";

    /** How it ended. */
    public enum Verdict {
        /** Every property holds. */
        PASSED,
        /** A property does not hold. */
        FAILED,
        /** The function is still what was handed out: a line that throws, or code to repair. */
        NOT_WRITTEN
    }

    /**
     * What came of one property.
     *
     * @param property its name
     * @param costsAll whether there are no points at all, because it does not hold
     * @param fault what is wrong; empty if it holds
     */
    public record Finding(String property, boolean costsAll, Optional<String> fault) {

        private static final String NOT_TRIED = "not tried";

        /** A property whose turn did not come. */
        static Finding notTried(Property property) {
            return new Finding(property.name(), false, Optional.of(NOT_TRIED));
        }

        /** Whether its turn came. */
        boolean isTried() {
            return !fault.equals(Optional.of(NOT_TRIED));
        }

        /** The property and, where it cost all points, that it did: "3 of 4 hold" beside "0 points" looks wrong. */
        String text() {
            return costsAll ? property + " (no points without it)" : property;
        }
    }

    static Report notWritten(Check<?> check) {
        return withoutPoints(
                check,
                Verdict.NOT_WRITTEN,
                List.of(),
                "Not written yet. Replace the line that throws in "
                        + check.signature().method()
                        + ", run its cell, then run this one again.",
                "");
    }

    /** No points, and no known mistake. */
    private static Report withoutPoints(
            Check<?> check, Verdict verdict, List<Finding> findings, String message, String example) {
        return new Report(
                check.id(),
                check.title(),
                verdict,
                0,
                check.points(),
                findings,
                Optional.empty(),
                message,
                example,
                Optional.empty());
    }

    static Report of(
            Check<?> check,
            Outcome shown,
            boolean right,
            List<Check.Trial> trials,
            Optional<? extends Misconception<?>> explanation) {
        List<Finding> findings = findings(check, trials);
        Optional<Finding> first =
                findings.stream().filter(f -> f.fault().isPresent()).findFirst();
        if (first.isEmpty()) {
            return new Report(
                    check.id(),
                    check.title(),
                    Verdict.PASSED,
                    check.points(),
                    check.points(),
                    findings,
                    Optional.empty(),
                    "",
                    "",
                    Optional.empty());
        }
        boolean untouched =
                explanation.map(m -> m.name().equals(Check.AS_HANDED_OUT)).orElse(false);
        String message = explanation
                .map(Misconception::message)
                .orElseGet(() -> "Expected of %s: it %s. Found: %s."
                        .formatted(
                                check.signature().method(),
                                first.get().property(),
                                first.get().fault().orElseThrow()));
        return new Report(
                check.id(),
                check.title(),
                untouched ? Verdict.NOT_WRITTEN : Verdict.FAILED,
                untouched ? 0 : earned(check, trials),
                check.points(),
                findings,
                explanation.map(Misconception::name),
                message,
                example(check, shown, right),
                Optional.empty());
    }

    private static List<Finding> findings(Check<?> check, List<Check.Trial> trials) {
        return trials.stream()
                .map(t -> new Finding(
                        t.property().name(), t.fault().isPresent() && isCostly(check, t.property()), t.fault()))
                .toList();
    }

    /**
     * A call has not come back.
     *
     * @param shown what came of the example; empty if that is the call
     * @param trials what came of the properties before
     */
    static Report noAnswer(
            Check<?> check, Optional<Outcome> shown, boolean right, List<Check.Trial> trials, NoAnswer call) {
        String method = check.signature().method();
        String running = "still running after %s s"
                .formatted(SetProgress.number(call.limit().toMillis() / 1000.0));
        String called = Property.where(call.call());
        List<Finding> findings = new ArrayList<>(findings(check, trials));
        for (Property property :
                check.properties().subList(trials.size(), check.properties().size())) {
            boolean isRunning = shown.isPresent() && findings.size() == trials.size();
            findings.add(
                    isRunning
                            ? new Finding(property.name(), true, Optional.of(running + called))
                            : Finding.notTried(property));
        }
        String example = shown.map(outcome -> example(check, outcome, right))
                .orElse(
                        check.example().text().isEmpty()
                                ? ""
                                : check.example().text() + " Yours: " + method + " does not come back.");
        return withoutPoints(
                check,
                Verdict.FAILED,
                findings,
                "%s was %s%s. An endless loop? Look at the condition of each while and for: what makes it false at last?"
                                .formatted(method, running, called)
                        + (call.hasEnded() ? " The call has been stopped." : " This one " + GOES_ON),
                example);
    }

    /** Somebody did not want to wait for the answer: that says nothing about it, and costs nothing. */
    static Report interrupted(Check<?> check) {
        return withoutPoints(
                check,
                Verdict.FAILED,
                List.of(),
                "Interrupted before the check was done. Nothing has been counted; run this cell again.",
                "");
    }

    private static String example(Check<?> check, Outcome shown, boolean right) {
        return check.example().text().isEmpty()
                ? ""
                : check.example().text()
                        + " Yours: "
                        + shown(check, shown)
                        + (right ? " That is right; the mistake shows on other inputs." : "");
    }

    private static String shown(Check<?> check, Outcome shown) {
        if (shown.isUneven()) {
            return "the rows of the result differ in length: " + shown.message() + ".";
        }
        if (shown.isOutOfMemory()) {
            return "it runs out of memory (" + shown.thrown() + ").";
        }
        if (shown.isTooDeep()) {
            return "it calls itself until there is no room for another call (" + shown.thrown() + ").";
        }
        return shown.isThrown()
                ? "it throws " + shown.thrown() + ": " + shown.message()
                : check.signature().method() + " returns " + shown.result() + ".";
    }

    private static double earned(Check<?> check, List<Check.Trial> trials) {
        int all = 0;
        int held = 0;
        for (Check.Trial trial : trials) {
            all += trial.property().weight();
            held += trial.fault().isEmpty() ? trial.property().weight() : 0;
            if (trial.fault().isPresent() && isCostly(check, trial.property())) {
                return 0;
            }
        }
        // Rounded down to quarters: nobody earns all points with a property that fails.
        return Math.floor(check.points() * held / Math.max(1, all) * 4) / 4;
    }

    /** Whether a failure of this property costs all points. */
    private static boolean isCostly(Check<?> check, Property property) {
        return property.essential() || check.isAllOrNothing();
    }

    /** The same report, with another progress. */
    Report with(Optional<SetProgress> other) {
        return new Report(id, title, verdict, earned, points, findings, misconception, message, example, other);
    }

    /**
     * Tells whether every property holds.
     *
     * @return true if so
     */
    public boolean passed() {
        return verdict == Verdict.PASSED;
    }

    /**
     * Returns the report as a small coloured card.
     *
     * @return HTML without scripts, for {@code display(report.html(), "text/html")}
     */
    public String html() {
        return Card.html(this);
    }

    /** The report as text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(mark()).append(' ').append(id).append(' ').append(title);
        text.append(" (").append(score()).append(")\n");
        if (!message.isEmpty()) {
            text.append("  ").append(message).append('\n');
        }
        if (!example.isEmpty()) {
            text.append("  ").append(example).append('\n');
        }
        for (Finding finding : findings) {
            text.append(finding.fault().isEmpty() ? "  + " : finding.isTried() ? "  - " : "  . ");
            text.append(finding.text());
            finding.fault().ifPresent(fault -> text.append(": ").append(fault));
            text.append('\n');
        }
        progress.ifPresent(p -> text.append("  ").append(p).append('\n'));
        return text.toString().stripTrailing();
    }

    String mark() {
        return switch (verdict) {
            case PASSED -> "passed";
            case FAILED -> "not yet";
            case NOT_WRITTEN -> "to do";
        };
    }

    String score() {
        return SetProgress.number(earned) + " of " + SetProgress.number(points) + " points";
    }
}
