package kontrast.grader.copy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import kontrast.grader.copy.LearnersCopy.Became;
import kontrast.grader.copy.LearnersCopy.Done;
import kontrast.grader.copy.LearnersCopy.Wish;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.notebook.NotebookWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a learner wrote is lost, whatever the next version of the course brings. */
class LearnersCopyTest {

    private static final Path LECTURE = Path.of("notebooks", "01_a.ipynb");
    private static final Path SET = Path.of("exercises", "01_a.ipynb");
    private static final String STUB = "int f() { throw new UnsupportedOperationException(); }";

    @TempDir
    Path folder;

    private Path course;
    private Path work;

    @BeforeEach
    void firstVersion() throws IOException {
        course = folder.resolve("course");
        work = folder.resolve("work");
        publish("1");
    }

    private void publish(String version) throws IOException {
        write(course.resolve(LECTURE), lecture("text " + version));
        write(course.resolve(SET), exercise("task " + version, STUB));
    }

    private static void write(Path file, Notebook notebook) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, NotebookWriter.toJson(notebook));
    }

    private static Notebook lecture(String text) {
        Cell code = Cell.of("b", CellType.CODE, "1 + 1");
        return new Notebook(List.of(Cell.of("a", CellType.MARKDOWN, text), code), new JsonObject());
    }

    private static Notebook exercise(String text, String answer) {
        JsonObject nbgrader = new JsonObject();
        nbgrader.addProperty("grade_id", "ex1_1");
        nbgrader.addProperty("solution", true);
        JsonObject metadata = new JsonObject();
        metadata.add("nbgrader", nbgrader);
        Cell cell = Cell.of("b", CellType.CODE, answer).withMetadata(metadata);
        return new Notebook(List.of(Cell.of("a", CellType.MARKDOWN, text), cell), new JsonObject());
    }

    private List<Done> refresh(Wish wish) throws IOException {
        return new LearnersCopy(course, work).refresh(wish);
    }

    private List<Became> became(Wish wish) throws IOException {
        return refresh(wish).stream().map(Done::became).toList();
    }

    private String cell(Path file, int i) throws IOException {
        return NotebookReader.read(work.resolve(file)).notebook().cells().get(i).source();
    }

    @Test
    void everythingIsCopiedOnceAndAgainIfItWasDeleted() throws IOException {
        Files.writeString(course.resolve("notebooks/01_a.md"), "the master");
        assertEquals(List.of(Became.COPIED, Became.COPIED), became(Wish.OPEN));
        assertArrayEquals(Files.readAllBytes(course.resolve(LECTURE)), Files.readAllBytes(work.resolve(LECTURE)));
        assertFalse(Files.exists(work.resolve("notebooks/01_a.md")), "masters are for authors");
        assertEquals(List.of(), became(Wish.UPDATE));
        Files.delete(work.resolve(SET));
        assertEquals(List.of(Became.COPIED), became(Wish.OPEN));
    }

    @Test
    void whatNobodyTouchedIsReplaced() throws IOException {
        refresh(Wish.OPEN);
        publish("2");
        assertEquals(List.of(Became.REPLACED, Became.REPLACED), became(Wish.OPEN));
        assertEquals("text 2", cell(LECTURE, 0));
        assertEquals("task 2", cell(SET, 0));
    }

    @Test
    void aRunIsKeptAndTheNewVersionTakesItsPlace() throws IOException {
        refresh(Wish.OPEN);
        Notebook read = NotebookReader.read(work.resolve(LECTURE)).notebook();
        JsonArray outputs = new JsonArray();
        outputs.add(new JsonObject());
        Cell run = read.cells().get(1).withOutputs(outputs, OptionalInt.of(7));
        write(work.resolve(LECTURE), new Notebook(List.of(read.cells().get(0), run), read.metadata()));
        byte[] own = Files.readAllBytes(work.resolve(LECTURE));
        publish("2");
        assertEquals(List.of(Became.WAITING, Became.REPLACED), became(Wish.OPEN));
        assertArrayEquals(own, Files.readAllBytes(work.resolve(LECTURE)), "only looked at");
        Done done = refresh(Wish.UPDATE).get(0);
        assertEquals(Became.RUN_KEPT, done.became());
        assertEquals("text 2", cell(LECTURE, 0));
        assertArrayEquals(own, Files.readAllBytes(work.resolve(done.other())));
        assertEquals(List.of(), became(Wish.UPDATE), "once is enough");
    }

    /** The wrong variants: replacing the file, a new version with the stub, and a name that is taken. */
    @Test
    void anAnswerStaysAndStandsInTheNewVersionToo() throws IOException {
        refresh(Wish.OPEN);
        String answer = "int f() { return 42; }";
        write(work.resolve(SET), exercise("task 1", answer));
        byte[] own = Files.readAllBytes(work.resolve(SET));
        publish("2");
        Done second = refresh(Wish.UPDATE).get(1);
        assertEquals(Became.BESIDE, second.became());
        assertArrayEquals(own, Files.readAllBytes(work.resolve(SET)));
        assertEquals("task 2", cell(second.other(), 0));
        assertEquals(answer, cell(second.other(), 1));
        publish("3");
        Done third = refresh(Wish.UPDATE).get(1);
        assertEquals("task 2", cell(second.other(), 0), "the second version may hold answers by now");
        assertEquals("task 3", cell(third.other(), 0));
        assertEquals(answer, cell(third.other(), 1));
        assertTrue(third.toString().contains("with your answers"), third::toString);
    }

    /** Who wrote nothing gets a new stub, even if it differs from the old one. */
    @Test
    void anUntouchedStubBecomesTheNewOne() throws IOException {
        refresh(Wish.OPEN);
        write(work.resolve(SET), exercise("my remarks", STUB));
        write(course.resolve(SET), exercise("task 2", "long f() { return 0; }"));
        Done done = refresh(Wish.UPDATE).get(0);
        assertEquals("long f() { return 0; }", cell(done.other(), 1));
        assertEquals("my remarks", cell(SET, 0));
        assertEquals(List.of(), became(Wish.OPEN), "it lies beside already");
        write(course.resolve(SET), exercise("task 3", "float f() { return 0; }"));
        Done third = refresh(Wish.UPDATE).get(0);
        assertEquals("float f() { return 0; }", cell(third.other(), 1), "the first stub is no answer");
    }

    @Test
    void whatIsNoNotebookAnyMoreIsLeftAlone() throws IOException {
        refresh(Wish.OPEN);
        Files.writeString(work.resolve(SET), "{ half a note");
        publish("2");
        Done done = refresh(Wish.UPDATE).get(1);
        assertEquals(Became.BESIDE, done.became());
        assertEquals("{ half a note", Files.readString(work.resolve(SET), StandardCharsets.UTF_8));
        assertEquals("task 2", cell(done.other(), 0));
    }

    /** Two clones, or an author: the same file got there another way. */
    @Test
    void theNewVersionThatIsThereAlreadyIsNoChange() throws IOException {
        refresh(Wish.OPEN);
        publish("2");
        Files.copy(course.resolve(SET), work.resolve(SET), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(List.of(Became.REPLACED), became(Wish.OPEN), "only the lecture");
        assertEquals(List.of(), became(Wish.UPDATE));
    }
}
