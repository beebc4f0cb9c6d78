package kontrast.grader.grade;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import kontrast.grader.check.Check;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;

/**
 * A class that is made up, the same in every run: whole notebooks as they are handed out, with
 * answers to ten exercises of two sets.
 *
 * <p>Of ten learners the first five solve everything, two make mistakes that the checks know in
 * about half of their answers, one has got one character wrong here and there, one has stopped
 * half-way, and one attacks with one of the answers.
 */
final class SyntheticClass {

    private static final int QUESTIONS = 10;

    private static final List<String> ATTACKS = List.of(
            "while (true) { }",
            "System.exit(0);",
            "java.util.List<long[]> l = new java.util.ArrayList<>(); while (true) l.add(new" + " long[1 << 20]);",
            "while (true) System.out.println(\"flood\");",
            "while (true) { Thread t = new Thread(() -> { while (true) { } }); t.start(); }");

    /** Named, so that a set which the course gains later does not change what is measured. */
    private static final List<String> SETS = List.of("01_protocol", "03_rotation");

    private final ExerciseSet set;
    private final Notebook released;
    private final Map<String, String> solutions;

    /** What an answer is meant to be. */
    enum Role {
        /** The solution. */
        RIGHT("right answers"),
        /** The solution with a mistake that the check knows. */
        MISTAKE("known mistakes"),
        /** The solution with one character changed; it may be right all the same. */
        SLIP("one character wrong"),
        /** As it was handed out. */
        UNTOUCHED("as handed out"),
        /** The solution behind code that wants to harm the grading. */
        ATTACK("attacks");

        private final String words;

        Role(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * One answer of one learner.
     *
     * @param role what it is meant to be
     * @param mistake the misconception's name; empty if it is none
     * @param source the cell
     */
    record Answer(Role role, String mistake, String source) {}

    private SyntheticClass(ExerciseSet set, Notebook released, Map<String, String> solutions) {
        this.set = set;
        this.released = released;
        this.solutions = solutions;
    }

    /**
     * Reads the exercises and their solutions.
     *
     * @param root the course
     * @return the class
     * @throws IOException if a notebook cannot be read
     */
    static SyntheticClass of(Path root) throws IOException {
        List<Check<?>> checks = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        Map<String, String> solutions = new TreeMap<>();
        for (String name : SETS) {
            ExerciseSet set = ExerciseSet.named(name).orElseThrow();
            String file = set.name() + ".ipynb";
            Path exercises = root.resolve("exercises").resolve(file);
            Path solved = root.resolve("solutions").resolve(file);
            if (!Files.exists(exercises) || !Files.exists(solved)) {
                continue;
            }
            cells.addAll(NotebookReader.read(exercises).notebook().cells());
            Notebook solution = NotebookReader.read(solved).notebook();
            for (Check<?> check : set.checks()) {
                String id = Answers.gradeId(check.id());
                if (checks.size() < QUESTIONS && !solution.withGradeId(id).isEmpty()) {
                    checks.add(check);
                    solutions.put(check.id(), solution.withGradeId(id).get(0).source());
                }
            }
        }
        return new SyntheticClass(new ExerciseSet("bench", checks), new Notebook(cells, new JsonObject()), solutions);
    }

    ExerciseSet set() {
        return set;
    }

    Notebook released() {
        return released;
    }

    /**
     * Returns what a learner hands in.
     *
     * @param number the learner, from 0
     * @return one answer an exercise
     */
    Map<String, Answer> answers(int number) {
        SplittableRandom random = new SplittableRandom(number);
        int attacked = random.nextInt(set.checks().size());
        Map<String, Answer> answers = new TreeMap<>();
        for (int i = 0; i < set.checks().size(); i++) {
            String id = set.checks().get(i).id();
            boolean chosen = random.nextBoolean();
            answers.put(
                    id,
                    switch (number % 10) {
                        case 5, 6 -> chosen ? mistaken(id, random) : right(id);
                        case 7 -> chosen ? slipped(id, random) : right(id);
                        case 8 -> i > set.checks().size() / 2 ? untouched(id) : right(id);
                        case 9 -> i == attacked ? attack(id, number / 10) : right(id);
                        default -> right(id);
                    });
        }
        return answers;
    }

    /** The notebook as it was handed out, with these answers. */
    Notebook notebook(Map<String, Answer> answers) {
        List<Cell> cells = new ArrayList<>(released.cells());
        answers.forEach((id, answer) -> cells.replaceAll(cell ->
                cell.gradeId().filter(Answers.gradeId(id)::equals).isEmpty() ? cell : with(cell, answer.source())));
        return new Notebook(cells, released.metadata());
    }

    private static Cell with(Cell cell, String source) {
        return new Cell(
                cell.id(),
                CellType.CODE,
                source,
                cell.metadata(),
                new JsonArray(),
                OptionalInt.empty(),
                new JsonObject());
    }

    private Answer right(String id) {
        return new Answer(Role.RIGHT, "", solutions.get(id));
    }

    private Answer untouched(String id) {
        Cell cell = released.withGradeId(Answers.gradeId(id)).get(0);
        return new Answer(Role.UNTOUCHED, "", cell.source());
    }

    private Answer mistaken(String id, SplittableRandom random) {
        List<Mistake> known =
                Mistake.all().stream().filter(m -> m.exercise().equals(id)).toList();
        if (known.isEmpty()) {
            return right(id);
        }
        Mistake mistake = known.get(random.nextInt(known.size()));
        return new Answer(Role.MISTAKE, mistake.name(), mistake.in(solutions.get(id)));
    }

    private Answer attack(String id, int kind) {
        String source = solutions.get(id);
        int brace = source.indexOf('{') + 1;
        String code = ATTACKS.get(kind % ATTACKS.size());
        return new Answer(
                Role.ATTACK,
                "",
                source.substring(0, brace) + " if (Math.random() >= 0) { " + code + " }" + source.substring(brace));
    }

    /** Changes one character that matters in the function, and none in helpers of other answers. */
    private Answer slipped(String id, SplittableRandom random) {
        String source = solutions.get(id);
        List<Integer> places = new ArrayList<>();
        int end = source.indexOf("// END SOLUTION");
        for (int i = source.indexOf('{'); i < end; i++) {
            if ("+-01".indexOf(source.charAt(i)) >= 0) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return right(id);
        }
        int at = places.get(random.nextInt(places.size()));
        char other = "-+10".charAt("+-01".indexOf(source.charAt(at)));
        String slip = source.substring(0, at) + other + source.substring(at + 1);
        return new Answer(Role.SLIP, "", slip);
    }
}
