package kontrast.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import kontrast.data.MatchedPairs;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;

/**
 * How well descriptors find the point of a thing in another picture.
 *
 * <pre>
 *   best(u)  = argmin over all pixels v of B of |f_A(u) - f_B(v)|
 *   error(u) = |best(u) - u'|                     pixels, between their middles; u' the true place
 *   PCK(k)   = share of the u with error(u) at most k
 * </pre>
 *
 * <p>Florence et al., Dense Object Nets, 2018, who draw the cumulated distribution of such an error; PCK, the
 * percentage of correct keypoints, is that of Yang and Ramanan (2013) with a fixed number of pixels.
 *
 * @param errors error(u) of all that was asked, in pixels, ascending
 * @param rightThing share of the best matches that lie on the right thing, in [0, 1]
 * @param otherThing share that lies on another thing
 * @param background share that lies on the background
 */
@SuppressWarnings("ArrayRecordComponent") // numbers for a plot
public record PixelMatching(double[] errors, double rightThing, double otherThing, double background) {

    /**
     * Compares the best matches of descriptors with the true ones.
     *
     * @param descriptors RGB pictures {@code [B, 3, H, W]} to {@code [B, D, H, W]}; may leave arrays in its argument's
     *     manager
     * @param pairs the pairs of pictures
     * @param perPair pixels of each pair that are asked about, at least 1: of those that have a match, evenly spaced in
     *     the order of the rows; all if there are fewer
     * @param manager names the device; nothing stays attached to it
     * @return how well it went
     * @throws IllegalArgumentException if {@code perPair} is below 1, or there is no match at all
     */
    public static PixelMatching of(
            UnaryOperator<NDArray> descriptors, MatchedPairs pairs, int perPair, NDManager manager) {
        if (perPair < 1) {
            throw new IllegalArgumentException("perPair must be at least 1, found " + perPair);
        }
        List<Double> errors = new ArrayList<>();
        int[] landed = new int[3]; // right thing, other thing, background
        int width = Math.toIntExact(pairs.shape().get(2));
        for (int i = 0; i < pairs.size(); i++) {
            int[] matches = pairs.matches(i);
            int[] asked = asked(matches, perPair);
            if (asked.length == 0) {
                continue;
            }
            int[] whoA = pairs.mask(i, false);
            int[] whoB = pairs.mask(i, true);
            int[] found = found(descriptors, pairs, i, asked, manager);
            for (int k = 0; k < asked.length; k++) {
                int to = matches[asked[k]];
                errors.add(Math.hypot(found[k] % width - to % width, found[k] / width - to / width));
                int who = whoB[found[k]];
                landed[who == whoA[asked[k]] ? 0 : who > 0 ? 1 : 2]++;
            }
        }
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("no pixel of these pairs has a match: " + pairs);
        }
        double n = errors.size();
        return new PixelMatching(
                errors.stream().mapToDouble(Double::doubleValue).sorted().toArray(),
                landed[0] / n,
                landed[1] / n,
                landed[2] / n);
    }

    /** Pixels that have a match, evenly spaced. */
    private static int[] asked(int[] matches, int count) {
        int[] all =
                IntStream.range(0, matches.length).filter(p -> matches[p] >= 0).toArray();
        int n = Math.min(count, all.length);
        return IntStream.range(0, n)
                .map(k -> all[(int) ((2L * k + 1) * all.length / (2L * n))])
                .toArray();
    }

    private static int[] found(
            UnaryOperator<NDArray> descriptors, MatchedPairs pairs, int pair, int[] asked, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            return NoGrad.call(() -> {
                NDArray x = pairs.tensor(scope, pair);
                NDArray both = x.get(new NDIndex(":, 0:3")).concat(x.get(new NDIndex(":, 3:6")), 0);
                NDArray f = descriptors.apply(both); // [2, D, H, W]
                Shape s = f.getShape();
                NDArray flat = f.reshape(2, s.get(1), s.get(2) * s.get(3)).transpose(0, 2, 1); // [2, H W, D]
                NDArray places =
                        Transfer.send(scope, Arrays.stream(asked).asLongStream().toArray(), asked.length, 1);
                NDArray queries = flat.get(0).gather(places.broadcast(asked.length, s.get(1)), 0); // [Q, D]
                long[] best = Transfer.longs(squares(queries, flat.get(1)).argMin(1));
                return Arrays.stream(best).mapToInt(Math::toIntExact).toArray();
            });
        }
    }

    /** Squared distances, without their rounding errors below 0: {@code [Q, D], [P, D] -> [Q, P]}. */
    private static NDArray squares(NDArray queries, NDArray others) {
        return queries.square()
                .sum(new int[] {1}, true)
                .add(others.square().sum(new int[] {1}).expandDims(0))
                .sub(queries.matMul(others.transpose()).mul(2))
                .maximum(0);
    }

    /**
     * Returns how near the descriptors of a picture are to one descriptor.
     *
     * <pre>
     *   s(v) = exp( -|d - f(v)|^2 / (2 width^2) )
     * </pre>
     *
     * @param descriptors f, {@code [D, H, W]}
     * @param one d, {@code [D]}
     * @param width above 0: what counts as near
     * @return {@code [H, W]}, in [0, 1]; belongs to the manager of {@code descriptors}
     * @throws IllegalArgumentException if the shapes do not fit, or {@code width} is not above 0
     */
    public static NDArray heat(NDArray descriptors, NDArray one, double width) {
        Shape s = descriptors.getShape();
        if (s.dimension() != 3
                || one.getShape().dimension() != 1
                || one.getShape().get(0) != s.get(0)
                || !(width > 0)) {
            throw new IllegalArgumentException(
                    "expected descriptors [D, H, W], one of them [D] and a width above 0, found %s, %s and %s"
                            .formatted(s, one.getShape(), width));
        }
        return descriptors
                .sub(one.reshape(s.get(0), 1, 1))
                .square()
                .sum(new int[] {0})
                .div(-2 * width * width)
                .exp();
    }

    /**
     * Returns the share that was found within some pixels.
     *
     * @param pixels k, at least 0
     * @return PCK(k), in [0, 1]
     */
    public double pck(double pixels) {
        return (double) Arrays.stream(errors).filter(e -> e <= pixels).count() / errors.length;
    }

    /** Returns the mean error in pixels. */
    public double meanError() {
        return Arrays.stream(errors).average().orElseThrow();
    }

    /** Returns the error in pixels that half of the points do not exceed. */
    public double medianError() {
        return errors[(errors.length - 1) / 2];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "PCK@3 %.3f, mean error %.1f pixels, median %.1f; on the right thing %.2f, another %.2f, none %.2f",
                pck(3),
                meanError(),
                medianError(),
                rightThing,
                otherThing,
                background);
    }
}
