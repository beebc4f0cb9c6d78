package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The views once more, pixel by pixel in double precision, written from their definitions and for
 * reading only. An image is {@code double[C][H][W]}.
 */
final class Naive {

    private Naive() {}

    /** What becomes of image b. */
    @FunctionalInterface
    interface PerImage {
        double[][][] apply(double[][][] image, int b);
    }

    static double[][][][] map(double[][][][] batch, PerImage function) {
        return IntStream.range(0, batch.length)
                .mapToObj(b -> function.apply(batch[b], b))
                .toArray(double[][][][]::new);
    }

    /** A batch of noise, with black, white, grey and two-equal-channel pixels among it. */
    static double[][][][] images(int b, int c, int h, int w, RandomGenerator random) {
        double[][][][] batch = new double[b][c][h][w];
        for (double[][][] image : batch) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double same = random.nextInt(256) / 255.0;
                    int kind = random.nextInt(8);
                    for (int k = 0; k < c; k++) {
                        image[k][y][x] = switch (kind) {
                            case 0 -> 0;
                            case 1 -> 1;
                            case 2 -> same;
                            case 3 -> k == 0 ? random.nextInt(256) / 255.0 : same;
                            case 4 -> k == 2 ? random.nextInt(256) / 255.0 : same;
                            default -> random.nextInt(256) / 255.0;
                        };
                    }
                }
            }
        }
        return batch;
    }

    static NDArray tensor(NDManager manager, double[][][][] batch) {
        int b = batch.length;
        int c = batch[0].length;
        int h = batch[0][0].length;
        int w = batch[0][0][0].length;
        float[] values = new float[b * c * h * w];
        int at = 0;
        for (double[][][] image : batch) {
            for (double[][] plane : image) {
                for (double[] row : plane) {
                    for (double v : row) {
                        values[at++] = (float) v;
                    }
                }
            }
        }
        return manager.create(values, new Shape(b, c, h, w));
    }

    /** The largest difference between a tensor and a batch, or infinity if the shapes differ. */
    static double distance(NDArray found, double[][][][] expected) {
        Shape shape = new Shape(expected.length, expected[0].length, expected[0][0].length, expected[0][0][0].length);
        if (!found.getShape().equals(shape)) {
            return Double.POSITIVE_INFINITY;
        }
        float[] values = found.toFloatArray();
        double most = 0;
        int at = 0;
        for (double[][][] image : expected) {
            for (double[][] plane : image) {
                for (double[] row : plane) {
                    for (double v : row) {
                        double d = Math.abs(values[at++] - v);
                        most = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(most, d);
                    }
                }
            }
        }
        return most;
    }

    static double clip(double v) {
        return Math.min(1, Math.max(0, v));
    }

    /**
     * Cut first; then every new pixel is the mean of the crop under a triangle around its place.
     */
    static double[][][] crop(double[][][] image, RandomResizedCrop.Box box, int newHeight, int newWidth) {
        double[][][] out = new double[image.length][newHeight][newWidth];
        double scaleY = (double) box.height() / newHeight;
        double scaleX = (double) box.width() / newWidth;
        for (int k = 0; k < image.length; k++) {
            for (int y = 0; y < newHeight; y++) {
                for (int x = 0; x < newWidth; x++) {
                    double sum = 0;
                    double weights = 0;
                    for (int v = 0; v < box.height(); v++) {
                        for (int u = 0; u < box.width(); u++) {
                            double dy = (v + 0.5 - (y + 0.5) * scaleY) / Math.max(1, scaleY);
                            double dx = (u + 0.5 - (x + 0.5) * scaleX) / Math.max(1, scaleX);
                            double weight = Math.max(0, 1 - Math.abs(dy)) * Math.max(0, 1 - Math.abs(dx));
                            sum += weight * image[k][box.top() + v][box.left() + u];
                            weights += weight;
                        }
                    }
                    out[k][y][x] = sum / weights;
                }
            }
        }
        return out;
    }

    static double[][][] flip(double[][][] image) {
        double[][][] out = like(image);
        for (int k = 0; k < image.length; k++) {
            for (int y = 0; y < image[k].length; y++) {
                for (int x = 0; x < image[k][y].length; x++) {
                    out[k][y][x] = image[k][y][image[k][y].length - 1 - x];
                }
            }
        }
        return out;
    }

    static double luma(double[][][] image, int y, int x) {
        return image.length == 1
                ? image[0][y][x]
                : 0.299 * image[0][y][x] + 0.587 * image[1][y][x] + 0.114 * image[2][y][x];
    }

    static double meanLuma(double[][][] image) {
        double sum = 0;
        for (int y = 0; y < image[0].length; y++) {
            for (int x = 0; x < image[0][y].length; x++) {
                sum += luma(image, y, x);
            }
        }
        return sum / (image[0].length * image[0][0].length);
    }

    /** A function of the pixel's place and channel. */
    @FunctionalInterface
    interface PerPixel {
        double apply(int k, int y, int x);
    }

    static double[][][] pixels(double[][][] image, PerPixel function) {
        double[][][] out = like(image);
        for (int k = 0; k < image.length; k++) {
            for (int y = 0; y < image[k].length; y++) {
                for (int x = 0; x < image[k][y].length; x++) {
                    out[k][y][x] = clip(function.apply(k, y, x));
                }
            }
        }
        return out;
    }

    static double[][][] brightness(double[][][] image, double f) {
        return pixels(image, (k, y, x) -> f * image[k][y][x]);
    }

    static double[][][] contrast(double[][][] image, double f) {
        double mean = meanLuma(image);
        return pixels(image, (k, y, x) -> f * image[k][y][x] + (1 - f) * mean);
    }

    static double[][][] saturation(double[][][] image, double f) {
        return pixels(image, (k, y, x) -> f * image[k][y][x] + (1 - f) * luma(image, y, x));
    }

    static double[][][] grey(double[][][] image) {
        return pixels(image, (k, y, x) -> luma(image, y, x));
    }

    static double[][][] hue(double[][][] image, double turns) {
        return pixels(image, (k, y, x) -> {
            double[] hsv = hsv(image[0][y][x], image[1][y][x], image[2][y][x]);
            double turned = hsv[0] + turns - Math.floor(hsv[0] + turns);
            return rgb(turned, hsv[1], hsv[2])[k];
        });
    }

    /** The textbook's hexcone (Smith, 1978): hue in turns, saturation, value. */
    static double[] hsv(double r, double g, double b) {
        double max = Math.max(r, Math.max(g, b));
        double min = Math.min(r, Math.min(g, b));
        double c = max - min;
        double h = 0;
        if (c > 0) {
            if (max == r) {
                h = (g - b) / c;
            } else if (max == g) {
                h = 2 + (b - r) / c;
            } else {
                h = 4 + (r - g) / c;
            }
        }
        h /= 6;
        return new double[] {h < 0 ? h + 1 : h, max > 0 ? c / max : 0, max};
    }

    /** The way back, by sextants. */
    static double[] rgb(double h, double s, double v) {
        int sextant = (int) Math.floor(h * 6);
        double f = h * 6 - sextant;
        double p = v * (1 - s);
        double q = v * (1 - f * s);
        double t = v * (1 - (1 - f) * s);
        return switch (sextant % 6) {
            case 0 -> new double[] {v, t, p};
            case 1 -> new double[] {q, v, p};
            case 2 -> new double[] {p, v, t};
            case 3 -> new double[] {p, q, v};
            case 4 -> new double[] {t, p, v};
            default -> new double[] {v, p, q};
        };
    }

    /** The whole two-dimensional kernel at every pixel. */
    static double[][][] blur(double[][][] image, int radius, double sigma) {
        int h = image[0].length;
        int w = image[0][0].length;
        return pixels(image, (k, y, x) -> {
            double sum = 0;
            double weights = 0;
            for (int dy = -radius; dy <= radius; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    double weight = Math.exp(-(dy * dy + dx * dx) / (2 * sigma * sigma));
                    int v = y + dy < 0 ? -(y + dy) : y + dy >= h ? 2 * h - 2 - y - dy : y + dy;
                    int u = x + dx < 0 ? -(x + dx) : x + dx >= w ? 2 * w - 2 - x - dx : x + dx;
                    sum += weight * image[k][v][u];
                    weights += weight;
                }
            }
            return sum / weights;
        });
    }

    static double[][][] like(double[][][] image) {
        return new double[image.length][image[0].length][image[0][0].length];
    }
}
