package kontrast.grader.exercise.simclr;

import java.util.random.RandomGenerator;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/**
 * Small pictures that a camera with a stained lens has taken: pairs of one object, to learn from,
 * and others, whose drawings only the judge knows.
 *
 * <pre>
 *   object = drawing + 0.3 noise              64 pixels, one of 8 drawings
 *   view   = object + 2 sum over s of a_s stain_s + 0.5 noise      a_s ~ N(0, 1), anew for each view
 * </pre>
 *
 * <p>The eight stains are everywhere and tell nothing. They outweigh the drawings, so that raw
 * pixels and an untrained encoder find the same drawing hardly more often than chance, one in
 * eight; only the pairs tell what a stain is.
 */
final class StainedImages {

    private static final int DRAWINGS = 8;
    private static final int PIXELS = 64;
    private static final int STAINS = 8;
    private static final int PAIRS = 64;
    private static final int IMAGES = 80;
    private static final int DIMENSIONS = 8;
    private static final double STRENGTH = 2;

    private final double[][] drawings;
    private final double[][] stains;
    private final float[][] first = new float[PAIRS][];
    private final float[][] second = new float[PAIRS][];
    private final float[][] images = new float[IMAGES][];
    private final int[] labels = new int[IMAGES];
    private final float[][] start;

    StainedImages(RandomGenerator random) {
        drawings = numbers(random, DRAWINGS);
        stains = numbers(random, STAINS);
        for (double[] stain : stains) {
            double length = Math.sqrt(Draw.dot(stain, stain) / PIXELS);
            for (int j = 0; j < PIXELS; j++) {
                stain[j] /= length;
            }
        }
        for (int i = 0; i < PAIRS; i++) {
            double[] object = object(random, random.nextInt(DRAWINGS));
            first[i] = view(random, object);
            second[i] = view(random, object);
        }
        for (int i = 0; i < IMAGES; i++) {
            int other = random.nextInt(i + 1);
            labels[i] = labels[other];
            labels[other] = i % DRAWINGS;
        }
        for (int i = 0; i < IMAGES; i++) {
            images[i] = view(random, object(random, labels[i]));
        }
        start = Draw.numbers(random, PIXELS, DIMENSIONS, 1 / Math.sqrt(PIXELS));
    }

    private static double[][] numbers(RandomGenerator random, int rows) {
        double[][] numbers = new double[rows][PIXELS];
        for (double[] row : numbers) {
            for (int j = 0; j < PIXELS; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return numbers;
    }

    private double[] object(RandomGenerator random, int drawing) {
        double[] object = drawings[drawing].clone();
        for (int j = 0; j < PIXELS; j++) {
            object[j] += 0.3 * random.nextGaussian();
        }
        return object;
    }

    private float[] view(RandomGenerator random, double[] object) {
        double[] view = object.clone();
        for (double[] stain : stains) {
            double amount = STRENGTH * random.nextGaussian();
            for (int j = 0; j < PIXELS; j++) {
                view[j] += amount * stain[j];
            }
        }
        for (int j = 0; j < PIXELS; j++) {
            view[j] += 0.5 * random.nextGaussian();
        }
        return Unpack.rounded(new double[][] {view})[0];
    }

    /** The call that learns from the pairs and embeds the images. */
    Call call(int steps) {
        return call(steps, images);
    }

    /** The same with the images from the last to the first. */
    Call reversed(int steps) {
        float[][] turned = new float[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            turned[i] = images[IMAGES - 1 - i];
        }
        return call(steps, turned);
    }

    private Call call(int steps, float[][] of) {
        return Call.of(
                Value.of(first),
                Value.of(second),
                Value.of(start),
                Value.of(steps),
                Value.of(1.0),
                Value.of(0.2),
                Value.of(of));
    }

    /** The share of images whose nearest other image, by cosine, shows the same drawing. */
    double found(double[][] embeddings) {
        int right = 0;
        for (int i = 0; i < embeddings.length; i++) {
            int nearest = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < embeddings.length; j++) {
                double cosine = Draw.cosine(embeddings[i], embeddings[j]);
                if (j != i && cosine > most) {
                    most = cosine;
                    nearest = j;
                }
            }
            right += nearest >= 0 && labels[nearest] == labels[i] ? 1 : 0;
        }
        return (double) right / embeddings.length;
    }

    /** What the pixels themselves find: hardly more than chance, one in eight. */
    double foundByPixels() {
        return found(Draw.matrix(Value.of(images)));
    }
}
