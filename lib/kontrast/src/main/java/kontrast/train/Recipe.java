package kontrast.train;

import kontrast.data.Images;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.view.Views;

/**
 * The setting of a preset: what the lectures train with, chosen on the validation concepts of the
 * emoji views, never on the test ones.
 *
 * @param simclr views, encoder, head and temperature
 * @param training the loop
 */
public record Recipe(SimClr.Options simclr, Pretraining.Options training) {

    /**
     * Returns the recipe of SimCLR for 32 x 32 images.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe simclr(Preset preset) {
        Views.Options views = new Views.Options(0.3, 0, 0.5, 0.8, 0.1, 0.5);
        return switch (preset) {
            case SMOKE ->
                    new Recipe(
                            new SimClr.Options(
                                    Views.simclr(32, views),
                                    new SmallCnn(4),
                                    ProjectionHead.mlp(32, 16),
                                    0.2),
                            Pretraining.Options.of(1, 128));
            case CPU ->
                    new Recipe(
                            new SimClr.Options(
                                    Views.simclr(32, views),
                                    new SmallCnn(16, 4),
                                    ProjectionHead.mlp(128, 64),
                                    0.1),
                            Pretraining.Options.of(100, 128));
            case GPU ->
                    new Recipe(
                            new SimClr.Options(
                                    Views.simclr(32),
                                    new ResNet18(64),
                                    ProjectionHead.mlp(512, 128),
                                    0.5),
                            Pretraining.Options.of(200, 512)
                                    .withOptimizer(new Lars(0.9, 1e-4), 1.0));
        };
    }

    /**
     * Returns the supervised baseline of the same encoder with the same views; train it with {@link
     * #training()} too.
     *
     * @param images labelled images
     * @return its options
     * @throws IllegalArgumentException if the images have no labels
     */
    public Supervised.Options supervised(Images images) {
        return new Supervised.Options(simclr.view(), simclr.encoder(), images.classes().size());
    }
}
