package kontrast.encoder;

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
}
