package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.data.Images;
import kontrast.data.MovingSprites;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What features that are known must do: stay, move along, or know nothing. */
class PropagationTest {

    private static final int SIDE = 32;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /**
     * Features that name the piece of the scene at each cell, while the scene moves by one cell a
     * frame: cell (y, x) of frame t shows piece (y, x - t). Pieces are orthogonal.
     */
    private NDArray moving(int frames, int size, int sign) {
        int pieces = size * (size + frames);
        float[] f = new float[frames * pieces * size * size];
        for (int t = 0; t < frames; t++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    int piece = y * (size + frames) + Math.floorMod(x - sign * t, size + frames);
                    f[((t * pieces + piece) * size + y) * size + x] = 6; // logit 36 of itself
                }
            }
        }
        return manager.create(FloatBuffer.wrap(f), new Shape(frames, pieces, size, size));
    }

    private NDArray random(int channels, int size) {
        float[] values = new float[channels * size * size];
        RandomGenerator random = Seeds.stream(3, "marks", 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return manager.create(FloatBuffer.wrap(values), new Shape(channels, size, size));
    }

    @Test
    void identicalFramesPropagatePerfectly() {
        NDArray marks = random(3, 5);
        NDArray features = moving(4, 5, 0);
        for (int memory : new int[] {0, 1, 2, 9}) {
            NDArray all = new Propagation(1, memory).propagate(features, marks);
            assertEquals(new Shape(4, 3, 5, 5), all.getShape());
            for (int t = 0; t < 4; t++) {
                // The 24 others get e^-36 of the weight each.
                assertArrayEquals(marks.toFloatArray(), all.get(t).toFloatArray(), 1e-6f);
            }
        }
    }

    @Test
    void aTranslationIsFollowedByIdealFeatures() {
        NDArray marks = random(2, 6);
        for (int memory : new int[] {0, 3}) {
            float[] last = new Propagation(1, memory)
                    .propagate(moving(4, 6, 1), marks)
                    .get(3)
                    .toFloatArray();
            float[] wrong = new Propagation(1, memory)
                    .propagate(moving(4, 6, -1), marks)
                    .get(3)
                    .toFloatArray();
            float[] first = marks.toFloatArray();
            double off = 0;
            for (int c = 0; c < 2; c++) {
                for (int y = 0; y < 6; y++) {
                    for (int x = 3; x < 6; x++) { // what was in view from the beginning
                        int at = (c * 6 + y) * 6 + x;
                        assertEquals(first[at - 3], last[at], 1e-6);
                        off = Math.max(off, Math.abs(wrong[at] - first[at - 3]));
                    }
                }
            }
            assertTrue(off > 0.1, "features that move the other way carry the marks there");
        }
    }

    /** With no memory a frame sees frame 0 alone; equal features then copy its mean for ever. */
    @Test
    void featuresThatKnowNothingCopyTheMean() {
        NDArray marks = random(1, 4);
        NDArray features = manager.ones(new Shape(3, 2, 4, 4));
        float mean = marks.mean().getFloat();
        for (float v : new Propagation(1, 2).propagate(features, marks).get(2).toFloatArray()) {
            assertEquals(mean, v, 1e-6);
        }
    }

    /** Discs whose red and green tell the place on them, and whose blue tells which it is. */
    private static MovingSprites clips(double speed, double turn) {
        byte[] rgba = new byte[3 * 4 * 1024];
        for (int i = 0; i < 3; i++) {
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    int[] values = {8 * x, 8 * y, 30 + 80 * i, 255};
                    for (int c = 0; c < 4; c++) {
                        boolean in = Math.hypot(x - 15.5, y - 15.5) < 15;
                        rgba[(4 * i + c) * 1024 + y * 32 + x] = (byte) (in ? values[c] : 0);
                    }
                }
            }
        }
        MovingSprites.Options options = new MovingSprites.Options(SIDE, 5, 2, 4, speed, turn, 1, 0);
        return MovingSprites.of(Images.of(rgba, 4, 32, 32), 6, 4, options);
    }

    /**
     * Ideal features: random Fourier features of (sprite, red, green), whose dot product falls with
     * the distance (Rahimi and Recht, 2007). The sprite is the truth's.
     */
    private NDArray ideal(MovingSprites.Clip clip) {
        int d = 256;
        int area = SIDE * SIDE;
        int frames = clip.masks().length;
        RandomGenerator random = Seeds.stream(1, "fourier", 0);
        double[][] w = new double[d][4];
        for (double[] row : w) {
            Arrays.setAll(row, i -> i == 3 ? random.nextDouble(2 * Math.PI) : random.nextGaussian());
        }
        byte[] rgb = clip.frames().bytes();
        float[] f = new float[frames * d * area];
        for (int t = 0; t < frames; t++) {
            for (int p = 0; p < area; p++) {
                int sprite = clip.masks()[t][p];
                double r = sprite == 0 ? 0 : (rgb[3 * t * area + p] & 0xFF) / 16.0; // 2 pixels
                double g = sprite == 0 ? 0 : (rgb[(3 * t + 1) * area + p] & 0xFF) / 16.0;
                for (int k = 0; k < d; k++) {
                    double angle = w[k][0] * 10 * sprite + w[k][1] * r + w[k][2] * g + w[k][3];
                    f[(t * d + k) * area + p] = (float) (Math.sqrt(2.0 / d) * Math.cos(angle));
                }
            }
        }
        return manager.create(FloatBuffer.wrap(f), new Shape(frames, d, SIDE, SIDE));
    }

    private Tracking track(Propagation how, MovingSprites clips, boolean ideal) {
        Tracking.Score score = new Tracking.Score(clips.options());
        for (int i = 0; i < clips.size(); i++) {
            MovingSprites.Clip clip = clips.clip(i);
            NDArray f = ideal ? ideal(clip) : manager.ones(new Shape(5, 2, SIDE, SIDE));
            score.add(clip, how.masks(f, clip), how.keypoints(f, clip));
        }
        return score.tracking();
    }

    @Test
    void idealFeaturesFollowMasksAndKeypoints() {
        MovingSprites clips = clips(0.12, 0.4);
        Tracking identity = Tracking.identity(clips);
        // Logits of 30 for the same place, about 30 * 0.06 in the noise of 256 features for others.
        Tracking ideal = track(new Propagation(1.0 / 30, 1), clips, true);
        // A disc of 15 pixels whose rim is off by half a pixel keeps 0.87 of its area.
        assertTrue(ideal.j() > 0.8, ideal + " against " + identity);
        assertTrue(ideal.pck() > 0.9, ideal + " against " + identity);
        assertTrue(identity.j() < 0.7 && identity.pck() < 0.8, identity.toString());
        // Later frames are further away: the identity gets worse.
        assertTrue(identity.jByFrame()[3] < identity.jByFrame()[0]);
        Tracking blind = track(new Propagation(1, 1), clips, false);
        assertTrue(blind.j() < 0.2, "equal features lose everything: " + blind);
    }

    @Test
    void nothingMovesAndTheIdentityIsPerfect() {
        Tracking still = Tracking.identity(clips(0, 0));
        assertEquals(1, still.j(), 1e-12);
        assertEquals(1, still.pck(), 1e-12);
        assertEquals(4, still.jByFrame().length);
    }

    @Test
    void scoresHaveTheirClosedForms() {
        int[] truth = {0, 1, 1, 1, 2, 0};
        int[] found = {1, 1, 1, 0, 0, 0};
        assertEquals(2.0 / 4, Tracking.jaccard(found, truth, 1), 1e-15);
        assertEquals(0, Tracking.jaccard(found, truth, 2), 1e-15);
        assertEquals(1, Tracking.jaccard(found, truth, 3), 1e-15, "hidden, and not found");
        // Pixels 1 to 3 and 4 to 5 of rows of three: columns 0 to 2, rows 0 to 1.
        assertEquals(3, Tracking.extent(truth, 1, 3), 1e-15);
        assertEquals(1, Tracking.extent(truth, 2, 3), 1e-15);
        assertEquals(0, Tracking.extent(truth, 9, 3), 1e-15);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Propagation(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Propagation(1, -1));
        NDArray marks = random(1, 4);
        NDArray features = manager.ones(new Shape(3, 2, 5, 4));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Propagation(1, 1).propagate(features, marks))
                .getMessage();
        assertTrue(message.contains("(1, 4, 4)"), message);
    }
}
