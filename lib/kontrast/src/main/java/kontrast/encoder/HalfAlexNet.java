package kontrast.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;

/**
 * AlexNet of half the width with batch normalisation, the encoder of one view in Contrastive
 * Multiview Coding: the networks of L and of ab are together one AlexNet.
 *
 * <pre>
 *   conv1  3 x 3 (PAPER: 11 x 11, stride 4)   w channels      max pooling 3 x 3, stride 2
 *   conv2  5 x 5                              8w/3 channels   max pooling 3 x 3, stride 2
 *   conv3  3 x 3                              4w channels
 *   conv4  3 x 3                              4w channels
 *   conv5  3 x 3                              8w/3 channels   max pooling 3 x 3, stride 2
 *   fc6, fc7                                  {@code hidden} units
 * </pre>
 *
 * each followed by batch normalisation and ReLU, then by the pooling if there is one.
 *
 * <p>Tian et al., Contrastive multiview coding, 2019, and its published code, after Krizhevsky et
 * al., 2012; w = 48 and 2048 units there: 48, 128, 192, 192, 128 channels. Deviations: the eighth
 * layer, a linear one to the embedding z, is the projection head's ({@link ProjectionHead#linear});
 * and {@link Stem#SMALL}, which keeps more of a small image.
 *
 * @param stem the first layer, by the size of the images
 * @param width w, channels of the first layer, a multiple of 3
 * @param hidden units of each fully connected layer, at least 1
 */
public record HalfAlexNet(Stem stem, int width, int hidden) implements Encoder {

    /** What the first convolution does to the size of the image. */
    public enum Stem {
        /** 11 x 11 with stride 4, for 224 x 224 images: 6 x 6 positions reach fc6. */
        PAPER,
        /** 3 x 3 with stride 1, for 32 x 32 images: 4 x 4 positions reach fc6. */
        SMALL
    }

    /** The layers, by the numbers and names under which their features are compared. */
    public enum Layer {
        /** Layer 1. */
        CONV1,
        /** Layer 2. */
        CONV2,
        /** Layer 3. */
        CONV3,
        /** Layer 4. */
        CONV4,
        /** Layer 5. */
        CONV5,
        /** Layer 6. */
        FC6,
        /** Layer 7, the representation h. */
        FC7;

        /**
         * Returns the layer of a number.
         *
         * @param number 1 to 7
         * @return the layer
         * @throws IllegalArgumentException if there is no such layer
         */
        public static Layer of(int number) {
            if (number < 1 || number > values().length) {
                throw new IllegalArgumentException("the encoder has layers 1 (conv1) to 7 (fc7), found %d%s"
                        .formatted(number, number == 8 ? "; layer 8 is the projection head" : ""));
            }
            return values()[number - 1];
        }
    }

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if {@code width} is no multiple of 3 or a size is below 1
     */
    public HalfAlexNet {
        if (width < 1 || width % 3 != 0) {
            throw new IllegalArgumentException(
                    "width must be a multiple of 3, for layers 2 and 5 have 8/3 of it (48 is the published network), found "
                            + width);
        }
        if (hidden < 1) {
            throw new IllegalArgumentException(
                    "hidden must be at least 1 (2048 in the published network), found " + hidden);
        }
    }

    /**
     * Returns the published network, for 224 x 224 images.
     *
     * @return 48 / 128 / 192 / 192 / 128 channels, 2048 units
     */
    public static HalfAlexNet paper() {
        return new HalfAlexNet(Stem.PAPER, 48, 2048);
    }

    /**
     * Returns a network for 32 x 32 images.
     *
     * @param width w, channels of the first layer, a multiple of 3
     * @param hidden units of each fully connected layer, at least 1
     * @return the plan
     * @throws IllegalArgumentException if {@code width} is no multiple of 3 or a size is below 1
     */
    public static HalfAlexNet small(int width, int hidden) {
        return new HalfAlexNet(Stem.SMALL, width, hidden);
    }

    @Override
    public int dimension() {
        return hidden;
    }

    @Override
    public Block block() {
        boolean small = stem == Stem.SMALL;
        SequentialBlock conv1 = new Chain();
        if (small) {
            Layers.convNormRelu(conv1, width, 3, 1);
        } else {
            conv1.add(Conv2d.builder()
                            .setFilters(width)
                            .setKernelShape(new Shape(11, 11))
                            .optStride(new Shape(4, 4))
                            .optPadding(new Shape(2, 2))
                            .optBias(false)
                            .build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock());
        }
        int wide = 8 * width / 3;
        return new Chain()
                .add(conv1.add(pool(small)))
                .add(Layers.convNormRelu(new Chain(), wide, 5, 1).add(pool(small)))
                .add(Layers.convNormRelu(new Chain(), 4 * width, 3, 1))
                .add(Layers.convNormRelu(new Chain(), 4 * width, 3, 1))
                .add(Layers.convNormRelu(new Chain(), wide, 3, 1).add(pool(small)))
                .add(dense(new Chain().add(Blocks.batchFlattenBlock())))
                .add(dense(new Chain()));
    }

    /** Halves the size: 32, 16, 8, 4 with padding; 55, 27, 13, 6 without. */
    private static Block pool(boolean padded) {
        Shape padding = padded ? new Shape(1, 1) : new Shape(0, 0);
        return Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), padding);
    }

    private SequentialBlock dense(SequentialBlock block) {
        return block.add(Linear.builder().setUnits(hidden).optBias(false).build())
                .add(BatchNorm.builder().build())
                .add(Activation.reluBlock());
    }

    /**
     * Returns the part of a network up to a layer, as the argument {@code layer} of the published
     * code chooses the features. It shares the network's parameters.
     *
     * @param network what {@link #block()} built
     * @param layer the last layer
     * @return a block from {@code [B, C, H, W]} to {@code [B, K, h, w]} after a convolution, to
     *     {@code [B, hidden]} after fc6 and fc7
     * @throws IllegalArgumentException if the network has not the layers of a half AlexNet
     */
    public static Block upTo(Block network, Layer layer) {
        int layers = network.getChildren().size();
        if (!(network instanceof SequentialBlock) || layers != Layer.values().length) {
            throw new IllegalArgumentException("expected the %d layers of a half AlexNet, found %s with %d parts"
                    .formatted(Layer.values().length, network.getClass().getSimpleName(), layers));
        }
        SequentialBlock part = new Chain();
        for (Layer next : Layer.values()) {
            part.add(network.getChildren().get(part.getChildren().size()).getValue());
            if (next == layer) {
                break;
            }
        }
        return part;
    }
}
