package kontrast.method;

import static kontrast.method.StepOracle.IMAGE;
import static kontrast.method.StepOracle.N;
import static kontrast.method.StepOracle.batch;
import static kontrast.method.StepOracle.crossEntropy;
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
import ai.djl.training.GradientCollector;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.Sinkhorn;
import kontrast.loss.SwappedPrediction;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.Test;

/** SwAV keeps the contract; its loss predicts the other view's codes, as they are and without gradient. */
class SwAvTest extends MethodContract {

    private static final int K = 5;

    @Override
    protected Method method(long seed) {
        return new SwAv(options(), IMAGE, Devices.best(), seed);
    }

    static SwAv.Options options() {
        return new SwAv.Options(
                StepOracle.view(), new SmallCnn(4), ProjectionHead.mlp(16, 8), K, new Sinkhorn(0.2, 3), 0.3);
    }

    private static SwAv swAv(SwAv.Options options) {
        return new SwAv(options, IMAGE, Device.cpu(), 3);
    }

    @Test
    void eachViewPredictsTheOthersCodes() {
        try (SwAv swAv = swAv(options());
                NDManager manager = swAv.manager().newSubManager()) {
            Batch again = batch(manager, 0);
            NDArray x = swAv.options().view().apply(again.images(), again.random());
            NDArray y = swAv.options().view().apply(again.images(), again.random());
            NDArray sx = forward(swAv.network(), x);
            NDArray sy = forward(swAv.network(), y);
            double[][] qx = rows(swAv.options().sinkhorn().codes(sx));
            double[][] qy = rows(swAv.options().sinkhorn().codes(sy));
            double expected = crossEntropy(qy, rows(sx), 0.3) + crossEntropy(qx, rows(sy), 0.3);
            assertEquals(expected, swAv.loss(batch(manager, 0)).getFloat(), 1e-4);
            double own = crossEntropy(qx, rows(sx), 0.3) + crossEntropy(qy, rows(sy), 0.3);
            assertTrue(Math.abs(own - expected) > 1e-3, "not swapped");
            for (double[] row : rows(sx)) {
                for (double s : row) {
                    assertTrue(Math.abs(s) <= 1 + 1e-6, "a cosine");
                }
            }
            assertEquals(2 * Math.log(K), swAv.chance(N).orElseThrow(), 1e-12);
        }
    }

    private static float[] byHand(boolean stop) {
        try (SwAv swAv = swAv(options());
                NDManager manager = swAv.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Batch again = batch(manager, 0);
            NDArray sx = swAv.forward(swAv.network(), options().view().apply(again.images(), again.random()), true);
            NDArray sy = swAv.forward(swAv.network(), options().view().apply(again.images(), again.random()), true);
            collector.backward(new SwappedPrediction(0.3).loss(sx, sy, codes(sx, stop), codes(sy, stop)));
            return gradients(swAv.encoder());
        }
    }

    /** The codes of three rounds; with a graph if asked for. */
    private static NDArray codes(NDArray s, boolean stop) {
        NDArray log = (stop ? s.stopGradient() : s).div(s.getManager().create(0.2f));
        for (int i = 0; i < 3; i++) {
            log = log.logSoftmax(0).logSoftmax(1);
        }
        return log.exp();
    }

    @Test
    void theGradientStopsAtTheCodes() {
        float[] stopped = byHand(true);
        float[] free = byHand(false);
        try (SwAv swAv = swAv(options());
                NDManager manager = swAv.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(swAv.loss(batch(manager, 0)));
            float[] found = gradients(swAv.encoder());
            assertArrayEquals(stopped, found, 1e-4f);
            double apart = 0;
            for (int i = 0; i < found.length; i++) {
                apart = Math.max(apart, Math.abs(found[i] - free[i]));
            }
            assertTrue(apart > 1e-2, "" + apart);
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.prototypes = 0));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.temperature = 0));
    }
}
