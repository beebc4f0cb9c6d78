package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Objects;
import kontrast.tensor.Transfer;

/**
 * InfoNCE of Contrastive Predictive Coding, for one step k: among all codes, which is the one k
 * steps ahead?
 *
 * <pre>
 *   f_k(z, c_t) = exp(z . W_k c_t / tau)
 *   L_k = - mean over (n, t) of ln ( f_k(z_n,t+k, c_n,t) / sum over z in Z of f_k(z, c_n,t) )
 * </pre>
 *
 * <p>van den Oord et al., Representation learning with contrastive predictive coding, 2018,
 * equations 3 and 4. W_k c_t are the {@code predictions}, all z the {@code targets}; Z holds the
 * right one and the {@link #negatives()}; tau = {@link #temperature()}, 1 in that paper (Hénaff et
 * al., Data-efficient image recognition with contrastive predictive coding, 2020, scale by 0.1: tau
 * = 10).
 *
 * <p>The step k itself is not a parameter: {@code positives} says which target is the right one.
 *
 * @param negatives which codes stand beside the right one
 * @param temperature tau, above 0
 */
public record CpcInfoNce(Negatives negatives, double temperature) {

    /** What is added to a masked logit: exp of it is exactly 0 in float32, and it stays finite. */
    private static final double MASKED = -1e9;

    /**
     * Checks the temperature.
     *
     * @throws IllegalArgumentException if {@code temperature} is not a finite number above 0
     */
    public CpcInfoNce {
        Objects.requireNonNull(negatives, "negatives");
        NtXent.check(temperature);
    }

    /**
     * Returns the loss of one step.
     *
     * @param predictions W_k c_t, {@code [B, P, d]}: P contexts of each of B images
     * @param targets z, {@code [B, Q, d]}: all codes of these images
     * @param positives for each of the P contexts the place of its right code among the Q of the
     *     same image
     * @return scalar, the mean over the B P contexts; belongs to the manager of {@code predictions}
     * @throws IllegalArgumentException if the shapes do not fit or a place is not in 0 to Q - 1
     */
    public NDArray loss(NDArray predictions, NDArray targets, int... positives) {
        NDArray logits = logits(predictions, targets, positives); // [B P, B Q]
        NDArray right = places(predictions, targets, positives).expandDims(1); // [B P, 1]
        return logits.logSoftmax(1).gather(right, 1).mean().neg();
    }

    /**
     * Returns what the softmax sees: each prediction's dot product with every code, divided by the
     * temperature; what is no candidate is masked.
     *
     * @param predictions W_k c_t, {@code [B, P, d]}
     * @param targets z, {@code [B, Q, d]}
     * @param positives P places in 0 to Q - 1
     * @return {@code [B P, B Q]}, with about -10^9 where a code is no candidate; belongs to the
     *     manager of {@code predictions}
     * @throws IllegalArgumentException if the shapes do not fit or a place is not in 0 to Q - 1
     */
    public NDArray logits(NDArray predictions, NDArray targets, int... positives) {
        check(predictions.getShape(), targets.getShape(), positives);
        long b = predictions.getShape().get(0);
        long p = predictions.getShape().get(1);
        long q = targets.getShape().get(1);
        long d = targets.getShape().get(2);
        // Not div(double): DJL frees that number at once, while the backward pass still reads it.
        NDArray tau = Transfer.send(predictions.getManager(), temperature);
        // Divides B P d numbers and not B P B Q: the same product, and a tenth of the step less.
        NDArray rows = predictions.reshape(b * p, d).div(tau);
        NDArray columns = targets.reshape(b * q, d);
        NDArray scores = rows.matMul(columns.transpose()); // [B P, B Q]
        if (negatives == Negatives.ALL) {
            return scores;
        }
        NDArray out = outsiders(predictions, b, p, q, positives).reshape(b * p, b * q);
        return scores.add(out.mul(MASKED));
    }

    /** {@code [B, P, B, Q]}: 1 where a code is not a candidate: not the positive, and not a negative. Else 0. */
    private NDArray outsiders(NDArray like, long b, long p, long q, int[] positives) {
        NDManager manager = like.getManager();
        NDArray same = manager.eye((int) b, (int) b, 0, like.getDataType()).reshape(b, 1, b, 1);
        if (negatives == Negatives.SAME_IMAGE) {
            return same.neg().add(1).broadcast(b, p, b, q);
        }
        NDArray right = Transfer.send(manager, longs(positives)).oneHot((int) q, like.getDataType()); // [P, Q]
        return same.mul(right.neg().add(1).reshape(1, p, 1, q)); // the image's, but the right one
    }

    /**
     * Returns the share of contexts whose right code has the highest score.
     *
     * @param predictions W_k c_t, {@code [B, P, d]}
     * @param targets z, {@code [B, Q, d]}
     * @param positives P places in 0 to Q - 1
     * @return accuracy in [0, 1]; a guess, as codes that are all alike force it, has 1 / {@link #candidates}
     * @throws IllegalArgumentException if the shapes do not fit or a place is not in 0 to Q - 1
     */
    public double accuracy(NDArray predictions, NDArray targets, int... positives) {
        return Transfer.number(
                Accuracy.of(logits(predictions, targets, positives), places(predictions, targets, positives)));
    }

    /**
     * Returns how many codes there are to choose from.
     *
     * @param images B, at least 1
     * @param codes Q, codes of an image, at least 1
     * @return B Q for all negatives, 1 + (B - 1) Q for those of other images, Q for those of the
     *     same image
     * @throws IllegalArgumentException if the only candidate is the positive
     */
    public int candidates(int images, int codes) {
        int candidates = switch (negatives) {
            case ALL -> images * codes;
            case OTHER_IMAGES -> 1 + (images - 1) * codes;
            case SAME_IMAGE -> codes;
        };
        if (images < 1 || candidates < 2) {
            throw new IllegalArgumentException(
                    "%d images of %d codes give %s nothing to choose from".formatted(images, codes, negatives));
        }
        return candidates;
    }

    /**
     * Returns the loss of an encoder that distinguishes nothing: a uniform guess among the candidates.
     *
     * @param images B, at least 1
     * @param codes Q, codes of an image, at least 1
     * @return ln {@link #candidates}
     * @throws IllegalArgumentException if the only candidate is the positive
     */
    public double chance(int images, int codes) {
        return Math.log(candidates(images, codes));
    }

    /** {@code [B P]}, int64: the column of each row's right code. */
    private static NDArray places(NDArray predictions, NDArray targets, int[] positives) {
        int b = (int) predictions.getShape().get(0);
        int q = (int) targets.getShape().get(1);
        long[] places = new long[b * positives.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (long) (i / positives.length) * q + positives[i % positives.length];
        }
        return Transfer.send(predictions.getManager(), places);
    }

    private static long[] longs(int[] numbers) {
        return Arrays.stream(numbers).asLongStream().toArray();
    }

    private static void check(Shape predictions, Shape targets, int[] positives) {
        if (predictions.dimension() != 3
                || targets.dimension() != 3
                || predictions.get(0) != targets.get(0)
                || predictions.get(2) != targets.get(2)
                || predictions.get(1) != positives.length) {
            throw new IllegalArgumentException(
                    "expected predictions [B, P, d], targets [B, Q, d] and P places, found %s, %s and %d"
                            .formatted(predictions, targets, positives.length));
        }
        for (int place : positives) {
            if (place < 0 || place >= targets.get(1)) {
                throw new IllegalArgumentException("place %d is not in 0 to %d; is the step longer than the sequence?"
                        .formatted(place, targets.get(1) - 1));
            }
        }
    }
}
