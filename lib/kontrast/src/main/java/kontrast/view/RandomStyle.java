package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Transfer;

/**
 * Draws one of several renderings of the same scene: a view that no pixel operation can compute.
 *
 * <p>A scene is an image whose channels are S renderings of C channels each, one after another,
 * e.g. four artists' drawings of one concept. Each sample shows one of them, all with probability
 * 1/S. Contrastive Multiview Coding (Tian et al., 2019, section 3) learns from such views; as a
 * part of SimCLR's T, the style joins crop and colour among what two views of a scene may differ
 * in.
 *
 * @param styles S, at least 1
 */
public record RandomStyle(int styles) implements View {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if {@code styles} is below 1
     */
    public RandomStyle {
        if (styles < 1) {
            throw new IllegalArgumentException("styles must be at least 1, found " + styles);
        }
    }

    /**
     * Draws one rendering of every scene.
     *
     * @param scenes {@code [B, S*C, H, W]}, float32 in [0, 1]; left unchanged
     * @param random source of the choices
     * @return {@code [B, C, H, W]}, attached to the manager of {@code scenes}
     * @throws IllegalArgumentException if the channels are not a multiple of S
     */
    @Override
    public NDArray apply(NDArray scenes, RandomGenerator random) {
        int[] choices = new int[Math.toIntExact(scenes.getShape().get(0))];
        Arrays.setAll(choices, i -> random.nextInt(styles));
        return choose(scenes, choices);
    }

    /**
     * Takes the given rendering of each scene.
     *
     * @param scenes {@code [B, S*C, H, W]}, float32 in [0, 1]; left unchanged
     * @param choices B numbers in 0 to S - 1
     * @return {@code [B, C, H, W]}, attached to the manager of {@code scenes}
     * @throws IllegalArgumentException if the channels are not a multiple of S, or there is not one
     *     choice in range for each scene
     */
    public NDArray choose(NDArray scenes, int... choices) {
        return Pixels.transform(scenes, "RandomStyle", x -> pick(x, choices));
    }

    private NDArray pick(NDArray x, int... choices) {
        Shape s = x.getShape();
        long b = s.get(0);
        if (s.get(1) % styles != 0) {
            throw new IllegalArgumentException(
                    "RandomStyle: %d channels are not %d renderings of equally many; scenes come from EmojiViews.scenes"
                            .formatted(s.get(1), styles));
        }
        if (choices.length != b) {
            throw new IllegalArgumentException(
                    "RandomStyle: expected one choice for each of %d scenes, found %d".formatted(b, choices.length));
        }
        long[] chosen = new long[choices.length];
        for (int i = 0; i < choices.length; i++) {
            if (choices[i] < 0 || choices[i] >= styles) {
                throw new IllegalArgumentException(
                        "RandomStyle: choice %d of scene %d is not in 0 to %d".formatted(choices[i], i, styles - 1));
            }
            chosen[i] = (long) i * styles + choices[i];
        }
        NDArray rows = Transfer.send(x.getManager(), chosen); // [B]
        return x.reshape(b * styles, s.get(1) / styles, s.get(2), s.get(3)) // [B*S, C, H, W]
                .get(new NDIndex("{}", rows)); // [B, C, H, W]
    }
}
