package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import kontrast.tensor.Transfer;

/**
 * Drops two of the three colour channels, each time other ones, and puts faint noise in their
 * place: what remains cannot tell by how much a lens shifts the colours against one another.
 *
 * <pre>
 *   out[k] = in[k],   out[c] = 1/2 + noise std(in[k]) e,  e ~ N(0, 1), for c != k;   k ~ U{0, 1, 2}
 * </pre>
 *
 * <p>Doersch et al., Unsupervised visual representation learning by context prediction, 2015,
 * section 3.1, "color dropping", with noise = 1/100. Deviation: the noise lies around a medium
 * grey, where the paper has the mean of its data. Images of one channel stay as they are.
 *
 * @param probability share of the images that lose two channels, in [0, 1]
 * @param noise standard deviation of the noise, as a share of that of the remaining channel, at
 *     least 0
 */
public record ColorDropping(double probability, double noise) implements OfPixels {

    private static final int CHANNELS = 3;

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public ColorDropping {
        Pixels.checkProbability("probability", probability);
        if (!(noise >= 0 && noise <= 1)) {
            throw new IllegalArgumentException(
                    "noise = %s is not a share of a standard deviation in [0, 1]".formatted(noise));
        }
    }

    /**
     * Returns the setting of the paper: always, with noise of 1/100.
     *
     * @return the view
     */
    public static ColorDropping paper() {
        return new ColorDropping(1, 0.01);
    }

    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        Shape s = images.getShape();
        int[] kept = new int[Math.toIntExact(s.get(0))];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextDouble() < probability ? random.nextInt(CHANNELS) : -1;
        }
        float[] normal = new float[noise > 0 ? Math.toIntExact(s.size()) : 1];
        for (int i = 0; noise > 0 && i < normal.length; i++) {
            normal[i] = (float) random.nextGaussian();
        }
        return drop(images, noise, normal, kept);
    }

    /**
     * Drops the given channels.
     *
     * @param images {@code [B, 3, H, W]} or {@code [B, 1, H, W]}, float32 in [0, 1]; left unchanged
     * @param noise standard deviation of the noise, as a share of that of the remaining channel
     * @param normal e, as many numbers as {@code images} has; or one number for all
     * @param kept for each image the channel k that remains, or -1 to keep all
     * @return the shape of {@code images}, attached to its manager
     * @throws IllegalArgumentException if the number of choices is not B or of channels not 1 or 3
     */
    public static NDArray drop(NDArray images, double noise, float[] normal, int... kept) {
        return Pixels.compute(images, "ColorDropping", x -> {
            Shape s = x.getShape();
            Pixels.checkCount(kept.length, s.get(0));
            if (!Pixels.isRgb(x, "ColorDropping")) {
                return x;
            }
            float[] one = new float[CHANNELS * kept.length];
            float[] keeps = new float[CHANNELS * kept.length];
            for (int i = 0; i < keeps.length; i++) {
                int k = kept[i / CHANNELS];
                one[i] = k == i % CHANNELS ? 1 : 0;
                keeps[i] = k < 0 || k == i % CHANNELS ? 1 : 0;
            }
            NDArray chosen = Pixels.tensor(x, one, s.get(0), CHANNELS, 1, 1);
            NDArray keep = Pixels.tensor(x, keeps, s.get(0), CHANNELS, 1, 1);
            NDArray channel = x.mul(chosen).sum(new int[] {1}).reshape(s.get(0), 1, -1); // in[k]
            NDArray mean = channel.mean(new int[] {2}, true); // [B, 1, 1]
            NDArray std = channel.sub(mean).square().mean(new int[] {2}, true).sqrt();
            NDArray e = normal.length == 1
                    ? Transfer.send(x.getManager(), normal[0])
                    : Pixels.tensor(x, normal, s.getShape());
            NDArray faint = e.mul(std.expandDims(3).mul(noise)).add(0.5);
            return x.mul(keep).add(keep.neg().add(1).mul(faint));
        });
    }
}
