package kontrast.method;

import static kontrast.method.StepOracle.IMAGE;
import static kontrast.method.StepOracle.N;
import static kontrast.method.StepOracle.batch;
import static kontrast.method.StepOracle.cosine;
import static kontrast.method.StepOracle.forward;
import static kontrast.method.StepOracle.gradients;
import static kontrast.method.StepOracle.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.ViewPrediction;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.Test;

/** SimSiam keeps the contract; its loss and its gradient are those of the paper's algorithm. */
class SimSiamTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        return new SimSiam(options(), IMAGE, Devices.best(), seed);
    }

    static SimSiam.Options options() {
        return new SimSiam.Options(
                StepOracle.view(),
                new SmallCnn(4),
                ProjectionHead.mlp(16, 8),
                Norm.standard(),
                ProjectionHead.mlp(16, 8), // wide enough that no prediction is 0
                true);
    }

    private static SimSiam simSiam(SimSiam.Options options) {
        return new SimSiam(options, IMAGE, Device.cpu(), 3);
    }

    private static Block predictor(SimSiam simSiam) {
        return simSiam.network().getChildren().valueAt(1);
    }

    @Test
    void theLossIsTheMeanOfBothDirections() {
        try (SimSiam simSiam = simSiam(options());
                NDManager manager = simSiam.manager().newSubManager()) {
            Batch again = batch(manager, 0);
            RandomGenerator random = again.random();
            NDArray x = simSiam.options().view().apply(again.images(), random);
            NDArray y = simSiam.options().view().apply(again.images(), random);
            NDArray zx = forward(simSiam.projector(), x);
            NDArray zy = forward(simSiam.projector(), y);
            double[][] px = rows(forward(predictor(simSiam), zx));
            double[][] py = rows(forward(predictor(simSiam), zy));
            double expected = -(cosine(px, rows(zy)) + cosine(py, rows(zx))) / 2;
            assertEquals(expected, simSiam.loss(batch(manager, 0)).getFloat(), 1e-5);
            assertTrue(Math.abs(expected + (cosine(px, rows(zx)) + cosine(py, rows(zy))) / 2) > 0.01, "not crossed");
            assertTrue(Math.abs(expected + cosine(rows(zx), rows(zy))) > 0.01, "no predictor");
            assertTrue(Math.abs(expected + cosine(px, py)) > 0.01, "both predicted");
        }
    }

    /** The gradient of the encoder's weights, when the loss of the two branches is written out here. */
    private static float[] byHand(SimSiam.Options options, BiFunction<NDArray, NDArray, NDArray> distance) {
        try (SimSiam simSiam = simSiam(options);
                NDManager manager = simSiam.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Batch again = batch(manager, 0);
            NDArray x = options.view().apply(again.images(), again.random());
            NDArray y = options.view().apply(again.images(), again.random());
            NDArray zx = simSiam.project(x);
            NDArray zy = simSiam.project(y);
            NDArray px = simSiam.forward(predictor(simSiam), zx, true);
            NDArray py = simSiam.forward(predictor(simSiam), zy, true);
            NDArray sum = distance.apply(px, zy).add(distance.apply(py, zx));
            collector.backward(sum.div(manager.create(2f)));
            return gradients(simSiam.encoder());
        }
    }

    private static float[] found(SimSiam.Options options) {
        try (SimSiam simSiam = simSiam(options);
                NDManager manager = simSiam.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(simSiam.loss(batch(manager, 0)));
            return gradients(simSiam.encoder());
        }
    }

    private static double apart(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    /** The stop is where the paper has it: on z, not on p, and not nowhere. The loss alone would not tell. */
    @Test
    void theGradientStopsAtTheTarget() {
        float[] stopped = byHand(options(), (p, z) -> ViewPrediction.negativeCosine(p, z.stopGradient()));
        float[] free = byHand(options(), ViewPrediction::negativeCosine);
        float[] wrong = byHand(options(), (p, z) -> ViewPrediction.negativeCosine(p.stopGradient(), z));
        assertArrayEquals(stopped, found(options()), 1e-5f);
        assertArrayEquals(free, found(options().with(o -> o.stopGradient = false)), 1e-5f);
        assertTrue(apart(stopped, free) > 1e-3 && apart(stopped, wrong) > 1e-3 && apart(free, wrong) > 1e-3);
        try (SimSiam one = simSiam(options());
                SimSiam other = simSiam(options().with(o -> o.stopGradient = false));
                NDManager manager = one.manager().newSubManager()) {
            assertEquals(
                    one.loss(batch(manager, 0)).getFloat(),
                    other.loss(batch(manager, 0)).getFloat(),
                    1e-6);
            assertEquals(-1, one.chance(N).orElseThrow());
        }
    }

    @Test
    void aPredictorOfAnotherLengthIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> options().with(o -> o.predictor = ProjectionHead.mlp(4, 7)))
                .getMessage();
        assertTrue(message.contains("8, found 7") && message.contains("ProjectionHead.mlp(hidden, 8)"), message);
    }
}
