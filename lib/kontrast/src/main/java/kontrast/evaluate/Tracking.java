package kontrast.evaluate;

import java.util.List;
import java.util.Locale;
import kontrast.data.MovingSprites;
import kontrast.data.MovingSprites.Clip;
import kontrast.data.MovingSprites.Keypoint;

/**
 * How well sprites were followed through clips whose first frame was given.
 *
 * <pre>
 *   J   = |P n Q| / |P u Q|           P, Q = pixels of a sprite, found and true; the mean of all
 *   PCK = share of keypoints that are found within 0.2 max(w, h) of their place
 * </pre>
 *
 * <p>J is the region similarity of DAVIS (Perazzi et al., 2016): intersection over union, and 1
 * where a sprite is wholly hidden and none of it was found. PCK is that of Yang and Ramanan (2013)
 * with the box, w x h, of what is seen of the sprite in that frame. Counted are the sprites and
 * keypoints that are visible in the first frame, in the frames after it; keypoints only where they
 * are visible.
 *
 * @param j mean of J over frames 1 to T - 1, in [0, 1]
 * @param pck share of correct keypoints in frames 1 to T - 1, in [0, 1]
 * @param jByFrame J of each of these frames
 * @param pckByFrame PCK of each of these frames; NaN where no keypoint is visible
 */
@SuppressWarnings("ArrayRecordComponent") // numbers for a plot
public record Tracking(double j, double pck, double[] jByFrame, double[] pckByFrame) {

    private static final double NEAR = 0.2;

    /**
     * Returns the baseline that supposes that nothing moves: the marks of the first frame, in all
     * frames.
     *
     * @param clips the clips
     * @return how well that goes
     */
    public static Tracking identity(MovingSprites clips) {
        Score score = new Score(clips.options());
        for (int i = 0; i < clips.size(); i++) {
            Clip clip = clips.clip(i);
            int[][] masks = new int[clip.masks().length][];
            double[][] places = new double[masks.length][];
            for (int t = 0; t < masks.length; t++) {
                masks[t] = clip.masks()[0];
                places[t] = clip.keypoints().get(0).stream()
                        .flatMapToDouble(p -> java.util.stream.DoubleStream.of(p.x(), p.y()))
                        .toArray();
            }
            score.add(clip, masks, places);
        }
        return score.tracking();
    }

    /** Sums up over clips. */
    static final class Score {
        private final int sprites;
        private final double[] j;
        private final int[] regions;
        private final double[] correct;
        private final int[] points;

        Score(MovingSprites.Options options) {
            sprites = options.sprites();
            j = new double[options.frames()];
            regions = new int[options.frames()];
            correct = new double[options.frames()];
            points = new int[options.frames()];
        }

        /** Compares masks {@code [T][H*W]} and places {@code [T][2K]} with those of the clip. */
        void add(Clip clip, int[][] masks, double[][] places) {
            for (int t = 1; t < j.length; t++) {
                int[] truth = clip.masks()[t];
                for (int s = 1; s <= sprites; s++) {
                    if (count(clip.masks()[0], s) > 0) {
                        j[t] += jaccard(masks[t], truth, s);
                        regions[t]++;
                    }
                }
                List<Keypoint> now = clip.keypoints().get(t);
                for (int k = 0; k < now.size(); k++) {
                    Keypoint point = now.get(k);
                    if (point.visible() && clip.keypoints().get(0).get(k).visible()) {
                        double off = Math.hypot(places[t][2 * k] - point.x(), places[t][2 * k + 1] - point.y());
                        double size =
                                extent(truth, point.sprite(), clip.frames().width());
                        correct[t] += off <= NEAR * size ? 1 : 0;
                        points[t]++;
                    }
                }
            }
        }

        Tracking tracking() {
            double[] jByFrame = new double[j.length - 1];
            double[] pckByFrame = new double[j.length - 1];
            double sumJ = 0;
            double sumPck = 0;
            int allRegions = 0;
            int allPoints = 0;
            for (int t = 1; t < j.length; t++) {
                jByFrame[t - 1] = j[t] / regions[t];
                pckByFrame[t - 1] = correct[t] / points[t];
                sumJ += j[t];
                sumPck += correct[t];
                allRegions += regions[t];
                allPoints += points[t];
            }
            return new Tracking(sumJ / allRegions, sumPck / allPoints, jByFrame, pckByFrame);
        }
    }

    private static int count(int[] mask, int sprite) {
        int n = 0;
        for (int m : mask) {
            n += m == sprite ? 1 : 0;
        }
        return n;
    }

    /** Intersection over union of one sprite's pixels; 1 if both are empty. */
    static double jaccard(int[] found, int[] truth, int sprite) {
        int both = 0;
        int any = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean f = found[i] == sprite;
            boolean t = truth[i] == sprite;
            both += f && t ? 1 : 0;
            any += f || t ? 1 : 0;
        }
        return any == 0 ? 1 : (double) both / any;
    }

    /** The longer side of the box around a sprite's visible pixels. */
    static double extent(int[] mask, int sprite, int width) {
        int left = Integer.MAX_VALUE;
        int right = -1;
        int top = Integer.MAX_VALUE;
        int bottom = -1;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] == sprite) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = Math.max(bottom, i / width);
            }
        }
        return right < 0 ? 0 : Math.max(right - left, bottom - top) + 1;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "J %.3f, PCK@0.2 %.3f", j, pck);
    }
}
