package kontrast.encoder;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;

/**
 * A convolutional encoder whose representation keeps what every stage sees: edges and colours of
 * the first, parts of the second, shapes of the third.
 *
 * <p>Three stages, each of two 3 x 3 convolutions with padding 1, batch normalisation and ReLU, the
 * first of them with stride 2; the means of each stage's map over a grid of g x g cells stand side
 * by side:
 *
 * <pre>
 *   [B, C, H, W] -&gt; [B, w, H/2, W/2] -&gt; [B, 2w, H/4, W/4] -&gt; [B, 4w, H/8, W/8]
 *   h = means of all three               [B, (w + 2w + 4w) g g]
 * </pre>
 *
 * <p>Features of several depths at one place are the hypercolumns of Hariharan et al., 2015
 * (Hypercolumns for object segmentation and fine-grained localization, section 3). What two
 * drawings of one thing share is partly low-level, its colours and where they are, and a deep stage
 * alone has to carry that through.
 *
 * @param width w, channels of the first stage, at least 1
 * @param cells g, cells along each side, at least 1; must divide H/8 and W/8
 */
public record PyramidCnn(int width, int cells) implements Encoder {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public PyramidCnn {
        if (width < 1 || cells < 1) {
            throw new IllegalArgumentException(
                    "width and cells must be at least 1, found %d and %d".formatted(width, cells));
        }
    }

    @Override
    public int dimension() {
        return (1 + 2 + 4) * width * cells * cells;
    }

    @Override
    public Block block() {
        SequentialBlock stages = new Chain()
                .add(stage(width))
                .add(stage(2 * width))
                .add(stage(4 * width))
                .setReturnIntermediate(true);
        return new Chain().add(stages).add(new LambdaBlock(this::sideBySide, "means"));
    }

    private static Block stage(int channels) {
        SequentialBlock block = new Chain();
        Layers.convNormRelu(block, channels, 3, 2);
        return Layers.convNormRelu(block, channels, 3, 1);
    }

    /** {@code [B, K_s, h_s, w_s]} of every stage s to {@code [B, sum of K_s g g]}. */
    private NDList sideBySide(NDList maps) {
        NDList means = new NDList();
        maps.forEach(map -> means.add(Layers.means(map, cells)));
        return new NDList(NDArrays.concat(means, 1));
    }
}
