package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.pooling.Pool;

/**
 * A small convolutional encoder, fast enough for two CPU cores at 32 x 32.
 *
 * <p>Four stages, each a 3 x 3 convolution with stride 2 and padding 1 but the last with stride 1,
 * batch normalisation and ReLU; then the mean over all positions:
 *
 * <pre>
 *   [B, C, H, W] -> [B, w, H/2, W/2] -> [B, 2w, H/4, W/4] -> [B, 4w, H/8, W/8] -> [B, 8w, H/8, W/8] -> [B, 8w]
 * </pre>
 *
 * @param width w, channels of the first stage, at least 1
 */
public record SmallCnn(int width) implements Encoder {

    /**
     * Checks the width.
     *
     * @throws IllegalArgumentException if {@code width} is below 1
     */
    public SmallCnn {
        if (width < 1) {
            throw new IllegalArgumentException("width must be at least 1, found " + width);
        }
    }

    @Override
    public int dimension() {
        return 8 * width;
    }

    @Override
    public Block block() {
        SequentialBlock block = new SequentialBlock();
        Layers.convNormRelu(block, width, 3, 2);
        Layers.convNormRelu(block, 2 * width, 3, 2);
        Layers.convNormRelu(block, 4 * width, 3, 2);
        Layers.convNormRelu(block, 8 * width, 3, 1);
        return block.add(Pool.globalAvgPool2dBlock());
    }
}
