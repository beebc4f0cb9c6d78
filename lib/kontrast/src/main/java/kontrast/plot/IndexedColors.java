package kontrast.plot;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture with at most 256 colours: the same one in a half or a third of the bytes, which decides how
 * long a notebook with forty pictures takes to open.
 *
 * <p>Up to 256 colours are kept as they are. Of more, those that fill a hundredth of the picture stay (its
 * paper, its lines). The others are divided into boxes: the box with the greatest squared error is
 * cut at its mean, across the channel that varies most, until there are 256 entries; each box gives
 * its mean colour (Wu 1991, greedy and without his tables). A colour counts with the root of its
 * number of pixels, so that a blue tear on a yellow face keeps a box of its own.
 */
final class IndexedColors {

    private static final int MOST = 256;

    private IndexedColors() {}

    /** Colours with their weights, and what replacing all by their mean costs. */
    private static final class Box {
        private final int[] colors;
        private final double[] weights;
        private final double[] mean = new double[3];
        private final double[] error = new double[3]; // squares, by channel

        private Box(int[] colors, double[] weights) {
            this.colors = colors;
            this.weights = weights;
            double all = Arrays.stream(weights).sum();
            for (int channel = 0; channel < 3; channel++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < colors.length; i++) {
                    double value = level(colors[i], channel);
                    sum += weights[i] * value;
                    squares += weights[i] * value * value;
                }
                mean[channel] = sum / all;
                error[channel] = colors.length == 1 ? 0 : squares - sum * sum / all;
            }
        }

        private double error() {
            return error[0] + error[1] + error[2];
        }

        private int rgb() {
            return (int) Math.round(mean[0]) << 16 | (int) Math.round(mean[1]) << 8 | (int) Math.round(mean[2]);
        }

        /** Cuts across the channel that varies most: at its mean, so that neither half is empty. */
        private List<Box> halves() {
            int widest = error[0] >= error[1] && error[0] >= error[2] ? 0 : error[1] >= error[2] ? 1 : 2;
            return List.of(part(widest, true), part(widest, false));
        }

        private Box part(int channel, boolean low) {
            int[] some = new int[colors.length];
            double[] their = new double[colors.length];
            int n = 0;
            for (int i = 0; i < colors.length; i++) {
                if (level(colors[i], channel) <= mean[channel] == low) {
                    some[n] = colors[i];
                    their[n++] = weights[i];
                }
            }
            return new Box(Arrays.copyOf(some, n), Arrays.copyOf(their, n));
        }
    }

    private static int level(int rgb, int channel) {
        return (rgb >> (16 - 8 * channel)) & 255;
    }

    /** Returns the picture, opaque, in at most 256 colours. */
    static BufferedImage of(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        int[] sorted = Arrays.stream(pixels).map(p -> p & 0xFFFFFF).sorted().toArray();
        int[] colors = Arrays.stream(sorted).distinct().toArray();
        int[] counts = new int[colors.length];
        int at = 0;
        for (int color : sorted) {
            at += color == colors[at] ? 0 : 1;
            counts[at]++;
        }
        List<Box> boxes = boxes(colors, counts, colors.length <= MOST ? 0 : pixels.length / 100);
        Map<Integer, Integer> index = new HashMap<>();
        byte[][] palette = new byte[3][boxes.size()];
        for (int i = 0; i < boxes.size(); i++) {
            for (int channel = 0; channel < 3; channel++) {
                palette[channel][i] = (byte) level(boxes.get(i).rgb(), channel);
            }
            for (int color : boxes.get(i).colors) {
                index.put(color, i);
            }
        }
        BufferedImage indexed = new BufferedImage(
                image.getWidth(),
                image.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, boxes.size(), palette[0], palette[1], palette[2]));
        WritableRaster raster = indexed.getRaster();
        raster.setSamples(
                0,
                0,
                image.getWidth(),
                image.getHeight(),
                0,
                Arrays.stream(pixels).map(p -> index.get(p & 0xFFFFFF)).toArray());
        return indexed;
    }

    private static List<Box> boxes(int[] colors, int[] counts, int many) {
        List<Box> boxes = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < colors.length; i++) {
            if (counts[i] > many) {
                boxes.add(new Box(new int[] {colors[i]}, new double[] {1}));
            } else {
                others.add(i);
            }
        }
        if (!others.isEmpty()) {
            boxes.add(new Box(
                    others.stream().mapToInt(i -> colors[i]).toArray(),
                    others.stream().mapToDouble(i -> Math.sqrt(counts[i])).toArray()));
        }
        Comparator<Box> worse = Comparator.comparingDouble(Box::error);
        while (boxes.size() < Math.min(MOST, colors.length)) {
            Box worst = boxes.stream().max(worse).orElseThrow();
            boxes.remove(worst);
            boxes.addAll(worst.halves());
        }
        return boxes;
    }
}
