package kontrast.train;

import java.util.ArrayList;
import java.util.List;
import kontrast.encoder.Encoder;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.PyramidCnn;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.method.MoCo;
import kontrast.view.ColorJitter;
import kontrast.view.HorizontalFlip;
import kontrast.view.RandomGreyscale;
import kontrast.view.RandomResizedCrop;
import kontrast.view.RandomStyle;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * Recipes of MoCo for 32 x 32 images. Version 2 is version 1 with three switches on, each of which
 * can be turned alone; Chen et al., Improved baselines with momentum contrastive learning, 2020,
 * table 1.
 */
public final class MomentumRecipes {

    private MomentumRecipes() {}

    /**
     * Returns the recipe of MoCo v1: linear head, weaker views, a learning rate that falls in
     * steps.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<MoCo.Options> v1(Preset preset) {
        return moco(preset, false, false, false);
    }

    /**
     * Returns the recipe of MoCo v2: MLP head, stronger views, cosine schedule.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<MoCo.Options> v2(Preset preset) {
        return moco(preset, true, true, true);
    }

    /**
     * Returns what lies between the two versions.
     *
     * @param preset how much work
     * @param mlp whether the head has a hidden layer, without norm as published, and the
     *     temperature that goes with it, 0.2 for 0.1
     * @param strong whether the views are v2's: with blur, and stronger distortions of colour
     * @param cosine whether the learning rate falls along a cosine
     * @return the recipe
     */
    public static Recipe<MoCo.Options> moco(Preset preset, boolean mlp, boolean strong, boolean cosine) {
        Encoder encoder = switch (preset) {
            case SMOKE -> new SmallCnn(4);
            case CPU -> new PyramidCnn(16, 4);
            case GPU -> new ResNet18(64, Norm.split(8));
        };
        int hidden = switch (preset) {
            case SMOKE -> 32;
            case CPU -> 128;
            case GPU -> 512;
        };
        int output = switch (preset) {
            case SMOKE -> 16;
            case CPU -> 64;
            case GPU -> 128;
        };
        ProjectionHead head = mlp ? ProjectionHead.mlp(hidden, output, Norm.none()) : ProjectionHead.linear(output);
        int queue = switch (preset) {
            case SMOKE -> 256;
            case CPU -> 1024;
            case GPU -> 4096;
        };
        View view = preset == Preset.GPU ? photographs(strong) : drawings(strong);
        MoCo.Options method = new MoCo.Options(
                view,
                encoder,
                head,
                mlp ? 0.2 : 0.1,
                0.99,
                queue,
                preset == Preset.GPU, // shuffled, as the norm is split
                false);
        return new Recipe<>(method, training(preset).with(o -> {
            o.warmup = warmup(preset);
            o.decay = decay(cosine);
        }));
    }

    /**
     * Returns the recipe of MoCo v2 for scenes of several drawings, such as {@code EmojiViews.scenes}: {@link
     * RandomStyle} is part of T, so that a query and its key may be of two styles, as in {@link
     * SimClrRecipes#acrossStyles}. It uses the knowledge which drawings show one concept, though no class label.
     *
     * <p>The queue is small enough for a thousand scenes: it holds the keys of half of them.
     *
     * @param preset how much work
     * @param styles drawings of each scene, at least 1
     * @return the recipe
     * @throws IllegalArgumentException if {@code styles} is below 1
     */
    public static Recipe<MoCo.Options> acrossStyles(Preset preset, int styles) {
        Recipe<MoCo.Options> v2 = v2(preset);
        View view = SimClrRecipes.acrossStyles(preset, styles).method().view();
        return switch (preset) {
            case SMOKE ->
                new Recipe<>(
                        v2.method().with(o -> {
                            o.view = view;
                            o.queue = 128;
                        }),
                        TrainingOptions.of(1, 32));
            case CPU ->
                new Recipe<>(
                        v2.method().with(o -> {
                            o.view = view;
                            o.encoder = new SmallCnn(16, 4);
                            o.queue = 512;
                        }),
                        TrainingOptions.of(18, 64, new AdamW(1e-4), 5e-3));
            case GPU ->
                new Recipe<>(
                        v2.method().with(o -> {
                            o.view = view;
                            o.queue = 512;
                        }),
                        TrainingOptions.of(400, 64));
        };
    }

    private static TrainingOptions training(Preset preset) {
        return switch (preset) {
            case SMOKE -> TrainingOptions.of(1, 128);
            case CPU -> TrainingOptions.of(100, 128, new AdamW(1e-2), 1e-2);
            case GPU -> TrainingOptions.of(200, 512, new Sgd(0.9, 5e-4), 0.06);
        };
    }

    private static double warmup(Preset preset) {
        return preset == Preset.GPU ? 0 : 0.05;
    }

    private static Decay decay(boolean cosine) {
        return cosine ? Decay.COSINE : Decay.STEPS;
    }

    /** The published views of photographs: appendix A of v1's paper, section 3 of v2's. */
    private static View photographs(boolean strong) {
        List<View> parts = new ArrayList<>();
        if (strong) {
            parts.add(Views.simclr(32, new Views.Options(0.2, 0.5, 0.5, 0.8, 0.2, 0.5)));
        } else {
            parts.add(RandomResizedCrop.square(32, 0.2));
            parts.add(new RandomGreyscale(0.2));
            parts.add(new ColorJitter(0.4, 0.4, 0.4, 0.4, 1));
            parts.add(new HorizontalFlip(0.5));
        }
        return Views.sequence(parts);
    }

    /** For drawings, whose sides and colours mean something: mild crops, and not much colour. */
    private static View drawings(boolean strong) {
        return Views.simclr(
                32,
                strong ? new Views.Options(0.6, 0, 0.3, 0.8, 0.1, 0.2) : new Views.Options(0.6, 0, 0.15, 0.8, 0.1, 0));
    }
}
