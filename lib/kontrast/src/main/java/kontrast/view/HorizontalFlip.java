package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * Mirrors left and right, each image with the same probability: {@code out[.., x] = in[.., W - 1 -
 * x]}.
 *
 * @param probability share of the images that are mirrored, in [0, 1]; 0.5 in SimCLR
 */
public record HorizontalFlip(double probability) implements View {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if {@code probability} is not in [0, 1]
     */
    public HorizontalFlip {
        Pixels.checkProbability("probability", probability);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        return flip(images, draw(Math.toIntExact(images.getShape().get(0)), random));
    }

    /** Draws for some images whether each is mirrored. */
    boolean[] draw(int images, RandomGenerator random) {
        boolean[] flipped = new boolean[images];
        for (int i = 0; i < images; i++) {
            flipped[i] = random.nextDouble() < probability;
        }
        return flipped;
    }

    /**
     * Mirrors the given images.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param flipped B choices: true mirrors
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     * @throws IllegalArgumentException if the number of choices is not B
     */
    public static NDArray flip(NDArray images, boolean... flipped) {
        return Pixels.transform(images, "HorizontalFlip", x -> Pixels.where(flipped, x.flip(3), x));
    }
}
