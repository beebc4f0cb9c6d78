package kontrast.train;

import kontrast.encoder.Encoder;
import kontrast.encoder.MomentumSchedule;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.loss.BarlowTwins;
import kontrast.loss.Sinkhorn;
import kontrast.method.Byol;
import kontrast.method.Dino;
import kontrast.method.JointEmbedding;
import kontrast.method.Pirl;
import kontrast.method.SimSiam;
import kontrast.method.SwAv;
import kontrast.view.PatchGrid;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * Recipes of the families that do without the negatives of the batch, for 32 x 32 images. They share views, encoder,
 * head and training, so that methods are compared and nothing else.
 *
 * <p>Temperatures, weights and Sinkhorn's settings are the published ones in every preset. Where a number goes with the
 * length of the training or the size of the batch it is smaller: the momentum that target and teacher begin with, and
 * the number of prototypes.
 */
public final class FamilyRecipes {

    private FamilyRecipes() {}

    /**
     * Returns the recipe of BYOL.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<Byol.Options> byol(Preset preset) {
        return new Recipe<>(
                new Byol.Options(view(preset), encoder(preset), head(preset), predictor(preset), momentum(preset)),
                training(preset));
    }

    /**
     * Returns the recipe of SimSiam: BYOL's but for the target, the normalisation of z and the predictor's narrow
     * middle.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<SimSiam.Options> simSiam(Preset preset) {
        return new Recipe<>(
                new SimSiam.Options(view(preset), encoder(preset), head(preset), Norm.standard(), narrow(preset), true),
                training(preset));
    }

    /**
     * Returns the recipe of SwAV.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<SwAv.Options> swAv(Preset preset) {
        return new Recipe<>(
                new SwAv.Options(
                        view(preset), encoder(preset), head(preset), prototypes(preset), Sinkhorn.paper(), 0.1),
                training(preset));
    }

    /**
     * Returns the recipe of Barlow Twins: a joint embedding with its loss, and nothing else changed.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<JointEmbedding.Options> barlowTwins(Preset preset) {
        return new Recipe<>(
                new JointEmbedding.Options(
                        view(preset), encoder(preset), head(preset), Norm.none(), BarlowTwins.paper()),
                training(preset));
    }

    /**
     * Returns the recipe of DINO.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<Dino.Options> dino(Preset preset) {
        return new Recipe<>(
                new Dino.Options(
                        view(preset),
                        encoder(preset),
                        head(preset),
                        prototypes(preset),
                        0.1,
                        0.04,
                        true,
                        0.9,
                        momentum(preset)),
                training(preset));
    }

    /**
     * Returns the recipe of PIRL with the jigsaw puzzle.
     *
     * @param preset how much work
     * @param images n, size of the training set, at least 2
     * @return the recipe: 64, 512 and 4,096 negatives, but never more than n
     * @throws IllegalArgumentException if {@code images} is below 2
     */
    public static Recipe<Pirl.Options> pirl(Preset preset, int images) {
        int negatives = switch (preset) {
            case SMOKE -> 64;
            case CPU -> 512;
            case GPU -> 4096;
        };
        return new Recipe<>(
                new Pirl.Options(
                        view(preset),
                        new PatchGrid(3, 8, 2, 2), // nine tiles of 8 pixels: exactly 32
                        preset == Preset.GPU ? 1000 : 24,
                        encoder(preset),
                        output(preset),
                        0.5,
                        0.07,
                        images,
                        Math.min(images, negatives),
                        0.5),
                training(preset));
    }

    private static View view(Preset preset) {
        return preset == Preset.GPU
                ? Views.simclr(32)
                : Views.simclr(32, new Views.Options(0.3, 0, 0.5, 0.8, 0.1, 0.5));
    }

    /** Takes whole images and tiles of 8 pixels: the mean over all positions, however many there are. */
    private static Encoder encoder(Preset preset) {
        return switch (preset) {
            case SMOKE -> new SmallCnn(4);
            case CPU -> new SmallCnn(32);
            case GPU -> new ResNet18(64);
        };
    }

    private static int hidden(Preset preset) {
        return switch (preset) {
            case SMOKE -> 32;
            case CPU -> 256;
            case GPU -> 2048;
        };
    }

    private static int output(Preset preset) {
        return switch (preset) {
            case SMOKE -> 16;
            case CPU -> 128;
            case GPU -> 256;
        };
    }

    private static ProjectionHead head(Preset preset) {
        return ProjectionHead.mlp(hidden(preset), output(preset));
    }

    private static ProjectionHead predictor(Preset preset) {
        return ProjectionHead.mlp(hidden(preset), output(preset));
    }

    /** SimSiam's predictor: a quarter of the length of z in its middle. */
    private static ProjectionHead narrow(Preset preset) {
        return ProjectionHead.mlp(output(preset) / 4, output(preset));
    }

    private static int prototypes(Preset preset) {
        return switch (preset) {
            case SMOKE -> 16;
            case CPU -> 64;
            case GPU -> 512;
        };
    }

    private static MomentumSchedule momentum(Preset preset) {
        return MomentumSchedule.rising(preset == Preset.GPU ? 0.996 : 0.95);
    }

    private static TrainingOptions training(Preset preset) {
        return switch (preset) {
            case SMOKE -> TrainingOptions.of(1, 128);
            case CPU -> TrainingOptions.of(60, 128);
            case GPU -> TrainingOptions.of(200, 256);
        };
    }
}
