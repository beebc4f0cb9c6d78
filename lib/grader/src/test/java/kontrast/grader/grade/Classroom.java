package kontrast.grader.grade;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.exercise.simclr.SimClrExercises;
import kontrast.grader.notebook.NotebookReader;

/** One exercise, 11.3, its notebooks, and a grader for them. */
final class Classroom {

    static final String RIGHT = """
            int[] positiveIndices(int n) {
                int[] positives = new int[2 * n];
                for (int i = 0; i < 2 * n; i++) {
                    positives[i] = (i + n) % (2 * n);
                }
                return positives;
            }
            """;

    static final String STUB = """
            int[] positiveIndices(int n) {
                throw new UnsupportedOperationException("11.3 is yours to write");
            }
            """;

    static final Limits LIMITS =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(30), 128, 3072, 64, 768, 8);

    private Classroom() {}

    /** The cell of an answer as nbformat 4.5 has it. */
    static JsonObject cell(String answer) {
        JsonObject nbgrader = new JsonObject();
        nbgrader.addProperty("grade_id", "ex11_3");
        nbgrader.addProperty("solution", true);
        JsonObject metadata = new JsonObject();
        metadata.add("nbgrader", nbgrader);
        JsonObject cell = new JsonObject();
        cell.addProperty("id", "ex11_3");
        cell.addProperty("cell_type", "code");
        cell.addProperty("source", answer);
        cell.add("metadata", metadata);
        cell.add("outputs", new JsonArray());
        return cell;
    }

    static JsonObject notebook(JsonObject... cells) {
        JsonArray list = new JsonArray();
        List.of(cells).forEach(list::add);
        JsonObject notebook = new JsonObject();
        notebook.add("cells", list);
        notebook.add("metadata", new JsonObject());
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 5);
        return notebook;
    }

    static Submissions.Submission submission(Path file) {
        String name = file.getFileName().toString();
        return new Submissions.Submission(name.replace(".ipynb", ""), Optional.of(file), name, Instant.EPOCH);
    }

    static Grader grader(Path folder, Optional<Journal> journal) throws IOException {
        Path released = folder.resolve("released.json");
        Files.writeString(released, notebook(cell(STUB)).toString());
        Grader.GradedSet course = new Grader.GradedSet(
                new ExerciseSet("11_simclr", List.of(SimClrExercises.positiveIndices())),
                NotebookReader.read(released).notebook(),
                SetRules.STANDARD,
                "a secret of the course".getBytes(StandardCharsets.UTF_8));
        return new Grader(course, Bubblewrap.find(), LIMITS, journal);
    }
}
