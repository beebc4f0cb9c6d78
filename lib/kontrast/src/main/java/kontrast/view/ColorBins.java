package kontrast.view;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import kontrast.tensor.Transfer;

/**
 * The colours of sRGB on a grid: the plane of a and b of {@link Lab} is cut into squares, and those
 * that hold a colour of sRGB, at whatever lightness, are the classes of colorization.
 *
 * <pre>
 *   bins = { (s i, s j) : the nearest such point to some (a, b) of sRGB }     i, j whole, s = step
 * </pre>
 *
 * <p>Zhang, Isola and Efros, Colorful image colorization, 2016, section 2.1. The bins are computed
 * from the surface of the cube of sRGB: seen along the axis of lightness, a solid covers no more
 * than its surface does. Deviation: the paper counts 313 bins of step 10; only 261 hold a colour of
 * sRGB.
 */
public final class ColorBins {

    private static final int LEVELS = 256;

    private final double step;
    private final float[] centres; // a and b of each bin

    private ColorBins(double step, float[] centres) {
        this.step = step;
        this.centres = centres;
    }

    /**
     * Computes the bins of sRGB.
     *
     * @param step s, the side of a square, in units of a and b, in [2, 100]; 10 in the paper
     * @return the bins, in rows of equal a, sorted
     * @throws IllegalArgumentException if {@code step} is out of its range
     */
    public static ColorBins inGamut(double step) {
        if (!(step >= 2 && step <= 100)) {
            throw new IllegalArgumentException(
                    "step = %s is not a side of a square in [2, 100]; a and b span about 200".formatted(step));
        }
        float[] lab;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) { // the same everywhere
            lab = Transfer.floats(Lab.of(surface(manager))); // [6, 3, LEVELS, LEVELS]
        }
        int area = LEVELS * LEVELS;
        TreeMap<Long, float[]> found = new TreeMap<>();
        for (int face = 0; face < 6; face++) {
            for (int p = 0; p < area; p++) {
                long i = Math.round(lab[(face * 3 + 1) * area + p] / step);
                long j = Math.round(lab[(face * 3 + 2) * area + p] / step);
                found.computeIfAbsent(i * 1000 + j, key -> new float[] {(float) (i * step), (float) (j * step)});
            }
        }
        float[] centres = new float[2 * found.size()];
        int q = 0;
        for (float[] centre : found.values()) {
            centres[2 * q] = centre[0];
            centres[2 * q + 1] = centre[1];
            q++;
        }
        return new ColorBins(step, centres);
    }

    /** The six faces of the cube of sRGB as pictures of all their colours. */
    private static NDArray surface(NDManager manager) {
        int area = LEVELS * LEVELS;
        float[] rgb = new float[6 * 3 * area];
        for (int face = 0; face < 6; face++) {
            for (int p = 0; p < area; p++) {
                int row = p / LEVELS;
                int column = p % LEVELS;
                for (int c = 0; c < 3; c++) {
                    int turned = (c + face / 2) % 3;
                    rgb[(face * 3 + c) * area + p] = switch (turned) {
                        case 0 -> face % 2;
                        case 1 -> row / (LEVELS - 1f);
                        default -> column / (LEVELS - 1f);
                    };
                }
            }
        }
        return Transfer.send(manager, rgb, 6, 3, LEVELS, LEVELS);
    }

    /** Returns the number of bins, Q. */
    public int size() {
        return centres.length / 2;
    }

    /** Returns the side of a bin: s, in units of a and b. */
    public double step() {
        return step;
    }

    /**
     * Returns the middle of a bin.
     *
     * @param q in 0 to Q - 1
     * @return a and b
     */
    public double[] centre(int q) {
        return new double[] {centres[2 * q], centres[2 * q + 1]};
    }

    /**
     * Colours as shares of the nearest bins.
     *
     * @param bins {@code [P, k]}, int64, the nearest bin first
     * @param shares {@code [P, k]}, float32; each row sums to 1
     */
    public record Soft(NDArray bins, NDArray shares) {}

    /**
     * Spreads every colour over its nearest bins.
     *
     * <pre>
     *   share[p, i]  proportional to  exp(-|ab_p - c_i|^2 / (2 sigma^2))   for the k nearest bins i, else 0
     * </pre>
     *
     * <p>The soft encoding of the paper's section 2.1, with k = 5 and sigma = 5.
     *
     * @param ab {@code [B, 2, h, w]}, a and b; left unchanged
     * @param neighbours k, in 1 to Q
     * @param deviation sigma, in units of a and b, above 0
     * @return shares of P = B h w colours, image by image and row by row; attached to the manager
     *     of {@code ab}
     * @throws IllegalArgumentException if an option or the shape does not fit
     */
    public Soft encode(NDArray ab, int neighbours, double deviation) {
        Shape s = ab.getShape();
        if (s.dimension() != 4 || s.get(1) != 2) {
            throw new IllegalArgumentException("expected a and b, [B, 2, h, w], found " + s);
        }
        if (neighbours < 1 || neighbours > size() || !(deviation > 0)) {
            throw new IllegalArgumentException("expected 1 to %d neighbours and a deviation above 0, found %d and %s"
                    .formatted(size(), neighbours, deviation));
        }
        try (NDManager scope = ab.getManager().newSubManager(ab.getDevice())) {
            NDArray alias = ab.stopGradient();
            alias.attach(scope);
            NDList planes = alias.split(2, 1); // two [B, 1, h, w]
            NDArray square = offset(scope, planes.get(0), 0) // [P, Q]
                    .add(offset(scope, planes.get(1), 1));
            NDList nearest = square.topK(neighbours, 1, false, true);
            // The nearest has distance 0 in the exponent, so that no row vanishes.
            NDArray d = nearest.get(0).sub(nearest.get(0).min(new int[] {1}, true));
            NDArray shares = d.div(-2 * deviation * deviation).softmax(1);
            NDArray bins = nearest.get(1);
            shares.attach(ab.getManager());
            bins.attach(ab.getManager());
            return new Soft(bins, shares);
        }
    }

    /** (ab_p - c_q)^2 along one axis: [P, Q]. */
    private NDArray offset(NDManager scope, NDArray plane, int axis) {
        float[] line = new float[size()];
        for (int q = 0; q < line.length; q++) {
            line[q] = centres[2 * q + axis];
        }
        return plane.reshape(-1, 1)
                .sub(Transfer.send(scope, line, 1, line.length))
                .square();
    }

    /**
     * Makes one colour of the probabilities of all bins.
     *
     * <pre>
     *   ab = sum over q of  p_q c_q,   p = exp(log z / T) / sum of exp(log z / T) = softmax(logits / T)
     * </pre>
     *
     * <p>The annealed mean of the paper's equation 5, with T = 0.38: T = 1 is the mean, which is
     * often grey; T towards 0 the most probable bin, which is spotty.
     *
     * @param logits {@code [B, Q, h, w]}, with z = softmax(logits)
     * @param temperature T, above 0
     * @return {@code [B, 2, h, w]}, a and b; belongs to the manager of {@code logits}
     * @throws IllegalArgumentException if the shape does not fit or T is not above 0
     */
    public NDArray decode(NDArray logits, double temperature) {
        Shape s = logits.getShape();
        if (s.dimension() != 4 || s.get(1) != size()) {
            throw new IllegalArgumentException(
                    "expected a logit for each of %d bins, [B, %d, h, w], found %s".formatted(size(), size(), s));
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be above 0 (0.38 in the paper), found " + temperature);
        }
        NDArray p = logits.div(temperature).softmax(1).reshape(s.get(0), size(), -1);
        NDArray colours = Transfer.send(logits.getManager(), centres, size(), 2);
        return p.swapAxes(1, 2) // [B, h w, Q]
                .matMul(colours) // [B, h w, 2]
                .swapAxes(1, 2)
                .reshape(s.get(0), 2, s.get(2), s.get(3));
    }

    /**
     * Returns the middles of all bins.
     *
     * @return Q pairs of a and b
     */
    public List<double[]> centres() {
        List<double[]> all = new ArrayList<>();
        for (int q = 0; q < size(); q++) {
            all.add(centre(q));
        }
        return all;
    }

    @Override
    public String toString() {
        return "%d bins of %s x %s".formatted(size(), step, step);
    }
}
