package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * Takes the colour out, each image with the same probability: all channels become {@code 0.299 R +
 * 0.587 G + 0.114 B} (ITU-R BT.601). Images of one channel stay as they are.
 *
 * <p>The "colour dropping" of SimCLR (Chen et al., 2020, appendix A).
 *
 * @param probability share of the images that lose their colour, in [0, 1]; 0.2 in SimCLR
 */
public record RandomGreyscale(double probability) implements OfPixels {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if {@code probability} is not in [0, 1]
     */
    public RandomGreyscale {
        Pixels.checkProbability("probability", probability);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        boolean[] grey = new boolean[Math.toIntExact(images.getShape().get(0))];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = random.nextDouble() < probability;
        }
        return grey(images, grey);
    }

    /**
     * Takes the colour out of the given images.
     *
     * @param images {@code [B, 3, H, W]} or {@code [B, 1, H, W]}, float32 in [0, 1]; left unchanged
     * @param grey B choices: true takes the colour out
     * @return the shape of {@code images}, attached to its manager
     * @throws IllegalArgumentException if the number of choices is not B or of channels not 1 or 3
     */
    public static NDArray grey(NDArray images, boolean... grey) {
        return Pixels.compute(
                images,
                "RandomGreyscale",
                x -> Pixels.isRgb(x, "RandomGreyscale") ? Pixels.greyed(x, colour(grey)) : x);
    }

    /** Returns how much colour each image keeps: none or all. */
    private static double[] colour(boolean... grey) {
        double[] colour = new double[grey.length];
        for (int i = 0; i < grey.length; i++) {
            colour[i] = grey[i] ? 0 : 1;
        }
        return colour;
    }
}
