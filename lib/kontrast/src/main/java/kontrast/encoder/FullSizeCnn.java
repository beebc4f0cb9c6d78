package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;

/**
 * An encoder whose map is as large as the picture: one 3 x 3 convolution with padding 1, batch
 * normalisation and ReLU, without a stride.
 *
 * <pre>
 *   [B, C, H, W] -&gt; [B, w, H, W] -&gt; [B, w, g, g] -&gt; [B, w g g]
 * </pre>
 *
 * <p>With w at least C the map can hold every pixel as it is. An autoencoder with it need not learn
 * anything to copy the picture: it is there to show that.
 *
 * @param width w, channels, at least 1
 * @param cells g, cells along each side of the representation, at least 1; must divide H and W
 */
public record FullSizeCnn(int width, int cells) implements ConvEncoder {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public FullSizeCnn {
        if (width < 1 || cells < 1) {
            throw new IllegalArgumentException(
                    "width and cells must be at least 1, found %d and %d".formatted(width, cells));
        }
    }

    @Override
    public int dimension() {
        return width * cells * cells;
    }

    @Override
    public int channels() {
        return width;
    }

    @Override
    public int stride() {
        return 1;
    }

    @Override
    public SequentialBlock map() {
        SequentialBlock block = new Chain();
        Layers.convNormRelu(block, width, 3, 1);
        return block;
    }

    @Override
    public Block pool() {
        return LambdaBlock.singleton(x -> Layers.means(x, cells), "pool");
    }
}
