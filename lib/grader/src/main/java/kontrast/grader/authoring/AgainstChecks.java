package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.CellType;
import kontrast.grader.worker.InProcess;
import kontrast.grader.worker.Setup;

/** Holds an exercise master against the checks of its set: code that is handed out to be repaired must fail. */
final class AgainstChecks {

    private final ExerciseMaster exercises;
    private final List<Problem> problems = new ArrayList<>();

    private AgainstChecks(ExerciseMaster exercises) {
        this.exercises = exercises;
    }

    /**
     * Finds what does not fit.
     *
     * @param exercises the master
     * @param set its checks, as the build has made them
     * @return the problems, from top to bottom
     */
    static List<Problem> problems(ExerciseMaster exercises, Optional<ExerciseSet> set) {
        if (set.isEmpty()) {
            return List.of(new Problem(
                    exercises.master().file(),
                    0,
                    "",
                    "no checks are known for this set; its first cell of code must import"
                            + " kontrast.grader.exercise.<package>.<Name>Exercises, as solutions/README.md says"));
        }
        AgainstChecks against = new AgainstChecks(exercises);
        Map<String, MasterCell> answers = new HashMap<>();
        for (Made made : exercises.exercises()) {
            Part part = Part.of(made.from()).orElse(null);
            if (part == null || made.cell().type() != CellType.CODE) {
                continue; // prose, or a cell of no exercise
            }
            if (part.kind() == Part.Kind.ANSWER) {
                answers.put(part.exercise(), made.from());
            } else if (part.kind() == Part.Kind.CHECK) {
                set.get().checks().stream()
                        .filter(check -> check.id().equals(part.exercise()))
                        .findFirst()
                        .ifPresentOrElse(
                                check -> against.accept(answers.get(part.exercise()), check),
                                () -> against.problem(made.from(), "the set has no check " + part.exercise()));
            }
        }
        return against.problems;
    }

    private void accept(MasterCell answer, Check<?> check) {
        if (!exercises.handsOutCode(answer)) {
            return;
        }
        try {
            Report report = check.checkInPublic(InProcess.define(setup(check)));
            if (report.passed()) {
                problem(answer, "the code handed out below // STUB already passes its check");
            }
        } catch (IllegalArgumentException e) {
            problem(answer, "the code handed out below // STUB cannot be called: " + e.getMessage());
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
