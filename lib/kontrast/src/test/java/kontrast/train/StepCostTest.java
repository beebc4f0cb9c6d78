package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import kontrast.data.Images;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.method.Method;
import kontrast.method.MoCo;
import kontrast.method.Supervised;
import kontrast.tensor.Devices;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

class StepCostTest {

    private static final Images DISCS = Synthetic.discs(100, 16, 4, 5);

    private static Method supervised() {
        return new Supervised(
                new Supervised.Options(Views.unchanged(), new SmallCnn(4), 4), new Shape(3, 16, 16), Devices.best(), 1);
    }

    private static Method moCo(int queue) {
        return new MoCo(
                new MoCo.Options(
                        Views.unchanged(), new SmallCnn(4), ProjectionHead.linear(8), 0.2, 0.99, queue, false, false),
                new Shape(3, 16, 16),
                Devices.best(),
                1);
    }

    private static StepCost cost(Method method, int batch) {
        try (method) {
            return StepCost.of(method, DISCS, TrainingOptions.of(1, batch), 3);
        }
    }

    /**
     * Four convolutions from 3 to 4, 8, 16 and 32 channels, factor and shift of each channel, and a classifier of 32 numbers
     * into 4; AdamW keeps two numbers for each of them, and there is one gradient. Running means and variances are kept once.
     */
    @Test
    void whatIsKeptIsCounted() {
        int channels = 4 + 8 + 16 + 32;
        int learned = 9 * (3 * 4 + 4 * 8 + 8 * 16 + 16 * 32) + 2 * channels + 32 * 4 + 4;
        assertEquals(4L * (4 * learned + 2 * channels), cost(supervised(), 20).kept());
    }

    /** A key takes as many bytes as it has numbers, and no network is needed for it. */
    @Test
    void aQueueCostsItsKeys() {
        assertEquals(4L * 8 * 60, cost(moCo(80), 20).kept() - cost(moCo(20), 20).kept());
    }

    /** Twice the images, twice the arrays, but for what does not depend on the batch. */
    @Test
    void aStepGrowsWithItsBatch() {
        long ten = cost(supervised(), 10).step();
        long twenty = cost(supervised(), 20).step();
        long forty = cost(supervised(), 40).step();
        assertEquals(forty - twenty, 2 * (twenty - ten));
        // Images and views, the maps of four stages after convolution and after ReLU, their means, and the logits. The
        // maps
        // after the norm are not kept: with them it would be a fifth more, without those after ReLU a sixth less.
        long maps = 2 * (4 * 8 * 8 + 8 * 4 * 4 + 16 * 2 * 2 + 32 * 2 * 2);
        long image = 4 * (2 * 3 * 16 * 16 + maps + 32 + 4);
        assertTrue(twenty - ten >= 10 * image, "a step grows by " + (twenty - ten));
        assertTrue(twenty - ten < 10 * image * 11 / 10, "a step grows by " + (twenty - ten)); // labels, sums, losses
    }

    @Test
    void secondsAreOfAThousandImages() {
        StepCost cost = new StepCost(1_500_000, 500_000, 0.25, 125);
        assertEquals(2, cost.secondsPerThousand(), 1e-12);
        assertEquals(2, cost.megabytes(), 1e-12);
        assertTrue(cost(supervised(), 20).seconds() > 0);
    }

    @Test
    void asksForAStep() {
        try (Method method = supervised()) {
            assertThrows(
                    IllegalArgumentException.class, () -> StepCost.of(method, DISCS, TrainingOptions.of(1, 20), 0));
        }
    }
}
