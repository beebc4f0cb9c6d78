package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kontrast.grader.check.Check;
import kontrast.grader.exercise.simclr.SimClrExercises;
import kontrast.grader.notebook.NotebookReader;
import kontrast.grader.worker.Setup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An encoder that is trained in the sandbox: hidden images go out, embeddings come back, and the
 * score is computed here. Whoever trains nothing has no points, whatever comes back.
 */
class TrainingGradeTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));

    private static final Check<?> CHECK = SimClrExercises.training();

    private static final String HEAD =
            "float[][] embed(float[][] first, float[][] second, float[][] start, int steps, double"
                    + " rate, double temperature, float[][] images) {\n"
                    + "float[][] z = new float[images.length][start[0].length];\n";

    private static Runner runner;

    @BeforeAll
    static void start() throws IOException {
        try {
            runner = new Runner(Bubblewrap.find(), Limits.perCall(10));
        } catch (IOException e) {
            assumeTrue(false, "no sandbox here: " + e.getMessage());
        }
    }

    @AfterAll
    static void stop() {
        if (runner != null) {
            runner.close();
        }
    }

    private static Score.Question grade(String cell) {
        Setup setup = new Setup(
                CHECK.signature().method(),
                CHECK.signature().returns(),
                CHECK.signature().types(),
                List.of(),
                List.of(cell),
                List.of());
        return runner.run(CHECK, setup, 11);
    }

    private static String solution() throws IOException {
        return NotebookReader.read(ROOT.resolve("solutions/11_simclr.ipynb"))
                .notebook()
                .withGradeId("ex11_7")
                .get(0)
                .source();
    }

    private static void earnsNothing(String body, String reason) {
        Score.Question question = grade(HEAD + body + "\n}");
        assertEquals(0, question.earned(), question.reason());
        assertTrue(question.reason().contains(reason), question.reason());
    }

    @Test
    void theSolutionEarnsAll() throws IOException {
        Score.Question question = grade(solution());
        assertEquals(5, question.earned(), question.reason());
    }

    /** The pictures are so easy that a slip in the gradient may learn too: it is told by the numbers of a few steps. */
    @Test
    void aSlipThatLearnsEarnsHalfAndIsNamed() throws IOException {
        Score.Question question = grade(solution().replace("share[j] / sum - (i == j ? 1 : 0)", "-(i == j ? 1.0 : 0)"));
        assertEquals(2.5, question.earned(), question.reason());
        assertTrue(question.reason().contains("nothing pushes"), question.reason());
    }

    @Test
    void anotherRecipeThatLearnsEarnsHalf() throws IOException {
        Score.Question question = grade(solution()
                .replace("step < steps", "step < 2 * steps")
                .replace("float[][] images) {", "float[][] images) { temperature = 0.3;"));
        assertEquals(2.5, question.earned(), question.reason());
    }

    @Test
    void cheatsEarnNothing() {
        earnsNothing("for (float[] row : z) Arrays.fill(row, 1); return z;", "the same embedding");
        earnsNothing("return z;", "nothing filled in");
        earnsNothing("return images;", "for 80 images and a start of 8 columns");
        earnsNothing(
                "for (int i = 0; i < z.length; i++) z[i] = Arrays.copyOf(images[i], 8); return z;",
                "pixels for embeddings");
        earnsNothing("for (int i = 0; i < z.length; i++) z[i][i % 8] = 1; return z;", "number of the row");
        earnsNothing(
                "Random r = new Random(3); for (float[] row : z) for (int c = 0; c < 8; c++) row[c]"
                        + " = r.nextFloat(); return z;",
                "makes the steps of the recipe");
        earnsNothing("z[0][0] = Float.NaN; return z;", "contains NaN");
        earnsNothing("return Arrays.copyOf(z, 3);", "for 80 images");
        earnsNothing("return null;", "null");
        earnsNothing(
                "for (int i = 0; i < z.length; i++) for (int p = 0; p < 64; p++) for (int c = 0; c"
                        + " < 8; c++) z[i][c] += images[i][p] * start[p][c]; return z;",
                "not trained");
        // The mean of all images taken off: what is left is stains.
        earnsNothing(
                "for (int i = 0; i < z.length; i++) for (int c = 0; c < 8; c++) z[i][c] ="
                        + " images[i][8 * c] - images[i][8 * c + 1]; return z;",
                "makes the steps of the recipe");
    }
}
