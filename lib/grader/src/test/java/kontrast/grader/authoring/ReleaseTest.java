package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.notebook.NotebookWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {

    private static final String LECTURE = """
            # A lecture

            ```java
            int x = 1;
            ```

            ```java
            x + 1
            ```

            ```java
            int x = 1;
            ```
            """;

    @TempDir
    Path root;

    private Path lecture;
    private Path exercise;

    @BeforeEach
    void writeMasters() throws Exception {
        for (String folder : List.of("notebooks", "solutions")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.writeString(root.resolve("notebooks/11_a.md"), LECTURE);
        Files.writeString(root.resolve("solutions/11_a.md"), Masters.EXERCISE);
        Files.writeString(root.resolve("solutions/README.md"), "no master\n\n```bash\n");
        lecture = root.resolve("notebooks/11_a.ipynb");
        exercise = root.resolve("exercises/11_a.ipynb");
    }

    private Release.Result release(boolean check) throws Exception {
        return Release.run(new Release.Options(root, Set.of(), check, false, false));
    }

    private int command(StringBuilder printed, String... args) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<String> all = new java.util.ArrayList<>(List.of("--no-compile", "--root", "" + root));
        all.addAll(List.of(args));
        int status = new ReleaseCommand().run(all, out, out);
        printed.append(bytes.toString(StandardCharsets.UTF_8));
        return status;
    }

    private static void edit(Path file, UnaryOperator<Cell> change) throws Exception {
        Notebook notebook = NotebookReader.read(file).notebook();
        NotebookWriter.write(notebook.map(change), file);
    }

    private static JsonArray outputs(String json) {
        return JsonParser.parseString(json).getAsJsonArray();
    }

    private static Notebook read(Path file) throws Exception {
        return NotebookReader.read(file).notebook();
    }

    @Test
    void releasingTwiceChangesNothing() throws Exception {
        assertEquals(3, release(false).changed().size());
        assertEquals(List.of(), release(true).changed());
        assertEquals(List.of(), release(false).changed());
        assertTrue(
                Files.getLastModifiedTime(lecture)
                                .compareTo(Files.getLastModifiedTime(root.resolve("notebooks/11_a.md")))
                        <= 0,
                "Jupytext refuses a pair whose notebook is newer");
    }

    @Test
    void checkNamesTheFileAndWritesNothing() throws Exception {
        release(false);
        Files.writeString(root.resolve("notebooks/11_a.md"), LECTURE.replace("A lecture", "The lecture"));
        String before = Files.readString(lecture);
        StringBuilder printed = new StringBuilder();
        assertEquals(1, command(printed, "--check"));
        assertTrue(printed.toString().contains("11_a.ipynb: is not as"), printed.toString());
        assertEquals(before, Files.readString(lecture));
        assertEquals(0, command(printed));
        assertEquals(0, command(printed, "--check"));
    }

    @Test
    void aMissingNotebookFailsTheCheck() throws Exception {
        assertEquals(1, command(new StringBuilder(), "--check"));
        assertFalse(Files.exists(lecture));
    }

    @Test
    void outputsStayWhereTheCodeStays() throws Exception {
        release(false);
        int[] n = {0};
        edit(
                lecture,
                cell -> cell.source().startsWith("#")
                        ? cell
                        : cell.withOutputs(result("out " + n[0]), OptionalInt.of(++n[0])));
        Files.writeString(root.resolve("notebooks/11_a.md"), "New prose.\n\n" + LECTURE.replace("x + 1", "x + 2"));
        release(false);
        List<Cell> cells = read(lecture).cells();
        assertEquals(result("out 0"), cells.get(1).outputs());
        assertEquals(result("out 2"), cells.get(3).outputs(), "equal cells keep their order");
        assertEquals(OptionalInt.of(3), cells.get(3).executionCount());
        assertEquals(0, cells.get(2).outputs().size(), "changed code has no outputs yet");
    }

    private static JsonArray result(String text) {
        return outputs("[{\"output_type\": \"execute_result\", \"metadata\": {}, \"execution_count\": 1,"
                + " \"data\": {\"text/plain\": [\""
                + text
                + "\"]}}]");
    }

    @Test
    void outputsAreCleaned() throws Exception {
        release(false);
        JsonArray dirty = outputs("""
                        [{"output_type": "stream", "name": "stdout", "text": "1 %\\r2 %"},
                         {"output_type": "stream", "name": "stdout", "text": ["\\r3 %\\r\\n", "end"]},
                         {"output_type": "display_data", "metadata": {}, "data": {
                           "image/png": "iVBOR",
                           "text/html": "<div></div>\\n<script class=\\"kontrast-plotly-library\\">\\n\
                        if (a < b) {}\\n</script>\\n<script>draw()</script>"}}]""");
        JsonObject timing = new JsonObject();
        timing.add("execution", new JsonObject());
        edit(
                lecture,
                cell -> cell.source().equals("x + 1")
                        ? cell.withOutputs(dirty, OptionalInt.of(1)).withMetadata(timing)
                        : cell);
        assertEquals(1, release(true).changed().size(), "the check sees what was not cleaned");
        release(false);
        Cell cell = read(lecture).cells().get(2);
        assertEquals(outputs("""
                        [{"output_type": "stream", "name": "stdout", "text": ["3 %\\n", "end"]},
                         {"output_type": "display_data", "metadata": {}, "data": {
                           "image/png": "iVBOR",
                           "text/html": ["<div></div>\\n", "<script>draw()</script>"]}}]"""), cell.outputs());
        assertEquals(new JsonObject(), cell.metadata());
    }

    @Test
    void exercisesCarryNoOutputs() throws Exception {
        release(false);
        Path solution = root.resolve("solutions/11_a.ipynb");
        for (Path file : List.of(solution, exercise)) {
            edit(file, c -> c.id().equals("ex11_1_check") ? c.withOutputs(result("6"), OptionalInt.of(1)) : c);
        }
        assertEquals(List.of(exercise), release(false).changed());
        assertEquals(
                1, read(solution).withGradeId("ex11_1_check").get(0).outputs().size());
        assertEquals(
                0, read(exercise).withGradeId("ex11_1_check").get(0).outputs().size());
    }

    @Test
    void largeOutputsAndErrorsAreRefused() throws Exception {
        release(false);
        edit(
                lecture,
                c -> c.source().equals("x + 1") ? c.withOutputs(result("y".repeat(400_001)), OptionalInt.of(1)) : c);
        String large = release(false).problems().get(0).toString();
        assertTrue(large.contains("400000"), large);
        assertTrue(large.startsWith("notebooks/11_a.md:7: cell 3: its outputs take"), large);
        edit(
                lecture,
                c -> c.source().equals("x + 1")
                        ? c.withOutputs(outputs("[{\"output_type\": \"error\"}]"), OptionalInt.of(1))
                        : c);
        assertTrue(release(false).problems().get(0).message().contains("error"));
        Files.writeString(
                root.resolve("notebooks/11_a.md"),
                LECTURE.replace("```java\nx + 1", "```java tags=[\"raises-exception\"]\nx + 1"));
        assertEquals(List.of(), release(false).problems());
    }

    @Test
    void workInANotebookIsNotOverwritten() throws Exception {
        release(false);
        UnaryOperator<Cell> work = c -> c.withSource(c.source().replace("throw", "return 7; //"));
        edit(exercise, work);
        edit(lecture, c -> c.withSource(c.source().replace("A lecture", "Edited here")));
        Release.Result result = release(false);
        assertEquals(2, result.problems().size(), result.problems().toString());
        assertTrue(Files.readString(exercise).contains("return 7"));
        Release.run(new Release.Options(root, Set.of(), false, true, false));
        assertFalse(Files.readString(exercise).contains("return 7"));
    }

    @Test
    void anEditThatIsInTheMasterTooIsNoLoss() throws Exception {
        release(false);
        edit(lecture, c -> c.withSource(c.source().replace("x + 1", "x + 3")));
        Files.writeString(root.resolve("notebooks/11_a.md"), LECTURE.replace("x + 1", "x + 3"));
        assertEquals(List.of(), release(false).problems());
    }

    @Test
    void aNotebookWithoutAMasterIsNamed() throws Exception {
        release(false);
        Files.delete(root.resolve("solutions/11_a.md"));
        List<Problem> problems = release(false).problems();
        assertEquals(2, problems.size());
        assertEquals(
                "exercises/11_a.ipynb: has no master; remove it",
                problems.get(1).toString());
    }

    @Test
    void oneTopicCanBeReleasedAndAnUnknownOneIsNamed() throws Exception {
        StringBuilder printed = new StringBuilder();
        assertEquals(0, command(printed, "exercises/11_a.ipynb"));
        assertEquals(1, command(printed, "12_b"));
        assertTrue(printed.toString().contains("12_b"), printed.toString());
        assertEquals(2, command(printed, "--chekc"));
    }

    @Test
    void aWrongMasterLeavesTheOthersAlone() throws Exception {
        Files.writeString(root.resolve("notebooks/11_a.md"), "```java\nint x;");
        Release.Result result = release(false);
        assertEquals(
                "notebooks/11_a.md:1: cell 1",
                result.problems().get(0).toString().substring(0, 27));
        assertEquals(2, result.changed().size());
    }
}
