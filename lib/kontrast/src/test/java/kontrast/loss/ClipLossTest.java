package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CLIP's loss against its formula as loops in double. */
class ClipLossTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[][] random(int rows, int columns, long seed) {
        RandomGenerator random = Seeds.stream(seed, "test", 0);
        double[][] z = new double[rows][columns];
        for (double[] row : z) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return z;
    }

    private NDArray tensor(double[][] z) {
        return manager.create(
                Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray(), new Shape(z.length, z[0].length));
    }

    private static double naive(double[][] x, double[][] y, double logScale) {
        int n = x.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double asksText = 0;
            double asksImage = 0;
            for (int j = 0; j < n; j++) {
                asksText += Math.exp(Math.exp(logScale) * Vectors.cosine(x[i], y[j]));
                asksImage += Math.exp(Math.exp(logScale) * Vectors.cosine(x[j], y[i]));
            }
            double own = Math.exp(logScale) * Vectors.cosine(x[i], y[i]);
            sum += (Math.log(asksText) - own + Math.log(asksImage) - own) / 2;
        }
        return sum / n;
    }

    private double loss(double[][] x, double[][] y, double logScale) {
        return ClipLoss.loss(tensor(x), tensor(y), manager.create(logScale)).getDouble();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 2.6593, 4.6052})
    void equalsTheFormula(double logScale) {
        double[][] x = random(7, 5, 1);
        double[][] y = random(7, 5, 2);
        assertEquals(naive(x, y, logScale), loss(x, y, logScale), 1e-10);
        // One direction only, which is what a forgotten transpose gives, is another number.
        NDArray scores = ClipLoss.scores(tensor(x), tensor(y), manager.create(logScale));
        assertNotEquals(naive(x, y, logScale), InfoNce.crossEntropy(scores).getDouble(), 1e-4);
    }

    /** Central differences in double: their error is of the order of 1e-10 here. */
    @Test
    void theScaleHasItsGradient() {
        double[][] x = random(6, 4, 3);
        double[][] y = random(6, 4, 4);
        NDArray t = manager.create(new double[] {1.5});
        t.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(ClipLoss.loss(tensor(x), tensor(y), t));
        }
        double h = 1e-5;
        double expected = (naive(x, y, 1.5 + h) - naive(x, y, 1.5 - h)) / (2 * h);
        assertEquals(expected, t.getGradient().toDoubleArray()[0], 1e-8);
    }

    /** Two captions that are equal cannot be told apart: the loss ends at ln 2 for these, whatever the scale. */
    @Test
    void equalCaptionsLeaveAFloor() {
        double[][] z = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}};
        assertEquals(Math.log(2), loss(z, z, Math.log(100)), 1e-12);
    }

    /** A factor of double precision would make a float32 loss one of float64, which a notebook cannot read as a float. */
    @Test
    void theLossHasThePrecisionOfItsEmbeddings() {
        NDArray x = tensor(random(3, 4, 1)).toType(DataType.FLOAT32, false);
        assertEquals(DataType.FLOAT32, ClipLoss.loss(x, x, manager.create(1f)).getDataType());
    }

    @Test
    void everyImageNeedsItsText() {
        assertThrows(IllegalArgumentException.class, () -> loss(random(3, 4, 1), random(2, 4, 1), 0));
        NDArray two = manager.create(new double[] {0, 0});
        assertThrows(
                IllegalArgumentException.class,
                () -> ClipLoss.loss(tensor(random(2, 4, 1)), tensor(random(2, 4, 1)), two));
    }
}
