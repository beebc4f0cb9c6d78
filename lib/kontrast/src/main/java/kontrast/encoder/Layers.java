package kontrast.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;

/** The layers that every encoder here is made of. */
final class Layers {

    private Layers() {}

    /** Adds a convolution without bias ("same" padding at stride 1) and batch normalisation. */
    static SequentialBlock convNorm(SequentialBlock block, int filters, int kernel, int stride) {
        return block.add(
                        Conv2d.builder()
                                .setFilters(filters)
                                .setKernelShape(new Shape(kernel, kernel))
                                .optStride(new Shape(stride, stride))
                                .optPadding(new Shape(kernel / 2, kernel / 2))
                                .optBias(false)
                                .build())
                .add(BatchNorm.builder().build());
    }

    /** Adds a convolution without bias, batch normalisation and ReLU. */
    static SequentialBlock convNormRelu(
            SequentialBlock block, int filters, int kernel, int stride) {
        return convNorm(block, filters, kernel, stride).add(Activation.reluBlock());
    }
}
