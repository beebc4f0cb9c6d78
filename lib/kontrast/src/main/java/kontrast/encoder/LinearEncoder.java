package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;

/**
 * The plan of the smallest encoder that can learn: one matrix over all pixels.
 *
 * <pre>  h = W x + b,   x the image as one row of C H W numbers </pre>
 *
 * <p>It sees no neighbourhoods and no parts, so it is no match for convolutions in the long run. A step takes a few
 * milliseconds, which is what an experiment on a loss needs that is to be repeated many times.
 *
 * @param dimension n, length of a representation, at least 1
 */
public record LinearEncoder(int dimension) implements Encoder {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if {@code dimension} is below 1
     */
    public LinearEncoder {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension must be at least 1, found " + dimension);
        }
    }

    @Override
    public Block block() {
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(dimension).build());
    }
}
