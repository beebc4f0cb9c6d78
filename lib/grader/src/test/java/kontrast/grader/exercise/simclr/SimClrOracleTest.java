package kontrast.grader.exercise.simclr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Value;
import kontrast.loss.NtXent;
import kontrast.view.RandomResizedCrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Whether a learner is told must not depend on the draw, which depends on the learner's name. */
    @ParameterizedTest
    @ValueSource(doubles = {10, 20, 50, 100})
    void aDiagonalThatIsNotLowEnoughIsToldOnEveryDraw(double lowered) {
        SplittableRandom names = new SplittableRandom(12);
        Set<Boolean> told = new TreeSet<>();
        for (int i = 0; i < 24; i++) {
            told.add(SimClrExercises.ntXent()
                    .check(
                            call -> Invoker.invoke(a -> lowered((NDArray) a[0], (double) a[1], lowered), call),
                            names.nextLong())
                    .passed());
        }
        assertEquals(Set.of(false), told);
    }

    private static NDArray lowered(NDArray z, double temperature, double by) {
        int n = (int) (z.getShape().get(0) / 2);
        NDArray unit = z.normalize(2, 1);
        NDArray logits = unit.matMul(unit.transpose()).div(z.getManager().create((float) temperature));
        NDArray log = logits.sub(z.getManager().eye(2 * n).mul((float) by)).logSoftmax(1);
        return log.diagonal(n).concat(log.diagonal(-n), 0).mean().neg();
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
