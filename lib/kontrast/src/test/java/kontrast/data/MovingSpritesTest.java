package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import kontrast.data.MovingSprites.Clip;
import kontrast.data.MovingSprites.Keypoint;
import kontrast.data.MovingSprites.Options;
import org.junit.jupiter.api.Test;

class MovingSpritesTest {

    private static final Options STILL = new Options(64, 3, 2, 4, 0, 0, 1, 0);

    /** Discs whose red tells the column and whose green tells the row; blue tells which disc. */
    private static Images maps(int count) {
        byte[] rgba = new byte[count * 4 * 1024];
        for (int i = 0; i < count; i++) {
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    boolean in = Math.hypot(x - 15.5, y - 15.5) < 15;
                    int[] values = {8 * x, 8 * y, 40 * i, in ? 255 : 0};
                    for (int c = 0; c < 4; c++) {
                        rgba[(4 * i + c) * 1024 + y * 32 + x] = (byte) (in ? values[c] : 0);
                    }
                }
            }
        }
        return Images.of(rgba, 4, 32, 32);
    }

    private static MovingSprites clips(int count, long seed, Options options) {
        return MovingSprites.of(maps(6), count, seed, options);
    }

    @Test
    void aClipIsAFunctionOfSeedAndNumber() {
        MovingSprites few = clips(3, 7, Options.small());
        MovingSprites many = clips(5, 7, Options.small());
        assertEquals(new Shape(12, 64, 64), few.shape());
        assertFalse(few.isLabelled());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray third = many.tensor(manager, 2);
            assertEquals(new Shape(1, 12, 64, 64), third.getShape());
            assertEquals(few.tensor(manager, 2), third);
            assertEquals(many.subset(4, 2).tensor(manager, 1), third);
            // Frame t is in the channels 3t to 3t + 2, in the sample as in the clip.
            NDArray frames = many.subset(4, 2).clip(1).frames().tensor(manager);
            assertEquals(third.reshape(4, 3, 64, 64), frames);
            assertFalse(third.equals(clips(3, 8, Options.small()).tensor(manager, 2)));
            assertFalse(third.equals(few.tensor(manager, 1)));
        }
        Clip one = few.clip(1);
        Clip same = many.clip(1);
        assertArrayEquals(one.masks(), same.masks());
        assertEquals(one.keypoints(), same.keypoints());
    }

    @Test
    void withoutMotionAllFramesAreOne() {
        Clip clip = clips(1, 3, STILL).clip(0);
        byte[] bytes = clip.frames().bytes();
        int each = bytes.length / 3;
        assertArrayEquals(Arrays.copyOf(bytes, each), Arrays.copyOfRange(bytes, 2 * each, 3 * each));
        assertArrayEquals(clip.masks()[0], clip.masks()[2]);
        assertEquals(clip.keypoints().get(0), clip.keypoints().get(2));
    }

    /**
     * The discs are maps of themselves, so the colour at a keypoint must stay what it is, however
     * the disc moves, turns and grows: pixels, mask and keypoints are moved by one rule.
     */
    @Test
    void keypointsStayAtTheirPlaceOnTheSprite() {
        Options lively = new Options(96, 6, 3, 6, 0.06, 0.6, 1.1, 0.05);
        MovingSprites clips = clips(12, 5, lively);
        int checked = 0;
        double wrong = 0; // had the points moved without turning
        for (int i = 0; i < clips.size(); i++) {
            Clip clip = clips.clip(i);
            byte[] bytes = clip.frames().bytes();
            for (int k = 0; k < clip.keypoints().get(0).size(); k++) {
                Keypoint first = clip.keypoints().get(0).get(k);
                Keypoint centre = clip.keypoints().get(0).get(k / 6 * 6);
                for (int t = 1; t < 6; t++) {
                    Keypoint now = clip.keypoints().get(t).get(k);
                    if (isClear(clip, 0, first) && isClear(clip, t, now)) {
                        int[] before = colour(bytes, 0, first.x(), first.y());
                        int[] after = colour(bytes, t, now.x(), now.y());
                        // A pixel of the frame is up to 1.3 of the cut-out, and 8 values a pixel;
                        // both colours are means around a point up to half a pixel away.
                        for (int c = 0; c < 2; c++) {
                            assertEquals(before[c], after[c], 25, i + " " + k + " " + t);
                        }
                        assertEquals(before[2], after[2], 2, "which disc");
                        checked++;
                        Keypoint moved = clip.keypoints().get(t).get(k / 6 * 6);
                        wrong = Math.max(
                                wrong,
                                Math.hypot(
                                        now.x() - moved.x() - (first.x() - centre.x()),
                                        now.y() - moved.y() - (first.y() - centre.y())));
                    }
                }
            }
        }
        assertTrue(checked > 200, "checked " + checked);
        assertTrue(wrong > 5, "turning moves points by pixels: " + wrong);
    }

    /** The pixel that a point lies in. */
    private static int place(double x, double y, int side) {
        int column = (int) x;
        int row = (int) y;
        return row * side + column;
    }

    /**
     * Whether all pixels around a point are the sprite's: no other's edge mixes with its colour.
     */
    private static boolean isClear(Clip clip, int t, Keypoint point) {
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                double x = point.x() + dx;
                double y = point.y() + dy;
                if (x < 0 || y < 0 || x >= 96 || y >= 96 || clip.masks()[t][place(x, y, 96)] != point.sprite()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int[] colour(byte[] bytes, int t, double x, double y) {
        int at = place(x, y, 96);
        int[] rgb = new int[3];
        for (int c = 0; c < 3; c++) {
            rgb[c] = bytes[(3 * t + c) * 96 * 96 + at] & 0xFF;
        }
        return rgb;
    }

    @Test
    void masksNameWhoIsSeenAndTheLaterIsInFront() {
        Options crowd = new Options(64, 4, 5, 5, 0.08, 0.2, 1.05, 0);
        MovingSprites clips = clips(10, 9, crowd);
        int hidden = 0;
        for (int i = 0; i < 10; i++) {
            Clip clip = clips.clip(i);
            for (int t = 0; t < 4; t++) {
                int[] mask = clip.masks()[t];
                assertTrue(Arrays.stream(mask).allMatch(m -> m >= 0 && m <= 5));
                for (Keypoint point : clip.keypoints().get(t)) {
                    if (point.visible()) {
                        assertEquals(point.sprite(), mask[place(point.x(), point.y(), 64)]);
                    } else if (point.x() > 1 && point.y() > 1 && point.x() < 63 && point.y() < 63) {
                        // Points are two pixels inside their disc: only a later one can cover them.
                        assertTrue(mask[place(point.x(), point.y(), 64)] > point.sprite());
                        hidden++;
                    }
                }
            }
        }
        assertTrue(hidden > 50, "occlusions happen: " + hidden);
    }

    @Test
    void spritesMoveNoFasterThanAllowedAndDoMove() {
        Options straight = new Options(64, 4, 1, 1, 0.1, 0, 1, 0);
        MovingSprites clips = clips(40, 2, straight);
        double fastest = 0;
        for (int i = 0; i < 40; i++) {
            List<List<Keypoint>> points = clips.clip(i).keypoints();
            for (int t = 1; t < 4; t++) {
                Keypoint a = points.get(t - 1).get(0);
                Keypoint b = points.get(t).get(0);
                fastest = Math.max(fastest, Math.hypot(a.x() - b.x(), a.y() - b.y()));
            }
        }
        assertTrue(fastest <= 6.4 + 1e-9 && fastest > 5, "fastest " + fastest);
    }

    @Test
    void emojiMoveToo() {
        MovingSprites clips = MovingSprites.emoji(Split.VALIDATION, 2, 1, Options.small());
        assertEquals("2 clips of 4 frames, 3 x 64 x 64, 3 sprites each", clips.toString());
        assertTrue(Arrays.stream(clips.clip(0).masks()[0]).anyMatch(m -> m > 0));
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> clips(0, 1, STILL));
        assertThrows(IllegalArgumentException.class, () -> clips(1, 1, STILL.with(o -> o.sprites = 7)));
        assertThrows(IllegalArgumentException.class, () -> STILL.with(o -> o.frames = 1));
        assertThrows(IllegalArgumentException.class, () -> STILL.with(o -> o.side = 8));
        assertThrows(IllegalArgumentException.class, () -> new Options(64, 3, 2, 4, 0.1, 0, 0.9, 0));
        Images rgb = Images.of(new byte[3 * 64], 3, 8, 8);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> MovingSprites.of(rgb, 1, 1, STILL.with(o -> o.sprites = 1)))
                .getMessage();
        assertTrue(message.contains("rgba"), message);
        assertThrows(IndexOutOfBoundsException.class, () -> clips(2, 1, STILL).clip(2));
    }
}
