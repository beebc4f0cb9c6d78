package kontrast.train;

import java.util.Optional;
import kontrast.encoder.Encoder;
import kontrast.encoder.HalfAlexNet;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.PyramidCnn;
import kontrast.loss.Critic;
import kontrast.method.Cmc;
import kontrast.method.CrossView;
import kontrast.view.Multiview;
import kontrast.view.View;
import kontrast.view.Views;

/** Recipes of contrastive multiview coding and of cross-view prediction. */
public final class MultiviewRecipes {

    private static final int SIZE = 32;

    private MultiviewRecipes() {}

    /**
     * Returns the recipe of CMC with L and ab of single RGB images, and the softmax over the batch.
     *
     * @param preset how much work; the published network and batch take 224 x 224 images ({@link
     *     #paper}), so GPU is the full width at 32 x 32
     * @return the recipe
     */
    public static Recipe<Cmc.Options> cmc(Preset preset) {
        return new Recipe<>(
                Cmc.Options.of(
                        Multiview.lab(crop(SIZE)),
                        encoder(preset),
                        ProjectionHead.linear(dimension(preset)),
                        Critic.dotProduct(0.1)),
                training(preset));
    }

    /**
     * Returns the recipe of CMC with NCE and memory banks in place of the softmax over the batch.
     *
     * @param preset how much work
     * @param images n, size of the training set, at least 2
     * @return {@link #cmc} with banks: m = 64, 512 and 4096 negatives, but never more than n
     * @throws IllegalArgumentException if {@code images} is below 2
     */
    public static Recipe<Cmc.Options> nce(Preset preset, int images) {
        int negatives = switch (preset) {
            case SMOKE -> 64;
            case CPU -> 512;
            case GPU -> 4096;
        };
        Cmc.Bank bank = Cmc.Bank.paper(images, Math.min(images, negatives));
        return cmc(preset).method(m -> m.with(o -> o.bank = Optional.of(bank)));
    }

    /**
     * Returns the recipe of CMC for scenes of several drawings, such as {@code EmojiViews.scenes}:
     * each drawing is a view with an encoder of its own, all pairs are contrasted. Like {@link
     * SimClrRecipes#acrossStyles} it knows which drawings show one concept.
     *
     * @param preset how much work
     * @param styles M, drawings of each scene, at least 2
     * @return the recipe
     * @throws IllegalArgumentException if {@code styles} is below 2
     */
    public static Recipe<Cmc.Options> acrossStyles(Preset preset, int styles) {
        Views.Options each = new Views.Options(0.5, 0, 0.5, 0.8, 0.1, 0);
        return new Recipe<>(
                Cmc.Options.of(
                        Multiview.styles(Views.unchanged(), styles).withEach(Views.simclr(SIZE, each)),
                        encoder(preset),
                        ProjectionHead.linear(dimension(preset)),
                        Critic.dotProduct(0.1)),
                training(preset));
    }

    /**
     * Returns the published setting on ImageNet: half AlexNets at 224 x 224, embeddings of 128
     * numbers, tau 0.07, NCE with 16384 negatives, SGD with momentum 0.9, weight decay 1e-4 and
     * learning rate 0.03.
     *
     * <p>Tian et al., Contrastive multiview coding, 2019, and its published code. Deviations: the
     * learning rate falls by a cosine instead of three steps; no weight decay on norms and biases.
     *
     * @param images n, size of the training set, at least 2
     * @return the recipe
     * @throws IllegalArgumentException if {@code images} is below 2
     */
    public static Recipe<Cmc.Options> paper(int images) {
        Cmc.Options options = Cmc.Options.of(
                Multiview.lab(crop(224)), HalfAlexNet.paper(), ProjectionHead.linear(128), Critic.dotProduct(0.07));
        return new Recipe<>(
                options.with(o -> o.bank = Optional.of(Cmc.Bank.paper(images, 16384))),
                TrainingOptions.of(240, 256, new Sgd(0.9, 1e-4), 0.03));
    }

    /**
     * Returns the recipe of cross-view prediction from L to ab: crops, encoder and training are
     * those of {@link #cmc}, the loss is not.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<CrossView.Options> crossView(Preset preset) {
        int width = preset == Preset.SMOKE ? 4 : 16;
        return new Recipe<>(
                CrossView.Options.colour(Multiview.lab(crop(SIZE)), encoder(preset), width, 3), training(preset));
    }

    /** The views' one augmentation in the paper: a crop and a flip, the same for L and ab. */
    private static View crop(int size) {
        return Views.simclr(size, Views.Options.none().with(o -> {
            o.minScale = 0.2;
            o.flip = 0.5;
        }));
    }

    /** On two cores the small pyramid learns faster than a half AlexNet, and costs half as much. */
    private static Encoder encoder(Preset preset) {
        return switch (preset) {
            case SMOKE -> HalfAlexNet.small(3, 32);
            case CPU -> new PyramidCnn(8, 4);
            case GPU -> HalfAlexNet.small(48, 2048);
        };
    }

    private static int dimension(Preset preset) {
        return preset == Preset.SMOKE ? 16 : preset == Preset.CPU ? 64 : 128;
    }

    private static TrainingOptions training(Preset preset) {
        return switch (preset) {
            case SMOKE -> TrainingOptions.of(1, 128);
            case CPU -> TrainingOptions.of(60, 128, new AdamW(1e-2), 5e-3);
            case GPU -> TrainingOptions.of(200, 256);
        };
    }
}
