package kontrast.grader.authoring;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;

/** An exercise master, checked, and the two notebooks that are made from it. */
final class ExerciseMaster {

    private final Master master;
    private final List<Made> solutions = new ArrayList<>();
    private final List<Made> exercises = new ArrayList<>();
    private final ExerciseRules rules;
    private final Set<MasterCell> repairs = new HashSet<>();
    private final CellIds solutionIds = new CellIds();
    private final CellIds exerciseIds = new CellIds();

    /**
     * Makes both notebooks.
     *
     * @throws AuthoringException with everything that is wrong with the master
     */
    ExerciseMaster(Master master) throws AuthoringException {
        this.master = master;
        this.rules = new ExerciseRules(master);
        for (MasterCell cell : master.cells()) {
            Optional<Part> part = rules.part(cell);
            Regions regions = new Regions(master, cell, stub(cell, part));
            rules.accept(cell, part, regions);
            if (regions.handsOutCode()) {
                repairs.add(cell);
            }
            addSolution(cell, part);
            addExercise(cell, part, regions);
        }
        rules.finish(exercises);
        List<Problem> problems = new ArrayList<>(rules.problems());
        problems.addAll(MagicLines.problems(master));
        if (!problems.isEmpty()) {
            throw new AuthoringException(problems);
        }
    }

    private static String stub(MasterCell cell, Optional<Part> part) {
        String yours = part.map(Part::exercise).orElse("this") + " is yours to write";
        return cell.type() == CellType.CODE
                ? "throw new UnsupportedOperationException(\"" + yours + "\");"
                : "*" + yours + " here.*";
    }

    private void addSolution(MasterCell cell, Optional<Part> part) {
        solutions.add(new Made(cell, make(cell, cell.source(), part, solutionIds)));
    }

    private void addExercise(MasterCell from, Optional<Part> part, Regions regions) {
        String source = regions.released();
        boolean onlyHidden = source.isEmpty() && regions.hiddens() > 0;
        if (onlyHidden || part.filter(p -> p.kind().isForTeachers()).isPresent()) {
            return;
        }
        Cell cell = make(from, source, part, exerciseIds);
        JsonObject metadata = cell.metadata().deepCopy();
        for (String key : List.of(Part.EXERCISE, Part.KIND, Part.POINTS, Part.ALL_OR_NOTHING)) {
            metadata.remove(key);
        }
        part.ifPresent(p -> {
            metadata.addProperty("deletable", false);
            if (p.kind() != Part.Kind.ANSWER) {
                metadata.addProperty("editable", false);
            }
        });
        exercises.add(new Made(from, cell.withMetadata(metadata)));
    }

    private static Cell make(MasterCell from, String source, Optional<Part> part, CellIds ids) {
        if (part.isEmpty() || part.get().kind().isForTeachers()) {
            return Lecture.cell(from, source, ids);
        }
        Cell cell = Cell.of(part.get().gradeId(), from.type(), source).withMetadata(from.metadata());
        return Nbgrader.mark(cell, part.get());
    }

    /** Whether an answer hands out code of its own in place of a line that throws. */
    boolean handsOutCode(MasterCell answer) {
        return repairs.contains(answer);
    }

    Master master() {
        return master;
    }

    /** The notebook with the solutions. */
    List<Made> solutions() {
        return solutions;
    }

    /** The notebook that learners get. */
    List<Made> exercises() {
        return exercises;
    }
}
