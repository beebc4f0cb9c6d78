package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.Objects;
import kontrast.view.Lab;

/**
 * An encoder that sees the lightness of an image and not its colour: {@code map(x) = inner((L - 50)
 * / 50)}, L that of {@link Lab}.
 *
 * @param inner the encoder, which gets one channel
 */
public record Lightness(ConvEncoder inner) implements ConvEncoder {

    /** Checks that there is an encoder. */
    public Lightness {
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public SequentialBlock map() {
        return new Chain()
                .add(LambdaBlock.singleton( // [B, 3, H, W] -> [B, 1, H, W]
                        rgb -> Lab.lightness().apply(Lab.normalise(Lab.of(rgb)), null), "lightness"))
                .add(inner.map());
    }

    @Override
    public Block pool() {
        return inner.pool();
    }

    @Override
    public int channels() {
        return inner.channels();
    }

    @Override
    public int stride() {
        return inner.stride();
    }

    @Override
    public int dimension() {
        return inner.dimension();
    }
}
