package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.Objects;

/**
 * A small convolutional encoder, fast enough for two CPU cores at 32 x 32.
 *
 * <p>Four stages of a 3 x 3 convolution with padding 1, batch normalisation and ReLU, the first
 * three with stride 2; then the mean over each cell of a grid of g x g cells:
 *
 * <pre>
 *   [B, C, H, W] -&gt; [B, w, H/2, W/2] -&gt; [B, 2w, H/4, W/4] -&gt; [B, 4w, H/8, W/8]
 *                -&gt; [B, 8w, H/8, W/8] -&gt; [B, 8w, g, g] -&gt; [B, 8w g g]
 * </pre>
 *
 * <p>One cell (g = 1) is the usual global average, which forgets where in the image something is; g
 * = 4 keeps, at 32 x 32, every position.
 *
 * @param width w, channels of the first stage, at least 1
 * @param cells g, cells along each side, at least 1; must divide H/8 and W/8
 * @param norm the normalisation after each convolution
 */
public record SmallCnn(int width, int cells, Norm norm) implements ConvEncoder {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public SmallCnn {
        if (width < 1 || cells < 1) {
            throw new IllegalArgumentException(
                    "width and cells must be at least 1, found %d and %d".formatted(width, cells));
        }
        Objects.requireNonNull(norm, "norm");
    }

    /**
     * Returns the encoder with batch normalisation.
     *
     * @param width w, channels of the first stage, at least 1
     * @param cells g, cells along each side, at least 1; must divide H/8 and W/8
     */
    public SmallCnn(int width, int cells) {
        this(width, cells, Norm.batch());
    }

    /**
     * Returns the encoder with one cell, the mean over all positions.
     *
     * @param width w, channels of the first stage, at least 1
     */
    public SmallCnn(int width) {
        this(width, 1);
    }

    @Override
    public int dimension() {
        return 8 * width * cells * cells;
    }

    @Override
    public int channels() {
        return 8 * width;
    }

    @Override
    public int stride() {
        return 8;
    }

    @Override
    public SequentialBlock map() {
        SequentialBlock block = new Chain();
        Layers.convNormRelu(block, width, 3, 2, norm);
        Layers.convNormRelu(block, 2 * width, 3, 2, norm);
        Layers.convNormRelu(block, 4 * width, 3, 2, norm);
        Layers.convNormRelu(block, 8 * width, 3, 1, norm);
        return block;
    }

    @Override
    public Block pool() {
        return LambdaBlock.singleton(x -> Layers.means(x, cells), "pool");
    }
}
