package kontrast.encoder;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.pooling.Pool;
import java.util.Objects;

/**
 * A small convolutional encoder for patches of about 10 pixels: what Contrastive Predictive Coding
 * calls g_enc.
 *
 * <pre>
 *   [N, C, p, p] -&gt; [N, w, p/2, p/2] -&gt; [N, 2w, p/4, p/4] -&gt; [N, 4w, p/4, p/4] -&gt; [N, 4w]
 * </pre>
 *
 * <p>Three 3 x 3 convolutions, each with a norm and ReLU, and the mean over all places. Both papers
 * take a large residual network here; the width is this one's capacity.
 *
 * <p>The norm matters here. The first paper (van den Oord et al., 2018) uses none. The statistics
 * of batch normalisation are of all patches of the batch, so each code knows of the others, and the
 * right one can be found without predicting anything; the second paper (Hénaff et al., 2020,
 * section 2.2) therefore takes layer normalisation, of each patch by itself.
 *
 * @param width w, channels of the first stage, at least 1
 * @param norm what follows each convolution
 */
public record PatchCnn(int width, Norm norm) implements Encoder {

    /**
     * Checks the width.
     *
     * @throws IllegalArgumentException if {@code width} is below 1
     */
    public PatchCnn {
        Objects.requireNonNull(norm, "norm");
        if (width < 1) {
            throw new IllegalArgumentException("width must be at least 1, found " + width);
        }
    }

    @Override
    public int dimension() {
        return 4 * width;
    }

    @Override
    public Block block() {
        SequentialBlock block = new Chain();
        Layers.convNormRelu(block, width, 3, 2, norm);
        Layers.convNormRelu(block, 2 * width, 3, 2, norm);
        Layers.convNormRelu(block, 4 * width, 3, 1, norm);
        return block.add(Pool.globalAvgPool2dBlock());
    }
}
