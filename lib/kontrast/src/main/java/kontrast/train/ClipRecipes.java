package kontrast.train;

import java.util.List;
import kontrast.data.Captions;
import kontrast.data.Vocabulary;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.PyramidCnn;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.WordBag;
import kontrast.encoder.WordTransformer;
import kontrast.loss.ClipLoss;
import kontrast.method.Clip;
import kontrast.view.RandomStyle;
import kontrast.view.Views;

/** Recipes of CLIP. */
public final class ClipRecipes {

    /** A word of one caption only is an example of the unknown word. */
    public static final int AT_LEAST = 2;

    private ClipRecipes() {}

    /**
     * Returns the recipe for scenes of several drawings, such as {@code EmojiViews.scenes}, one of which is drawn each
     * time, and their captions.
     *
     * @param preset how much work
     * @param styles drawings of each scene, at least 1
     * @param captions texts of the training scenes, in their order
     * @return the recipe
     * @throws IllegalArgumentException if {@code styles} is below 1
     */
    public static Recipe<Clip.Options> acrossStyles(Preset preset, int styles, Captions captions) {
        Views.Options weak = new Views.Options(0.7, 0.5, 0.3, 0.8, 0, 0);
        Clip.Options options = new Clip.Options(
                Views.sequence(List.of(new RandomStyle(styles), Views.simclr(32, weak))),
                new SmallCnn(4),
                ProjectionHead.linear(16),
                new WordBag(16),
                ProjectionHead.linear(16),
                Vocabulary.of(captions.captions(), AT_LEAST),
                captions,
                0.07,
                true,
                ClipLoss.MAX_SCALE);
        return switch (preset) {
            case SMOKE -> new Recipe<>(options, TrainingOptions.of(1, 128));
            case CPU ->
                new Recipe<>(
                        options.with(o -> {
                            o.encoder = new PyramidCnn(16, 4);
                            o.head = ProjectionHead.linear(64);
                            o.text = new WordBag(64);
                            o.textHead = ProjectionHead.linear(64);
                        }),
                        TrainingOptions.of(60, 128, new AdamW(1e-2), 5e-3));
            case GPU ->
                new Recipe<>(
                        options.with(o -> {
                            o.encoder = new ResNet18(64);
                            o.head = ProjectionHead.linear(128);
                            o.text = new WordTransformer(128, 4, 2);
                            o.textHead = ProjectionHead.linear(128);
                        }),
                        TrainingOptions.of(400, 256));
        };
    }
}
