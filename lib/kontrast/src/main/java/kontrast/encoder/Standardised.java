package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import java.util.Objects;
import kontrast.tensor.Transfer;

/**
 * An encoder that takes the mean and the contrast out of what it sees, channel by channel, so that
 * patches of one image cannot be told by their brightness or tint.
 *
 * <pre>
 *   f(x) = inner( (x - m) / (s + 1e-3) )    m, s = mean and standard deviation of each channel of x
 * </pre>
 *
 * <p>Noroozi and Favaro, Unsupervised learning of visual representations by solving jigsaw puzzles,
 * 2016, section 3.3, normalise each tile on its own like that. The small number, a quarter of a
 * grey level, leaves an even patch at 0.
 *
 * @param inner the encoder that sees the standardised image
 */
public record Standardised(Encoder inner) implements Encoder {

    private static final float SMALL = 1e-3f;

    /** Checks that there is an encoder. */
    public Standardised {
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public int dimension() {
        return inner.dimension();
    }

    @Override
    public Block block() {
        return new Chain()
                .add(LambdaBlock.singleton(Standardised::standardise, "standardise"))
                .add(inner.block());
    }

    private static NDArray standardise(NDArray x) {
        Shape s = x.getShape();
        NDArray flat = x.reshape(s.get(0), s.get(1), s.get(2) * s.get(3));
        NDArray centred = flat.sub(flat.mean(new int[] {2}, true)); // [B, C, H W]
        NDArray deviation = centred.square().mean(new int[] {2}, true).sqrt(); // [B, C, 1]
        return centred.div(deviation.add(Transfer.send(x.getManager(), SMALL))).reshape(s);
    }
}
