package kontrast.train;

import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.MatchedPairs;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import kontrast.encoder.DilatedCnn;
import kontrast.encoder.ResNet18;
import kontrast.loss.PixelwiseContrast;
import kontrast.method.DenseObjectNet;

/** Recipes of descriptors for each pixel. */
public final class DenseRecipes {

    private static final double LIGHT = 0.7;
    private static final int THINGS = 6;

    private DenseRecipes() {}

    /**
     * Returns the scenes that the recipe is made for: two pictures of three things, which move, turn and grow much more
     * between the two than in a film.
     *
     * @param preset how much work
     * @return the options of {@link MovingSprites}
     */
    public static MovingSprites.Options scenes(Preset preset) {
        MovingSprites.Options far = MovingSprites.Options.small().with(o -> {
            o.frames = 2;
            o.speed = 0.4;
            o.turn = 0.4;
            o.growth = 1.1;
            o.pan = 0.3;
        });
        return switch (preset) {
            case SMOKE, CPU -> far.with(o -> o.side = 32);
            case GPU -> far.with(o -> o.side = 256);
        };
    }

    /**
     * Returns pairs of pictures of some things, as the recipe wants them. As in the paper, the things are known: other
     * seeds show the same ones in other places, before other backgrounds.
     *
     * @param cutOuts the things, with the channels red, green, blue and alpha
     * @param count number of pairs, at least 1
     * @param seed the seed
     * @param preset how large they are
     * @return the pairs
     */
    public static MatchedPairs pairs(Images cutOuts, int count, long seed, Preset preset) {
        return pairs(cutOuts, count, seed, scenes(preset));
    }

    /**
     * Returns pairs of pictures in which something else happens than in {@link #scenes}: less moves, or nothing.
     *
     * @param cutOuts the things, with the channels red, green, blue and alpha
     * @param count number of pairs, at least 1
     * @param seed the seed
     * @param scenes what happens between the two pictures
     * @return the pairs, each picture in a light of its own
     */
    public static MatchedPairs pairs(Images cutOuts, int count, long seed, MovingSprites.Options scenes) {
        return MatchedPairs.of(MovingSprites.of(cutOuts, count, seed, scenes), LIGHT, seed);
    }

    /**
     * Returns pairs of pictures of six things, the same for any seed: emoji in Noto's style that stand evenly spaced in
     * the order of the training concepts.
     *
     * @param count number of pairs, at least 1
     * @param seed the seed
     * @param preset how large they are
     * @return the pairs
     */
    public static MatchedPairs knownThings(int count, long seed, Preset preset) {
        return pairs(things(), count, seed, preset);
    }

    /**
     * Returns the six things of {@link #knownThings}.
     *
     * @return cut-outs with the channels red, green, blue and alpha
     */
    public static Images things() {
        Images all = EmojiViews.load().rgba(Style.NOTO, Split.TRAIN);
        return all.subset(IntStream.range(0, THINGS)
                .map(i -> (2 * i + 1) * all.size() / (2 * THINGS))
                .toArray());
    }

    /**
     * Returns the recipe of Dense Object Nets.
     *
     * @param preset how much work
     * @return the recipe; margin 0.5 and three numbers a descriptor are published
     */
    public static Recipe<DenseObjectNet.Options> denseObjectNet(Preset preset) {
        DenseObjectNet.Against all = DenseObjectNet.Against.everything();
        PixelwiseContrast loss = PixelwiseContrast.published();
        return switch (preset) {
            case SMOKE ->
                new Recipe<>(
                        new DenseObjectNet.Options(new DilatedCnn(4), 3, loss, 16, 16, 2, all),
                        TrainingOptions.of(1, 4));
            case CPU ->
                new Recipe<>(
                        new DenseObjectNet.Options(new DilatedCnn(16), 3, loss, 64, 256, 2, all),
                        TrainingOptions.of(15, 16, new AdamW(1e-4), 1e-2));
            case GPU ->
                new Recipe<>(
                        new DenseObjectNet.Options(new ResNet18(64), 3, loss, 1024, 1024, 16, all),
                        TrainingOptions.of(60, 16, new AdamW(1e-4), 1e-3));
        };
    }
}
