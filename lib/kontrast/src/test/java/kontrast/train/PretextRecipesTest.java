package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import kontrast.data.Images;
import kontrast.method.Batch;
import kontrast.method.Colorization;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.Method;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PretextRecipesTest {

    private static final Shape IMAGE = new Shape(3, 32, 32);

    private static List<Supplier<Method>> methods(Preset p, Images images) {
        var device = Devices.best();
        return List.of(
                () -> new DenoisingAutoencoder(PretextRecipes.autoencoder(p).method(), IMAGE, device, 1),
                () -> new Rotation(PretextRecipes.rotation(p).method(), IMAGE, device, 1),
                () -> new RelativePatch(PretextRecipes.relativePatch(p).method(), IMAGE, device, 1),
                () -> new Jigsaw(PretextRecipes.jigsaw(p).method(), IMAGE, device, 1),
                () -> new Inpainting(PretextRecipes.inpainting(p).method(), IMAGE, device, 1),
                () -> new Colorization(PretextRecipes.colorization(p, images).method(), IMAGE, device, 1));
    }

    /**
     * Every recipe fits 32 x 32 images: its first loss is a number, and near chance if there is
     * one.
     */
    @ParameterizedTest
    @EnumSource(
            value = Preset.class,
            names = {"SMOKE", "CPU"})
    void everyRecipeComputesALoss(Preset preset) {
        Images images = Synthetic.discs(8, 32, 4, 1);
        for (Supplier<Method> plan : methods(preset, images)) {
            try (Method method = plan.get();
                    NDManager manager = method.manager().newSubManager()) {
                Batch batch = new Batch(
                        images.tensor(manager, IntStream.range(0, 8).toArray()),
                        null,
                        null,
                        0,
                        Seeds.stream(1, "batch", 0));
                double loss = NoGrad.call(() -> method.loss(batch).getFloat());
                assertTrue(Double.isFinite(loss), method.name() + ": " + loss);
            }
        }
    }

    @Test
    void gpuRecipesAreThePublishedSettings() {
        Images images = Synthetic.discs(8, 32, 4, 1);
        assertEquals(1000, PretextRecipes.jigsaw(Preset.GPU).method().permutations());
        Colorization.Options colors =
                PretextRecipes.colorization(Preset.GPU, images).method();
        assertEquals(0.5, colors.lambda());
        assertEquals(0.38, colors.temperature());
        assertEquals(10, colors.prior().bins().step());
        assertEquals(10, PretextRecipes.inpainting(Preset.GPU).method().overlapWeight());
        assertEquals(200, PretextRecipes.rotation(Preset.GPU).training().epochs());
    }
}
