package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.view.GaussianNoise;
import kontrast.view.HorizontalFlip;
import org.junit.jupiter.api.Test;

class DenoisingAutoencoderTest extends MethodContract {

    private static final DenoisingAutoencoder.Options TINY =
            new DenoisingAutoencoder.Options(new HorizontalFlip(0.5), new GaussianNoise(0.3), new SmallCnn(4, 2), 4);

    @Override
    protected DenoisingAutoencoder method(long seed) {
        return new DenoisingAutoencoder(TINY, new Shape(3, 16, 16), Devices.best(), seed);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum / a.length;
    }

    /** The drawing of the noisy image is compared with the clean one. */
    @Test
    void lossIsTheDistanceFromTheCleanImage() {
        try (DenoisingAutoencoder method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = examples().tensor(manager, 0, 1, 2, 3);
            RandomGenerator random = Seeds.stream(4, "step", 0);
            NDArray clean = TINY.view().apply(x, random);
            NDArray noisy = TINY.noise().apply(clean, random);
            float[] drawn = method.forward(noisy, true).toFloatArray();
            Batch batch = new Batch(x, null, null, 0, Seeds.stream(4, "step", 0));
            double loss = method.loss(batch).getFloat();
            assertEquals(distance(drawn, clean.toFloatArray()), loss, 1e-5);
            // The wrong variants: the noisy image as target, the clean one as input.
            assertTrue(Math.abs(distance(drawn, noisy.toFloatArray()) - loss) > 1e-3);
            float[] cheat = method.forward(clean, true).toFloatArray();
            assertTrue(Math.abs(distance(cheat, clean.toFloatArray()) - loss) > 1e-3);
        }
    }

    @Test
    void reconstructionIsAnImageAndItsErrorTheMean() {
        try (DenoisingAutoencoder method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = examples()
                    .tensor(manager, IntStream.range(0, examples().size()).toArray());
            NDArray noisy = TINY.noise().apply(x, Seeds.stream(7, "pretext", 0));
            NDArray drawn = method.reconstruct(noisy);
            assertEquals(x.getShape(), drawn.getShape());
            assertTrue(drawn.min().getFloat() >= 0 && drawn.max().getFloat() <= 1);
            assertEquals(distance(drawn.toFloatArray(), x.toFloatArray()), method.error(examples(), 7), 1e-5);
        }
    }

    @Test
    void representationHasItsDimension() {
        try (DenoisingAutoencoder method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray h = method.encoder()
                    .forward(
                            new ai.djl.training.ParameterStore(manager, false),
                            new ai.djl.ndarray.NDList(examples().tensor(manager, 0, 1)),
                            false)
                    .singletonOrThrow();
            assertEquals(new Shape(2, TINY.encoder().dimension()), h.getShape());
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.noise = new GaussianNoise(-0.1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DenoisingAutoencoder.Options(TINY.view(), TINY.noise(), TINY.encoder(), 0));
    }
}
