package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import kontrast.data.MovingSprites.Keypoint;
import kontrast.data.MovingSprites.Options;
import org.junit.jupiter.api.Test;

class MatchedPairsTest {

    private static final int SIDE = 64;
    private static final Options FAR = Options.small().with(o -> {
        o.frames = 3;
        o.speed = 0.2;
        o.turn = 0.6;
        o.growth = 1.2;
        o.pan = 0.1;
    });
    private static final MovingSprites CLIPS = MovingSprites.emoji(Split.TRAIN, 6, 3, FAR);

    /** The keypoints are carried by the same motion, forwards: where one lies in a pixel, the pixel's match is near. */
    @Test
    void motionCarriesPixelsAsItCarriesKeypoints() {
        int checked = 0;
        double far = 0;
        for (int i = 0; i < CLIPS.size(); i++) {
            double[] motion = CLIPS.motion(i, 0, 2);
            List<List<Keypoint>> points = CLIPS.clip(i).keypoints();
            for (int k = 0; k < points.get(0).size(); k++) {
                Keypoint from = points.get(0).get(k);
                Keypoint to = points.get(2).get(k);
                int pixel = ((int) from.y()) * SIDE + (int) from.x();
                if (from.visible() && to.visible() && !Double.isNaN(motion[2 * pixel])) {
                    double off = Math.hypot(motion[2 * pixel] - to.x(), motion[2 * pixel + 1] - to.y());
                    assertTrue(off < 1.2, "the middle of its pixel is at most 0.71 away, and grows: " + off);
                    far = Math.max(far, Math.hypot(from.x() - to.x(), from.y() - to.y()));
                    checked++;
                }
            }
        }
        assertTrue(checked > 30 && far > 5, checked + " points, of which one moved " + far);
    }

    @Test
    void motionFromAFrameToItselfStaysAndBackgroundHasNone() {
        double[] motion = CLIPS.motion(1, 1, 1);
        int[] mask = CLIPS.clip(1).masks()[1];
        for (int p = 0; p < SIDE * SIDE; p++) {
            assertEquals(mask[p] == 0, Double.isNaN(motion[2 * p]), "pixel " + p);
            if (mask[p] > 0) {
                int row = p / SIDE;
                assertEquals(p % SIDE + 0.5, motion[2 * p], 1e-9);
                assertEquals(row + 0.5, motion[2 * p + 1], 1e-9);
            }
        }
    }

    @Test
    void matchesLieOnTheSameThingAndTheTensorSaysSo() {
        MatchedPairs pairs = MatchedPairs.of(CLIPS, 0, 1);
        int area = SIDE * SIDE;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            float[] x = pairs.tensor(manager, 4).toFloatArray();
            assertEquals(new Shape(1, 9, SIDE, SIDE), pairs.tensor(manager, 4).getShape());
            float[] first = CLIPS.clip(4).frames().tensor(manager, 0).toFloatArray();
            float[] last = CLIPS.clip(4).frames().tensor(manager, 2).toFloatArray();
            assertArrayEquals(first, Arrays.copyOfRange(x, 0, 3 * area), 1e-7f);
            assertArrayEquals(last, Arrays.copyOfRange(x, 3 * area, 6 * area), 1e-7f);
            int matched = 0;
            for (int p = 0; p < area; p++) {
                int to = (int) x[8 * area + p];
                assertEquals(pairs.matches(4)[p], to);
                assertEquals(pairs.mask(4, false)[p], (int) x[6 * area + p]);
                assertEquals(pairs.mask(4, true)[p], (int) x[7 * area + p]);
                if (to >= 0) {
                    assertEquals(x[6 * area + p], x[7 * area + to], "a match lies on its thing");
                    assertTrue(x[6 * area + p] > 0);
                    matched++;
                }
            }
            assertTrue(matched > 100, "matched " + matched);
        }
    }

    @Test
    void lightDarkensWholeChannelsByAtMostItsFactor() {
        MatchedPairs dark = MatchedPairs.of(CLIPS, 0.7, 5);
        MatchedPairs plain = MatchedPairs.of(CLIPS, 0, 5);
        int area = SIDE * SIDE;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            float[] a = plain.tensor(manager, 2).toFloatArray();
            float[] b = dark.tensor(manager, 2).toFloatArray();
            for (int c = 0; c < 6; c++) {
                double most = 0;
                int at = c * area;
                for (int p = c * area; p < (c + 1) * area; p++) {
                    at = a[p] > a[at] ? p : at;
                }
                double factor = b[at] / a[at];
                assertTrue(factor >= Math.exp(-0.7) - 0.01 && factor <= 1, "factor " + factor);
                for (int p = c * area; p < (c + 1) * area; p++) {
                    most = Math.max(most, Math.abs(b[p] - factor * a[p]));
                }
                assertTrue(most < 0.01, "one factor for a channel, off by " + most);
            }
            assertArrayEquals(
                    Arrays.copyOfRange(a, 6 * area, 9 * area),
                    Arrays.copyOfRange(b, 6 * area, 9 * area),
                    "the truth stays");
        }
    }

    @Test
    void subsetsAndBadArguments() {
        MatchedPairs pairs = MatchedPairs.of(CLIPS, 0.7, 5);
        MatchedPairs some = pairs.subset(3, 0);
        assertEquals(2, some.size());
        assertArrayEquals(pairs.matches(3), some.matches(0));
        assertArrayEquals(pairs.mask(0, true), some.mask(1, true));
        assertThrows(IndexOutOfBoundsException.class, () -> pairs.matches(6));
        assertThrows(IndexOutOfBoundsException.class, () -> pairs.subset(-1));
        assertThrows(IllegalArgumentException.class, () -> MatchedPairs.of(CLIPS, -1, 5));
        assertThrows(IllegalStateException.class, pairs::labels);
        assertThrows(IndexOutOfBoundsException.class, () -> CLIPS.motion(0, 0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> CLIPS.motion(6, 0, 1));
    }
}
