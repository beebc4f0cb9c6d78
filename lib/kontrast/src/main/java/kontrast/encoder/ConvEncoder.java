package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;

/**
 * The plan of an encoder that is convolutional: a feature map, and then a pooling to the
 * representation h. Methods that draw an image again start from the map, which still knows where
 * something was.
 *
 * <pre>
 *   h = pool(map(x)),   map: [B, C, H, W] -&gt; [B, K, H/s, W/s],   pool: [B, K, H/s, W/s] -&gt; [B, n]
 * </pre>
 *
 * <p>K = {@link #channels()}, s = {@link #stride()}, n = {@link #dimension()}.
 */
public interface ConvEncoder extends Encoder {

    /**
     * Builds a new network up to the feature map, its weights not drawn yet.
     *
     * @return a block from {@code [B, C, H, W]} to {@code [B, K, H/s, W/s]}
     */
    SequentialBlock map();

    /**
     * Builds what makes a representation from a feature map; it has no parameters.
     *
     * @return a block from {@code [B, K, H/s, W/s]} to {@code [B, n]}
     */
    Block pool();

    /**
     * Returns the channels of the feature map.
     *
     * @return K
     */
    int channels();

    /**
     * Returns by how much the feature map is smaller than the image, along each side.
     *
     * @return s, a power of two
     */
    int stride();

    @Override
    default Block block() {
        return map().add(pool());
    }
}
