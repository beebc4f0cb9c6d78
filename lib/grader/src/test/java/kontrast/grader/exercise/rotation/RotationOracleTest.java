package kontrast.grader.exercise.rotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.SplittableRandom;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Draw;
import kontrast.loss.CrossEntropy;
import kontrast.view.QuarterTurns;
import org.junit.jupiter.api.Test;

/** What the checks of 03_rotation ask for is what the library does. */
class RotationOracleTest {

    @Test
    void theLibrarysTurnsPassTheCheckOfTheBatch() {
        // The library's pictures lie in [0, 1], the check's are grey levels: scaled there and back.
        Report report = RotationExercises.rotationBatch()
                .check(images -> QuarterTurns.all(images.div(256)).mul(256));
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysLabelsPassTheCheckOfTheLabels() {
        Report report = RotationExercises.rotationLabels()
                .check(n -> Arrays.stream(QuarterTurns.labels(n))
                        .mapToInt(l -> (int) l)
                        .toArray());
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void theLibrarysCrossEntropyPassesTheCheckOfTheLoss() {
        Report report = RotationExercises.rotationLoss().check(logits -> {
            int images = Math.toIntExact(logits.getShape().get(0) / 4);
            NDArray labels = logits.getManager().create(QuarterTurns.labels(images));
            return CrossEntropy.loss(logits, labels);
        });
        assertTrue(report.passed(), report::toString);
    }

    @Test
    void aSinglePictureIsTurnedLikeTheBatch() throws Exception {
        float[][] picture = Draw.numbers(new SplittableRandom(5), 5, 5, 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray all = new RotationBatchSolution()
                    .rotationBatch(manager.create(picture).reshape(1, 1, 5, 5));
            for (int r = 0; r < QuarterTurns.COUNT; r++) {
                float[] expected = all.get(r).toFloatArray();
                float[][] found = new TurnSolution().turn(picture, r);
                for (int y = 0; y < 5; y++) {
                    assertArrayEquals(Arrays.copyOfRange(expected, 5 * y, 5 * y + 5), found[y]);
                }
            }
        }
    }

    @Test
    void theDiagonalOfTheConfusionIsTheLibrarysAccuracy() throws Exception {
        float[][] logits = Draw.numbers(new SplittableRandom(6), 40, 4, 1);
        float[][] table = new ConfusionSolution().confusion(logits);
        double mean = (table[0][0] + table[1][1] + table[2][2] + table[3][3]) / 4.0;
        try (NDManager manager = NDManager.newBaseManager()) {
            double accuracy = CrossEntropy.accuracy(manager.create(logits), manager.create(QuarterTurns.labels(10)));
            assertEquals(accuracy, mean, 1e-6);
        }
    }
}
