package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.Objects;

/**
 * ResNet-18 with the CIFAR stem: one 3 x 3 convolution with stride 1 and no max pooling in place of
 * the 7 x 7 convolution with stride 2 and the pooling of the ImageNet network.
 *
 * <pre>
 *   y = relu(residual(x) + shortcut(x)),  residual = conv3x3, norm, relu, conv3x3, norm
 *   [B, C, H, W] -> [B, w, H, W] -> [B, w, H, W] -> [B, 2w, H/2, W/2] -> [B, 4w, H/4, W/4] -> [B, 8w, H/8, W/8] -> [B, 8w]
 * </pre>
 *
 * <p>He et al., Deep residual learning for image recognition, 2016; the stem is that of SimCLR
 * (Chen et al., 2020, appendix B.9).
 *
 * @param width w, channels of the first stage, at least 1; 64 is the published network
 * @param norm the normalisation after each convolution; batch normalisation in the published
 *     network
 */
public record ResNet18(int width, Norm norm) implements ConvEncoder {

    /**
     * Checks the width.
     *
     * @throws IllegalArgumentException if {@code width} is below 1
     */
    public ResNet18 {
        if (width < 1) {
            throw new IllegalArgumentException(
                    "width must be at least 1 (64 is the published network), found " + width);
        }
        Objects.requireNonNull(norm, "norm");
    }

    /**
     * Returns the network with batch normalisation.
     *
     * @param width w, channels of the first stage, at least 1; 64 is the published network
     */
    public ResNet18(int width) {
        this(width, Norm.batch());
    }

    @Override
    public int dimension() {
        return 8 * width;
    }

    @Override
    public int channels() {
        return 8 * width;
    }

    @Override
    public int stride() {
        return 8;
    }

    @Override
    public SequentialBlock map() {
        SequentialBlock block = new Chain();
        Layers.convNormRelu(block, width, 3, 1, norm);
        for (int stage = 0; stage < 4; stage++) {
            int filters = width << stage;
            block.add(residual(filters, stage == 0 ? 1 : 2, stage > 0));
            block.add(residual(filters, 1, false));
        }
        return block;
    }

    @Override
    public Block pool() {
        return Pool.globalAvgPool2dBlock();
    }

    /** Two 3 x 3 convolutions beside a shortcut: the identity, or 1 x 1 where the shape changes. */
    private Block residual(int filters, int stride, boolean project) {
        SequentialBlock residual = new Chain();
        Layers.convNormRelu(residual, filters, 3, stride, norm);
        Layers.convNorm(residual, filters, 3, 1, norm);
        Block shortcut = project ? Layers.convNorm(new Chain(), filters, 1, stride, norm) : Blocks.identityBlock();
        return new Chain()
                .add(new ParallelBlock(b -> sum(b, project), List.of(residual, shortcut)))
                .add(Activation.reluBlock());
    }

    private static NDList sum(List<NDList> branches, boolean projected) {
        NDArray residual = branches.get(0).singletonOrThrow();
        NDArray shortcut = branches.get(1).singletonOrThrow();
        NDList sum = new NDList(residual.add(shortcut));
        residual.close();
        if (projected) { // else it is the input, which is not ours
            shortcut.close();
        }
        return sum;
    }
}
