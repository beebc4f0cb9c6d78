package kontrast.grader.exercise.cpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.SplittableRandom;
import kontrast.encoder.Context;
import kontrast.encoder.Predictor;
import kontrast.grader.check.Report;
import kontrast.grader.exercise.input.Draw;
import kontrast.loss.CpcBce;
import kontrast.loss.CpcInfoNce;
import kontrast.loss.Negatives;
import kontrast.view.OverlappingGrid;
import org.junit.jupiter.api.Test;

/** What the checks of 13_cpc ask for is what the library does. */
class CpcOracleTest {

    @Test
    void theLibrarysGridPassesTheCheckOfThePatches() {
        Report report = CpcExercises.patches().check((image, patch, stride) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray x = manager.create(image).expandDims(0).expandDims(0);
                NDArray cut = new OverlappingGrid(patch, stride).cut(x);
                return rows(cut.reshape(cut.getShape().get(0), -1));
            }
        });
        assertTrue(report.passed(), report::toString);
    }

    private static float[][] rows(NDArray matrix) {
        float[][] rows = new float[(int) matrix.getShape().get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = matrix.get(i).toFloatArray();
        }
        return rows;
    }

    @Test
    void predictionsAreTheLibrarysForTheContextsThatHaveALaterRow() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Predictor predictor = new Predictor(1, 2, 3);
            predictor.initialize(manager, DataType.FLOAT32, new Shape(1, 5, 1, 4));
            NDArray c = manager.create(Draw.rows(new SplittableRandom(1), 5, 4));
            NDArray one = predictor.getParameters().valueAt(0).getArray(); // [3, 4]
            NDArray two = predictor.getParameters().valueAt(1).getArray();
            NDArray w = ai.djl.ndarray.NDArrays.stack(new NDList(one, two));
            NDArray all = new PredictionsSolution().predictions(c, w); // [2, 5, 3]
            NDList library =
                    predictor.forward(new ParameterStore(manager, false), new NDList(c.reshape(1, 5, 1, 4)), false);
            for (int k = 1; k <= 2; k++) {
                assertArrayEquals(
                        library.get(k - 1).toFloatArray(),
                        all.get(k - 1).get(":" + (5 - k)).toFloatArray(),
                        1e-5f);
            }
        }
    }

    @Test
    void theLibrarysLossPassesTheCheckOfInfoNce() {
        CpcInfoNce loss = new CpcInfoNce(Negatives.ALL, 1);
        Report report =
                CpcExercises.cpcInfoNce().check((codes, predictions, places) -> loss.loss(predictions, codes, places));
        assertTrue(report.passed(), report::toString);
    }

    /** Predictions that are the codes themselves, of length 6, find themselves: loss near 0. */
    @Test
    void placesAreThoseAtWhichTheLibraryFindsTheCode() throws Exception {
        int[] places = new PlacesSolution().places(4, 3, 2);
        assertEquals(6, places.length);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray grid = manager.create(Draw.unitRows(new SplittableRandom(2), 24, 8))
                    .mul(6);
            NDArray codes = grid.reshape(2, 12, 8);
            NDArray below = grid.reshape(2, 4, 3, 8).get(":, 2:").reshape(2, 6, 8);
            CpcInfoNce loss = new CpcInfoNce(Negatives.ALL, 1);
            assertEquals(1, loss.accuracy(below, codes, places));
        }
    }

    @Test
    void theLibrarysBceIsThatOfTheCheck() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        float[][] p = Draw.rows(random, 5, 4);
        float[][] right = Draw.rows(random, 5, 4);
        float[][] wrong = Draw.rows(random, 15, 4);
        try (NDManager manager = NDManager.newBaseManager()) {
            float library = new CpcBce(3)
                    .loss(
                            manager.create(p).expandDims(1),
                            manager.create(right).expandDims(1),
                            manager.create(wrong).expandDims(1))
                    .getFloat();
            assertEquals(library, new CpcBceSolution().cpcBce(p, right, wrong), 1e-5);
        }
    }

    @Test
    void theLibrarysBaselinesPassTheirCheck() {
        CpcInfoNce infoNce = new CpcInfoNce(Negatives.ALL, 1);
        Report report = CpcExercises.baselines().check((b, q, n) -> new float[] {
            (float) infoNce.chance(b, q),
            1f / infoNce.candidates(b, q),
            (float) new CpcBce(n).chance(),
            (float) new CpcBce(n).trivialAccuracy()
        });
        assertTrue(report.passed(), report::toString);
    }

    /** Row t of the library's causal CNN, too, is the same whatever stands in later rows. */
    @Test
    void theLibrarysContextKnowsNothingOfLaterRowsAndTheBrokenOneDoes() throws Exception {
        float[][] z = Draw.rows(new SplittableRandom(4), 6, 3);
        float[][] changed = Draw.rows(new SplittableRandom(5), 6, 3);
        System.arraycopy(z, 0, changed, 0, 3);
        try (NDManager manager = NDManager.newBaseManager()) {
            ai.djl.nn.Block causal = Context.causalCnn(4, 2).block();
            kontrast.encoder.Weights.draw(causal, manager, 1, new Shape(1, 6, 1, 3));
            ParameterStore store = new ParameterStore(manager, false);
            float[][] of = new float[2][];
            for (int i = 0; i < 2; i++) {
                NDArray grid = manager.create(i == 0 ? z : changed).reshape(1, 6, 1, 3);
                NDArray c = causal.forward(store, new NDList(grid), false).singletonOrThrow();
                of[i] = c.get(":, :3").toFloatArray();
            }
            assertArrayEquals(of[0], of[1], 1e-6f);
        }
        float[] w = {1, 2, 3};
        ContextSolution right = new ContextSolution();
        ContextMistake1 broken = new ContextMistake1(); // as handed out
        assertArrayEquals(right.context(z, w)[2], right.context(changed, w)[2]);
        assertTrue(broken.context(z, w)[2][0] != broken.context(changed, w)[2][0]);
    }

    @Test
    void aWrongAnswerIsNeverToldTheExpectedValue() {
        // Off by a constant: no misconception explains it.
        Report report = CpcExercises.cpcBce().check((p, r, w) -> new CpcBceSolution().cpcBce(p, r, w) + 1);
        assertTrue(report.misconception().isEmpty(), report::toString);
        double right = (Math.log(2) + Math.log1p(Math.exp(-2))) / 2;
        assertTrue(!report.html().contains(" " + kontrast.grader.worker.Value.of(right)));
        assertTrue(report.html().contains("returns " + kontrast.grader.worker.Value.of(right + 1)));
    }
}
