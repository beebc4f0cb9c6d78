package kontrast.method;

import static kontrast.method.StepOracle.IMAGE;
import static kontrast.method.StepOracle.N;
import static kontrast.method.StepOracle.batch;
import static kontrast.method.StepOracle.forward;
import static kontrast.method.StepOracle.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.random.RandomGenerator;
import kontrast.encoder.SmallCnn;
import kontrast.loss.Vectors;
import kontrast.memory.AliasSampler;
import kontrast.tensor.Devices;
import kontrast.view.PatchGrid;
import org.junit.jupiter.api.Test;

/** PIRL keeps the contract, its bank too; one step is the paper's. */
class PirlTest extends MethodContract {

    private static final int D = 8;
    private static final int M = 7;
    private static final double TAU = 0.3;

    @Override
    protected Method method(long seed) {
        return new Pirl(options().with(o -> o.images = 48), IMAGE, Devices.best(), seed);
    }

    static Pirl.Options options() {
        return new Pirl.Options(
                StepOracle.view(), new PatchGrid(2, 7, 1, 0), 5, new SmallCnn(4), D, 0.25, TAU, 20, M, 0.5);
    }

    private static Block part(Pirl pirl, int i) {
        return pirl.network().getChildren().valueAt(i);
    }

    /** -log h(s_0) - sum log(1 - h(s_j)) of cosines over tau, mean over the images. */
    private static double nce(double[][] v, double[][][] candidates) {
        double loss = 0;
        for (int i = 0; i < v.length; i++) {
            double[] e = new double[1 + M];
            double sum = 0;
            for (int j = 0; j <= M; j++) {
                e[j] = Math.exp(Vectors.cosine(v[i], candidates[i][j]) / TAU);
                sum += j == 0 ? 0 : e[j];
            }
            for (int j = 0; j <= M; j++) {
                double h = e[j] / (e[j] + sum);
                loss -= Math.log(j == 0 ? h : 1 - h) / v.length;
            }
        }
        return loss;
    }

    @Test
    void oneStepIsThePapers() {
        try (Pirl pirl = new Pirl(options(), IMAGE, Device.cpu(), 3);
                NDManager manager = pirl.manager().newSubManager()) {
            Batch again = batch(manager, 0);
            RandomGenerator random = again.random();
            NDArray image = options().view().apply(again.images(), random);
            double[][] v = rows(forward(part(pirl, 1), forward(pirl.encoder(), image)));
            NDArray tiles = options().grid().cut(options().view().apply(again.images(), random), random);
            int[] chosen = new int[N];
            for (int b = 0; b < N; b++) {
                chosen[b] = random.nextInt(5);
            }
            NDArray laid = pirl.orders().lay(tiles, chosen); // [N, 4, 3, 7, 7]
            NDArray each = forward(part(pirl, 2), forward(pirl.encoder(), laid.reshape(4L * N, 3, 7, 7)));
            double[][] vt = rows(forward(part(pirl, 3), each.reshape(N, 4L * D)));
            NDArray own = manager.create(new long[] {0, 1, 2, 3, 4, 5});
            AliasSampler sampler = AliasSampler.uniform(manager, 20);
            NDArray drawn = pirl.bank().candidates(own, sampler, M, random);
            double[][] all = rows(pirl.bank().rows());
            double[][][] candidates = new double[N][1 + M][];
            for (int i = 0; i < N; i++) {
                for (int j = 0; j <= M; j++) {
                    candidates[i][j] = all[Math.toIntExact(drawn.getLong(i, j))];
                }
            }
            double expected = 0.25 * nce(vt, candidates) + 0.75 * nce(v, candidates);
            Batch batch = batch(manager, 0);
            assertEquals(expected, pirl.loss(batch).getFloat(), 1e-3);
            double turned = 0.75 * nce(vt, candidates) + 0.25 * nce(v, candidates);
            assertTrue(Math.abs(turned - expected) > 0.01, "weights exchanged");

            pirl.afterStep(batch);
            double[][] now = rows(pirl.bank().rows());
            for (int i = 0; i < 20; i++) {
                double[] u = all[i].clone();
                if (i < N) {
                    for (int j = 0; j < D; j++) {
                        u[j] = (all[i][j] + v[i][j]) / 2; // the image's embedding, not that of its tiles
                    }
                    double length = Math.sqrt(Vectors.dot(u, u));
                    for (int j = 0; j < D; j++) {
                        u[j] /= length;
                    }
                }
                assertArrayEquals(u, now[i], 1e-5);
            }
        }
    }

    private static float[] runningMean(Pirl pirl) {
        return pirl.encoder().getParameters().values().stream()
                .filter(p -> p.getType() == Parameter.Type.RUNNING_MEAN)
                .findFirst()
                .orElseThrow()
                .getArray()
                .toFloatArray();
    }

    /** After a step they are what the whole images alone would have left. */
    @Test
    void theRunningStatisticsAreThoseOfImages() {
        try (Pirl pirl = new Pirl(options(), IMAGE, Device.cpu(), 3);
                Pirl other = new Pirl(options(), IMAGE, Device.cpu(), 3);
                NDManager manager = pirl.manager().newSubManager()) {
            Batch again = batch(manager, 0);
            forward(other.encoder(), options().view().apply(again.images(), again.random()));
            Batch batch = batch(manager, 0);
            pirl.loss(batch);
            float[] mixed = runningMean(pirl);
            pirl.afterStep(batch);
            assertArrayEquals(runningMean(other), runningMean(pirl), 1e-6f);
            assertTrue(Math.abs(mixed[0] - runningMean(pirl)[0]) > 1e-4, "the tiles left nothing");
        }
    }

    /** The order of the tiles reaches the embedding: the network that joins them sees it. */
    @Test
    void theOrderOfTheTilesIsSeen() {
        try (Pirl pirl = new Pirl(options(), IMAGE, Device.cpu(), 3);
                NDManager manager = pirl.manager().newSubManager()) {
            NDArray each = manager.create(kontrast.loss.Oracle.random(1, 4 * D, 1)[0])
                    .toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
            NDArray one = forward(part(pirl, 3), each.reshape(1, 4L * D));
            NDArray turned = forward(
                    part(pirl, 3), each.get("8:").concat(each.get(":8"), 0).reshape(1, 4L * D));
            assertTrue(one.sub(turned).abs().max().getFloat() > 0.1);
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.permutations = 25));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.grid = new PatchGrid(4, 4, 0, 0)));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.dimension = 0));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.weight = 2));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.temperature = 0));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.negatives = 0));
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.momentum = 1));
        try (Pirl pirl = new Pirl(options().with(o -> o.images = 4), IMAGE, Device.cpu(), 3);
                NDManager manager = pirl.manager().newSubManager()) {
            String message = assertThrows(IllegalArgumentException.class, () -> pirl.loss(batch(manager, 0)))
                    .getMessage();
            assertTrue(message.contains("image 4") && message.contains("bank of 4"), message);
        }
    }
}
