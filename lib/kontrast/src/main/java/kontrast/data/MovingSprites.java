package kontrast.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Clips of video in which cut-outs move, turn, grow or shrink over a textured background and pass
 * in front of each other, with the mask and the keypoints of each in every frame.
 *
 * <p>For training a clip is one sample, its frames stacked as channels: {@code (3T, H, W)}, frame t
 * in the channels 3t to 3t + 2. {@link #clip} has the same frames with what is known about them.
 *
 * <p>Clip i is a function of seed, i, cut-outs and options alone.
 */
public final class MovingSprites implements Examples {

    private final Images cutOuts;
    private final long seed;
    private final Options options;
    private final int[] numbers; // of the clips, for subsets
    private final Images stacked;

    /**
     * What happens in a clip.
     *
     * @param side rows and columns of a frame, at least 16
     * @param frames T, at least 2
     * @param sprites cut-outs in a clip, in 1 to 100; the later ones are in front
     * @param keypoints points that are followed on each of them, at least 1
     * @param speed largest way of a sprite between two frames, as a share of the side, at least 0
     * @param turn largest turn between two frames, in radians, at least 0
     * @param growth largest factor of growth between two frames, at least 1
     * @param pan largest way of the background between two frames, as a share of the side, at least
     *     0
     */
    public record Options(
            int side, int frames, int sprites, int keypoints, double speed, double turn, double growth, double pan) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of range
         */
        public Options {
            if (side < 16 || frames < 2 || sprites < 1 || sprites > 100 || keypoints < 1) {
                throw new IllegalArgumentException(
                        "side must be at least 16, frames at least 2, sprites 1 to 100 and keypoints at least 1, found %d, %d, %d and %d"
                                .formatted(side, frames, sprites, keypoints));
            }
            if (!(speed >= 0 && speed <= 1 && turn >= 0 && turn <= Math.PI)
                    || !(growth >= 1 && growth <= 2 && pan >= 0 && pan <= 1)) {
                throw new IllegalArgumentException(
                        "speed and pan are shares of the side in [0, 1], turn is in [0, pi] and growth in [1, 2], found %s, %s, %s and %s"
                                .formatted(speed, pan, turn, growth));
            }
        }

        /**
         * Returns clips for the CPU: three sprites with five keypoints each, 64 x 64 pixels, four
         * frames.
         *
         * @return the options
         */
        public static Options small() {
            return new Options(64, 4, 3, 5, 0.08, 0.25, 1.08, 0.02);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.side = 32)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.side, o.frames, o.sprites, o.keypoints, o.speed, o.turn, o.growth, o.pan);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public int side = Options.this.side;
            public int frames = Options.this.frames;
            public int sprites = Options.this.sprites;
            public int keypoints = Options.this.keypoints;
            public double speed = Options.this.speed;
            public double turn = Options.this.turn;
            public double growth = Options.this.growth;
            public double pan = Options.this.pan;
        }
    }

    /**
     * A point of a sprite in one frame.
     *
     * @param sprite whose, in 1 to the number of sprites, as in the mask
     * @param x columns from the left edge of the frame; pixel i reaches from i to i + 1
     * @param y rows from its upper edge
     * @param visible whether it lies in the frame and no sprite is in front of it
     */
    public record Keypoint(int sprite, double x, double y, boolean visible) {}

    /**
     * A clip with all that is known about it.
     *
     * @param frames T RGB images
     * @param masks T times H*W numbers, row after row: 0 for the background, else the sprite that
     *     is seen there, from 1
     * @param keypoints T lists of the same points in the same order
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk
    public record Clip(Images frames, int[][] masks, List<List<Keypoint>> keypoints) {}

    private MovingSprites(Images cutOuts, long seed, Options options, int[] numbers, Images stacked) {
        this.cutOuts = cutOuts;
        this.seed = seed;
        this.options = options;
        this.numbers = numbers;
        this.stacked = stacked;
    }

    /**
     * Renders clips.
     *
     * @param cutOuts squares with the channels red, green, blue and alpha, such as {@link
     *     EmojiViews#rgba} and {@link TuxPaintStamps#rgba} return, at least as many as a clip has
     *     sprites
     * @param count number of clips, at least 1
     * @param seed the seed
     * @param options what happens in them
     * @return the clips; {@code count} times 3T*H*W bytes are kept
     * @throws IllegalArgumentException if the cut-outs do not fit, or {@code count} is below 1
     */
    public static MovingSprites of(Images cutOuts, int count, long seed, Options options) {
        if (cutOuts.channels() != 4 || cutOuts.height() != cutOuts.width()) {
            throw new IllegalArgumentException("expected square cut-outs with four channels (rgba), found " + cutOuts);
        }
        if (cutOuts.size() < options.sprites()) {
            throw new IllegalArgumentException(
                    "%d sprites need as many cut-outs, found %d".formatted(options.sprites(), cutOuts.size()));
        }
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, found " + count);
        }
        int channels = 3 * options.frames();
        int each = channels * options.side() * options.side();
        byte[] pixels = new byte[Math.multiplyExact(count, each)];
        IntStream.range(0, count).parallel().forEach(i -> {
            SpriteScene scene = new SpriteScene(cutOuts, seed, i, options);
            for (int t = 0; t < options.frames(); t++) {
                byte[] frame = scene.render(t).pixels();
                System.arraycopy(frame, 0, pixels, i * each + t * frame.length, frame.length);
            }
        });
        return new MovingSprites(
                cutOuts,
                seed,
                options,
                IntStream.range(0, count).toArray(),
                Images.of(pixels, channels, options.side(), options.side()));
    }

    /**
     * Renders clips of the bundled emoji, in Noto's style. Held-out clips show held-out concepts.
     *
     * @param split whose concepts
     * @param count number of clips, at least 1
     * @param seed the seed
     * @param options what happens in them
     * @return the clips
     * @throws DataException if the emoji are missing or altered
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    public static MovingSprites emoji(Split split, int count, long seed, Options options) {
        return of(EmojiViews.load().rgba(EmojiViews.Style.NOTO, split), count, seed, options);
    }

    /** Returns what happens in the clips. */
    public Options options() {
        return options;
    }

    /**
     * Renders one clip with its masks and keypoints.
     *
     * @param index in 0 to N - 1
     * @return the clip
     * @throws IndexOutOfBoundsException if there is no such clip
     */
    public Clip clip(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("clip %d is not in 0 to %d".formatted(index, size() - 1));
        }
        SpriteScene scene = new SpriteScene(cutOuts, seed, numbers[index], options);
        int each = 3 * options.side() * options.side();
        byte[] pixels = new byte[options.frames() * each];
        int[][] masks = new int[options.frames()][];
        List<List<Keypoint>> keypoints = new ArrayList<>();
        for (int t = 0; t < options.frames(); t++) {
            SpriteScene.Frame frame = scene.render(t);
            System.arraycopy(frame.pixels(), 0, pixels, t * each, each);
            masks[t] = frame.mask();
            keypoints.add(scene.keypoints(t, frame.mask()));
        }
        return new Clip(Images.of(pixels, 3, options.side(), options.side()), masks, List.copyOf(keypoints));
    }

    /**
     * Returns where the things of one frame are in another, as the motion that made the clip tells it.
     *
     * @param index the clip, in 0 to N - 1
     * @param from the frame whose pixels are asked about, in 0 to T - 1
     * @param to the other frame, in 0 to T - 1
     * @return 2*H*W numbers: for each pixel of frame {@code from}, row after row, x and y in frame {@code to} of the
     *     point of a thing that is seen in its middle; pixel i reaches from i to i + 1. NaN for the background, and for
     *     points that are hidden there or outside
     * @throws IndexOutOfBoundsException if there is no such clip or frame
     */
    public double[] motion(int index, int from, int to) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("clip %d is not in 0 to %d".formatted(index, size() - 1));
        }
        if (Math.min(from, to) < 0 || Math.max(from, to) >= options.frames()) {
            throw new IndexOutOfBoundsException(
                    "frames %d and %d are not in 0 to %d".formatted(from, to, options.frames() - 1));
        }
        SpriteScene scene = new SpriteScene(cutOuts, seed, numbers[index], options);
        return scene.motion(
                from, scene.render(from).mask(), to, scene.render(to).mask());
    }

    @Override
    public int size() {
        return stacked.size();
    }

    /** Returns {@code (3T, H, W)}. */
    @Override
    public Shape shape() {
        return stacked.shape();
    }

    /** Returns {@code [B, 3T, H, W]}, float32 in [0, 1]. */
    @Override
    public NDArray tensor(NDManager manager, int... indices) {
        return stacked.tensor(manager, indices);
    }

    /** Returns false: a clip has no class. */
    @Override
    public boolean isLabelled() {
        return false;
    }

    @Override
    public int[] labels() {
        return stacked.labels();
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public MovingSprites subset(int... indices) {
        Images some = stacked.subset(indices);
        int[] chosen = Arrays.stream(indices).map(i -> numbers[i]).toArray();
        return new MovingSprites(cutOuts, seed, options, chosen, some);
    }

    @Override
    public String toString() {
        return "%d clips of %d frames, 3 x %d x %d, %d sprites each"
                .formatted(size(), options.frames(), options.side(), options.side(), options.sprites());
    }
}
