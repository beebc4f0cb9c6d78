package kontrast.train;

import kontrast.data.Examples;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Standardised;
import kontrast.method.Colorization;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;
import kontrast.view.ColorBins;
import kontrast.view.ColorDropping;
import kontrast.view.ColorPrior;
import kontrast.view.GaussianNoise;
import kontrast.view.Mask;
import kontrast.view.PatchGrid;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * Recipes of the pretext tasks, for 32 x 32 images. They share views, so that tasks are compared
 * and not augmentations: a crop of at least 60 % of the area, and no other.
 *
 * <p>The GPU recipes take the published setting of each task where it can be kept at this size, and
 * scale its lengths to it: the papers cut patches of 96 from larger photographs.
 */
public final class PretextRecipes {

    private static final View VIEW = Views.simclr(32, Views.Options.none().with(o -> {
        o.minScale = 0.6;
        o.flip = 0.5;
    }));

    /** Nine patches of 8 pixels, gaps of 2, each moved by up to 2: exactly 32 pixels. */
    private static final PatchGrid GRID = new PatchGrid(3, 8, 2, 2);

    private PretextRecipes() {}

    private static ConvEncoder encoder(Preset preset) {
        return switch (preset) {
            case SMOKE -> new SmallCnn(4, 4);
            case CPU -> new SmallCnn(16, 4);
            case GPU -> new ResNet18(64);
        };
    }

    /** What sees patches of 8 pixels, which leave one position to the small encoder's map. */
    private static ConvEncoder patchEncoder(Preset preset) {
        return switch (preset) {
            case SMOKE -> new SmallCnn(4);
            case CPU -> new SmallCnn(16);
            case GPU -> new ResNet18(64);
        };
    }

    private static int width(Preset preset) {
        return switch (preset) {
            case SMOKE -> 4;
            case CPU -> 16;
            case GPU -> 64;
        };
    }

    private static TrainingOptions training(Preset preset, int cpu, int gpu) {
        return switch (preset) {
            case SMOKE -> TrainingOptions.of(1, 128);
            case CPU -> TrainingOptions.of(cpu, 128);
            case GPU -> TrainingOptions.of(gpu, 128);
        };
    }

    /**
     * Returns the recipe of the denoising autoencoder: noise of a quarter of white.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<DenoisingAutoencoder.Options> autoencoder(Preset preset) {
        return new Recipe<>(
                new DenoisingAutoencoder.Options(VIEW, new GaussianNoise(0.25), encoder(preset), width(preset)),
                training(preset, 40, 200));
    }

    /**
     * Returns the recipe of rotation prediction; 200 epochs on a GPU, as published for CIFAR-10.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<Rotation.Options> rotation(Preset preset) {
        return new Recipe<>(new Rotation.Options(VIEW, encoder(preset)), training(preset, 30, 200));
    }

    /**
     * Returns the recipe of relative patch location with all precautions.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<RelativePatch.Options> relativePatch(Preset preset) {
        return new Recipe<>(
                new RelativePatch.Options(VIEW, GRID, ColorDropping.paper(), patchEncoder(preset), 8 * width(preset)),
                training(preset, 40, 200));
    }

    /**
     * Returns the recipe of the jigsaw puzzle: 24 orders, 1000 on a GPU as published.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<Jigsaw.Options> jigsaw(Preset preset) {
        return new Recipe<>(
                new Jigsaw.Options(
                        VIEW,
                        GRID,
                        preset == Preset.GPU ? 1000 : 24,
                        new Standardised(patchEncoder(preset)),
                        16 * width(preset)),
                training(preset, 60, 200));
    }

    /**
     * Returns the recipe of inpainting: the middle quarter is hidden, its border weighs 10 times.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<Inpainting.Options> inpainting(Preset preset) {
        return new Recipe<>(
                new Inpainting.Options(VIEW, Mask.central(16), 0.5, 2, 10, encoder(preset), width(preset)),
                training(preset, 40, 200));
    }

    /**
     * Returns the recipe of colorization: bins of step 10, rebalanced with lambda 0.5, T 0.38; the
     * colour of a quarter of the image's size is predicted, as published.
     *
     * @param preset how much work
     * @param images the training images, whose colours are counted
     * @return the recipe
     */
    public static Recipe<Colorization.Options> colorization(Preset preset, Examples images) {
        return new Recipe<>(
                new Colorization.Options(
                        VIEW,
                        Colorization.Kind.CLASSES,
                        ColorPrior.of(ColorBins.inGamut(10), images),
                        0.5,
                        0.38,
                        encoder(preset),
                        width(preset),
                        1),
                training(preset, 40, 200));
    }
}
