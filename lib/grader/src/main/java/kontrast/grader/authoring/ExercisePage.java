package kontrast.grader.authoring;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kontrast.grader.notebook.CellType;

/**
 * What a master says of one exercise in code: title, points, the function, its solution, and its known mistakes.
 *
 * @param id the exercise's id
 * @param title what stands behind the id in its heading
 * @param points what it is worth
 * @param allOrNothing whether nobody earns a part of them
 * @param answer the cell with the solution
 * @param factory how the check cell calls the method that makes the check
 * @param mistakes the known mistakes; empty where the master has none yet
 */
record ExercisePage(
        String id,
        String title,
        double points,
        boolean allOrNothing,
        MasterCell answer,
        String factory,
        Optional<MistakePage> mistakes) {

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(\\d+\\.\\d+) +(.+?)\\s*$");
    private static final Pattern FACTORY = Pattern.compile("\\w+Exercises\\s*\\.\\s*(\\w+)\\(\\)");

    /** Reads all exercises of a master that have an answer and a check in code. */
    static List<ExercisePage> of(Master master) {
        Map<String, String> titles = new HashMap<>();
        Map<String, MasterCell> answers = new HashMap<>();
        Map<String, MistakePage> mistakes = new HashMap<>();
        List<MasterCell> checks = new ArrayList<>();
        for (MasterCell cell : master.cells()) {
            Optional<Part> part = Part.of(cell);
            if (part.isEmpty() && cell.type() == CellType.MARKDOWN) {
                HEADING.matcher(cell.source()).results().forEach(m -> titles.putIfAbsent(m.group(1), m.group(2)));
            } else if (part.isPresent()) {
                String id = part.get().exercise();
                switch (part.get().kind()) {
                    case ANSWER -> answers.put(id, cell);
                    case CHECK -> checks.add(cell);
                    case MISTAKES -> mistakes.put(id, new MistakePage(master, cell));
                    default -> {}
                }
            }
        }
        List<ExercisePage> pages = new ArrayList<>();
        for (MasterCell check : checks) {
            Part part = Part.of(check).orElseThrow();
            Matcher factory = FACTORY.matcher(check.source());
            MasterCell answer = answers.get(part.exercise());
            if (answer != null && answer.type() == CellType.CODE && factory.find()) {
                JsonElement all = check.metadata().get(Part.ALL_OR_NOTHING);
                pages.add(new ExercisePage(
                        part.exercise(),
                        titles.getOrDefault(part.exercise(), ""),
                        part.points().map(Number::doubleValue).orElse(0.0),
                        all != null && all.getAsBoolean(),
                        answer,
                        factory.group(1),
                        Optional.ofNullable(mistakes.get(part.exercise()))));
            }
        }
        return pages;
    }

    /** The stem of the names of its classes. */
    String type() {
        return Character.toUpperCase(factory.charAt(0)) + factory.substring(1);
    }

    /** The function that learners write, the first of the answer. */
    Optional<Declaration> function(Master master) {
        return Declaration.of(new Solution(master, answer).code()).stream()
                .filter(d -> d.kind() == Declaration.Kind.METHOD)
                .findFirst();
    }

    /** Whether the answer is the letter of an option. */
    boolean isChoice(Master master) {
        return function(master)
                .filter(f -> f.code().strip().startsWith("char "))
                .isPresent();
    }
}
