package kontrast.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import kontrast.tensor.Transfer;
import kontrast.view.ColorBins;
import kontrast.view.Lab;

/**
 * Shares of colours, drawn where the colours lie: a grows to the right (green to red), b upwards
 * (blue to yellow). Each bin is a square in its own colour at lightness 70, and the <em>area</em>
 * of the square is its share, the largest filling its place. Bins without a share stay as dots, so
 * that the outline of sRGB is seen.
 */
public final class ColorPlane extends Drawing {

    private static final int CELL = 18;
    private static final int MARGIN = 26;
    private static final float LIGHTNESS = 70;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

    private final String title;
    private final ColorBins bins;
    private final double[] shares;
    private final List<double[]> crosses;

    private ColorPlane(String title, ColorBins bins, double[] shares, List<double[]> crosses) {
        this.title = title;
        this.bins = bins;
        this.shares = shares;
        this.crosses = crosses;
    }

    /**
     * Returns the picture of a distribution.
     *
     * @param title what it shows; may be empty
     * @param bins the bins
     * @param shares Q numbers of at least 0, not all 0; copied
     * @return the picture
     * @throws IllegalArgumentException if there is not a share for each bin
     */
    public static ColorPlane of(String title, ColorBins bins, double... shares) {
        if (shares.length != bins.size()
                || Arrays.stream(shares).anyMatch(s -> !(s >= 0))
                || !(Arrays.stream(shares).sum() > 0)) {
            throw new IllegalArgumentException("expected a share of at least 0 for each of %d bins, not all 0, found %d"
                    .formatted(bins.size(), shares.length));
        }
        return new ColorPlane(title, bins, shares.clone(), List.of());
    }

    /**
     * Returns the same picture with one more cross, for instance at the mean.
     *
     * @param a where, in units of a
     * @param b where, in units of b
     * @return a new picture
     */
    public ColorPlane withCross(double a, double b) {
        List<double[]> more = new ArrayList<>(crosses);
        more.add(new double[] {a, b});
        return new ColorPlane(title, bins, shares, more);
    }

    private int column(double a) {
        return (int) Math.round((a - low(0)) / bins.step() * CELL) + MARGIN;
    }

    private int row(double b) {
        return (int) Math.round((high(1) - b) / bins.step() * CELL) + MARGIN + (title.isEmpty() ? 0 : 22);
    }

    private double low(int axis) {
        return bins.centres().stream().mapToDouble(c -> c[axis]).min().orElseThrow();
    }

    private double high(int axis) {
        return bins.centres().stream().mapToDouble(c -> c[axis]).max().orElseThrow();
    }

    /** Each bin's colour, as far as sRGB has it at this lightness. */
    private Color[] colours() {
        int n = bins.size();
        float[] lab = new float[3 * n];
        for (int q = 0; q < n; q++) {
            lab[q] = LIGHTNESS;
            lab[n + q] = (float) bins.centre(q)[0];
            lab[2 * n + q] = (float) bins.centre(q)[1];
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rgb = Lab.toRgb(Transfer.send(manager, lab, 1, 3, 1, n));
            float[] values = Transfer.floats(rgb);
            return IntStream.range(0, n)
                    .mapToObj(q -> new Color(values[q], values[n + q], values[2 * n + q]))
                    .toArray(Color[]::new);
        }
    }

    @Override
    BufferedImage draw() {
        int wide = Math.max(column(high(0)) + MARGIN + 12, 10 * title.length());
        BufferedImage image = new BufferedImage(wide, row(low(1)) + MARGIN + 12, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        double most = Arrays.stream(shares).max().orElseThrow();
        Color[] colours = colours();
        for (int q = 0; q < shares.length; q++) {
            int side = Math.max(2, (int) Math.round(CELL * Math.sqrt(shares[q] / most)));
            g.setColor(side > 2 ? colours[q] : Color.LIGHT_GRAY);
            g.fillRect(column(bins.centre(q)[0]) - side / 2, row(bins.centre(q)[1]) - side / 2, side, side);
        }
        g.setColor(Color.BLACK);
        g.setStroke(new BasicStroke(2));
        for (double[] cross : crosses) {
            int x = column(cross[0]);
            int y = row(cross[1]);
            g.drawLine(x - 10, y, x + 10, y);
            g.drawLine(x, y - 10, x, y + 10);
        }
        text(g, image);
        g.dispose();
        return image;
    }

    private void text(Graphics2D g, BufferedImage image) {
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Palette.TEXT);
        g.setFont(FONT.deriveFont(Font.BOLD));
        g.drawString(title, 4, 17);
        g.setFont(FONT);
        g.drawString("a: green to red \u2192", MARGIN, image.getHeight() - 6);
        g.rotate(-Math.PI / 2);
        g.drawString("b: blue to yellow \u2192", -image.getHeight() + MARGIN + 12, 16);
        g.rotate(Math.PI / 2);
    }

    @Override
    public String alt() {
        int most = IntStream.range(0, shares.length)
                .reduce((p, q) -> shares[q] > shares[p] ? q : p)
                .orElseThrow();
        String cross = crosses.isEmpty()
                ? ""
                : String.format(Locale.ROOT, " Cross at a = %.0f, b = %.0f.", crosses.get(0)[0], crosses.get(0)[1]);
        return String.format(
                        Locale.ROOT,
                        "%s%d colours in the plane of a and b; the largest share, %.1f %%, at a = %.0f, b = %.0f.",
                        title.isEmpty() ? "" : title + ". ",
                        shares.length,
                        100 * shares[most] / Arrays.stream(shares).sum(),
                        bins.centre(most)[0],
                        bins.centre(most)[1])
                + cross;
    }
}
