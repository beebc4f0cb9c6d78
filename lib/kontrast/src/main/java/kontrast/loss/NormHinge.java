package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.Objects;
import kontrast.tensor.Transfer;

/**
 * Another loss with a hinge on the lengths of the embeddings, which keeps them from becoming too short or too long.
 *
 * <pre>
 *   L + c mean over all 2N views of ( max(0, least - |z|) + max(0, |z| - most) )
 * </pre>
 *
 * <p>Canziani and Zhu, lecture on joint embedding methods, 2022. It steadies a training and prevents nothing: one point
 * of a length between the two, the same for all images, costs nothing more than without the hinge.
 *
 * @param loss L
 * @param least the length below which it costs, at least 0
 * @param most the length above which it costs, above {@code least}
 * @param weight c, at least 0
 */
public record NormHinge(BatchLoss loss, double least, double most, double weight) implements BatchLoss {

    private static final double EPSILON = 1e-12; // under the root: its gradient at 0 is finite

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public NormHinge {
        Objects.requireNonNull(loss, "loss");
        if (!(least >= 0 && least < most) || Double.isInfinite(most)) {
            throw new IllegalArgumentException(
                    "lengths are wanted between least and most, 0 <= least < most, found %s and %s"
                            .formatted(least, most));
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight is a finite number of at least 0, found " + weight);
        }
    }

    @Override
    public NDArray loss(NDArray x, NDArray y) {
        NDArray hinge = hinge(x.concat(y, 0));
        return loss.loss(x, y).add(hinge.mul(number(x, weight)));
    }

    /**
     * Returns what the lengths cost, without the weight.
     *
     * @param z {@code [N, d]}
     * @return scalar of at least 0, the mean over the rows; belongs to the manager of {@code z}
     * @throws IllegalArgumentException if the shape is not {@code [N, d]}
     */
    public NDArray hinge(NDArray z) {
        if (z.getShape().dimension() != 2) {
            throw new IllegalArgumentException("lengths are those of the rows of [N, d], found " + z.getShape());
        }
        NDArray length = z.square().sum(new int[] {1}).add(number(z, EPSILON)).sqrt(); // [N]
        NDArray shorter = Activation.relu(number(z, least).sub(length));
        NDArray longer = Activation.relu(length.sub(number(z, most)));
        return shorter.add(longer).mean();
    }

    /** What one point costs that has a length which costs nothing. */
    @Override
    public double trivial(int images) {
        return loss.trivial(images);
    }

    /** Not add(double): DJL frees that number at once, while the backward pass still reads it. */
    private static NDArray number(NDArray like, double value) {
        return Transfer.send(like.getManager(), value).toType(like.getDataType(), false);
    }
}
