package kontrast.view;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * Turns images around their centres by a random angle, anticlockwise as one sees them.
 *
 * <pre>
 *   out(i, j) = in(y, x),   y = i cos a + j sin a,   x = -i sin a + j cos a     from the centre
 *   a ~ U(-degrees, degrees)
 * </pre>
 *
 * <p>Bilinear between pixels; beyond the border its nearest pixel. One of the primitives of
 * AutoAugment (Cubuk et al., 2019: up to 30 degrees) that Hénaff et al. (2020, section 2.2) apply
 * to patches.
 *
 * @param degrees largest angle, in [0, 180]
 * @param probability share of the images that are turned, in [0, 1]
 */
public record RandomRotation(double degrees, double probability) implements OfPixels {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public RandomRotation {
        if (!(degrees >= 0 && degrees <= 180)) {
            throw new IllegalArgumentException("degrees = %s is not an angle in [0, 180]".formatted(degrees));
        }
        Pixels.checkProbability("probability", probability);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        double[] angles = new double[Math.toIntExact(images.getShape().get(0))];
        for (int b = 0; b < angles.length; b++) {
            boolean turned = random.nextDouble() < probability;
            double angle = degrees * (2 * random.nextDouble() - 1);
            angles[b] = turned ? angle : 0;
        }
        return rotate(images, angles);
    }

    /**
     * Turns every image by its given angle.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param degrees B angles, anticlockwise
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     * @throws IllegalArgumentException if the number of angles is not B
     */
    public static NDArray rotate(NDArray images, double... degrees) {
        double[][] maps = new double[degrees.length][];
        for (int b = 0; b < maps.length; b++) {
            double a = Math.toRadians(degrees[b]);
            maps[b] = new double[] {Math.cos(a), Math.sin(a), -Math.sin(a), Math.cos(a)};
        }
        return Pixels.compute(images, "RandomRotation", x -> Warp.linear(x, maps));
    }
}
