package kontrast.encoder;

import ai.djl.ndarray.NDArray;
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
    static SequentialBlock convNorm(SequentialBlock block, int filters, int kernel, int stride, Norm norm) {
        return block.add(Conv2d.builder()
                        .setFilters(filters)
                        .setKernelShape(new Shape(kernel, kernel))
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(kernel / 2, kernel / 2))
                        .optBias(norm.isNone())
                        .build())
                .add(norm.block());
    }

    /** Adds a convolution, a norm and ReLU. */
    static SequentialBlock convNormRelu(SequentialBlock block, int filters, int kernel, int stride, Norm norm) {
        return convNorm(block, filters, kernel, stride, norm).add(Activation.reluBlock());
    }

    /** Adds a convolution, batch normalisation and ReLU. */
    static SequentialBlock convNormRelu(SequentialBlock block, int filters, int kernel, int stride) {
        return convNormRelu(block, filters, kernel, stride, Norm.batch());
    }

    /** Means over a grid of g x g cells: {@code [B, K, h, w] -> [B, K g g]}. */
    static NDArray means(NDArray x, int cells) {
        Shape s = x.getShape();
        long h = s.get(2);
        long w = s.get(3);
        if (h % cells != 0 || w % cells != 0) {
            throw new IllegalArgumentException(
                    "%d x %d positions cannot be cut into %d x %d cells; choose cells that divide the last map of the encoder"
                            .formatted(h, w, cells, cells));
        }
        long k = s.get(1);
        if (h == cells && w == cells) {
            return x.reshape(s.get(0), k * cells * cells); // one position is its own mean
        }
        return x.reshape(s.get(0), k, cells, h / cells, cells, w / cells)
                .mean(new int[] {5}) // one axis at a time: DJL takes no more
                .mean(new int[] {3}) // [B, K, g, g]
                .reshape(s.get(0), k * cells * cells);
    }
}
