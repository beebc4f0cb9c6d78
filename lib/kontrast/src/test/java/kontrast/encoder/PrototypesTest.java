package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cosines with prototypes, against loops; and what their lengths do not do. */
class PrototypesTest {

    private static final int K = 5;
    private static final int D = 3;

    private final NDManager manager = NDManager.newBaseManager();
    private final Prototypes prototypes = new Prototypes(K);

    PrototypesTest() {
        Weights.draw(prototypes, manager, 1, new Shape(1, D));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Parameter directions() {
        return prototypes.getParameters().valueAt(0);
    }

    private NDArray scores(NDArray z) {
        return prototypes
                .forward(new ParameterStore(manager, false), new NDList(z), true)
                .singletonOrThrow();
    }

    private static double cosine(float[] u, int i, float[] v, int j) {
        double uv = 0;
        double uu = 0;
        double vv = 0;
        for (int k = 0; k < D; k++) {
            uv += u[i * D + k] * v[j * D + k];
            uu += u[i * D + k] * u[i * D + k];
            vv += v[j * D + k] * v[j * D + k];
        }
        return uv / Math.sqrt(uu * vv);
    }

    @Test
    void scoresAreCosines() {
        float[] z = {1, 2, -1, 0.5f, 0, 3, -2, -2, 0.1f, 4, 4, 4};
        float[] c = directions().getArray().toFloatArray();
        NDArray s = scores(manager.create(z, new Shape(4, D)));
        assertEquals(new Shape(4, K), s.getShape());
        for (int n = 0; n < 4; n++) {
            for (int k = 0; k < K; k++) {
                assertEquals(cosine(z, n, c, k), s.getFloat(n, k), 1e-5);
            }
        }
    }

    /** Twice as long, the same scores; and no gradient would make one longer or shorter. */
    @Test
    void theLengthOfAPrototypeDoesNotMatter() {
        NDArray z = manager.create(new float[] {1, 2, -1, 0.5f, 0, 3}, new Shape(2, D));
        float[] before = scores(z).toFloatArray();
        NDArray c = directions().getArray();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(scores(z).square().sum());
        }
        float[] along = c.getGradient().mul(c).sum(new int[] {1}).toFloatArray();
        for (float v : along) {
            assertEquals(0, v, 1e-5);
        }
        assertTrue(c.getGradient().abs().sum().getFloat() > 0.1);
        c.setRequiresGradient(false);
        c.muli(2);
        float[] after = scores(z).toFloatArray();
        for (int i = 0; i < before.length; i++) {
            assertEquals(before[i], after[i], 1e-5);
        }
    }

    @Test
    void onePrototypeIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Prototypes(1))
                .getMessage();
        assertTrue(message.contains("at least 2") && message.contains("found 1"), message);
    }
}
