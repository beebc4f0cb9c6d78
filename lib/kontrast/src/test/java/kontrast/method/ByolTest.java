package kontrast.method;

import static kontrast.method.StepOracle.IMAGE;
import static kontrast.method.StepOracle.N;
import static kontrast.method.StepOracle.batch;
import static kontrast.method.StepOracle.cosine;
import static kontrast.method.StepOracle.first;
import static kontrast.method.StepOracle.forward;
import static kontrast.method.StepOracle.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.util.random.RandomGenerator;
import kontrast.encoder.MomentumSchedule;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import kontrast.train.Pretraining;
import kontrast.train.Synthetic;
import kontrast.train.TrainingOptions;
import org.junit.jupiter.api.Test;

/** BYOL keeps the contract; one step is the paper's. */
class ByolTest extends MethodContract {

    @Override
    protected Method method(long seed) {
        return new Byol(options(), IMAGE, Devices.best(), seed);
    }

    static Byol.Options options() {
        return new Byol.Options(
                StepOracle.view(),
                new SmallCnn(4),
                ProjectionHead.mlp(16, 8),
                ProjectionHead.mlp(16, 8),
                MomentumSchedule.rising(0.6));
    }

    private static Byol byol(Byol.Options options) {
        return new Byol(options, IMAGE, Device.cpu(), 3);
    }

    @Test
    void oneStepIsThePapers() {
        try (Byol byol = byol(options());
                NDManager manager = byol.manager().newSubManager()) {
            byol.begin(100);
            Block target = byol.target().block();
            StepOracle.move(byol.network(), 0.01f); // online and target are no longer the same
            Batch again = batch(manager, 0);
            RandomGenerator random = again.random();
            NDArray x = byol.options().view().apply(again.images(), random);
            NDArray y = byol.options().view().apply(again.images(), random);
            NDArray zx = forward(byol.projector(), x);
            NDArray zy = forward(byol.projector(), y);
            double[][] tx = rows(forward(target, x));
            double[][] ty = rows(forward(target, y));
            double[][] px = rows(forward(byol.network(), x));
            double[][] py = rows(forward(byol.network(), y));
            double expected = 4 - 2 * cosine(px, ty) - 2 * cosine(py, tx);
            Batch batch = batch(manager, 50);
            assertEquals(expected, byol.loss(batch).getFloat(), 1e-4);
            for (double wrong : new double[] {
                4 - 2 * cosine(px, tx) - 2 * cosine(py, ty), // each view its own target
                4 - 2 * cosine(px, rows(zy)) - 2 * cosine(py, rows(zx)), // no second network: SimSiam
                4 - 2 * cosine(rows(zx), ty) - 2 * cosine(rows(zy), tx), // no predictor
                expected / 2
            }) {
                assertTrue(Math.abs(wrong - expected) > 1e-3, wrong + " against " + expected);
            }
            float[] before = first(target);
            float[] online = first(byol.projector());
            byol.afterStep(batch);
            float[] after = first(target);
            for (int i = 0; i < after.length; i++) { // half way, m = 1 - 0.4 / 2
                assertEquals(0.8 * before[i] + 0.2 * online[i], after[i], 1e-6);
            }
            assertEquals(0, byol.chance(N).orElseThrow());
        }
    }

    /** How far the target moves depends on the length of the training, and not on who asks. */
    @Test
    void theMomentumRisesOverTheWholeTraining() {
        for (int steps : new int[] {0, 10, 1000}) {
            try (Byol byol = byol(options());
                    NDManager manager = byol.manager().newSubManager()) {
                if (steps > 0) {
                    byol.begin(steps);
                }
                StepOracle.move(byol.network(), 1);
                float before = first(byol.target().block())[0];
                byol.afterStep(batch(manager, 10));
                double share = first(byol.target().block())[0] - before; // of a distance of 1
                double m = steps == 0 ? 0.6 : MomentumSchedule.rising(0.6).at(10, steps);
                assertEquals(1 - m, share, 1e-5);
            }
        }
    }

    /** The loop tells the length: 3 epochs of 4 steps. */
    @Test
    void aTrainingTellsItsLength() {
        try (Byol byol = byol(options());
                NDManager manager = byol.manager().newSubManager();
                Pretraining training = new Pretraining(byol, Synthetic.discs(32, 16, 4, 5), TrainingOptions.of(3, 8))) {
            assertEquals(12, training.steps());
            StepOracle.move(byol.network(), 1);
            float before = first(byol.target().block())[0];
            byol.afterStep(batch(manager, 9));
            double share = first(byol.target().block())[0] - before;
            assertEquals(1 - MomentumSchedule.rising(0.6).at(9, 12), share, 1e-5);
        }
    }

    @Test
    void noGradientReachesTheTarget() {
        try (Byol byol = byol(options());
                NDManager manager = byol.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(byol.loss(batch(manager, 0)));
            for (Parameter parameter : byol.target().block().getParameters().values()) {
                assertTrue(
                        !parameter.requiresGradient() && !parameter.getArray().hasGradient());
            }
        }
    }

    /** With momentum 0 the target is the network of the step before: the state of SimSiam. */
    @Test
    void withoutMomentumTheTargetIsTheNetwork() {
        try (Byol byol = byol(options().with(o -> o.momentum = MomentumSchedule.constant(0)));
                NDManager manager = byol.manager().newSubManager()) {
            StepOracle.move(byol.network(), 0.3f);
            byol.afterStep(batch(manager, 0));
            assertEquals(first(byol.projector())[2], first(byol.target().block())[2], 1e-7);
        }
    }

    @Test
    void aPredictorOfAnotherLengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.predictor = ProjectionHead.linear(9)));
    }
}
