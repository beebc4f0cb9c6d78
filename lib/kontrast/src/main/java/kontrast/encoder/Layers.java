package kontrast.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;

/** The layers that every encoder here is made of. */
final class Layers {

    private Layers() {}

    /**
     * Adds a convolution ("same" padding at stride 1) and a norm; a bias only where there is none.
     */
    static SequentialBlock convNorm(
            SequentialBlock block, int filters, int kernel, int stride, Norm norm) {
        return block.add(
                        Conv2d.builder()
                                .setFilters(filters)
                                .setKernelShape(new Shape(kernel, kernel))
                                .optStride(new Shape(stride, stride))
                                .optPadding(new Shape(kernel / 2, kernel / 2))
                                .optBias(norm.isNone())
                                .build())
                .add(norm.block());
    }

    /** Adds a convolution, a norm and ReLU. */
    static SequentialBlock convNormRelu(
            SequentialBlock block, int filters, int kernel, int stride, Norm norm) {
        return convNorm(block, filters, kernel, stride, norm).add(Activation.reluBlock());
    }

    /** Adds a convolution, batch normalisation and ReLU. */
    static SequentialBlock convNormRelu(
            SequentialBlock block, int filters, int kernel, int stride) {
        return convNormRelu(block, filters, kernel, stride, Norm.batch());
    }
}
