package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.tensor.Transfer;

/**
 * How often each colour occurs, and how much a rare one counts for that.
 *
 * <pre>
 *   p~ = smoothed p:   p~_q = sum over r of  p_r G(r, q),   G(r, .) proportional to exp(-|c_r - c_q|^2 / (2 sigma^2)), sum 1
 *   w_q  proportional to  ( (1 - lambda) p~_q + lambda / Q )^-1    with   sum over q of  p~_q w_q = 1
 * </pre>
 *
 * <p>Zhang, Isola and Efros, Colorful image colorization, 2016, equation 4, with sigma = 5, lambda
 * = 0.5. p = the share of pixels in each of the Q {@link ColorBins}.
 */
public final class ColorPrior {

    private static final double DEVIATION = 5;
    private static final int AT_ONCE = 64;

    private final ColorBins bins;
    private final double[] smoothed;

    private ColorPrior(ColorBins bins, double... smoothed) {
        this.bins = bins;
        this.smoothed = smoothed;
    }

    /**
     * Counts the colours of images.
     *
     * @param bins the bins
     * @param images RGB images, e.g. those to train with
     * @return how often each colour occurs, smoothed with sigma = 5
     * @throws IllegalArgumentException if there are no images, or not of three channels
     */
    public static ColorPrior of(ColorBins bins, Examples images) {
        if (images.size() == 0) {
            throw new IllegalArgumentException("no images to count the colours of");
        }
        double[] counts = new double[bins.size()];
        for (int from = 0; from < images.size(); from += AT_ONCE) {
            int to = Math.min(images.size(), from + AT_ONCE);
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray rgb = images.tensor(manager, IntStream.range(from, to).toArray());
                NDArray ab = Lab.colour().apply(Lab.of(rgb), null); // [B, 2, H, W]
                for (long q : Transfer.longs(bins.encode(ab, 1, 1).bins())) {
                    counts[(int) q]++;
                }
            }
        }
        return of(bins, counts);
    }

    /**
     * Smooths given counts.
     *
     * @param bins the bins
     * @param counts how often each occurs, Q numbers of at least 0, not all 0
     * @return the distribution, smoothed with sigma = 5
     * @throws IllegalArgumentException if the counts do not fit
     */
    public static ColorPrior of(ColorBins bins, double... counts) {
        int n = bins.size();
        double sum = Arrays.stream(counts).sum();
        if (counts.length != n || Arrays.stream(counts).anyMatch(c -> !(c >= 0)) || !(sum > 0)) {
            throw new IllegalArgumentException(
                    "expected a count of at least 0 for each of %d bins, not all 0, found %d counts with sum %s"
                            .formatted(n, counts.length, sum));
        }
        double[] smoothed = new double[n];
        for (int r = 0; r < n; r++) {
            double[] kernel = new double[n];
            double all = 0;
            for (int q = 0; counts[r] > 0 && q < n; q++) {
                double da = bins.centre(r)[0] - bins.centre(q)[0];
                double db = bins.centre(r)[1] - bins.centre(q)[1];
                kernel[q] = Math.exp(-(da * da + db * db) / (2 * DEVIATION * DEVIATION));
                all += kernel[q];
            }
            for (int q = 0; counts[r] > 0 && q < n; q++) {
                smoothed[q] += counts[r] / sum * kernel[q] / all;
            }
        }
        return new ColorPrior(bins, smoothed);
    }

    /**
     * Returns the prior of one who knows nothing: all colours equally often.
     *
     * @param bins the bins
     * @return p~_q = 1/Q
     */
    public static ColorPrior uniform(ColorBins bins) {
        double[] equal = new double[bins.size()];
        Arrays.fill(equal, 1.0 / equal.length);
        return new ColorPrior(bins, equal);
    }

    /** Returns the bins. */
    public ColorBins bins() {
        return bins;
    }

    /** Returns the smoothed distribution: p~, Q numbers with sum 1; a copy. */
    public double[] probabilities() {
        return smoothed.clone();
    }

    /**
     * Returns how much each colour counts.
     *
     * @param lambda share of the uniform distribution, in (0, 1]; 1 counts all alike
     * @return w, Q numbers whose mean under p~ is 1
     * @throws IllegalArgumentException if lambda is out of its range
     */
    public float[] weights(double lambda) {
        checkLambda(lambda);
        int n = smoothed.length;
        double[] weights = new double[n];
        Arrays.setAll(weights, q -> 1 / ((1 - lambda) * smoothed[q] + lambda / n));
        double mean = 0;
        for (int q = 0; q < n; q++) {
            mean += smoothed[q] * weights[q];
        }
        float[] scaled = new float[n];
        for (int q = 0; q < n; q++) {
            scaled[q] = (float) (weights[q] / mean);
        }
        return scaled;
    }

    /**
     * Checks a share of the uniform distribution.
     *
     * @param lambda the share
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public static void checkLambda(double lambda) {
        if (!(lambda > 0 && lambda <= 1)) {
            throw new IllegalArgumentException(
                    "lambda is a share in (0, 1]; 1 switches the rebalancing off, 0 would divide by the share of colours that never occur; found "
                            + lambda);
        }
    }

    @Override
    public String toString() {
        return "colours of %s, shares with hash %08x".formatted(bins, Arrays.hashCode(smoothed));
    }
}
