package kontrast.train;

import java.util.List;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.PyramidCnn;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.method.SimClr;
import kontrast.view.RandomStyle;
import kontrast.view.View;
import kontrast.view.Views;

/** Recipes of SimCLR. */
public final class SimClrRecipes {

    private static final double TEMPERATURE = 0.1;
    private static final Views.Options VIEWS = new Views.Options(0.3, 0, 0.5, 0.8, 0.1, 0.5);

    private SimClrRecipes() {}

    /**
     * Returns the recipe of SimCLR for single 32 x 32 images: both views of a pair come from one
     * image, and nothing tells which images show the same concept.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<SimClr.Options> simclr(Preset preset) {
        View view = Views.simclr(32, VIEWS);
        return switch (preset) {
            case SMOKE -> smoke(view);
            case CPU -> cpu(view, 16, 128, 100);
            case GPU -> gpu(view, 200);
        };
    }

    /**
     * Returns the recipe for scenes of several drawings, such as {@code EmojiViews.scenes}: {@link
     * RandomStyle} is part of T, so that the two views of a pair may be of two styles. It uses the
     * knowledge which drawings show one concept, though no class label; name its results apart from
     * those of {@link #simclr}, which does not.
     *
     * <p>Two drawings of a thing differ enough by themselves: crop and colour disturb less than for
     * single images.
     *
     * @param preset how much work
     * @param styles drawings of each scene, at least 1
     * @return the recipe
     * @throws IllegalArgumentException if {@code styles} is below 1
     */
    public static Recipe<SimClr.Options> acrossStyles(Preset preset, int styles) {
        View view = Views.sequence(List.of(new RandomStyle(styles), Views.simclr(32, VIEWS.with(o -> {
            o.minScale = 0.7;
            o.strength = 0.3;
            o.blur = 0;
        }))));
        return switch (preset) {
            case SMOKE -> smoke(view);
            case CPU -> cpu(view, 32, 256, 110);
            case GPU -> gpu(view, 800);
        };
    }

    private static Recipe<SimClr.Options> smoke(View view) {
        return new Recipe<>(
                new SimClr.Options(view, new SmallCnn(4), ProjectionHead.mlp(32, 16), 0.2), TrainingOptions.of(1, 128));
    }

    private static Recipe<SimClr.Options> cpu(View view, int width, int hidden, int epochs) {
        return new Recipe<>(
                new SimClr.Options(view, new PyramidCnn(width, 4), ProjectionHead.mlp(hidden, 64), TEMPERATURE),
                TrainingOptions.of(epochs, 128, new AdamW(1e-2), 1e-2));
    }

    private static Recipe<SimClr.Options> gpu(View view, int epochs) {
        return new Recipe<>(
                new SimClr.Options(view, new ResNet18(64), ProjectionHead.mlp(512, 128), TEMPERATURE),
                TrainingOptions.of(epochs, 256));
    }
}
