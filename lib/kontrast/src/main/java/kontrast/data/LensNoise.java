package kontrast.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;

/**
 * Smooth grey noise, seen through a lens that enlarges red about the middle and shrinks blue. There is
 * nothing to recognise, but the shift of the colours against one another tells where in the picture a
 * patch was cut: the shortcut of Doersch et al. 2015, section 3.1 (chromatic aberration), alone.
 */
public final class LensNoise {

    private static final int SIDE = 32;
    private static final int NOISE = 48;

    private LensNoise() {}

    /**
     * Draws pictures.
     *
     * @param count how many, at least 1
     * @param strength by how much red is enlarged and blue shrunk, 0 (a perfect lens: grey) to 0.4
     * @param seed of the noise; the same noise for every strength
     * @return {@code [3, 32, 32]} each
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Images images(int count, double strength, long seed) {
        if (count < 1 || !(strength >= 0 && strength <= 0.4)) {
            throw new IllegalArgumentException("expected at least 1 picture and a strength in [0, 0.4], found %d and %s"
                    .formatted(count, strength));
        }
        RandomGenerator random = Seeds.stream(seed, "fringes", 0);
        byte[] pixels = new byte[count * 3 * SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            double[][] noise = new double[NOISE][NOISE];
            for (double[] row : noise) {
                Arrays.setAll(row, x -> random.nextInt(256));
            }
            for (int c = 0; c < 3; c++) {
                double scale = 1 + strength * (c - 1);
                for (int p = 0; p < SIDE * SIDE; p++) {
                    int row = p / SIDE;
                    double y = NOISE / 2.0 + (row - 15.5) * scale;
                    double x = NOISE / 2.0 + (p % SIDE - 15.5) * scale;
                    pixels[(i * 3 + c) * SIDE * SIDE + p] = (byte) Math.round(between(noise, y, x));
                }
            }
        }
        return Images.of(pixels, 3, SIDE, SIDE);
    }

    private static double between(double[][] noise, double y, double x) {
        int top = (int) y;
        int left = (int) x;
        double v = y - top;
        double u = x - left;
        return (1 - v) * ((1 - u) * noise[top][left] + u * noise[top][left + 1])
                + v * ((1 - u) * noise[top + 1][left] + u * noise[top + 1][left + 1]);
    }
}
