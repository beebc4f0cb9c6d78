package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast, saturation and hue of every image by random amounts.
 *
 * <pre>
 *   brightness   y = f x                         f ~ U(max(0, 1 - brightness), 1 + brightness)
 *   contrast     y = f x + (1 - f) mean(grey)    f ~ U(max(0, 1 - contrast), 1 + contrast)
 *   saturation   y = f x + (1 - f) grey          f ~ U(max(0, 1 - saturation), 1 + saturation)
 *   hue          H of HSV turned by f            f ~ U(-hue, hue), in turns of 360 degrees
 * </pre>
 *
 * with grey = 0.299 R + 0.587 G + 0.114 B and mean(grey) over the pixels of the one image. Every
 * result is clipped to [0, 1] before the next change. These are torchvision's definitions, with
 * SimCLR's strengths (Chen et al., 2020, appendix A: 0.8s, 0.8s, 0.8s, 0.2s, applied with
 * probability 0.8).
 *
 * <p>Deviation: the order of the four changes is random, as there, but drawn once a batch; whether
 * and how much an image is changed is drawn for each image. On images of one channel saturation and
 * hue do nothing.
 *
 * @param brightness range of the brightness factor around 1, at least 0
 * @param contrast range of the contrast factor around 1, at least 0
 * @param saturation range of the saturation factor around 1, at least 0
 * @param hue largest turn of the hue, in [0, 0.5] turns
 * @param probability share of the images that are changed, in [0, 1]
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue, double probability)
        implements OfPixels {

    private static final String NAME = "ColorJitter";

    /** Far below what a difference of two pixels can be, unless it is 0. */
    private static final double TINY = 1e-12;

    /** The four changes, as {@link #apply} orders them at random. */
    private enum Change {
        BRIGHTNESS,
        CONTRAST,
        SATURATION,
        HUE
    }

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if a strength or the probability is out of its range
     */
    public ColorJitter {
        checkStrength("brightness", brightness, Double.MAX_VALUE);
        checkStrength("contrast", contrast, Double.MAX_VALUE);
        checkStrength("saturation", saturation, Double.MAX_VALUE);
        checkStrength("hue", hue, 0.5);
        Pixels.checkProbability("probability", probability);
    }

    /**
     * Returns SimCLR's colour distortion without its greyscale part.
     *
     * @param s strength, at least 0 and at most 2.5; 1 for ImageNet, 0.5 for CIFAR
     * @return brightness, contrast, saturation 0.8s and hue 0.2s, with probability 0.8
     */
    public static ColorJitter simclr(double s) {
        return new ColorJitter(0.8 * s, 0.8 * s, 0.8 * s, 0.2 * s, 0.8);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        int batch = Math.toIntExact(images.getShape().get(0));
        List<Change> order = Arrays.asList(Change.values());
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        Map<Change, double[]> factors = new EnumMap<>(Change.class);
        order.forEach(change -> factors.put(change, new double[batch]));
        for (int b = 0; b < batch; b++) {
            boolean changed = random.nextDouble() < probability;
            for (Change change : Change.values()) {
                double factor = draw(change, random);
                factors.get(change)[b] = changed ? factor : neutral(change);
            }
        }
        return Pixels.transform(images, NAME, x -> {
            NDArray y = x;
            for (Change change : order) {
                y = change(y, change, factors.get(change)); // clipped already
            }
            return y == x ? x.duplicate() : y;
        });
    }

    private double draw(Change change, RandomGenerator random) {
        double u = random.nextDouble();
        double strength = switch (change) {
            case BRIGHTNESS -> brightness;
            case CONTRAST -> contrast;
            case SATURATION -> saturation;
            case HUE -> hue;
        };
        double low = change == Change.HUE ? -strength : Math.max(0, 1 - strength);
        double high = neutral(change) + strength;
        return low + (high - low) * u;
    }

    private static double neutral(Change change) {
        return change == Change.HUE ? 0 : 1;
    }

    private NDArray change(NDArray x, Change change, double[] factors) {
        return switch (change) {
            case BRIGHTNESS -> brightness == 0 ? x : brighter(x, factors).clip(0, 1);
            case CONTRAST -> contrast == 0 ? x : contrasted(x, factors).clip(0, 1);
            case SATURATION -> saturation == 0 ? x : saturated(x, factors).clip(0, 1);
            case HUE -> hue == 0 ? x : turned(x, factors).clip(0, 1);
        };
    }

    /**
     * Scales the brightness: {@code y = f x}, clipped to [0, 1].
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param factors f of each image, or one f for all; at least 0, and 1 changes nothing
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     */
    public static NDArray brightness(NDArray images, double... factors) {
        return Pixels.compute(images, NAME, x -> brighter(x, factors));
    }

    /**
     * Scales the contrast around the mean grey of each image: {@code y = f x + (1 - f) mean(grey)},
     * clipped to [0, 1].
     *
     * @param images {@code [B, C, H, W]}, C = 1 or 3, float32 in [0, 1]; left unchanged
     * @param factors f of each image, or one f for all; at least 0, and 1 changes nothing
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     */
    public static NDArray contrast(NDArray images, double... factors) {
        return Pixels.compute(images, NAME, x -> contrasted(x, factors));
    }

    /**
     * Scales the saturation, the distance of every pixel from its grey: {@code y = f x + (1 - f)
     * grey}, clipped to [0, 1].
     *
     * @param images {@code [B, C, H, W]}, C = 1 or 3, float32 in [0, 1]; left unchanged
     * @param factors f of each image, or one f for all; at least 0; 1 changes nothing, 0 is grey
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     */
    public static NDArray saturation(NDArray images, double... factors) {
        return Pixels.compute(images, NAME, x -> saturated(x, factors));
    }

    /**
     * Turns the hue in HSV and keeps saturation and value.
     *
     * @param images {@code [B, C, H, W]}, C = 1 or 3, float32 in [0, 1]; left unchanged
     * @param turns f of each image, or one f for all, in turns: 1/3 makes red green, 0 and 1 change
     *     nothing; within [-1, 1]
     * @return {@code [B, C, H, W]}, attached to the manager of {@code images}
     */
    public static NDArray hue(NDArray images, double... turns) {
        return Pixels.compute(images, NAME, x -> turned(x, turns));
    }

    private static NDArray brighter(NDArray x, double... factors) {
        return x.mul(Pixels.perSample(x, factors));
    }

    private static NDArray contrasted(NDArray x, double... factors) {
        NDArray f = Pixels.perSample(x, factors); // [B, 1, 1, 1]
        long batch = x.getShape().get(0);
        long channels = x.getShape().get(1);
        NDArray means = x.reshape(batch, channels, -1).mean(new int[] {2});
        NDArray mean = means.reshape(batch, channels, 1, 1);
        if (Pixels.isRgb(x, NAME)) {
            mean = Pixels.grey(mean); // [B, 1, 1, 1]; the grey of the mean is the mean of the grey
        }
        return x.mul(f).addi(mean.sub(mean.mul(f)));
    }

    private static NDArray saturated(NDArray x, double... factors) {
        if (!Pixels.isRgb(x, NAME)) {
            return x;
        }
        return Pixels.greyed(x, factors);
    }

    /**
     * HSV and back in one. With value v = max(R, G, B) and chroma c = v - min(R, G, B), the hue in
     * sixths of a turn is
     *
     * <pre>
     *   h = +-(2 + (G + B - R - v) / c),   + where G is at least B
     * </pre>
     *
     * which says in one line what is usually told by which channel is the largest: from red over
     * yellow and green to cyan, G, then -R, then B run from 0 to 1 in turn, and the way over
     * magenta and blue is its mirror image. A channel is {@code v - c clip(2 - d, 0, 1)}, where d,
     * at most 3, is how far h lies from 3 for R, 5 for G and 1 for B; a turn by f adds 6f to h.
     */
    private static NDArray turned(NDArray x, double... turns) {
        if (!Pixels.isRgb(x, NAME)) {
            return x;
        }
        NDList rgb = x.split(3, 1); // three of [B, 1, H, W]
        NDArray r = rgb.get(0);
        NDArray g = rgb.get(1);
        NDArray b = rgb.get(2);
        NDArray v = r.maximum(g).maximum(b);
        NDArray c = v.sub(r.minimum(g).minimum(b));
        NDArray divisor = c.maximum(1e-8f); // grey: 0 / tiny = 0, and c = 0 hides the hue
        NDArray length = g.sub(r).addi(b.sub(v)).divi(divisor).addi(2);
        NDArray sign = g.sub(b).addi(TINY).sign(); // never 0: cyan, too, has G = B
        NDArray h = sign.muli(length).divi(6); // [B, 1, H, W] in [-1/2, 1/2], in turns

        int batch = Math.toIntExact(x.getShape().get(0));
        if (turns.length != 1) {
            Pixels.checkCount(turns.length, batch);
        }
        float[] offsets = new float[batch * 3];
        for (int i = 0; i < batch; i++) {
            double turn = turns[turns.length == 1 ? 0 : i];
            offsets[i * 3] = (float) (turn - 3.0 / 6);
            offsets[i * 3 + 1] = (float) (turn - 5.0 / 6);
            offsets[i * 3 + 2] = (float) (turn - 1.0 / 6);
        }
        NDArray d = h.add(Pixels.tensor(x, offsets, batch, 3, 1, 1)); // [B, 3, H, W]
        NDArray share = d.subi(d.round()).abs().clip(1.0 / 6, 1.0 / 3); // in turns: d / 6
        NDArray low = v.sub(c.mul(2));
        return share.muli(c.muli(6)).addi(low); // v - c (2 - d)
    }

    private static void checkStrength(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException("%s = %s is not a strength of at least 0%s"
                    .formatted(name, value, most < 1 ? " and at most " + most + " turns" : ""));
        }
    }
}
