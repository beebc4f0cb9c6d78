package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.pooling.Pool;

/**
 * A small convolutional encoder with a fine map, for methods that ask where something is.
 *
 * <p>Four stages of a 3 x 3 convolution with padding 1, batch normalisation and ReLU, the first two
 * with stride 2; each position of the map sees 23 x 23 pixels:
 *
 * <pre>
 *   [B, C, H, W] -&gt; [B, w, H/2, W/2] -&gt; [B, 2w, H/4, W/4] -&gt; [B, 4w, H/4, W/4] -&gt; [B, 4w, H/4, W/4]
 *                -&gt; [B, 4w], the mean over all positions
 * </pre>
 *
 * @param width w, channels of the first stage, at least 1
 */
public record FineCnn(int width) implements ConvEncoder {

    /**
     * Checks the width.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public FineCnn {
        if (width < 1) {
            throw new IllegalArgumentException("width must be at least 1, found " + width);
        }
    }

    @Override
    public int dimension() {
        return 4 * width;
    }

    @Override
    public int channels() {
        return 4 * width;
    }

    @Override
    public int stride() {
        return 4;
    }

    @Override
    public SequentialBlock map() {
        SequentialBlock block = new Chain();
        Layers.convNormRelu(block, width, 3, 2);
        Layers.convNormRelu(block, 2 * width, 3, 2);
        Layers.convNormRelu(block, 4 * width, 3, 1);
        Layers.convNormRelu(block, 4 * width, 3, 1);
        return block;
    }

    @Override
    public Block pool() {
        return Pool.globalAvgPool2dBlock();
    }
}
