package kontrast.method;

import static kontrast.method.StepOracle.IMAGE;
import static kontrast.method.StepOracle.N;
import static kontrast.method.StepOracle.batch;
import static kontrast.method.StepOracle.crossEntropy;
import static kontrast.method.StepOracle.first;
import static kontrast.method.StepOracle.forward;
import static kontrast.method.StepOracle.rows;
import static kontrast.method.StepOracle.softmax;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import kontrast.encoder.MomentumSchedule;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.Test;

/** DINO keeps the contract, its centre too; two steps are the paper's. */
class DinoTest extends MethodContract {

    private static final int K = 5;

    @Override
    protected Method method(long seed) {
        return new Dino(options(), IMAGE, Devices.best(), seed);
    }

    static Dino.Options options() {
        return new Dino.Options(
                StepOracle.view(),
                new SmallCnn(4),
                ProjectionHead.mlp(16, 8),
                K,
                0.2,
                0.1,
                true,
                0.6,
                MomentumSchedule.constant(0.7));
    }

    private static Dino dino(Dino.Options options) {
        return new Dino(options, IMAGE, Device.cpu(), 3);
    }

    private static double[][] centred(double[][] t, double[] c) {
        return Arrays.stream(t)
                .map(row -> {
                    double[] centred = new double[K];
                    Arrays.setAll(centred, k -> row[k] - c[k]);
                    return centred;
                })
                .toArray(double[][]::new);
    }

    @Test
    void twoStepsAreThePapers() {
        try (Dino dino = dino(options());
                NDManager manager = dino.manager().newSubManager()) {
            StepOracle.move(dino.network(), 0.02f);
            double[] c = new double[K]; // 0 in the first step
            for (int step = 0; step < 2; step++) {
                Batch again = batch(manager, step);
                NDArray x = dino.options().view().apply(again.images(), again.random());
                NDArray y = dino.options().view().apply(again.images(), again.random());
                double[][] sx = rows(forward(dino.network(), x));
                double[][] sy = rows(forward(dino.network(), y));
                double[][] tx = rows(forward(dino.teacher().block(), x));
                double[][] ty = rows(forward(dino.teacher().block(), y));
                double[][] px = softmax(centred(tx, c), 0.1);
                double[][] py = softmax(centred(ty, c), 0.1);
                double expected = (crossEntropy(py, sx, 0.2) + crossEntropy(px, sy, 0.2)) / 2;
                Batch batch = batch(manager, step);
                assertEquals(expected, dino.loss(batch).getFloat(), 2e-4);
                double own = (crossEntropy(px, sx, 0.2) + crossEntropy(py, sy, 0.2)) / 2;
                assertTrue(Math.abs(own - expected) > 1e-3, "each view its own teacher");

                float[] before = first(dino.teacher().block());
                float[] student = first(dino.network());
                dino.afterStep(batch);
                float[] after = first(dino.teacher().block());
                assertEquals(0.7 * before[1] + 0.3 * student[1], after[1], 1e-6);
                for (int k = 0; k < K; k++) {
                    double mean = 0;
                    for (int n = 0; n < N; n++) {
                        mean += (tx[n][k] + ty[n][k]) / (2 * N);
                    }
                    c[k] = 0.6 * c[k] + 0.4 * mean;
                    assertEquals(c[k], dino.centre().mean().getFloat(0, k), 1e-5);
                }
            }
            assertEquals(Math.log(K), dino.chance(N).orElseThrow(), 1e-12);
        }
    }

    @Test
    void withoutCentringTheCentreStaysAtZero() {
        try (Dino dino = dino(options().with(o -> o.centring = false));
                NDManager manager = dino.manager().newSubManager()) {
            Batch batch = batch(manager, 0);
            dino.loss(batch);
            dino.afterStep(batch);
            assertArrayEquals(new float[K], dino.centre().mean().toFloatArray());
        }
    }

    @Test
    void noGradientReachesTheTeacherNorTheCentre() {
        try (Dino dino = dino(options());
                NDManager manager = dino.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(dino.loss(batch(manager, 0)));
            for (Parameter parameter : dino.teacher().block().getParameters().values()) {
                assertTrue(
                        !parameter.requiresGradient() && !parameter.getArray().hasGradient());
            }
            assertTrue(!dino.centre().mean().hasGradient());
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.prototypes = 1));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.studentTemperature = 0));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.teacherTemperature = -1));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.centreMomentum = 1));
    }
}
