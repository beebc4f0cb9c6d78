package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import kontrast.data.MovingSprites;
import kontrast.data.MovingSprites.Keypoint;
import kontrast.loss.FrameAttention;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;

/**
 * Tracking without labels: what is marked in the first frame of a clip, masks or keypoints, is
 * copied from frame to frame by the attention of features.
 *
 * <pre>
 *   y_t = sum over the positions i of the references of A_i y_i,    references: frame 0 and the
 *                                                                  last m frames before t
 * </pre>
 *
 * <p>Vondrick et al., Tracking emerges by colorizing videos, 2018, section 3.4; A as in {@link
 * FrameAttention}. y are shares in [0, 1] of what is marked, one channel each, on the grid of the
 * features; m = {@code memory}.
 *
 * <p>Masks come to the grid as means over its cells and are enlarged bilinearly; a pixel belongs to
 * the largest share, the background being one of them. A keypoint is spread over the centres of the
 * four cells around it, in the shares of a bilinear interpolation; where it went is the mean place
 * of the 3 x 3 cells around the largest share, weighted by their shares.
 *
 * @param temperature T of the attention, above 0; the paper tracks with half of that in training
 * @param memory m, frames before t that count besides frame 0, at least 0
 */
public record Propagation(double temperature, int memory) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if {@code temperature} is not above 0 or {@code memory} is
     *     below 0
     */
    public Propagation {
        temperature = new FrameAttention(temperature).temperature(); // checks it
        if (memory < 0) {
            throw new IllegalArgumentException("memory must be at least 0, found " + memory);
        }
    }

    /**
     * Returns a propagation from two frames, the first and the previous one: the labels of the first are exact, and the
     * previous one is the most similar.
     *
     * @param temperature T of the attention, above 0; 0.5 is published
     * @return m = 1
     */
    public static Propagation firstAndLast(double temperature) {
        return new Propagation(temperature, 1);
    }

    /**
     * Copies shares through a clip.
     *
     * @param features {@code [T, d, h, w]}
     * @param first what is marked in frame 0, {@code [K, h, w]}
     * @return {@code [T, K, h, w]}, frame 0 as it was; belongs to the manager of {@code features}
     * @throws IllegalArgumentException if the grids differ
     */
    public NDArray propagate(NDArray features, NDArray first) {
        Shape s = features.getShape();
        if (s.dimension() != 4
                || first.getShape().dimension() != 3
                || !s.slice(2).equals(first.getShape().slice(1))) {
            throw new IllegalArgumentException(
                    "expected features [T, d, h, w] and marks [K, h, w] on one grid, found %s and %s"
                            .formatted(s, first.getShape()));
        }
        int frames = Math.toIntExact(s.get(0));
        long n = s.get(2) * s.get(3);
        long k = first.getShape().get(0);
        FrameAttention copying = new FrameAttention(temperature);
        // Features [T, 1, n, d]; marks a list of [1, n, K].
        NDArray f = features.reshape(frames, 1, s.get(1), n).transpose(0, 1, 3, 2);
        NDList marks = new NDList(first.reshape(1, k, n).transpose(0, 2, 1));
        for (int t = 1; t < frames; t++) {
            NDList keys = new NDList(f.get(0));
            NDList values = new NDList(marks.get(0));
            for (int r = Math.max(1, t - memory); r < t; r++) {
                keys.add(f.get(r));
                values.add(marks.get(r));
            }
            marks.add(copying.copy(f.get(t), NDArrays.concat(keys, 1), NDArrays.concat(values, 1)));
        }
        return NDArrays.concat(marks, 0) // [T, n, K]
                .transpose(0, 2, 1)
                .reshape(frames, k, s.get(2), s.get(3));
    }

    /**
     * Tracks the sprites of clips by features, and compares with the truth.
     *
     * @param features RGB frames {@code [T, 3, H, W]} to {@code [T, d, h, w]}; may leave arrays in
     *     its argument's manager
     * @param clips the clips
     * @param manager names the device; nothing stays attached to it
     * @return how well it went
     */
    public Tracking track(UnaryOperator<NDArray> features, MovingSprites clips, NDManager manager) {
        Tracking.Score score = new Tracking.Score(clips.options());
        for (int i = 0; i < clips.size(); i++) {
            MovingSprites.Clip clip = clips.clip(i);
            try (NDManager scope = manager.newSubManager()) {
                NoGrad.run(() -> {
                    NDArray f = features.apply(clip.frames().tensor(scope));
                    score.add(clip, masks(f, clip), keypoints(f, clip));
                });
            }
        }
        return score.tracking();
    }

    /**
     * Carries the masks of a clip's first frame through all of it.
     *
     * @param features of its frames, {@code [T, d, h, w]}
     * @param clip the clip, of which only the first frame's mask is used
     * @return T times H*W numbers, row after row: the sprite of each pixel as the propagated shares tell it, 0 for the
     *     background
     */
    public int[][] masks(NDArray features, MovingSprites.Clip clip) {
        int side = clip.frames().height();
        int sprites = clip.keypoints().get(0).stream()
                .mapToInt(Keypoint::sprite)
                .max()
                .orElseThrow();
        float[] layers = new float[(sprites + 1) * side * side];
        for (int p = 0; p < side * side; p++) {
            layers[clip.masks()[0][p] * side * side + p] = 1;
        }
        NDManager manager = features.getManager();
        Shape s = features.getShape();
        long h = s.get(2);
        long w = s.get(3);
        NDArray first = Transfer.send(manager, layers, sprites + 1, side, side)
                .reshape(sprites + 1, h, side / h, w, side / w)
                .mean(new int[] {4})
                .mean(new int[] {2}); // [S + 1, h, w]
        NDArray shares = propagate(features, first); // [T, S + 1, h, w]
        NDArray large = bilinear(manager, side, h)
                .matMul(shares) // [T, S + 1, H, w]
                .matMul(bilinear(manager, side, w).transpose()); // [T, S + 1, H, W]
        long[] winners = Transfer.longs(large.argMax(1)); // [T, H, W]
        int[][] masks = new int[clip.masks().length][side * side];
        for (int i = 0; i < winners.length; i++) {
            masks[i / (side * side)][i % (side * side)] = (int) winners[i];
        }
        return masks;
    }

    /** The weights {@code [large, small]} that enlarge one axis, the ends held. */
    private static NDArray bilinear(NDManager manager, int large, long small) {
        int n = Math.toIntExact(small);
        float[] weights = new float[large * n];
        for (int i = 0; i < large; i++) {
            double at = Math.min(n - 1, Math.max(0, (i + 0.5) * n / large - 0.5));
            int low = Math.min((int) at, n - 1);
            weights[i * n + low] += (float) (1 - (at - low));
            weights[i * n + Math.min(n - 1, low + 1)] += (float) (at - low);
        }
        return Transfer.send(manager, weights, large, n);
    }

    /**
     * Carries the keypoints of a clip's first frame through all of it.
     *
     * @param features of its frames, {@code [T, d, h, w]}
     * @param clip the clip, of which only the first frame's keypoints are used
     * @return T times 2K numbers: x and y of each keypoint in turn, in pixels
     */
    public double[][] keypoints(NDArray features, MovingSprites.Clip clip) {
        Shape s = features.getShape();
        int h = Math.toIntExact(s.get(2));
        int w = Math.toIntExact(s.get(3));
        double cell = (double) clip.frames().height() / h;
        List<Keypoint> points = clip.keypoints().get(0);
        float[] spread = new float[points.size() * h * w];
        for (int k = 0; k < points.size(); k++) {
            double gx = points.get(k).x() / cell - 0.5;
            double gy = points.get(k).y() / cell - 0.5;
            int x = (int) Math.floor(gx);
            int y = (int) Math.floor(gy);
            for (int c = 0; c < 4; c++) {
                int cx = Math.min(w - 1, Math.max(0, x + c % 2));
                int cy = Math.min(h - 1, Math.max(0, y + c / 2));
                double share = (c % 2 == 0 ? 1 - gx + x : gx - x) * (c / 2 == 0 ? 1 - gy + y : gy - y);
                spread[(k * h + cy) * w + cx] += (float) share;
            }
        }
        NDArray first = Transfer.send(features.getManager(), spread, points.size(), h, w);
        float[] shares = Transfer.floats(propagate(features, first)); // [T, K, h, w]
        double[][] places = new double[clip.masks().length][2 * points.size()];
        for (int t = 0; t < places.length; t++) {
            for (int k = 0; k < points.size(); k++) {
                double[] place = peak(shares, (t * points.size() + k) * h * w, h, w);
                places[t][2 * k] = (place[0] + 0.5) * cell;
                places[t][2 * k + 1] = (place[1] + 0.5) * cell;
            }
        }
        return places;
    }

    /** The weighted mean place of the 3 x 3 cells around the largest share. */
    private static double[] peak(float[] shares, int from, int h, int w) {
        int best = 0;
        for (int i = 1; i < h * w; i++) {
            best = shares[from + i] > shares[from + best] ? i : best;
        }
        int row = best / w;
        int column = best % w;
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int v = Math.max(0, row - 1); v <= Math.min(h - 1, row + 1); v++) {
            for (int u = Math.max(0, column - 1); u <= Math.min(w - 1, column + 1); u++) {
                double share = shares[from + v * w + u];
                sum += share;
                x += share * u;
                y += share * v;
            }
        }
        return sum > 0 ? new double[] {x / sum, y / sum} : new double[] {column, row};
    }
}
