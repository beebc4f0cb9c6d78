package kontrast.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import kontrast.tensor.Transfer;

/**
 * Images with something marked on them: regions, points, or the light of an attention. Regions and light leave the
 * image itself grey, so that the marks are what has colour.
 *
 * <pre>
 *   regions   rgb = 0.45 grey + 0.55 colour of the region     where there is one
 *   light     rgb = (1 - s) 0.4 grey + s orange,              s = share / largest share of the image
 * </pre>
 *
 * <p>Under the light, grey and s have only a few steps: a page with sixty such pictures stays small.
 *
 * <p>Grey is the mean of the three channels. Colours are those of the series of a {@link Figure}, so that the
 * colour-blind can tell them apart.
 */
public final class Marked {

    private static final float TINT = 0.55f;
    private static final float DIM = 0.4f;
    private static final Color LIGHT = new Color(0xFFB000);
    private static final int GREYS = 10; // steps from black to white, under the light
    private static final int LIGHTS = 8; // steps from none to full

    private Marked() {}

    /**
     * Tints regions.
     *
     * @param images {@code [B, 3, H, W]}, float32 in [0, 1]; left unchanged
     * @param masks one an image, H*W numbers row after row: 0 where there is no region, else its number, from 1
     * @return {@code [B, 3, H, W]}; belongs to the manager of {@code images}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray regions(NDArray images, int[]... masks) {
        Shape s = checked(images, masks.length);
        int area = area(s);
        float[] values = grey(images, area, 1);
        for (int b = 0; b < masks.length; b++) {
            if (masks[b].length != area) {
                throw new IllegalArgumentException(
                        "expected masks of %d numbers for images %s, found %d".formatted(area, s, masks[b].length));
            }
            for (int p = 0; p < area; p++) {
                if (masks[b][p] > 0) {
                    mix(values, b * 3 * area + p, area, Palette.series(masks[b][p] - 1), TINT);
                }
            }
        }
        return Transfer.send(images.getManager(), values, s.getShape());
    }

    /**
     * Draws points as squares of 3 x 3 pixels with a white pixel in the middle; the rest of the image stays as it is.
     *
     * @param images {@code [B, 3, H, W]}, float32 in [0, 1]; left unchanged
     * @param groups of each point a number from 1, which gives its colour
     * @param places one an image: x and y of each point in turn, in pixels, pixel i reaching from i to i + 1; what lies
     *     outside is not drawn
     * @return {@code [B, 3, H, W]}; belongs to the manager of {@code images}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray points(NDArray images, int[] groups, double[]... places) {
        Shape s = checked(images, places.length);
        int area = area(s);
        int high = Math.toIntExact(s.get(2));
        int wide = Math.toIntExact(s.get(3));
        float[] values = Transfer.floats(images);
        for (int b = 0; b < places.length; b++) {
            if (places[b].length != 2 * groups.length) {
                throw new IllegalArgumentException(
                        "expected x and y of %d points, found %d numbers".formatted(groups.length, places[b].length));
            }
            for (int k = 0; k < groups.length; k++) {
                int x = (int) Math.floor(places[b][2 * k]);
                int y = (int) Math.floor(places[b][2 * k + 1]);
                for (int v = Math.max(0, y - 1); v <= Math.min(high - 1, y + 1); v++) {
                    for (int u = Math.max(0, x - 1); u <= Math.min(wide - 1, x + 1); u++) {
                        Color color = u == x && v == y ? Color.WHITE : Palette.series(groups[k] - 1);
                        mix(values, b * 3 * area + v * wide + u, area, color, 1);
                    }
                }
            }
        }
        return Transfer.send(images.getManager(), values, s.getShape());
    }

    /**
     * Lights up where the shares are.
     *
     * @param images {@code [B, 3, H, W]}, float32 in [0, 1]; left unchanged
     * @param shares {@code [B, h, w]}, at least 0, of a grid whose cells fill the images; left unchanged
     * @return {@code [B, 3, H, W]}; belongs to the manager of {@code images}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray light(NDArray images, NDArray shares) {
        Shape s = checked(images, shares.getShape().get(0));
        Shape grid = shares.getShape();
        if (grid.dimension() != 3 || s.get(2) % grid.get(1) != 0 || s.get(3) % grid.get(2) != 0) {
            throw new IllegalArgumentException(
                    "expected shares [B, h, w] of whole cells of images %s, found %s".formatted(s, grid));
        }
        int area = area(s);
        int wide = Math.toIntExact(s.get(3));
        int rows = Math.toIntExact(grid.get(1));
        int columns = Math.toIntExact(grid.get(2));
        int cell = wide / columns;
        int tall = area / wide / rows;
        float[] values = grey(images, area, DIM);
        float[] light = Transfer.floats(shares);
        for (int b = 0; b < s.get(0); b++) {
            int from = b * rows * columns;
            float most = 0;
            for (int i = from; i < from + rows * columns; i++) {
                most = Math.max(most, light[i]);
            }
            for (int p = 0; most > 0 && p < area; p++) {
                float share = light[from + p / wide / tall * columns + p % wide / cell] / most;
                mix(values, b * 3 * area + p, area, LIGHT, (float) Math.round(LIGHTS * share) / LIGHTS);
            }
        }
        return Transfer.send(images.getManager(), values, s.getShape());
    }

    private static Shape checked(NDArray images, long marks) {
        Shape s = images.getShape();
        if (s.dimension() != 4 || s.get(1) != 3 || s.get(0) != marks) {
            throw new IllegalArgumentException(
                    "expected RGB images [B, 3, H, W] and marks for each of them, found %s and %d".formatted(s, marks));
        }
        return s;
    }

    private static int area(Shape s) {
        return Math.toIntExact(s.get(2) * s.get(3));
    }

    private static float[] grey(NDArray images, int area, float bright) {
        float[] values = Transfer.floats(images);
        for (int from = 0; from < values.length; from += 3 * area) {
            for (int p = from; p < from + area; p++) {
                float mean = (values[p] + values[p + area] + values[p + 2 * area]) / 3;
                mean = bright < 1 ? bright * Math.round(GREYS * mean) / GREYS : mean;
                values[p] = mean;
                values[p + area] = mean;
                values[p + 2 * area] = mean;
            }
        }
        return values;
    }

    private static void mix(float[] values, int at, int area, Color color, float share) {
        float[] rgb = color.getRGBColorComponents(null);
        for (int c = 0; c < 3; c++) {
            values[at + c * area] += share * (rgb[c] - values[at + c * area]);
        }
    }
}
