package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kontrast.grader.notebook.CellType;

/** What an exercise master must keep to. Collects every problem, so that an author sees all. */
final class ExerciseRules {

    private static final Pattern NUMBERED = Pattern.compile("(?:.*/)?0*(\\d+)_[^/]*");

    private static final Pattern UNDER_HEADING =
            Pattern.compile("(?m)^#+ (\\d+\\.\\d+) .*\\n.*·\\s*([\\d.]+) points?\\s*$");
    private static final Pattern IN_TABLE = Pattern.compile("(?m)^\\| *(\\d+\\.\\d+) *\\|.*\\| *([\\d.]+) *\\|\\s*$");

    /** What a new exercise is laid out with. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\bTODO\\b");

    private final Master master;
    private final String number;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, MasterCell> byGradeId = new HashMap<>();
    private final Map<String, MasterCell> answers = new HashMap<>();
    private final Map<String, Double> points = new HashMap<>();
    private final Set<String> checked = new HashSet<>();
    private boolean unread;
    private final Map<MasterCell, String> solutionTexts = new HashMap<>();

    ExerciseRules(Master master) {
        this.master = master;
        Matcher numbered = NUMBERED.matcher(master.file());
        this.number = numbered.matches() ? numbered.group(1) : "";
    }

    /** Reads a cell's part; a wrong one is a problem, and counts as none. */
    Optional<Part> part(MasterCell cell) {
        try {
            return Part.of(cell);
        } catch (IllegalArgumentException e) {
            problems.add(master.problem(cell, e.getMessage()));
            unread = true;
            return Optional.empty();
        }
    }

    /** Judges the next cell. */
    void accept(MasterCell cell, Optional<Part> part, Regions regions) {
        problems.addAll(regions.problems());
        boolean answer = part.map(p -> p.kind() == Part.Kind.ANSWER).orElse(false);
        boolean check = part.map(p -> p.kind() == Part.Kind.CHECK).orElse(false);
        String[] lines = cell.source().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (PLACEHOLDER.matcher(lines[i]).find()) {
                problems.add(master.problem(cell, i, "TODO: this still has to be written"));
            }
        }
        boolean unreadable = part.isEmpty() && cell.metadata().has(Part.KIND);
        if (regions.solutions() > 0 && !answer && !unreadable) {
            problem(cell, "there is a solution region here, but the cell is not kind=\"answer\"");
        }
        if (regions.hiddens() > 0 && !check && !unreadable) {
            problem(cell, "there are hidden tests here, but the cell is not kind=\"check\"");
        }
        if (answer && regions.solutions() == 0) {
            problem(cell, "the answer has no BEGIN SOLUTION: the solution would be handed out");
        }
        if (answer) {
            solutionTexts.put(cell, normal(String.join("\n", regions.solution())));
        }
        part.filter(p -> !p.exercise().isEmpty()).ifPresent(p -> acceptPart(cell, p));
    }

    private void acceptPart(MasterCell cell, Part part) {
        String id = part.exercise();
        if (!number.isEmpty() && !id.startsWith(number + ".")) {
            problem(cell, "exercise " + id + " is in set " + number);
        }
        if (part.kind() == Part.Kind.SOLUTION) {
            return;
        }
        part.points().ifPresent(worth -> points.put(id, worth.doubleValue()));
        MasterCell twin = byGradeId.putIfAbsent(part.gradeId(), cell);
        if (twin != null) {
            problem(
                    cell,
                    "exercise "
                            + id
                            + " has a second "
                            + part.kind().word()
                            + "; the first is on line "
                            + (twin.line() - 1));
        }
        if (part.kind() == Part.Kind.ANSWER) {
            answers.put(id, cell);
        } else if (part.kind() == Part.Kind.MISTAKES) {
            acceptMistakes(cell, answers.get(id), id);
        } else if (part.kind() == Part.Kind.CHECK) {
            checked.add(id);
            if (!answers.containsKey(id)) {
                problem(cell, "there is no answer to " + id + " above this check");
            }
        }
    }

    private void acceptMistakes(MasterCell cell, MasterCell answer, String id) {
        if (answer == null || answer.type() != CellType.CODE) {
            problem(cell, "there is no answer to " + id + " in code above its mistakes");
            return;
        }
        MistakePage page = new MistakePage(master, cell);
        problems.addAll(page.problems());
        if (page.problems().isEmpty()) {
            problems.addAll(new Variants(new Solution(master, answer), page).problems());
        }
    }

    /** Judges the whole, once every cell was accepted. */
    void finish(List<Made> exercises) {
        answers.forEach((id, cell) -> {
            // A part that could not be read may be the very check that is missing.
            if (cell.type() == CellType.CODE && !checked.contains(id) && !unread) {
                problem(cell, "the answer to " + id + " has no check");
            }
        });
        solutionTexts.forEach((cell, text) -> findLeak(cell, text, exercises));
        findGap();
        comparePoints();
    }

    /** Exercises are counted from 1; a number that is left out would look like a lost exercise. */
    private void findGap() {
        List<Integer> ids = answers.keySet().stream()
                .map(id -> Integer.parseInt(id.substring(id.indexOf('.') + 1)))
                .sorted()
                .toList();
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i) != i + 1) {
                String id = answers.keySet().iterator().next();
                String prefix = id.substring(0, id.indexOf('.') + 1);
                problem(
                        answers.get(prefix + ids.get(i)),
                        "exercise " + prefix + (i + 1) + " is missing before this one");
                return;
            }
        }
    }

    /** What learners read of the points, below a heading and in the table, must be what is behind {@code points=}. */
    private void comparePoints() {
        for (MasterCell cell : master.cells()) {
            if (cell.type() != CellType.MARKDOWN || cell.metadata().has(Part.KIND)) {
                continue;
            }
            for (Pattern pattern : List.of(UNDER_HEADING, IN_TABLE)) {
                pattern.matcher(cell.source()).results().forEach(said -> {
                    Double worth = points.get(said.group(1));
                    if (worth != null && worth != Double.parseDouble(said.group(2))) {
                        int line = (int) cell.source()
                                .substring(0, said.start(2))
                                .lines()
                                .count();
                        problems.add(master.problem(
                                cell,
                                line - 1,
                                "exercise %s is worth %s points here and %s at its check"
                                        .formatted(said.group(1), said.group(2), worth)));
                    }
                });
            }
        }
    }

    /** A solution that also stands elsewhere, in a hint or in commented-out code for instance. */
    private void findLeak(MasterCell cell, String solution, List<Made> exercises) {
        if (solution.length() < 40) {
            return; // "return x;" may well stand elsewhere too
        }
        for (Made made : exercises) {
            if (normal(made.cell().source()).contains(solution)) {
                problem(made.from(), "the solution of the cell on line " + (cell.line() - 1) + " stands here too");
            }
        }
    }

    /** The code alone: no indentation, blank lines or comment marks. */
    private static String normal(String text) {
        return text.lines()
                .map(line -> line.strip().replaceFirst("^//+\\s*", ""))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private void problem(MasterCell cell, String message) {
        problems.add(master.problem(cell, message));
    }

    /** What was found, from top to bottom. */
    List<Problem> problems() {
        return problems.stream()
                .sorted((a, b) -> Integer.compare(a.line(), b.line()))
                .distinct()
                .toList();
    }
}
