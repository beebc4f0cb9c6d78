package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.notebook.NotebookWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was done in a notebook reaches its master, and nothing else of the master changes. */
class SyncTest {

    @TempDir
    Path root;

    private Path lecture;
    private Path solution;

    @BeforeEach
    void writeMasters() throws Exception {
        for (String folder : List.of("notebooks", "solutions")) {
            Files.createDirectories(root.resolve(folder));
            Files.writeString(root.resolve(folder).resolve("11_sample.md"), Masters.resource("11_sample.md"));
        }
        release();
        lecture = root.resolve("notebooks/11_sample.ipynb");
        solution = root.resolve("solutions/11_sample.ipynb");
    }

    private void release() throws Exception {
        Release.Result result = Release.run(new Release.Options(root, Set.of(), false, false, false));
        assertEquals(List.of(), result.problems());
    }

    private static void edit(Path file, UnaryOperator<List<Cell>> change) throws IOException {
        Notebook notebook = NotebookReader.read(file).notebook();
        List<Cell> cells = change.apply(new ArrayList<>(notebook.cells()));
        NotebookWriter.write(new Notebook(cells, notebook.metadata()), file);
    }

    private static String master(Path notebook) throws IOException {
        return Files.readString(Path.of(notebook.toString().replace(".ipynb", ".md")));
    }

    private Sync.State state(Path notebook) throws IOException {
        return Sync.of(root, notebook).state();
    }

    private void carryBack(Path notebook) throws Exception {
        assertEquals(Sync.State.NOTEBOOK_CHANGED, state(notebook));
        Sync.of(root, notebook).carryBack();
        release();
        assertEquals(Sync.State.SAME, state(notebook));
    }

    private static int find(List<Cell> cells, String text) {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).source().contains(text)) {
                return i;
            }
        }
        throw new AssertionError(text);
    }

    private static UnaryOperator<List<Cell>> replace(String from, String to) {
        return cells -> {
            int at = find(cells, from);
            Cell cell = cells.get(at);
            cells.set(at, cell.withSource(cell.source().replace(from, to)));
            return cells;
        };
    }

    @Test
    void editedTextChangesItsOwnLinesOnly() throws Exception {
        String before = master(lecture);
        edit(lecture, replace("Two paragraphs", "Three *paragraphs*"));
        carryBack(lecture);
        assertEquals(before.replace("Two paragraphs", "Three *paragraphs*"), master(lecture));
    }

    @Test
    void aSolutionGoesBackAndTheExerciseIsMadeAnew() throws Exception {
        String before = master(solution);
        edit(solution, replace("sum += a[i] * b[i];", "sum = Math.fma(a[i], b[i], sum);"));
        carryBack(solution);
        assertEquals(before.replace("sum += a[i] * b[i];", "sum = Math.fma(a[i], b[i], sum);"), master(solution));
        String exercise = Files.readString(root.resolve("exercises/11_sample.ipynb"));
        assertFalse(exercise.contains("fma"));
    }

    @Test
    void cellsCanBeAddedMovedAndRemoved() throws Exception {
        String fence = "a fence in it:\n\n```java\nint x;\n```\n\n\nand two blank lines";
        edit(lecture, cells -> {
            cells.add(1, Cell.of("aaaaaaaa", CellType.CODE, "int late = 1;"));
            cells.add(2, Cell.of("bbbbbbbb", CellType.MARKDOWN, "Prose.\n"));
            cells.add(3, Cell.of("cccccccc", CellType.MARKDOWN, fence));
            cells.add(cells.remove(find(cells, "11.1 Dot product")));
            cells.remove(find(cells, "Two blank lines"));
            cells.add(Cell.of("dddddddd", CellType.CODE, "")); // Jupyter's last, empty cell
            return cells;
        });
        carryBack(lecture);
        String text = master(lecture);
        assertTrue(
                text.contains("\n```java\nint late = 1;\n```\n\nProse.\n\n<!-- #region -->\n"
                        + fence
                        + "\n<!-- #endregion -->\n"),
                text);
        assertTrue(text.endsWith("## 11.1 Dot product\n"), text);
        assertFalse(text.contains("Two blank lines"));
    }

    @Test
    void tagsGoBackAndWhatFrontEndsLeaveBehindDoesNot() throws Exception {
        edit(lecture, cells -> {
            JsonObject volatileOnly = new JsonObject();
            volatileOnly.addProperty("scrolled", true);
            volatileOnly.addProperty("editable", true);
            cells.replaceAll(
                    c -> c.metadata().isEmpty() && c.type() == CellType.CODE ? c.withMetadata(volatileOnly) : c);
            return cells;
        });
        assertEquals(Sync.State.SAME, state(lecture));
        edit(lecture, cells -> {
            int at = find(cells, "Two paragraphs");
            JsonObject metadata = new JsonObject();
            metadata.add("tags", JsonParser.parseString("[\"a\", \"b c\"]"));
            cells.set(at, cells.get(at).withMetadata(metadata));
            return cells;
        });
        carryBack(lecture);
        assertTrue(master(lecture).contains("<!-- #region tags=[\"a\", \"b c\"] -->"));
    }

    @Test
    void outputsAreNoEdits() throws Exception {
        JsonArray outputs = JsonParser.parseString(
                        "[{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\":" + " \"1\"}]")
                .getAsJsonArray();
        edit(lecture, cells -> {
            cells.replaceAll(c -> c.type() == CellType.CODE ? c.withOutputs(outputs, OptionalInt.of(1)) : c);
            return cells;
        });
        assertEquals(Sync.State.SAME, state(lecture));
    }

    /** 150 random sequences of edits; the writer itself reads back what it wrote. */
    @Test
    void anyEditsComeBackTheSame() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        Path file = root.resolve("notebooks/11_sample.ipynb");
        String original = master(file);
        byte[] made = Files.readAllBytes(file);
        List<String> texts = List.of(
                "Prose.",
                "- a\n\n    indented\n\n\n    code",
                "```text\nshown\n```",
                "<!-- #region -->",
                "int x = 1;\n",
                "\n\n// blank lines around\n\n",
                "String s = \"\"\"\n```\n\"\"\";",
                "    four blanks",
                "# Title\n\n\ntext",
                "---",
                "");
        int refused = 0;
        for (int round = 0; round < 150; round++) {
            Files.write(file, made);
            Files.writeString(root.resolve("notebooks/11_sample.md"), original);
            int edits = random.nextInt(1, 5);
            int number = round;
            edit(file, cells -> {
                for (int i = 0; i < edits; i++) {
                    int at = random.nextInt(cells.size());
                    String text = texts.get(random.nextInt(texts.size()));
                    switch (random.nextInt(4)) {
                        case 0 -> cells.remove(at);
                        case 1 -> cells.add(at, cells.remove(cells.size() - 1));
                        case 2 -> cells.set(at, cells.get(at).withSource(text));
                        default -> {
                            CellType type = random.nextBoolean() ? CellType.CODE : CellType.MARKDOWN;
                            cells.add(at, Cell.of("n" + number + "-" + i, type, text));
                        }
                    }
                }
                return cells;
            });
            Sync sync = Sync.of(root, file);
            if (sync.state() == Sync.State.NOTEBOOK_CHANGED) {
                try {
                    sync.carryBack();
                } catch (AuthoringException e) {
                    assertEquals(original, master(file), "a refusal leaves the master alone");
                    refused++;
                    continue;
                }
            }
            assertEquals(Sync.State.SAME, state(file));
        }
        // A prose cell that holds a marker of Jupytext cannot be written; all else can.
        assertTrue(refused < 40, "refused " + refused);
    }

    private int command(StringBuilder said, String... args) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of("--no-compile", "--root", "" + root));
        all.addAll(List.of(args));
        int status = new SyncCommand().run(all, out, out);
        said.append(bytes.toString(StandardCharsets.UTF_8));
        return status;
    }

    @Test
    void whereBothHaveChangedNothingIsWritten() throws Exception {
        edit(lecture, replace("Two paragraphs", "Here"));
        Path text = root.resolve("notebooks/11_sample.md");
        Files.writeString(text, master(lecture).replace("are one cell", "There"));
        byte[] notebook = Files.readAllBytes(lecture);
        String before = master(lecture);
        StringBuilder said = new StringBuilder();
        assertEquals(1, command(said, "notebooks/11_sample.ipynb"));
        assertTrue(said.toString().contains("both changed"), said.toString());
        assertEquals(before, master(lecture));
        assertEquals(new String(notebook, StandardCharsets.UTF_8), Files.readString(lecture));
        // Nor does a release throw the notebook's version away.
        Release.Result result = Release.run(new Release.Options(root, Set.of(), false, false, false));
        assertTrue(
                result.problems().toString().contains("sync"), result.problems().toString());
        assertEquals(0, command(said, "--force", "notebooks/11_sample.ipynb"), said.toString());
        assertTrue(master(lecture).contains("Here") && !master(lecture).contains("There"));
    }

    @Test
    void theSameChangeOnBothSidesIsNoConflict() throws Exception {
        edit(lecture, replace("Two paragraphs", "Here"));
        Files.writeString(
                root.resolve("notebooks/11_sample.md"), master(lecture).replace("Two paragraphs", "Here"));
        assertEquals(Sync.State.SAME, state(lecture));
    }

    @Test
    void whereOnlyTheMasterChangedThereIsNothingToCarry() throws Exception {
        Files.writeString(
                root.resolve("notebooks/11_sample.md"), master(lecture).replace("Two paragraphs", "Here"));
        StringBuilder said = new StringBuilder();
        assertEquals(0, command(said, "notebooks/11_sample"));
        assertTrue(said.toString().contains("only its master"), said.toString());
    }

    @Test
    void movedCellsAreNotUndoneByARelease() throws Exception {
        edit(lecture, cells -> {
            cells.add(cells.remove(0));
            return cells;
        });
        Release.Result result = Release.run(new Release.Options(root, Set.of(), false, false, false));
        assertTrue(
                result.problems().toString().contains("moved"),
                result.problems().toString());
    }

    @Test
    void whatCannotBeCarriedIsRefused() throws Exception {
        StringBuilder said = new StringBuilder();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> command(said, "exercises/11_sample.ipynb"));
        assertTrue(e.getMessage().contains("edit solutions/11_sample.ipynb"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> command(said, "12_none"));
        assertEquals(2, command(said));
        String json = Files.readString(lecture);
        Files.writeString(lecture, json.replace("made_from", "made_of").replace("Two para", "A"));
        assertEquals(1, command(said, "notebooks/11_sample"));
        assertTrue(said.toString().contains("does not say what it was made from"));
    }

    @Test
    void aPastedPictureIsRefused() throws Exception {
        String json = Files.readString(lecture);
        JsonObject notebook = JsonParser.parseString(json).getAsJsonObject();
        JsonObject cell = notebook.getAsJsonArray("cells").get(0).getAsJsonObject();
        cell.addProperty("source", "![x](attachment:a.png)");
        cell.add("attachments", JsonParser.parseString("{\"a.png\": {\"image/png\": \"iVBORw0KGgo=\"}}"));
        Files.writeString(lecture, notebook.toString());
        AuthoringException e = assertThrows(
                AuthoringException.class, () -> Sync.of(root, lecture).carryBack());
        assertTrue(e.getMessage().contains("pasted picture"), e.getMessage());
    }
}
