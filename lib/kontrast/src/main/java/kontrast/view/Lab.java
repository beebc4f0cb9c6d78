package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The colour space CIE 1976 L*a*b* of sRGB images under the white D65: lightness apart from colour,
 * and equal distances look about equally different.
 *
 * <pre>
 *   u = c / 12.92                      if c &lt;= 0.04045, else ((c + 0.055) / 1.055)^2.4
 *   (X, Y, Z) = M (u_R, u_G, u_B),     x = X / X_white, y = Y / Y_white, z = Z / Z_white
 *   f(t) = t^(1/3)                     if t &gt; (6/29)^3, else t / (3 (6/29)^2) + 4/29
 *   L = 116 f(y) - 16,  a = 500 (f(x) - f(y)),  b = 200 (f(y) - f(z))
 * </pre>
 *
 * <p>IEC 61966-2-1 (sRGB) and CIE 15 (L*a*b*). L lies in [0, 100], a (green to red) in [-86.2,
 * 98.2] and b (blue to yellow) in [-107.9, 94.5] over all of sRGB. The white is that of M, its row
 * sums, so that greys have a = b = 0 up to rounding.
 *
 * <p>As a {@link View} it converts and {@linkplain #normalise normalises} to [-1, 1], what networks
 * are fed. The views of this package that clip to [0, 1], which all but {@link Channels} do, come
 * before it.
 */
public record Lab() implements View {

    private static final String NAME = "Lab";

    /** Linear sRGB to XYZ: primaries and white of IEC 61966-2-1. */
    private static final double[][] TO_XYZ = {
        {0.4124564, 0.3575761, 0.1804375},
        {0.2126729, 0.7151522, 0.0721750},
        {0.0193339, 0.1191920, 0.9503041}
    };

    /** The inverse of {@link #TO_XYZ}, by its adjugate. */
    private static final double[][] TO_RGB = inverse(TO_XYZ);

    private static final double[] WHITE = {sum(TO_XYZ[0]), sum(TO_XYZ[1]), sum(TO_XYZ[2])};

    private static final double KNEE = 6.0 / 29;
    private static final double SLOPE = 3 * KNEE * KNEE;
    private static final double OFFSET = 4.0 / 29;

    /** Smallest and largest L, a, b of sRGB: black, white; green, magenta; blue, yellow. */
    private static final double[][] RANGE = {{0, 100}, {-86.183, 98.233}, {-107.857, 94.478}};

    /**
     * Converts and normalises.
     *
     * @param images {@code [B, 3, H, W]}, sRGB, float32 in [0, 1]; left unchanged
     * @param random not used
     * @return {@code [B, 3, H, W]}: L, a, b, each in [-1, 1]
     */
    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        try (NDArray lab = of(images)) {
            return normalise(lab);
        }
    }

    /**
     * Converts sRGB to L*a*b*.
     *
     * @param rgb {@code [B, 3, H, W]}, sRGB, float32 in [0, 1]; left unchanged
     * @return {@code [B, 3, H, W]}: L in [0, 100], a and b as above; without gradient, attached to
     *     the manager of {@code rgb}
     * @throws IllegalArgumentException if there are not three channels
     */
    public static NDArray of(NDArray rgb) {
        return threeChannels(rgb, x -> {
            NDArray bent = x.add(0.055).div(1.055).pow(2.4);
            NDArray linear = NDArrays.where(x.lte(0.04045), x.div(12.92), bent);
            NDList xyz = mix(TO_XYZ, linear); // three [B, 1, H, W]
            NDArray fx = f(xyz.get(0).div(WHITE[0]));
            NDArray fy = f(xyz.get(1).div(WHITE[1]));
            NDArray fz = f(xyz.get(2).div(WHITE[2]));
            NDArray l = fy.mul(116).sub(16);
            NDArray a = fx.sub(fy).mul(500);
            NDArray b = fy.sub(fz).mul(200);
            return NDArrays.concat(new NDList(l, a, b), 1);
        });
    }

    /**
     * Converts L*a*b* back to sRGB.
     *
     * @param lab {@code [B, 3, H, W]}: L in [0, 100], a, b; left unchanged
     * @return {@code [B, 3, H, W]}, sRGB in [0, 1], colours outside sRGB clipped to it; without
     *     gradient, attached to the manager of {@code lab}
     * @throws IllegalArgumentException if there are not three channels
     */
    public static NDArray toRgb(NDArray lab) {
        return threeChannels(lab, x -> {
            NDList planes = x.split(3, 1); // three [B, 1, H, W]
            NDArray fy = planes.get(0).add(16).div(116);
            NDArray fx = fy.add(planes.get(1).div(500));
            NDArray fz = fy.sub(planes.get(2).div(200));
            NDList xyz = new NDList(
                    inverseF(fx).mul(WHITE[0]),
                    inverseF(fy).mul(WHITE[1]),
                    inverseF(fz).mul(WHITE[2]));
            NDArray linear =
                    NDArrays.concat(mix(TO_RGB, NDArrays.concat(xyz, 1)), 1).clip(0, 1);
            NDArray bent = linear.pow(1 / 2.4).mul(1.055).sub(0.055);
            return NDArrays.where(linear.lte(0.0031308), linear.mul(12.92), bent)
                    .clip(0, 1);
        });
    }

    /**
     * Brings L, a and b to [-1, 1]: off their centre, over half their range.
     *
     * <pre>
     *   L' = (L - 50) / 50,  a' = (a - 6.025) / 92.208,  b' = (b + 6.6895) / 101.1675
     * </pre>
     *
     * <p>As the published code of Contrastive Multiview Coding (Tian et al., 2019) does.
     *
     * @param lab {@code [B, 3, H, W]}: L, a, b as {@link #of} gives them; left unchanged
     * @return {@code [B, 3, H, W]}; without gradient, attached to the manager of {@code lab}
     * @throws IllegalArgumentException if there are not three channels
     */
    public static NDArray normalise(NDArray lab) {
        return threeChannels(lab, x -> channelwise(x, i -> (RANGE[i][0] + RANGE[i][1]) / 2, i -> 2 / width(RANGE[i])));
    }

    /**
     * Undoes {@link #normalise}.
     *
     * @param normalised {@code [B, 3, H, W]}; left unchanged
     * @return {@code [B, 3, H, W]}: L, a, b; without gradient, attached to the manager of {@code
     *     normalised}
     * @throws IllegalArgumentException if there are not three channels
     */
    public static NDArray denormalise(NDArray normalised) {
        // x' = (x - c) s  is undone by  x = (x' + c s) / s.
        return threeChannels(
                normalised,
                x -> channelwise(x, i -> -(RANGE[i][0] + RANGE[i][1]) / width(RANGE[i]), i -> width(RANGE[i]) / 2));
    }

    /**
     * Returns the view of the lightness alone.
     *
     * @return {@code [B, 3, H, W]}, L, a, b to {@code [B, 1, H, W]}, L; apply it after {@code new
     *     Lab()}
     */
    public static Channels lightness() {
        return new Channels(0, 1);
    }

    /**
     * Returns the view of the colour alone.
     *
     * @return {@code [B, 3, H, W]}, L, a, b to {@code [B, 2, H, W]}, a and b; apply it after {@code
     *     new Lab()}
     */
    public static Channels colour() {
        return new Channels(1, 2);
    }

    private static NDArray f(NDArray t) {
        // Where the line holds, the root is taken of something harmless and thrown away.
        NDArray root = t.maximum(1e-3).pow(1.0 / 3);
        return NDArrays.where(t.gt(KNEE * KNEE * KNEE), root, t.div(SLOPE).add(OFFSET));
    }

    private static NDArray inverseF(NDArray f) {
        return NDArrays.where(f.gt(KNEE), f.mul(f).mul(f), f.sub(OFFSET).mul(SLOPE));
    }

    /** Three weighted sums of three channels, in float32 on every device: no TF32 product. */
    private static NDList mix(double[][] matrix, NDArray channels) {
        NDList in = channels.split(3, 1); // three views [B, 1, H, W]
        NDList out = new NDList();
        for (double[] row : matrix) {
            NDArray sum = in.get(0).mul(row[0]);
            sum.addi(in.get(1).mul(row[1]));
            out.add(sum.addi(in.get(2).mul(row[2])));
        }
        return out;
    }

    /** {@code (x_i - centre_i) scale_i} for each channel i. */
    private static NDArray channelwise(NDArray x, IntToDoubleFunction centre, IntToDoubleFunction scale) {
        float[] centres = new float[3];
        float[] scales = new float[3];
        for (int i = 0; i < 3; i++) {
            centres[i] = (float) centre.applyAsDouble(i);
            scales[i] = (float) scale.applyAsDouble(i);
        }
        return x.sub(Pixels.tensor(x, centres, 1, 3, 1, 1)).mul(Pixels.tensor(x, scales, 1, 3, 1, 1));
    }

    private static NDArray threeChannels(NDArray images, UnaryOperator<NDArray> body) {
        return Pixels.transform(images, NAME, x -> {
            if (x.getShape().get(1) != 3) {
                throw new IllegalArgumentException(
                        "%s: expected 3 channels, found %d in %s; a scene of several drawings is converted drawing by drawing"
                                .formatted(NAME, x.getShape().get(1), x.getShape()));
            }
            return body.apply(x);
        });
    }

    private static double sum(double... row) {
        return row[0] + row[1] + row[2];
    }

    private static double width(double... range) {
        return range[1] - range[0];
    }

    private static double[][] inverse(double[][] m) {
        double[][] cofactors = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                cofactors[i][j] = m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3]
                        - m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3];
            }
        }
        double determinant = m[0][0] * cofactors[0][0] + m[0][1] * cofactors[0][1] + m[0][2] * cofactors[0][2];
        double[][] inverse = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                inverse[j][i] = cofactors[i][j] / determinant;
            }
        }
        return inverse;
    }
}
