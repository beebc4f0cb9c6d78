package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.data.Examples;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;
import kontrast.view.Lab;

/**
 * A few colours that stand for all: clusters of the ab plane of Lab, found by k-means.
 *
 * <pre>
 *   q(ab) = argmin over k of |ab - mu_k|^2
 * </pre>
 *
 * <p>Vondrick et al., Tracking emerges by colorizing videos, 2018, section 3.1, with 16 clusters.
 *
 * @param centres mu, 2K numbers: a and b of each cluster in turn, in the units of {@link Lab#of}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, below
public record ColorClusters(float[] centres) {

    /** Pixels that the clusters are found from. */
    private static final int SAMPLE = 20_000;

    private static final int ROUNDS = 50;

    /**
     * Copies the centres.
     *
     * @throws IllegalArgumentException if there are not two numbers for each of at least 2 clusters
     */
    public ColorClusters {
        if (centres.length < 4 || centres.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "expected a and b of at least 2 clusters, found %d numbers".formatted(centres.length));
        }
        centres = centres.clone();
    }

    /**
     * Finds the clusters of images or clips.
     *
     * @param examples RGB images {@code (3, H, W)}, or frames stacked as channels {@code (3T, H,
     *     W)}
     * @param clusters K, at least 2
     * @param seed the seed: same examples and seed, same clusters
     * @return the clusters
     * @throws IllegalArgumentException if {@code clusters} is below 2, or the examples are no RGB
     */
    public static ColorClusters of(Examples examples, int clusters, long seed) {
        if (clusters < 2) {
            throw new IllegalArgumentException("clusters must be at least 2 (16 are published), found " + clusters);
        }
        RandomGenerator random = Seeds.stream(seed, "colour clusters", 0);
        return new ColorClusters(means(sample(examples, random), clusters, random));
    }

    /** The colours of pixels drawn at random: a and b of each in turn. */
    private static float[] sample(Examples examples, RandomGenerator random) {
        Shape shape = examples.shape();
        if (shape.dimension() != 3 || shape.get(0) % 3 != 0) {
            throw new IllegalArgumentException("expected RGB images (3, H, W) or clips (3T, H, W), found " + shape);
        }
        int area = Math.toIntExact(shape.get(1) * shape.get(2));
        int frames = Math.toIntExact(shape.get(0) / 3);
        int few = Math.min(examples.size(), 256);
        int each = Math.max(1, SAMPLE / (few * frames));
        float[] ab = new float[2 * few * frames * each];
        int at = 0;
        for (int i = 0; i < few; i++) {
            // On the CPU, so that the clusters do not depend on the device.
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDArray rgb = examples.tensor(manager, random.nextInt(examples.size()))
                        .reshape(frames, 3, shape.get(1), shape.get(2));
                float[] lab = Transfer.floats(Lab.of(rgb)); // [T, 3, H, W]
                for (int t = 0; t < frames; t++) {
                    for (int n = 0; n < each; n++) {
                        int pixel = random.nextInt(area);
                        ab[at++] = lab[(3 * t + 1) * area + pixel];
                        ab[at++] = lab[(3 * t + 2) * area + pixel];
                    }
                }
            }
        }
        return ab;
    }

    /**
     * Lloyd's iterations from centres drawn far apart (k-means++, Arthur and Vassilvitskii, 2007).
     */
    static float[] means(float[] points, int k, RandomGenerator random) {
        int n = points.length / 2;
        float[] centres = new float[2 * k];
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.MAX_VALUE);
        int chosen = random.nextInt(n);
        for (int c = 0; c < k; c++) {
            centres[2 * c] = points[2 * chosen];
            centres[2 * c + 1] = points[2 * chosen + 1];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                nearest[i] = Math.min(nearest[i], square(points, i, centres, c));
                sum += nearest[i];
            }
            double draw = random.nextDouble() * sum;
            chosen = 0;
            while (chosen < n - 1 && (draw -= nearest[chosen]) >= 0) {
                chosen++;
            }
        }
        int[] of = new int[n];
        for (int round = 0; round < ROUNDS; round++) {
            boolean changed = false;
            double[] sums = new double[3 * k];
            for (int i = 0; i < n; i++) {
                int best = closest(points, i, centres);
                changed |= best != of[i];
                of[i] = best;
                sums[3 * best] += points[2 * i];
                sums[3 * best + 1] += points[2 * i + 1];
                sums[3 * best + 2]++;
            }
            for (int c = 0; c < k; c++) {
                if (sums[3 * c + 2] > 0) { // an empty cluster stays where it is
                    centres[2 * c] = (float) (sums[3 * c] / sums[3 * c + 2]);
                    centres[2 * c + 1] = (float) (sums[3 * c + 1] / sums[3 * c + 2]);
                }
            }
            if (!changed && round > 0) {
                break;
            }
        }
        return centres;
    }

    private static int closest(float[] points, int i, float[] centres) {
        int best = 0;
        for (int c = 1; c < centres.length / 2; c++) {
            if (square(points, i, centres, c) < square(points, i, centres, best)) {
                best = c;
            }
        }
        return best;
    }

    private static double square(float[] points, int i, float[] centres, int c) {
        double a = points[2 * i] - centres[2 * c];
        double b = points[2 * i + 1] - centres[2 * c + 1];
        return a * a + b * b;
    }

    /** Returns the number of clusters, K. */
    public int size() {
        return centres.length / 2;
    }

    /** Returns the centres: mu, a copy. */
    @Override
    public float[] centres() {
        return centres.clone();
    }

    /**
     * Names the cluster of each position.
     *
     * @param ab {@code [B, 2, h, w]}, in the units of {@link Lab#of}; left unchanged
     * @return q, {@code [B, h * w]}, int64 in 0 to K - 1, position after position of each row;
     *     belongs to the manager of {@code ab}
     */
    public NDArray nearest(NDArray ab) {
        Shape s = ab.getShape();
        NDManager manager = ab.getManager();
        NDArray points = ab.reshape(s.get(0), 2, 1, s.get(2) * s.get(3)); // [B, 2, 1, hw]
        NDArray mu = Transfer.send(manager, centres, size(), 2)
                .transpose() // [2, K]
                .reshape(1, 2, size(), 1);
        return points.sub(mu).square().sum(new int[] {1}).argMin(1); // [B, K, hw] -> [B, hw]
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColorClusters c && Arrays.equals(c.centres, centres);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(centres);
    }

    @Override
    public String toString() {
        return size() + " clusters of ab";
    }
}
