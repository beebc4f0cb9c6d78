package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/**
 * The plan of an encoder f: image to representation h. A plan is a small immutable value; each call
 * of {@link #block()} builds a new network from it, so that one plan serves several seeds.
 *
 * <p>An encoder of your own is a lambda or record away: what it must keep is the shape, {@code [B,
 * C, H, W]} to {@code [B, n]}.
 */
public interface Encoder {

    /**
     * Builds a new network, its weights not drawn yet (see {@link Weights#draw}).
     *
     * @return a block from {@code [B, C, H, W]} to {@code [B, n]}, n = {@link #dimension()}
     */
    Block block();

    /**
     * Returns the length of a representation h.
     *
     * @return n
     */
    int dimension();

    /**
     * Refuses images that a network cannot take, before the native library does in words of its own. The side of the
     * images may differ from what the network was drawn for; many networks take any.
     *
     * @param network a network of images, {@code [B, C, H, W]} to anything; of one whose weights are not drawn yet, or
     *     of another input, nothing is known and nothing is refused
     * @param images the images {@code [B, C, H, W]}
     * @throws IllegalArgumentException if the number of channels is another than that of the network
     */
    static void checkChannels(Block network, NDArray images) {
        if (!network.isInitialized()) {
            return;
        }
        Shape expected = network.getInputShapes()[0];
        Shape found = images.getShape();
        if (expected.dimension() == 4 && found.dimension() == 4 && expected.get(1) != found.get(1)) {
            throw new IllegalArgumentException(
                    "the network was made for images with %d channels, found %d, %s: grey images have 1 channel, coloured ones 3; make the method with the shape of the images that it is to see, data.shape()"
                            .formatted(expected.get(1), found.get(1), found));
        }
    }
}
