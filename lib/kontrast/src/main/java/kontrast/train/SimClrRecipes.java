package kontrast.train;

import java.util.ArrayList;
import java.util.List;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.method.SimClr;
import kontrast.view.RandomStyle;
import kontrast.view.View;
import kontrast.view.Views;

/** Recipes of SimCLR. */
public final class SimClrRecipes {

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
        int epochs =
                switch (preset) {
                    case SMOKE -> 1;
                    case CPU -> 100;
                    case GPU -> 200;
                };
        return recipe(preset, VIEWS, List.of(), epochs);
    }

    /**
     * Returns the recipe for scenes of several drawings, such as {@code EmojiViews.scenes}: {@link
     * RandomStyle} is part of T, so that the two views of a pair may be of two styles. It uses the
     * knowledge which drawings show one concept, though no class label; name its results apart from
     * those of {@link #simclr}, which does not.
     *
     * @param preset how much work
     * @param styles drawings of each scene, at least 1
     * @return the recipe
     * @throws IllegalArgumentException if {@code styles} is below 1
     */
    public static Recipe<SimClr.Options> acrossStyles(Preset preset, int styles) {
        int epochs =
                switch (preset) {
                    case SMOKE -> 1;
                    case CPU -> 200;
                    case GPU -> 800;
                };
        Views.Options views = VIEWS.withMinScale(0.5).withBlur(0);
        return recipe(preset, views, List.of(new RandomStyle(styles)), epochs);
    }

    private static Recipe<SimClr.Options> recipe(
            Preset preset, Views.Options options, List<View> before, int epochs) {
        List<View> parts = new ArrayList<>(before);
        parts.add(Views.simclr(32, options));
        View view = Views.sequence(parts);
        return switch (preset) {
            case SMOKE ->
                    new Recipe<>(
                            new SimClr.Options(
                                    view, new SmallCnn(4), ProjectionHead.mlp(32, 16), 0.2),
                            Pretraining.Options.of(epochs, 128));
            case CPU ->
                    new Recipe<>(
                            new SimClr.Options(
                                    view, new SmallCnn(16, 4), ProjectionHead.mlp(128, 64), 0.1),
                            Pretraining.Options.of(epochs, 128));
            case GPU ->
                    new Recipe<>(
                            new SimClr.Options(
                                    view, new ResNet18(64), ProjectionHead.mlp(512, 128), 0.1),
                            Pretraining.Options.of(epochs, 256));
        };
    }
}
