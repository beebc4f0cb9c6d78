package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;

/**
 * The plan of a decoder: draws a picture from a feature map by enlarging and convolving.
 *
 * <pre>
 *   d times:  x -&gt; relu(norm(conv3x3(enlarge2(x))))     enlarge2(x)[y, x] = x[floor(y/2), floor(x/2)]
 *   then:     x -&gt; conv3x3(x) + b
 *   [B, K, h, w] -&gt; [B, 2^(d-1) w0, 2h, 2w] -&gt; .. -&gt; [B, w0, 2^d h, 2^d w] -&gt; [B, outputs, 2^d h, 2^d w]
 * </pre>
 *
 * <p>w0 = {@code width}, d = {@code doublings}. Enlarging and then convolving stands in for the
 * transposed convolution of the older papers, whose strides leave a checkerboard (Odena et al.,
 * Deconvolution and checkerboard artifacts, 2016).
 *
 * @param width w0, channels before the last convolution, at least 1
 * @param doublings d, how often the map is enlarged twofold, at least 0
 * @param outputs channels of the result, at least 1
 */
public record Decoder(int width, int doublings, int outputs) {

    /** DJL's number for repeating pixels. */
    private static final int NEAREST = 0;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Decoder {
        if (width < 1 || doublings < 0 || doublings > 16 || outputs < 1) {
            throw new IllegalArgumentException(
                    "a decoder needs a width of at least 1, 0 to 16 doublings and at least 1 output, found %d, %d and %d"
                            .formatted(width, doublings, outputs));
        }
    }

    /**
     * Returns the decoder that undoes an encoder's stride.
     *
     * @param width w0, channels before the last convolution, at least 1
     * @param encoder whose map is decoded
     * @param outputs channels of the result, at least 1
     * @return a decoder to the size of the image
     */
    public static Decoder of(int width, ConvEncoder encoder, int outputs) {
        return new Decoder(width, Integer.numberOfTrailingZeros(encoder.stride()), outputs);
    }

    /**
     * Builds a new network, its weights not drawn yet.
     *
     * @return a block from {@code [B, K, h, w]} to {@code [B, outputs, 2^d h, 2^d w]}, unbounded
     */
    public Block block() {
        SequentialBlock block = new Chain();
        for (int i = doublings - 1; i >= 0; i--) {
            block.add(LambdaBlock.singleton(Decoder::enlarge, "enlarge"));
            Layers.convNormRelu(block, width << i, 3, 1);
        }
        return block.add(Conv2d.builder()
                .setFilters(outputs)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build());
    }

    /** Makes four pixels of each: {@code [B, K, h, w] -> [B, K, 2h, 2w]}. */
    private static NDArray enlarge(NDArray x) {
        Shape s = x.getShape();
        // Not by broadcasting: that would leave the order of channels last, and its gradient, a
        // sum over axes of length 2, takes several times as long.
        return x.getNDArrayInternal().interpolation(new long[] {2 * s.get(2), 2 * s.get(3)}, NEAREST, false);
    }
}
