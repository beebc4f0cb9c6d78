package kontrast.train;

import java.util.List;
import kontrast.encoder.Context;
import kontrast.encoder.Norm;
import kontrast.encoder.WaveCnn;
import kontrast.method.CpcAudio;
import kontrast.method.CpcOptions;
import kontrast.view.PatchViews;

/** Recipes of Contrastive Predictive Coding: on images, its second version, and on sound. */
public final class CpcRecipes {

    /** Samples of a stretch of sound that the recipes are made for: 0.64 s at 8 kHz. */
    public static final int STRETCH = 5120;

    private CpcRecipes() {}

    /**
     * Returns the recipe of the first paper's method.
     *
     * @param preset how much work; GPU wants images of 64 pixels or more, the others of 30 or more
     * @return the recipe
     */
    public static Recipe<CpcOptions> cpc(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Recipe<>(CpcOptions.small(4), TrainingOptions.of(1, 32));
            case CPU -> new Recipe<>(CpcOptions.small(16), TrainingOptions.of(40, 64, new AdamW(1e-4), 1e-2));
            case GPU -> new Recipe<>(CpcOptions.paper(), TrainingOptions.of(200, 64, new AdamW(0), 2e-4));
        };
    }

    /**
     * Returns the recipe of the second paper's method, for images of 32 pixels.
     *
     * <p>CPU: three patches in ten lose colours, not all of them. A network as small as that learns
     * grey patches only, and what it is asked for later is drawn in colour: 420 steps on drawings,
     * judged by validation concepts, took retrieval from 0.21 to 0.21 with all and to 0.32 with
     * three in ten (one seed). Batches of 32: each code is compared with all others of its batch,
     * so that one of 64 costs more than twice as much.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<CpcOptions> cpc2(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Recipe<>(CpcOptions.smallV2(4), TrainingOptions.of(1, 32));
            case CPU ->
                new Recipe<>(
                        CpcOptions.smallV2(16)
                                .with(o -> o.patchView =
                                        PatchViews.of(PatchViews.Options.cpc2().with(p -> p.dropping = 0.3))),
                        TrainingOptions.of(15, 32, new AdamW(1e-4), 3e-3));
            case GPU -> new Recipe<>(CpcOptions.cifarV2(), TrainingOptions.of(200, 64, new AdamW(0), 4e-4));
        };
    }

    /**
     * Returns the recipe for sound of 8 kHz in stretches of {@link #STRETCH} samples.
     *
     * <p>GPU is the published network with the last stride left out, since the published sound has
     * 16 kHz: a code for 10 ms in both.
     *
     * @param preset how much work
     * @return the recipe
     */
    public static Recipe<CpcAudio.Options> sound(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Recipe<>(CpcAudio.Options.small(8), TrainingOptions.of(1, 16));
            case CPU -> new Recipe<>(CpcAudio.Options.small(64), TrainingOptions.of(10, 32));
            case GPU ->
                new Recipe<>(
                        CpcAudio.Options.paper().with(o -> {
                            o.encoder = new WaveCnn(512, List.of(5, 4, 2, 2), Norm.none());
                            o.context = Context.gru(256);
                        }),
                        TrainingOptions.of(100, 64, new AdamW(0), 2e-4));
        };
    }
}
