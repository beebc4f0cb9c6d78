package kontrast.train;

import kontrast.data.Examples;
import kontrast.data.MovingSprites;
import kontrast.encoder.FineCnn;
import kontrast.encoder.ResNet18;
import kontrast.method.ColorClusters;
import kontrast.method.VideoColorization;

/** Recipes of what learns from video. */
public final class VideoRecipes {

    private VideoRecipes() {}

    /**
     * Returns the clips that the recipe is made for: what moves in them, how many frames, what
     * size.
     *
     * @param preset how much work
     * @return the options of {@link MovingSprites}
     */
    public static MovingSprites.Options clips(Preset preset) {
        return switch (preset) {
            case SMOKE -> MovingSprites.Options.small().with(o -> o.side = 32);
            case CPU -> MovingSprites.Options.small();
            case GPU -> MovingSprites.Options.small().with(o -> o.side = 256);
        };
    }

    /**
     * Returns the recipe of video colorization. With the {@code GPU} preset clips have the
     * published size, 256 x 256 with a map of 32 x 32, three references, 16 clusters and 64
     * features.
     *
     * @param preset how much work
     * @param clips the training clips, which the clusters of colours are found from; four frames
     * @return the recipe
     */
    public static Recipe<VideoColorization.Options> videoColorization(Preset preset, Examples clips) {
        int clusters = preset == Preset.SMOKE ? 4 : 16;
        ColorClusters colours = ColorClusters.of(clips, clusters, 0);
        return switch (preset) {
            case SMOKE ->
                new Recipe<>(new VideoColorization.Options(new FineCnn(4), 4, 8, 1, colours), TrainingOptions.of(1, 4));
            case CPU ->
                new Recipe<>(
                        new VideoColorization.Options(new FineCnn(8), 4, 32, 1, colours),
                        TrainingOptions.of(40, 16, new AdamW(1e-4), 3e-3));
            case GPU ->
                new Recipe<>(
                        new VideoColorization.Options(new ResNet18(64), 4, 64, 1, colours),
                        TrainingOptions.of(100, 32));
        };
    }
}
