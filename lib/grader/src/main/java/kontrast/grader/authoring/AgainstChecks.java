package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.CellType;
import kontrast.grader.worker.InProcess;
import kontrast.grader.worker.Setup;

/**
 * Holds an exercise master against the checks of its set: every check cell has a check, worth the
 * same points, and code that is handed out to be repaired is not right as it is.
 */
final class AgainstChecks {

    private final ExerciseMaster exercises;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, MasterCell> answers = new HashMap<>();

    private AgainstChecks(ExerciseMaster exercises) {
        this.exercises = exercises;
    }

    /**
     * Finds what does not fit.
     *
     * @param exercises the master
     * @param sets makes its checks; a check that cannot be made is a problem of its cell
     * @return the problems, from top to bottom
     */
    static List<Problem> problems(ExerciseMaster exercises, Supplier<Optional<ExerciseSet>> sets) {
        try {
            return sets.get()
                    .map(set -> problems(exercises, set))
                    .orElseGet(() -> List.of(new Problem(
                            exercises.master().file(),
                            0,
                            "",
                            "no checks are known for this set; add it to"
                                    + " ExerciseSet.all(), as"
                                    + " solutions/README.md says")));
        } catch (IllegalStateException e) {
            // What a check says that has, for instance, no misconceptions: "check 11.3 has 0 ..."
            String message = String.valueOf(e.getMessage());
            return exercises.exercises().stream()
                    .filter(made -> Part.of(made.from())
                            .filter(p -> p.kind() == Part.Kind.CHECK)
                            .filter(p -> message.contains(p.exercise() + " "))
                            .isPresent())
                    .map(made -> exercises.master().problem(made.from(), message))
                    .findFirst()
                    .or(() -> Optional.of(new Problem(exercises.master().file(), 0, "", message)))
                    .stream()
                    .toList();
        }
    }

    private static List<Problem> problems(ExerciseMaster exercises, ExerciseSet set) {
        AgainstChecks against = new AgainstChecks(exercises);
        Map<String, Check<?>> left = new HashMap<>();
        set.checks().forEach(check -> left.put(check.id(), check));
        for (Made made : exercises.exercises()) {
            Part.of(made.from()).ifPresent(part -> against.accept(made, part, left));
        }
        left.keySet().stream()
                .sorted()
                .forEach(id -> against.problems.add(new Problem(
                        exercises.master().file(),
                        0,
                        "",
                        "the set has a check " + id + " and the master no cell for it")));
        return against.problems;
    }

    private void accept(Made made, Part part, Map<String, Check<?>> left) {
        if (made.cell().type() != CellType.CODE) {
            return;
        } else if (part.kind() == Part.Kind.ANSWER) {
            answers.put(part.exercise(), made.from());
            return;
        } else if (part.kind() != Part.Kind.CHECK) {
            return;
        }
        Check<?> check = left.remove(part.exercise());
        if (check == null) {
            problem(made.from(), "the set has no check " + part.exercise());
            return;
        }
        double points = part.points().map(Number::doubleValue).orElse(0.0);
        if (points != check.points()) {
            problem(made.from(), "it is worth %s points here and %s in the check".formatted(points, check.points()));
        }
        MasterCell answer = answers.get(part.exercise());
        if (exercises.handsOutCode(answer)) {
            tryHandedOut(answer, check);
        } else if (check.isRepair()) {
            problem(answer, "its check expects code to repair, and no // STUB hands any out");
        }
    }

    private void tryHandedOut(MasterCell answer, Check<?> check) {
        Report report;
        try {
            report = check.checkInPublic(InProcess.define(setup(check)));
        } catch (IllegalArgumentException e) {
            problem(answer, "the code handed out behind // STUB cannot be called: " + e.getMessage());
            return;
        }
        if (report.passed()) {
            problem(answer, "the code handed out behind // STUB already passes its check");
        } else if (report.verdict() != Report.Verdict.NOT_WRITTEN) {
            problem(
                    answer,
                    "the check does not know the code behind // STUB again; give it the same code"
                            + " with handedOut(...). It says: "
                            + report.message());
        }
    }

    /** What the grader would send, with the solutions of the other exercises. */
    private Setup setup(Check<?> check) {
        String set = check.id().substring(0, check.id().indexOf('.'));
        List<String> others = sources(exercises.solutions(), Part.Kind.ANSWER)
                .filter(s -> !s.getKey().equals(check.id()))
                .map(Map.Entry::getValue)
                .toList();
        List<String> own = sources(exercises.exercises(), Part.Kind.ANSWER)
                .filter(s -> s.getKey().equals(check.id()))
                .map(Map.Entry::getValue)
                .toList();
        List<String> given = sources(exercises.exercises(), Part.Kind.GIVEN)
                .filter(s -> List.of(set + ".0", check.id()).contains(s.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new Setup(
                check.signature().method(),
                check.signature().returns(),
                check.signature().types(),
                given,
                own,
                others);
    }

    private static Stream<Map.Entry<String, String>> sources(List<Made> cells, Part.Kind kind) {
        return cells.stream()
                .filter(made -> made.cell().type() == CellType.CODE)
                .flatMap(made -> {
                    Optional<Part> part = Part.of(made.from());
                    return part.stream()
                            .filter(p -> p.kind() == kind)
                            .map(p -> Map.entry(p.exercise(), made.cell().source()));
                });
    }

    private void problem(MasterCell cell, String message) {
        problems.add(exercises.master().problem(cell, message));
    }
}
