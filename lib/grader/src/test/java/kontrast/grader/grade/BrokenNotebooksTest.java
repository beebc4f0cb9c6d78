package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.worker.Bodies;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notebooks as learners hand them in: what can be read is graded, and what was mended is said. */
class BrokenNotebooksTest {

    private static final String GIVEN = "import java.util.*;";

    @TempDir
    Path folder;

    private Answers read(byte[] bytes) throws IOException {
        Path file = folder.resolve("submission.ipynb");
        Files.write(file, bytes);
        return Answers.read(file, Map.of("11.3", "positiveIndices"), released());
    }

    private Answers read(String json) throws IOException {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject given() {
        JsonObject cell = Classroom.cell(GIVEN);
        cell.addProperty("id", "ex11_0_given");
        JsonObject block = cell.getAsJsonObject("metadata").getAsJsonObject("nbgrader");
        block.addProperty("grade_id", "ex11_0_given");
        block.addProperty("locked", true);
        return cell;
    }

    private static Notebook released() throws IOException {
        JsonObject notebook = Classroom.notebook(given(), Classroom.cell(Classroom.STUB));
        return NotebookReader.parse(notebook.toString().getBytes(StandardCharsets.UTF_8), "released")
                .notebook();
    }

    private static JsonObject sound() {
        return Classroom.notebook(given(), Classroom.cell(Classroom.RIGHT));
    }

    /** The answer is there, and exactly one thing is said. */
    private static void mended(Answers answers, String what) {
        assertEquals("", answers.broken());
        assertTrue(Answers.same(Classroom.RIGHT, answers.cells().get("11.3")), answers.toString());
        assertEquals(1, answers.repairs().size(), answers.repairs().toString());
        assertTrue(answers.repairs().get(0).contains(what), answers.repairs().toString());
    }

    @Test
    void aSoundOneNeedsNoWord() throws IOException {
        Answers answers = read(sound().toString());
        assertTrue(Answers.same(Classroom.RIGHT, answers.cells().get("11.3")));
        assertEquals(0, answers.repairs().size(), answers.repairs().toString());
    }

    @Test
    void whatIsNotJsonIsSaidToBeSo() throws IOException {
        String json = sound().toString();
        assertTrue(read(json.substring(0, json.length() / 2)).broken().contains("not JSON"));
        assertTrue(read("<html>Please log in</html>").broken().contains("not"));
        assertTrue(read("").broken().contains("not"));
    }

    @Test
    void nbformat3HasItsCellsInWorksheets() throws IOException {
        JsonObject old = Classroom.cell(Classroom.RIGHT);
        old.add("input", old.remove("source"));
        old.addProperty("language", "java");
        JsonArray cells = new JsonArray();
        cells.add(given());
        cells.add(old);
        JsonObject sheet = new JsonObject();
        sheet.add("cells", cells);
        JsonArray sheets = new JsonArray();
        sheets.add(sheet);
        JsonObject notebook = new JsonObject();
        notebook.add("worksheets", sheets);
        notebook.addProperty("nbformat", 3);
        mended(read(notebook.toString()), "nbformat 3");
    }

    @Test
    void oldAndFutureVersionsOfTheFormatAreRead() throws IOException {
        JsonObject notebook = sound();
        notebook.addProperty("nbformat_minor", 0);
        notebook.getAsJsonArray("cells").forEach(c -> c.getAsJsonObject().remove("id"));
        mended(read(notebook.toString()), "no id");
        JsonObject future = sound();
        future.addProperty("nbformat", 5);
        mended(read(future.toString()), "nbformat 5");
    }

    @Test
    void anotherKernelIsSaid() throws IOException {
        JsonObject notebook = sound();
        JsonObject spec = new JsonObject();
        spec.addProperty("language", "python");
        notebook.getAsJsonObject("metadata").add("kernelspec", spec);
        mended(read(notebook.toString()), "kernel is for python");
    }

    @Test
    void missingCellsCostOnlyThemselves() throws IOException {
        Answers none = read(Classroom.notebook(given()).toString());
        assertEquals("", none.broken());
        assertNull(none.cells().get("11.3"));
        mended(read(Classroom.notebook(Classroom.cell(Classroom.RIGHT)).toString()), "is gone");
    }

    @Test
    void ofTwoAnswersTheLastThatIsNotTheStubCounts() throws IOException {
        String first = Classroom.RIGHT.replace("+ n", "- n");
        Answers answers = read(Classroom.notebook(
                        given(), Classroom.cell(first), Classroom.cell(Classroom.RIGHT), Classroom.cell(Classroom.STUB))
                .toString());
        mended(answers, "3 cells claim");
    }

    @Test
    void movedCellsAreFound() throws IOException {
        Answers answers = read(
                Classroom.notebook(Classroom.cell(Classroom.RIGHT), given()).toString());
        assertTrue(Answers.same(Classroom.RIGHT, answers.cells().get("11.3")));
        assertEquals(0, answers.repairs().size());
    }

    @Test
    void aCellWithoutItsMetadataIsFoundByItsIdOrItsFunction() throws IOException {
        JsonObject cell = Classroom.cell(Classroom.RIGHT);
        cell.add("metadata", new JsonObject());
        Answers byId = read(Classroom.notebook(given(), cell).toString());
        assertTrue(Answers.same(Classroom.RIGHT, byId.cells().get("11.3")));
        cell.addProperty("id", "a1b2c3");
        JsonObject call = Classroom.cell("positiveIndices(3);");
        call.add("metadata", new JsonObject());
        call.addProperty("id", "d4e5f6");
        mended(read(Classroom.notebook(given(), cell, call).toString()), "had lost its id");
    }

    @Test
    void editedCellsOfOursAreReplacedByOurs() throws IOException {
        JsonObject edited = given();
        edited.addProperty("source", "import java.util.*; int trick = 1;");
        JsonObject notebook = Classroom.notebook(edited, Classroom.cell(Classroom.RIGHT));
        mended(read(notebook.toString()), "was edited");
    }

    @Test
    void windowsLineEndsMarksAndEncodingsAreRead() throws IOException {
        String windows = sound().toString().replace("\\n", "\\r\\n");
        mended(read(windows), "Windows line ends");
        mended(read("\uFEFF" + sound()), "byte order mark");
        mended(read(sound().toString().getBytes(StandardCharsets.UTF_16)), "UTF-16");
        JsonObject umlauts = sound();
        umlauts.getAsJsonObject("metadata").addProperty("author", "Jürgen Größe");
        mended(read(umlauts.toString().getBytes(Charset.forName("windows-1252"))), "Windows-1252");
    }

    @Test
    void anotherLocaleChangesNothing() throws IOException {
        Locale before = Locale.getDefault();
        try {
            // Where I is not the capital of i, and digits are others.
            for (String tag : new String[] {"tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                Answers answers = read(sound().toString());
                assertEquals(0, answers.repairs().size(), tag);
                assertEquals("0.5", Numbers.plain(0.5), tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void fiftyMegabytesOfOutputsDoNoHarm() throws IOException {
        JsonObject cell = Classroom.cell(Classroom.RIGHT);
        JsonObject stream = new JsonObject();
        stream.addProperty("output_type", "stream");
        stream.addProperty("name", "stdout");
        stream.addProperty("text", "0123456789".repeat(5_000_000));
        cell.getAsJsonArray("outputs").add(stream);
        Answers answers = read(Classroom.notebook(given(), cell).toString());
        assertTrue(Answers.same(Classroom.RIGHT, answers.cells().get("11.3")));
    }

    private static JsonObject own(String source) {
        JsonObject cell = Classroom.cell(source);
        cell.remove("metadata");
        cell.add("metadata", new JsonObject());
        cell.addProperty("id", "own" + source.hashCode());
        return cell;
    }

    @Test
    void helpersAreTheLearnersOwnCellsWithoutTheirMagics() throws IOException {
        String helper = "%maven a:b:1\nint wrap(int i, int n) {\n    return i\n        % n;\n}";
        Answers answers = read(Classroom.notebook(given(), own(helper), Classroom.cell(Classroom.RIGHT), own("// try"))
                .toString());
        // The remainder at the start of a line is no magic.
        assertEquals(List.of(helper.substring(helper.indexOf('\n') + 1), "// try"), answers.helpers());
    }

    @Test
    void manyCellsAndLongOnesDoNotHideTheHelpersBesideThem() throws IOException {
        List<JsonObject> cells = new ArrayList<>(List.of(given(), own("// " + "pasted".repeat(100_000))));
        for (int i = 0; i < 1000; i++) {
            cells.add(own("int h" + i + " = " + i + ";"));
        }
        cells.add(Classroom.cell(Classroom.RIGHT));
        List<String> helpers = read(Classroom.notebook(cells.toArray(JsonObject[]::new))
                        .toString())
                .helpers();
        assertEquals("int h0 = 0;", helpers.get(0));
        // As many as the compiler takes: one more, and no answer of this learner's would be defined.
        Setup setup = new Setup("f", Kind.INT, List.of(), List.of(), List.of(), helpers, List.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Bodies.write(new DataOutputStream(bytes), setup);
        assertEquals(setup, Bodies.readSetup(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    }

    @Test
    void magicsAreLeftOutIfHarmlessAndRefusedOtherwise() throws IOException {
        mended(read(withLine("%time")), "was left out");
        assertTrue(read(withLine("%sh ls")).refused().get("11.3").contains("not Java"));
        assertTrue(read(withLine("%%bash")).refused().get("11.3").contains("not Java"));
        // Inside of a text block it is text, and a remainder may begin a line.
        Answers text = read(withLine("String s = \"\"\"\n    %sh\n    \"\"\"; int r = 5\n    % 3;"));
        assertEquals(Map.of(), text.refused());
        assertEquals(0, text.repairs().size(), text.repairs().toString());
    }

    private static String withLine(String line) {
        return Classroom.notebook(given(), Classroom.cell(line + "\n" + Classroom.RIGHT))
                .toString();
    }
}
