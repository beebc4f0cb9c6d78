package kontrast.grader.exercise.simclr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.SplittableRandom;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Value;
import kontrast.loss.NtXent;
import kontrast.view.RandomResizedCrop;
import org.junit.jupiter.api.Test;

/** What the checks ask for is what the library does. */
class SimClrOracleTest {

    @Test
    void theLibrarysLossPassesTheCheckOfNtXent() {
        Report report = SimClrExercises.ntXent().check((z, temperature) -> new NtXent(temperature).loss(z));
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theOracleOfNtXentIsTheLibrarysLoss() {
        float[][] z = Draw.rows(new SplittableRandom(3), 10, 4);
        try (NDManager manager = NDManager.newBaseManager()) {
            double expected = Draw.ntXent(Draw.matrix(Value.of(z)), 0.5);
            // Ten rows of float32: rounding is near 1e-6.
            assertEquals(expected, new NtXent(0.5).loss(manager.create(z)).getFloat(), 1e-5);
        }
    }

    @Test
    void theLibrarysInterpolationPassesTheCheckOfTheCrop() throws Exception {
        Report report = SimClrExercises.cropMatrix()
                .check((in, start, length, out) -> floats(RandomResizedCrop.interpolation(in, start, length, out)));
        assertTrue(report.passed(), report::toString);
        assertArrayEquals(new float[] {0, 0.75f, 0.25f}, new CropMatrixSolution().cropMatrix(3, 1, 2, 4)[1], 1e-6f);
    }

    private static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            floats[i] = new float[rows[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return floats;
    }

    @Test
    void aWrongAnswerIsNeverToldTheExpectedValue() {
        // Off by a constant: no misconception explains it.
        Report report = SimClrExercises.ntXentLoops().check((z, tau) -> Draw.ntXent(Draw.matrix(Value.of(z)), tau) + 1);
        assertTrue(report.misconception().isEmpty());
        assertTrue(report.message().contains("off by up to"), report.message());
        double right = Draw.ntXent(new double[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}}, 1);
        List<String> told = List.of(report.html(), report.toString());
        assertTrue(told.stream().noneMatch(t -> t.contains(" " + Value.of(right))));
        assertTrue(told.stream().allMatch(t -> t.contains("returns " + Value.of(right + 1))));
    }
}
