package kontrast.claim;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.data.Images;
import kontrast.tensor.Seeds;

/** Pictures that hold nothing but a short cut. */
final class Noise {

    private static final int SIDE = 32;
    private static final int NOISE = 48;

    private Noise() {}

    /**
     * Smooth grey noise seen through a lens that enlarges red about the middle and shrinks blue: the shift of the colours in a
     * patch tells where it lies.
     *
     * @param count how many
     * @param seed of the noise
     * @return {@code [3, 32, 32]} each
     */
    static Images fringes(int count, long seed) {
        RandomGenerator random = Seeds.stream(seed, "fringes", 0);
        byte[] pixels = new byte[count * 3 * SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            double[][] noise = new double[NOISE][NOISE];
            for (double[] row : noise) {
                Arrays.setAll(row, x -> random.nextInt(256));
            }
            for (int c = 0; c < 3; c++) {
                double scale = 1 + 0.15 * (c - 1);
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
