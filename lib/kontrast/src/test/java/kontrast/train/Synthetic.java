package kontrast.train;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.data.Images;
import kontrast.tensor.Seeds;

/** Small pictures that a network can tell apart: discs of one colour and place each, on white. */
public final class Synthetic {

    private Synthetic() {}

    /**
     * Draws discs.
     *
     * @param count how many
     * @param size rows and columns
     * @param classes the label is the quarter of the hue circle, or whatever share this number asks
     *     for
     * @param seed the seed
     * @return labelled images
     */
    public static Images discs(int count, int size, int classes, long seed) {
        RandomGenerator random = Seeds.stream(seed, "discs", 0);
        byte[] pixels = new byte[count * 3 * size * size];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(classes);
            double hue = (labels[i] + 0.6 * random.nextDouble()) / classes;
            int rgb = java.awt.Color.HSBtoRGB((float) hue, 0.9f, 0.8f);
            double r = size * random.nextDouble(0.15, 0.35);
            double cx = random.nextDouble(r, size - r);
            double cy = random.nextDouble(r, size - r);
            for (int c = 0; c < 3; c++) {
                int value = rgb >> (16 - 8 * c) & 0xFF;
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        boolean inside = Math.hypot(x - cx, y - cy) < r;
                        pixels[((i * 3 + c) * size + y) * size + x] = (byte) (inside ? value : 255);
                    }
                }
            }
        }
        List<String> names = java.util.stream.IntStream.range(0, classes)
                .mapToObj(k -> "hue " + k)
                .toList();
        return Images.of(pixels, 3, size, size).labelled(labels, names);
    }
}
