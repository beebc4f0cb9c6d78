package kontrast.train;

import kontrast.encoder.LinearEncoder;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.PyramidCnn;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.loss.BatchLoss;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.method.JointEmbedding;
import kontrast.view.RandomStyle;
import kontrast.view.View;
import kontrast.view.Views;

/** Recipes of joint embeddings for 32 x 32 images, with and without what prevents collapse. */
public final class JointEmbeddingRecipes {

    private JointEmbeddingRecipes() {}

    /**
     * Returns the recipe of VICReg: squared distance, variance and covariance.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<JointEmbedding.Options> vicReg(Preset preset) {
        return of(preset, JointEmbeddingLoss.vicReg());
    }

    /**
     * Returns the same recipe without the terms that prevent the trivial solution: it collapses.
     *
     * @param preset how much work
     * @param energy what pulls the views of an image together
     * @return the recipe
     */
    public static Recipe<JointEmbedding.Options> pullOnly(Preset preset, Energy energy) {
        return of(preset, JointEmbeddingLoss.pullOnly(energy));
    }

    /**
     * Returns the recipe with any loss for scenes of several drawings, whose two views may be of two styles; see {@link
     * SimClrRecipes#acrossStyles}. With {@link Preset#CPU} the
     * encoder is small and the training short: a collapse takes a few dozen steps.
     *
     * @param preset how much work
     * @param styles drawings of each scene, at least 1
     * @param loss energy and loss functionals
     * @return the recipe
     * @throws IllegalArgumentException if {@code styles} is below 1
     */
    public static Recipe<JointEmbedding.Options> acrossStyles(Preset preset, int styles, BatchLoss loss) {
        View view = SimClrRecipes.acrossStyles(preset, styles).method().view();
        Recipe<JointEmbedding.Options> recipe = of(preset, loss).method(o -> o.with(d -> d.view = view));
        return preset == Preset.CPU
                ? recipe.method(o -> o.with(d -> d.encoder = new SmallCnn(8, 4)))
                        .training(t -> t.epochs = 14)
                : recipe;
    }

    /**
     * Returns the recipe with any loss for the smallest encoder, one matrix whose embedding is compared as it is, and
     * views that are drawings of a scene by two artists. A run takes seconds, so that many losses can be compared.
     *
     * @param preset how much work
     * @param styles drawings of each scene, at least 1
     * @param loss energy and loss functionals
     * @return the recipe
     * @throws IllegalArgumentException if {@code styles} is below 1
     */
    public static Recipe<JointEmbedding.Options> linear(Preset preset, int styles, BatchLoss loss) {
        return new Recipe<>(
                new JointEmbedding.Options(
                        new RandomStyle(styles), new LinearEncoder(64), ProjectionHead.none(), Norm.none(), loss),
                TrainingOptions.of(preset == Preset.SMOKE ? 1 : 40, 128, new AdamW(1e-4), 1e-3));
    }

    /**
     * Returns the recipe with any loss.
     *
     * @param preset how much work
     * @param loss energy and loss functionals
     * @return the recipe
     */
    public static Recipe<JointEmbedding.Options> of(Preset preset, BatchLoss loss) {
        Views.Options drawings = new Views.Options(0.3, 0, 0.5, 0.8, 0.1, 0.5);
        return switch (preset) {
            case SMOKE ->
                new Recipe<>(
                        new JointEmbedding.Options(
                                Views.simclr(32, drawings),
                                new SmallCnn(4),
                                ProjectionHead.mlp(32, 16),
                                Norm.none(),
                                loss),
                        TrainingOptions.of(1, 128));
            case CPU ->
                new Recipe<>(
                        new JointEmbedding.Options(
                                Views.simclr(32, drawings),
                                new PyramidCnn(16, 4),
                                ProjectionHead.mlp(128, 64),
                                Norm.none(),
                                loss),
                        TrainingOptions.of(100, 128, new AdamW(1e-2), 1e-2));
            case GPU ->
                new Recipe<>(
                        new JointEmbedding.Options(
                                Views.simclr(32), new ResNet18(64), ProjectionHead.mlp(2048, 2048), Norm.none(), loss),
                        TrainingOptions.of(200, 256));
        };
    }
}
