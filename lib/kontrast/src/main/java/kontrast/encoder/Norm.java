package kontrast.encoder;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;

/**
 * The plan of the normalisation between a layer and its activation, so that a network can be built
 * with another one by changing one word. As with {@link Encoder}, each call of {@link #block()}
 * builds a new layer.
 */
@FunctionalInterface
public interface Norm {

    /**
     * Builds a new layer, its parameters not drawn yet.
     *
     * @return a block from {@code [B, C, ...]} to the same shape
     */
    Block block();

    /**
     * Tells whether this is the absence of a normalisation; then the layer before it needs a bias.
     *
     * @return true for {@link #none()}
     */
    default boolean isNone() {
        return false;
    }

    /**
     * Returns the usual batch normalisation: statistics over the whole batch.
     *
     * @return the plan
     */
    static Norm batch() {
        return new Batch();
    }

    /**
     * Returns batch normalisation that learns nothing: every channel has the mean 0 and the standard deviation 1 over
     * the batch, and no factor that could shrink it again.
     *
     * @return the plan
     */
    static Norm standard() {
        return new Standard();
    }

    /**
     * Returns batch normalisation over sub-batches, see {@link SplitBatchNorm}.
     *
     * @param splits number of sub-batches, at least 1; 1 is {@link #batch()}
     * @return the plan
     * @throws IllegalArgumentException if {@code splits} is below 1
     */
    static Norm split(int splits) {
        return splits == 1 ? batch() : new Split(splits);
    }

    /**
     * Returns the absence of a normalisation.
     *
     * @return the plan of a layer that does nothing
     */
    static Norm none() {
        return new None();
    }

    /**
     * Returns layer normalisation: statistics of each image by itself, over channels, rows and
     * columns (Ba, Kiros and Hinton, Layer normalization, 2016).
     *
     * @return the plan, for {@code [B, C, H, W]}
     */
    static Norm layer() {
        return new Layer();
    }

    /**
     * Returns layer normalisation of sound: statistics of each moment by itself, over the channels.
     *
     * @return the plan, for {@code [B, C, T]}
     */
    static Norm moment() {
        return new Moment();
    }

    /** Statistics over the whole batch. */
    record Batch() implements Norm {
        @Override
        public Block block() {
            return BatchNorm.builder().build();
        }
    }

    /** Statistics over the whole batch, without scale and shift. */
    record Standard() implements Norm {
        @Override
        public Block block() {
            return BatchNorm.builder().optCenter(false).optScale(false).build();
        }
    }

    /**
     * Statistics over each sub-batch.
     *
     * @param splits number of sub-batches, at least 1
     */
    record Split(int splits) implements Norm {
        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if {@code splits} is below 1
         */
        public Split {
            SplitBatchNorm.check(splits);
        }

        @Override
        public Block block() {
            return new SplitBatchNorm(splits);
        }
    }

    /** Statistics of each image by itself. */
    record Layer() implements Norm {
        @Override
        public Block block() {
            return LayerNorm.builder().axis(1, 2, 3).build();
        }
    }

    /** Statistics of each moment by itself. */
    record Moment() implements Norm {
        @Override
        public Block block() {
            return new Chain()
                    .add(x -> new NDList(x.singletonOrThrow().swapAxes(1, 2))) // [B, T, C]
                    .add(LayerNorm.builder().axis(2).build())
                    .add(x -> new NDList(x.singletonOrThrow().swapAxes(1, 2)));
        }
    }

    /** Nothing. */
    record None() implements Norm {
        @Override
        public Block block() {
            return Blocks.identityBlock();
        }

        @Override
        public boolean isNone() {
            return true;
        }
    }
}
