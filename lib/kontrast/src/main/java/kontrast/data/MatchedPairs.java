package kontrast.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;

/**
 * Two pictures of the same things, and for each pixel of the first where its point is in the second: what pixelwise
 * descriptors learn from.
 *
 * <p>A sample is {@code (9, H, W)}, float32:
 *
 * <pre>
 *   channels 0 to 2   picture A, RGB in [0, 1]
 *   channels 3 to 5   picture B
 *   channel  6        whose pixel it is in A: 0 for the background, else the number of the thing, from 1
 *   channel  7        the same of B
 *   channel  8        the match in B of a pixel of A: row * W + column; -1 where there is none
 * </pre>
 *
 * <p>The numbers of channel 8 are whole and below 2^24, so float32 holds them exactly.
 */
public final class MatchedPairs implements Examples {

    /** Channels of a sample. */
    public static final int CHANNELS = 9;

    private static final int PICTURES = 6; // channels of the two pictures, which are kept as bytes

    private final int side;
    private final byte[][] pictures; // [N][6 H W]
    private final short[][] masks; // [N][2 H W]
    private final int[][] matches; // [N][H W]

    private MatchedPairs(int side, byte[][] pictures, short[][] masks, int[][] matches) {
        this.side = side;
        this.pictures = pictures;
        this.masks = masks;
        this.matches = matches;
    }

    /**
     * Takes the first and the last frame of each clip, with the matches that the motion tells, each frame in a light of
     * its own.
     *
     * <pre>
     *   channel c of a picture is multiplied by exp(-light r),   r uniform in [0, 1), drawn for each picture and channel
     * </pre>
     *
     * @param clips the clips
     * @param light how much the light differs: 0 for not at all; at 0.7 each channel has half of its light or more
     * @param seed seed of the lights
     * @return a pair a clip
     * @throws IllegalArgumentException if {@code light} is negative or not finite
     */
    public static MatchedPairs of(MovingSprites clips, double light, long seed) {
        if (!(light >= 0) || Double.isInfinite(light)) {
            throw new IllegalArgumentException("light must be a finite number of at least 0, found " + light);
        }
        int side = clips.options().side();
        int area = side * side;
        int last = clips.options().frames() - 1;
        int n = clips.size();
        byte[][] pictures = new byte[n][PICTURES * area];
        short[][] masks = new short[n][2 * area];
        int[][] matches = new int[n][area];
        IntStream.range(0, n).parallel().forEach(i -> {
            MovingSprites.Clip clip = clips.clip(i);
            byte[] frames = clip.frames().bytes();
            System.arraycopy(frames, 0, pictures[i], 0, 3 * area);
            System.arraycopy(frames, 3 * last * area, pictures[i], 3 * area, 3 * area);
            RandomGenerator random = Seeds.stream(seed, "light", i);
            for (int c = 0; c < PICTURES; c++) {
                double factor = Math.exp(-light * random.nextDouble());
                for (int p = c * area; p < (c + 1) * area; p++) {
                    pictures[i][p] = (byte) Math.round(factor * (pictures[i][p] & 0xFF));
                }
            }
            double[] places = clips.motion(i, 0, last);
            for (int p = 0; p < area; p++) {
                masks[i][p] = (short) clip.masks()[0][p];
                masks[i][area + p] = (short) clip.masks()[last][p];
                matches[i][p] =
                        Double.isNaN(places[2 * p]) ? -1 : ((int) places[2 * p + 1]) * side + (int) places[2 * p];
            }
        });
        return new MatchedPairs(side, pictures, masks, matches);
    }

    /**
     * Returns the matches of one pair.
     *
     * @param index in 0 to N - 1
     * @return a copy, H*W numbers: row * W + column in B of each pixel of A, -1 where there is none
     * @throws IndexOutOfBoundsException if there is no such pair
     */
    public int[] matches(int index) {
        return matches[checked(index)].clone();
    }

    /**
     * Returns whose pixels they are.
     *
     * @param index in 0 to N - 1
     * @param second false for picture A, true for B
     * @return H*W numbers: 0 for the background, else the number of the thing, from 1
     * @throws IndexOutOfBoundsException if there is no such pair
     */
    public int[] mask(int index, boolean second) {
        int area = side * side;
        int[] mask = new int[area];
        short[] both = masks[checked(index)];
        Arrays.setAll(mask, p -> both[second ? area + p : p]);
        return mask;
    }

    private int checked(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("pair %d is not in 0 to %d".formatted(index, size() - 1));
        }
        return index;
    }

    @Override
    public int size() {
        return pictures.length;
    }

    /** Returns {@code (9, H, W)}. */
    @Override
    public Shape shape() {
        return new Shape(CHANNELS, side, side);
    }

    /** Returns {@code [B, 9, H, W]}, float32; only the pictures' channels are in [0, 1]. */
    @Override
    public NDArray tensor(NDManager manager, int... indices) {
        int area = side * side;
        float[] values = new float[Math.multiplyExact(indices.length, CHANNELS * area)];
        for (int b = 0; b < indices.length; b++) {
            int i = checked(indices[b]);
            int at = b * CHANNELS * area;
            for (int p = 0; p < PICTURES * area; p++) {
                values[at + p] = (pictures[i][p] & 0xFF) / 255f;
            }
            for (int p = 0; p < 2 * area; p++) {
                values[at + PICTURES * area + p] = masks[i][p];
            }
            for (int p = 0; p < area; p++) {
                values[at + (CHANNELS - 1) * area + p] = matches[i][p];
            }
        }
        return Transfer.send(manager, FloatBuffer.wrap(values), new Shape(indices.length, CHANNELS, side, side));
    }

    /** Returns false: a pair has no class. */
    @Override
    public boolean isLabelled() {
        return false;
    }

    @Override
    public int[] labels() {
        throw new IllegalStateException("pairs have no labels");
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public MatchedPairs subset(int... indices) {
        for (int i : indices) {
            checked(i);
        }
        return new MatchedPairs(
                side,
                Arrays.stream(indices).mapToObj(i -> pictures[i]).toArray(byte[][]::new),
                Arrays.stream(indices).mapToObj(i -> masks[i]).toArray(short[][]::new),
                Arrays.stream(indices).mapToObj(i -> matches[i]).toArray(int[][]::new));
    }

    @Override
    public String toString() {
        return "%d pairs of pictures, 3 x %d x %d, with the matches of their pixels".formatted(size(), side, side);
    }
}
