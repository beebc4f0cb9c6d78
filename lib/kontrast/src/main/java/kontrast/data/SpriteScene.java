package kontrast.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.data.MovingSprites.Keypoint;
import kontrast.tensor.Seeds;

/** One clip as it was drawn from the random numbers; renders its frames. */
final class SpriteScene {

    /** Points of a pixel that are looked at, along each side. */
    private static final int SAMPLES = 2;

    private static final int WAVES = 4;

    private final MovingSprites.Options options;
    private final List<Sprite> sprites = new ArrayList<>();
    private final double[][] colours = new double[2][3];
    private final double[][] waves = new double[WAVES][3]; // per pixel in x and y; phase
    private final double panX;
    private final double panY;

    /** A frame and what is seen in it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared with equals, so an array is safe here
    record Frame(byte[] pixels, int[] mask) {}

    SpriteScene(Images cutOuts, long seed, int index, MovingSprites.Options options) {
        this.options = options;
        RandomGenerator random = Seeds.stream(seed, "clip", index);
        for (double[] colour : colours) {
            for (int c = 0; c < 3; c++) {
                colour[c] = random.nextDouble();
            }
        }
        for (double[] wave : waves) {
            // Periods of an eighth of the side to all of it, in any direction.
            double frequency = 2 * Math.PI * random.nextDouble(1, 8) / options.side();
            double angle = random.nextDouble(Math.PI);
            wave[0] = frequency * Math.cos(angle);
            wave[1] = frequency * Math.sin(angle);
            wave[2] = random.nextDouble(2 * Math.PI);
        }
        panX = options.pan() * options.side() * random.nextDouble(-1, 1);
        panY = options.pan() * options.side() * random.nextDouble(-1, 1);
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < options.sprites()) {
            int i = random.nextInt(cutOuts.size());
            if (!chosen.contains(i)) {
                chosen.add(i);
                sprites.add(new Sprite(cutOuts, i, random, options));
            }
        }
    }

    Frame render(int t) {
        int side = options.side();
        int area = side * side;
        double[] rgb = new double[3 * area];
        int[] mask = new int[area];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double mix = background(x + 0.5 + panX * t, y + 0.5 + panY * t);
                for (int c = 0; c < 3; c++) {
                    rgb[c * area + y * side + x] = (1 - mix) * colours[0][c] + mix * colours[1][c];
                }
            }
        }
        double[] sample = new double[4];
        for (int s = 0; s < sprites.size(); s++) {
            Sprite sprite = sprites.get(s);
            Pose pose = sprite.pose(t);
            double reach = 0.75 * sprite.size * pose.scale(); // more than half the diagonal
            int left = (int) Math.max(0, pose.x() - reach);
            int right = (int) Math.min(side, pose.x() + reach + 1);
            int top = (int) Math.max(0, pose.y() - reach);
            int bottom = (int) Math.min(side, pose.y() + reach + 1);
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    sprite.sample(pose, x, y, sample);
                    int at = y * side + x;
                    for (int c = 0; c < 3; c++) {
                        rgb[c * area + at] = sample[c] + (1 - sample[3]) * rgb[c * area + at];
                    }
                    if (sample[3] >= 0.5) {
                        mask[at] = s + 1;
                    }
                }
            }
        }
        byte[] pixels = new byte[3 * area];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, rgb[i])));
        }
        return new Frame(pixels, mask);
    }

    /** How much of the second colour there is, in [0, 1]. */
    private double background(double x, double y) {
        double sum = 0;
        for (double[] wave : waves) {
            sum += Math.sin(wave[0] * x + wave[1] * y + wave[2]);
        }
        return 0.5 + 0.5 * Math.tanh(sum);
    }

    List<Keypoint> keypoints(int t, int[] mask) {
        int side = options.side();
        List<Keypoint> points = new ArrayList<>();
        for (int s = 0; s < sprites.size(); s++) {
            Pose pose = sprites.get(s).pose(t);
            for (double[] point : sprites.get(s).points) {
                double[] at = sprites.get(s).inFrame(pose, point[0], point[1]);
                int x = (int) Math.floor(at[0]);
                int y = (int) Math.floor(at[1]);
                boolean inside = x >= 0 && y >= 0 && x < side && y < side;
                boolean visible = inside && mask[y * side + x] == s + 1;
                points.add(new Keypoint(s + 1, at[0], at[1], visible));
            }
        }
        return List.copyOf(points);
    }

    /**
     * Where the things of one frame are in another: x and y of each pixel's centre in turn, row after row; NaN for the
     * background and for what is hidden or outside there.
     */
    double[] motion(int from, int[] fromMask, int to, int[] toMask) {
        int side = options.side();
        double[] places = new double[2 * side * side];
        Arrays.fill(places, Double.NaN);
        for (int p = 0; p < side * side; p++) {
            if (fromMask[p] > 0) {
                Sprite sprite = sprites.get(fromMask[p] - 1);
                int row = p / side;
                double[] on = sprite.onCutOut(sprite.pose(from), p - row * side + 0.5, row + 0.5);
                double[] at = sprite.inFrame(sprite.pose(to), on[0], on[1]);
                int x = (int) Math.floor(at[0]);
                int y = (int) Math.floor(at[1]);
                if (x >= 0 && y >= 0 && x < side && y < side && toMask[y * side + x] == fromMask[p]) {
                    places[2 * p] = at[0];
                    places[2 * p + 1] = at[1];
                }
            }
        }
        return places;
    }

    /** Where a sprite is in a frame: its centre, size and turn. */
    private record Pose(double x, double y, double scale, double cos, double sin) {}

    /** A cut-out and its way through the clip. */
    private static final class Sprite {
        private final int size; // of the cut-out
        private final float[] rgba; // [4, size, size], colour multiplied by alpha
        private final double[][] points;
        private final double[] start = new double[2];
        private final double[] speed = new double[2];
        private final double[] margin = new double[2]; // nearest and farthest place of the centre
        private final double scale;
        private final double growth;
        private final double angle;
        private final double turn;

        Sprite(Images cutOuts, int index, RandomGenerator random, MovingSprites.Options options) {
            size = cutOuts.width();
            byte[] bytes = cutOuts.subset(index).bytes();
            int area = size * size;
            rgba = new float[4 * area];
            for (int i = 0; i < area; i++) {
                float alpha = (bytes[3 * area + i] & 0xFF) / 255f;
                rgba[3 * area + i] = alpha;
                for (int c = 0; c < 3; c++) {
                    rgba[c * area + i] = alpha * (bytes[c * area + i] & 0xFF) / 255f;
                }
            }
            points = points(options.keypoints());
            int side = options.side();
            margin[0] = 0.2 * side;
            margin[1] = 0.8 * side;
            double direction = random.nextDouble(2 * Math.PI);
            double way = options.speed() * side * Math.sqrt(random.nextDouble());
            speed[0] = way * Math.cos(direction);
            speed[1] = way * Math.sin(direction);
            start[0] = random.nextDouble(margin[0], margin[1]);
            start[1] = random.nextDouble(margin[0], margin[1]);
            scale = random.nextDouble(0.4, 0.6) * side / size;
            growth = Math.log(options.growth()) * random.nextDouble(-1, 1);
            angle = options.turn() == 0 ? 0 : random.nextDouble(-0.5, 0.5);
            turn = options.turn() * random.nextDouble(-1, 1);
        }

        /** Far from each other and, where that can be, not at the edge: farthest-point sampling. */
        private double[][] points(int count) {
            List<double[]> candidates = new ArrayList<>();
            for (int rim = 2; candidates.isEmpty() && rim >= 0; rim--) {
                for (int y = rim; y < size - rim; y++) {
                    for (int x = rim; x < size - rim; x++) {
                        if (isSolid(x, y, rim)) {
                            candidates.add(new double[] {x + 0.5, y + 0.5});
                        }
                    }
                }
            }
            if (candidates.isEmpty()) {
                candidates.add(new double[] {size / 2.0, size / 2.0});
            }
            double[][] chosen = new double[count][];
            double[] nearest = new double[candidates.size()];
            Arrays.fill(nearest, Double.MAX_VALUE);
            double[] last = {size / 2.0, size / 2.0};
            for (int k = 0; k < count; k++) {
                int best = 0;
                double score = -Double.MAX_VALUE;
                for (int i = 0; i < nearest.length; i++) {
                    double[] p = candidates.get(i);
                    double far = Math.hypot(p[0] - last[0], p[1] - last[1]);
                    nearest[i] = k == 0 ? nearest[i] : Math.min(nearest[i], far);
                    double s = k == 0 ? -far : nearest[i]; // the first is the one in the middle
                    if (s > score) {
                        score = s;
                        best = i;
                    }
                }
                last = candidates.get(best);
                chosen[k] = last;
            }
            return chosen;
        }

        private boolean isSolid(int x, int y, int rim) {
            for (int v = y - rim; v <= y + rim; v++) {
                for (int u = x - rim; u <= x + rim; u++) {
                    if (rgba[(3 * size + v) * size + u] < 0.5f) {
                        return false;
                    }
                }
            }
            return true;
        }

        Pose pose(int t) {
            double s = scale * Math.exp(growth * t);
            double turned = angle + turn * t;
            return new Pose(centre(0, t), centre(1, t), s, Math.cos(turned), Math.sin(turned));
        }

        /** Where a point of the cut-out is in a frame. */
        double[] inFrame(Pose pose, double u, double v) {
            double du = pose.scale() * (u - size / 2.0);
            double dv = pose.scale() * (v - size / 2.0);
            return new double[] {
                pose.x() + pose.cos() * du - pose.sin() * dv, pose.y() + pose.sin() * du + pose.cos() * dv
            };
        }

        /** Which point of the cut-out is at a place of a frame: the inverse of {@link #inFrame}. */
        double[] onCutOut(Pose pose, double x, double y) {
            double cos = pose.cos() / pose.scale();
            double sin = pose.sin() / pose.scale();
            double fx = x - pose.x();
            double fy = y - pose.y();
            return new double[] {size / 2.0 + cos * fx + sin * fy, size / 2.0 - sin * fx + cos * fy};
        }

        /** The centre moves evenly and turns back at the margins. */
        private double centre(int axis, int t) {
            double width = margin[1] - margin[0];
            double way = start[axis] + speed[axis] * t - margin[0];
            double folded = Math.abs(way % (2 * width));
            return margin[0] + (folded > width ? 2 * width - folded : folded);
        }

        /** The mean colour and alpha over a pixel of a frame. */
        void sample(Pose pose, int x, int y, double[] out) {
            double cos = pose.cos() / pose.scale();
            double sin = pose.sin() / pose.scale();
            Arrays.fill(out, 0);
            for (int j = 0; j < SAMPLES; j++) {
                for (int i = 0; i < SAMPLES; i++) {
                    double fx = x + (i + 0.5) / SAMPLES - pose.x();
                    double fy = y + (j + 0.5) / SAMPLES - pose.y();
                    add(size / 2.0 + cos * fx + sin * fy, size / 2.0 - sin * fx + cos * fy, out);
                }
            }
        }

        /** Adds the share of one sample, bilinear between the centres of pixels. */
        private void add(double u, double v, double[] out) {
            int x = (int) Math.floor(u - 0.5);
            int y = (int) Math.floor(v - 0.5);
            double fx = u - 0.5 - x;
            double fy = v - 0.5 - y;
            for (int k = 0; k < 4; k++) {
                int px = x + k % 2;
                int py = y + k / 2;
                if (px >= 0 && py >= 0 && px < size && py < size) {
                    double w = (k % 2 == 0 ? 1 - fx : fx) * (k / 2 == 0 ? 1 - fy : fy);
                    for (int c = 0; c < 4; c++) {
                        out[c] += w / (SAMPLES * SAMPLES) * rgba[(c * size + py) * size + px];
                    }
                }
            }
        }
    }
}
