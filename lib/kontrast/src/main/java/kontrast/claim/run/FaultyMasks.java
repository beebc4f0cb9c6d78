package kontrast.claim.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import kontrast.data.MovingSprites;
import kontrast.data.MovingSprites.Clip;
import kontrast.data.Split;
import kontrast.loss.FrameAttention;
import kontrast.method.VideoColorization;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.Preset;
import kontrast.train.VideoRecipes;

/**
 * Masks that are carried from each frame to the next and enlarged to pixels in between, for the exercise 6.7. In the
 * faulty run a cell of the map is placed where its first pixel is, and not in its middle:
 *
 * <pre>
 *   pixel x of a map with cells of s pixels lies at   (x + 0.5) / s - 0.5   of the map;     faulty: at x / s
 * </pre>
 *
 * <p>so that each enlargement moves everything by half a cell, less half a pixel, to the left and upwards.
 */
public final class FaultyMasks {

    private static final int FRAMES = 12;
    private static final int CLIPS = 20;

    /** What the figures depend on. */
    private static final String HOW =
            "20 films of 12 frames with one sprite, still and moving; from frame to frame, T 0.5";

    private FaultyMasks() {}

    /**
     * Returns the run of exercise 6.7. The training is the same without and with the fault, which is in what is done
     * with the features.
     *
     * @param clips the films to learn from
     * @param faulty whether it has the fault
     * @return a training whose judge follows the masks
     */
    public static Trial trial(MovingSprites clips, boolean faulty) {
        return Training.<VideoColorization.Options, VideoColorization>of(
                        () -> VideoRecipes.videoColorization(Preset.CPU, clips),
                        VideoColorization::new,
                        () -> clips,
                        100)
                .judged(Training.judge(HOW + (faulty ? ", corners" : ", middles"), m -> figures(m, faulty)));
    }

    private static MovingSprites clips(boolean still) {
        return MovingSprites.emoji(
                Split.TEST, CLIPS, 2, VideoRecipes.clips(Preset.CPU).with(o -> {
                    o.frames = FRAMES;
                    o.sprites = 1;
                    if (still) {
                        o.speed = 0;
                        o.turn = 0;
                        o.growth = 1;
                        o.pan = 0;
                    }
                }));
    }

    /**
     * Follows one sprite a clip, in films in which nothing moves and in films in which all moves.
     *
     * @return by frame: J, how far the middle of the found mask lies right of and below that of the true one (pixels),
     *     and how large it is (a share of the true one); for both kinds of films
     */
    private static Map<String, Double> figures(VideoColorization method, boolean faulty) {
        Map<String, Double> figures = new HashMap<>();
        for (boolean still : new boolean[] {true, false}) {
            MovingSprites clips = clips(still);
            double[][] sums = new double[FRAMES][4];
            for (int i = 0; i < CLIPS; i++) {
                Clip clip = clips.clip(i);
                try (NDManager scope = method.manager().newSubManager()) {
                    boolean[][] found = NoGrad.call(() -> {
                        NDArray frames = clip.frames().tensor(scope);
                        return carried(method.features(frames), clip.masks()[0], faulty);
                    });
                    for (int t = 0; t < FRAMES; t++) {
                        add(sums[t], found[t], clip.masks()[t]);
                    }
                }
            }
            String[] names = {"J", "right", "down", "size"};
            for (int t = 0; t < FRAMES; t++) {
                for (int k = 0; k < names.length; k++) {
                    figures.put((still ? "still " : "moving ") + names[k] + "@" + t, sums[t][k] / CLIPS);
                }
            }
        }
        return figures;
    }

    private static boolean[][] carried(NDArray features, int[] mask, boolean faulty) {
        NDManager manager = features.getManager();
        Shape s = features.getShape(); // [T, d, n, n]
        int n = Math.toIntExact(s.get(2));
        int side = (int) Math.sqrt(mask.length);
        int cell = side / n;
        NDArray enlarge = enlargement(manager, side, n, faulty); // [S, n]
        NDArray f = features.reshape(s.get(0), 1, s.get(1), (long) n * n).transpose(0, 1, 3, 2); // [T, 1, nn, d]
        FrameAttention copying = new FrameAttention(0.5);
        float[] first = new float[mask.length];
        for (int p = 0; p < mask.length; p++) {
            first[p] = mask[p] > 0 ? 1 : 0;
        }
        NDArray pixels = Transfer.send(manager, first, side, side);
        NDList all = new NDList(pixels);
        for (int t = 1; t < s.get(0); t++) {
            NDArray cells = pixels.reshape(n, cell, n, cell).mean(new int[] {3}).mean(new int[] {1}); // [n, n]
            NDArray share = copying.copy(f.get(t), f.get(t - 1), cells.reshape(1, (long) n * n, 1));
            pixels = enlarge.matMul(share.reshape(n, n)).matMul(enlarge.transpose());
            all.add(pixels);
        }
        boolean[][] found = new boolean[all.size()][mask.length];
        for (int t = 0; t < found.length; t++) {
            float[] values = Transfer.floats(all.get(t));
            for (int p = 0; p < values.length; p++) {
                found[t][p] = values[p] > 0.5;
            }
        }
        return found;
    }

    /** Linear interpolation along one axis, the ends held: {@code [large, small]}. */
    private static NDArray enlargement(NDManager manager, int large, int small, boolean faulty) {
        float[] weights = new float[large * small];
        double cell = (double) large / small;
        for (int x = 0; x < large; x++) {
            double at = faulty ? x / cell : (x + 0.5) / cell - 0.5;
            double held = Math.min(small - 1, Math.max(0, at));
            int low = Math.min((int) held, small - 2);
            weights[x * small + low] = (float) (1 - (held - low));
            weights[x * small + low + 1] = (float) (held - low);
        }
        return Transfer.send(manager, weights, large, small);
    }

    /** J, offset of the middle to the right and down, size; a mask that is gone has its middle where it should be. */
    private static void add(double[] sums, boolean[] found, int... truth) {
        int side = (int) Math.sqrt(truth.length);
        double[] ours = new double[3]; // pixels, sum of x, sum of y
        double[] theirs = new double[3];
        int both = 0;
        for (int p = 0; p < truth.length; p++) {
            count(ours, found[p], p, side);
            count(theirs, truth[p] > 0, p, side);
            both += found[p] && truth[p] > 0 ? 1 : 0;
        }
        sums[0] += both / Math.max(1, ours[0] + theirs[0] - both);
        for (int k = 1; k < 3; k++) {
            sums[k] += ours[0] > 0 ? ours[k] / ours[0] - theirs[k] / theirs[0] : 0;
        }
        sums[3] += ours[0] / theirs[0];
    }

    private static void count(double[] sums, boolean isIn, int p, int side) {
        if (isIn) {
            sums[0]++;
            sums[1] += p % side;
            sums[2] += Math.floorDiv(p, side);
        }
    }
}
