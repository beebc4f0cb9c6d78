package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * Shears images along their rows or their columns, by a random amount around the centre.
 *
 * <pre>
 *   along rows      out(i, j) = in(i, j + s i)
 *   along columns   out(i, j) = in(i + s j, j)        s ~ U(-strength, strength)
 * </pre>
 *
 * <p>Bilinear between pixels; beyond the border its nearest pixel. Two of the primitives of
 * AutoAugment (Cubuk et al., 2019: up to 0.3) that Hénaff et al. (2020, section 2.2) apply to
 * patches.
 *
 * @param strength largest s, in pixels a pixel, in [0, 1]
 * @param probability share of the images that are sheared, in [0, 1]
 */
public record RandomShear(double strength, double probability) implements OfPixels {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public RandomShear {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException(
                    "strength = %s is not in [0, 1] pixels a pixel (0.3 is usual)".formatted(strength));
        }
        Pixels.checkProbability("probability", probability);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        int batch = Math.toIntExact(images.getShape().get(0));
        double[] rows = new double[batch];
        double[] columns = new double[batch];
        for (int b = 0; b < batch; b++) {
            boolean sheared = random.nextDouble() < probability;
            boolean alongRows = random.nextBoolean();
            double s = strength * (2 * random.nextDouble() - 1);
            rows[b] = sheared && alongRows ? s : 0;
            columns[b] = sheared && !alongRows ? s : 0;
        }
        return shear(images, rows, columns);
    }

    /**
     * Shears every image by its given amounts.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param rows B amounts along the rows
     * @param columns B amounts along the columns
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     * @throws IllegalArgumentException if there are not B amounts of each
     */
    public static NDArray shear(NDArray images, double[] rows, double[] columns) {
        Pixels.checkCount(columns.length, rows.length);
        double[][] maps = new double[rows.length][];
        for (int b = 0; b < maps.length; b++) {
            maps[b] = new double[] {1, columns[b], rows[b], 1};
        }
        return Pixels.compute(images, "RandomShear", x -> Warp.linear(x, maps));
    }
}
