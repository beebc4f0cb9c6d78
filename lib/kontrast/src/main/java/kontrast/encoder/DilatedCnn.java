package kontrast.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;

/**
 * A small convolutional encoder whose map has half the resolution of the image and yet sees far, for methods that ask
 * about each pixel.
 *
 * <p>Four stages of a 3 x 3 convolution, batch normalisation and ReLU. The first has stride 2; the others have stride 1
 * and the dilations 1, 2 and 4: their nine weights stand that many cells apart. Each position of the map sees 31 x 31
 * pixels:
 *
 * <pre>
 *   [B, C, H, W] -&gt; [B, w, H/2, W/2] -&gt; [B, 2w, H/2, W/2] -&gt; [B, 2w, H/2, W/2] -&gt; [B, 2w, H/2, W/2]
 *                -&gt; [B, 2w], the mean over all positions
 * </pre>
 *
 * <p>Yu and Koltun, Multi-scale context aggregation by dilated convolutions, 2016, has the idea of the growing
 * dilations.
 *
 * @param width w, channels of the first stage, at least 1
 */
public record DilatedCnn(int width) implements ConvEncoder {

    /**
     * Checks the width.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public DilatedCnn {
        if (width < 1) {
            throw new IllegalArgumentException("width must be at least 1, found " + width);
        }
    }

    @Override
    public int dimension() {
        return 2 * width;
    }

    @Override
    public int channels() {
        return 2 * width;
    }

    @Override
    public int stride() {
        return 2;
    }

    @Override
    public SequentialBlock map() {
        SequentialBlock block = new Chain();
        Layers.convNormRelu(block, width, 3, 2);
        for (int dilation = 1; dilation <= 4; dilation *= 2) {
            block.add(Conv2d.builder()
                            .setFilters(2 * width)
                            .setKernelShape(new Shape(3, 3))
                            .optPadding(new Shape(dilation, dilation))
                            .optDilation(new Shape(dilation, dilation))
                            .optBias(false)
                            .build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock());
        }
        return block;
    }

    @Override
    public Block pool() {
        return Pool.globalAvgPool2dBlock();
    }
}
