package kontrast.data;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * A square drawing of an emoji, as a package has it: straight (not premultiplied) ARGB, row by row.
 * A part of {@link EmojiViewsRecipe}.
 */
final class EmojiDrawing {

    private static final int SIZE = EmojiViewsRecipe.SIZE;

    /** SVGs are drawn this many times larger in each direction, then averaged down. */
    private static final int SUPERSAMPLING = 8;

    /** sRGB to linear light (IEC 61966-2-1), in [0, 1]. */
    private static final double[] LINEAR = new double[256];

    static {
        for (int v = 0; v < 256; v++) {
            double s = v / 255.0;
            LINEAR[v] = s <= 0.04045 ? s / 12.92 : StrictMath.pow((s + 0.055) / 1.055, 2.4);
        }
    }

    private final int side;
    private final int[] argb;

    EmojiDrawing(int side, int[] argb) {
        this.side = side;
        this.argb = argb;
    }

    /**
     * Decodes a PNG to its stored samples. {@code BufferedImage.getRGB} would not do: it converts
     * grey images, of which the packages have some, from linear light and so brightens them.
     */
    static EmojiDrawing png(byte[] file) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        Raster raster = image.getRaster();
        int side = image.getWidth();
        if (image.getHeight() != side || side % SIZE != 0) {
            throw new IOException("unexpected size " + image);
        }
        int[] argb = new int[side * side];
        int[] s = new int[4];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                raster.getPixel(x, y, s);
                argb[y * side + x] = image.getColorModel() instanceof IndexColorModel palette
                        ? palette.getRGB(s[0])
                        : raster.getNumBands() == 2
                                ? s[1] << 24 | s[0] << 16 | s[0] << 8 | s[0]
                                : s[3] << 24 | s[0] << 16 | s[1] << 8 | s[2];
            }
        }
        return new EmojiDrawing(side, argb);
    }

    static EmojiDrawing svg(byte[] file) {
        int side = SIZE * SUPERSAMPLING;
        SVGDocument document =
                new SVGLoader().load(new ByteArrayInputStream(file), null, LoaderContext.createDefault());
        if (document == null) {
            throw new IllegalStateException("not an SVG document");
        }
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        document.render(null, g, new ViewBox(0, 0, side, side));
        g.dispose();
        return new EmojiDrawing(side, image.getRGB(0, 0, side, side, null, 0, side));
    }

    private static int srgb(double linear) {
        double s = linear <= 0.0031308 ? 12.92 * linear : 1.055 * StrictMath.pow(linear, 1 / 2.4) - 0.055;
        return Math.min(255, (int) (s * 255 + 0.5));
    }

    /**
     * Averages blocks of pixels by area to 32 x 32: colour in linear light, weighted by its alpha.
     */
    int[] reduced() {
        int k = side / SIZE;
        int[] out = new int[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int a = 0;
                double r = 0;
                double g = 0;
                double b = 0;
                for (int j = 0; j < k * k; j++) {
                    int p = argb[(y * k + j / k) * side + x * k + j % k];
                    int alpha = p >>> 24;
                    a += alpha;
                    r += alpha * LINEAR[p >> 16 & 0xFF];
                    g += alpha * LINEAR[p >> 8 & 0xFF];
                    b += alpha * LINEAR[p & 0xFF];
                }
                int mean = (a + k * k / 2) / (k * k);
                // Invisible pixels are black, whatever the drawing program left there.
                if (mean > 0) {
                    out[y * SIZE + x] = mean << 24 | srgb(r / a) << 16 | srgb(g / a) << 8 | srgb(b / a);
                }
            }
        }
        return out;
    }
}
