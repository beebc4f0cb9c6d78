package kontrast.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import java.util.List;
import java.util.Objects;

/**
 * The plan of an encoder of raw sound: strided convolutions, g_enc of Contrastive Predictive
 * Coding.
 *
 * <pre>
 *   [B, 1, L] -&gt; [B, w, L / s_1] -&gt; [B, w, L / (s_1 s_2)] .. -&gt; [B, w, T],   T = L / (s_1 s_2 ..)
 * </pre>
 *
 * <p>Each is a convolution with a kernel of twice its stride, {@link #norm()} and ReLU; what ends
 * beyond the sound's ends is taken as silence. van den Oord et al., 2018, section 3.1: strides 5,
 * 4, 2, 2, 2 and kernels 10, 8, 4, 4, 4, 512 channels, no normalisation: one code for 10 ms at 16
 * kHz.
 *
 * @param width w, channels of every layer and length of a code, at least 1
 * @param strides s_1, s_2 ..., each at least 1; at least one
 * @param norm what follows each convolution
 */
public record WaveCnn(int width, List<Integer> strides, Norm norm) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1 or there is no stride
     */
    public WaveCnn {
        Objects.requireNonNull(norm, "norm");
        strides = List.copyOf(strides);
        if (width < 1 || strides.isEmpty() || strides.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException(
                    "expected a width and strides of at least 1, found %d and %s".formatted(width, strides));
        }
    }

    /**
     * Returns the published encoder.
     *
     * @return 512 channels, one code for 160 samples
     */
    public static WaveCnn paper() {
        return new WaveCnn(512, List.of(5, 4, 2, 2, 2), Norm.none());
    }

    /** Returns how many samples make one code: the product of the strides. */
    public int samples() {
        return strides.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * Builds a new network, its weights not drawn yet.
     *
     * @return a block from {@code [B, 1, L]}, L a multiple of {@link #samples()}, to {@code [B, w,
     *     T]}
     */
    public Block block() {
        SequentialBlock block = new Chain();
        for (int stride : strides) {
            block.add(Conv1d.builder()
                    .setFilters(width)
                    .setKernelShape(new Shape(2L * stride))
                    .optStride(new Shape(stride))
                    .optPadding(new Shape((stride + 1) / 2))
                    .optBias(norm.isNone())
                    .build());
            block.add(norm.block()).add(Activation.reluBlock());
        }
        return block;
    }
}
