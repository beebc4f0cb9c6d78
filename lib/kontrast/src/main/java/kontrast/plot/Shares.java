package kontrast.plot;

import ai.djl.ndarray.NDArray;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who gets how much of a whole: images, below each a disc whose area is its share, and a slider that chooses among
 * settings (a temperature). The images are in the page once and only numbers change, so that tens of settings cost no
 * more than one.
 *
 * <p>It works in JupyterLab and in an exported page with no kernel. Where scripts do not run there is a picture of the
 * setting chosen at first.
 */
public final class Shares implements Picture {

    private static final int SIDE = 64; // an image is enlarged to about so many pixels, and so wide is the disc of all
    private static final int GAP = 8;
    private static final int LINE = 16;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color DISC = Palette.series(0);

    private final String title;
    private final String what;
    private final List<String> names;
    private final List<BufferedImage> images;
    private final List<String> captions;
    private final double[][] shares;
    private final int first;

    private Shares(
            String title,
            String what,
            List<String> names,
            List<BufferedImage> images,
            List<String> captions,
            double[][] shares,
            int first) {
        this.title = title;
        this.what = what;
        this.names = names;
        this.images = images;
        this.captions = captions;
        this.shares = shares;
        this.first = first;
    }

    /**
     * Returns images with a share each, behind a slider.
     *
     * @param title what is shared out
     * @param what the quantity that is chosen, e.g. {@code "temperature"}
     * @param names the value at each setting, from left to right
     * @param images {@code [B, C, H, W]}, C = 1 or 3, float32 in [0, 1]; left open
     * @param captions one an image
     * @param shares {@code [settings][B]}, each in [0, 1]; a row need not sum to 1, as some may not be shown; copied
     * @return the picture, with the first setting chosen
     * @throws IllegalArgumentException if numbers do not fit, or a share is out of its range
     */
    public static Shares slider(
            String title, String what, List<String> names, NDArray images, List<String> captions, double[][] shares) {
        List<BufferedImage> each = RgbImages.of(images);
        boolean fit = names.size() == shares.length && captions.size() == each.size() && shares.length > 0;
        for (double[] row : shares) {
            fit &= row.length == each.size() && Arrays.stream(row).allMatch(s -> s >= 0 && s <= 1);
        }
        if (!fit) {
            throw new IllegalArgumentException(
                    "shares \"%s\": expected for each of %d settings a share in [0, 1] of each of %d images with %d captions, found %s"
                            .formatted(title, names.size(), each.size(), captions.size(), Arrays.deepToString(shares)));
        }
        int scale = Math.max(1, SIDE / each.get(0).getWidth());
        return new Shares(
                title,
                what,
                List.copyOf(names),
                each.stream().map(image -> enlarged(image, scale)).toList(),
                List.copyOf(captions),
                Arrays.stream(shares).map(double[]::clone).toArray(double[][]::new),
                0);
    }

    /**
     * Returns the same with another setting chosen at first, which is also the static picture.
     *
     * @param first its index, from 0
     * @return a new picture
     * @throws IllegalArgumentException if there is no such setting
     */
    public Shares startingAt(int first) {
        if (first < 0 || first >= shares.length) {
            throw new IllegalArgumentException("shares \"%s\": setting %d cannot come first; choose 0 to %d"
                    .formatted(title, first, shares.length - 1));
        }
        return new Shares(title, what, names, images, captions, shares, first);
    }

    private static BufferedImage enlarged(BufferedImage image, int scale) {
        BufferedImage large =
                new BufferedImage(image.getWidth() * scale, image.getHeight() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.drawImage(image, 0, 0, large.getWidth(), large.getHeight(), null);
        g.dispose();
        return large;
    }

    /** The disc's diameter in pixels: its area is the share of that of a disc as wide as an image. */
    private static double diameter(double share) {
        return SIDE * Math.sqrt(share);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    @Override
    public byte[] png() {
        int pitch = Math.max(SIDE, images.get(0).getWidth()) + GAP;
        int high = images.get(0).getHeight();
        int columns = Math.min(images.size(), 10);
        int rows = (images.size() + columns - 1) / columns;
        int row = high + SIDE + 2 * LINE + 2 * GAP;
        BufferedImage sheet =
                new BufferedImage(columns * pitch + GAP, LINE + GAP + rows * row, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setFont(FONT);
        g.setColor(Palette.TEXT);
        g.drawString(what + " " + names.get(first), GAP, LINE);
        for (int i = 0; i < images.size(); i++) {
            int x = GAP + i % columns * pitch;
            int y = LINE + GAP + i / columns * row;
            g.drawImage(images.get(i), x, y, null);
            double d = diameter(shares[first][i]);
            g.setColor(DISC);
            g.fill(new Ellipse2D.Double(x + (SIDE - d) / 2, y + high + LINE + GAP + (SIDE - d) / 2, d, d));
            g.setColor(Palette.TEXT);
            centred(g, captions.get(i), x, y + high + LINE - 2);
            centred(g, percent(shares[first][i]), x, y + high + LINE + 2 * GAP + SIDE + 4);
        }
        g.dispose();
        return Markup.png(sheet);
    }

    private static void centred(Graphics2D g, String text, int x, int baseline) {
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(text, x + (SIDE - metrics.stringWidth(text)) / 2, baseline);
    }

    @Override
    public String alt() {
        String all = IntStream.range(0, images.size())
                .mapToObj(i -> captions.get(i) + " " + percent(shares[first][i]))
                .collect(Collectors.joining(", "));
        return "%s One of %d settings, chosen by %s, from %s to %s; here %s: %s."
                .formatted(title, names.size(), what, names.get(0), names.get(names.size() - 1), names.get(first), all);
    }

    @Override
    public String html() {
        String id = "kontrast-" + UUID.randomUUID();
        BufferedImage still = Markup.image(png());
        String figures = IntStream.range(0, images.size())
                .mapToObj(i -> """
                        <div style="width:%1$dpx;text-align:center;font-size:12px"><img alt="" width="%2$d" src="data:image/png;base64,%3$s"><div style="min-height:16px">%4$s</div><div style="width:%1$dpx;height:%1$dpx;display:flex;align-items:center;justify-content:center"><div data-disc style="border-radius:50%%;background:%5$s"></div></div><div data-percent></div></div>""".formatted(
                                SIDE,
                                images.get(i).getWidth(),
                                Base64.getEncoder().encodeToString(Markup.png(images.get(i))),
                                Markup.escape(captions.get(i)),
                                Palette.hex(DISC)))
                .collect(Collectors.joining("\n"));
        String numbers = Arrays.stream(shares)
                .map(row -> Arrays.stream(row)
                        .mapToObj(s -> String.format(Locale.ROOT, "%.4f", s))
                        .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",\n"));
        return """
               <div id="%s" class="kontrast-shares" role="group" aria-label="%s" style="background:#fff;color:#222;padding:4px">
               <div style="font-weight:bold;padding:2px 6px">%s</div>
               <div data-still style="padding:4px 6px">%s</div>
               <div data-live style="display:none;padding:2px 6px"><label>%s <input type="range" data-control min="0" max="%d" step="1" value="%d" style="width:min(360px,60%%);vertical-align:middle"></label>
               <output style="display:block;padding:4px 0"></output>
               <div style="display:flex;flex-wrap:wrap;gap:%dpx">
               %s
               </div></div>
               </div>
               <script>
               (function () {
                 var root = document.getElementById("%s");
                 if (!root) { return; }
                 var shares = [%s], names = [%s], what = %s;
                 var control = root.querySelector("[data-control]"), says = root.querySelector("output");
                 var discs = root.querySelectorAll("[data-disc]"), texts = root.querySelectorAll("[data-percent]");
                 function show(i) {
                   says.textContent = what + " " + names[i];
                   shares[i].forEach(function (share, j) {
                     var wide = %d * Math.sqrt(share) + "px";
                     discs[j].style.width = wide;
                     discs[j].style.height = wide;
                     texts[j].textContent = (100 * share).toFixed(share < 0.0995 ? 1 : 0) + " %%";
                   });
                 }
                 control.addEventListener("input", function () { show(Number(control.value)); });
                 root.querySelector("[data-still]").style.display = "none";
                 root.querySelector("[data-live]").style.display = "";
                 show(%d);
               })();
               </script>
               """.formatted(
                        id,
                        Markup.escape(alt()),
                        Markup.escape(title),
                        Markup.image(png(), still.getWidth(), alt()),
                        Markup.escape(what),
                        names.size() - 1,
                        first,
                        GAP,
                        figures,
                        id,
                        numbers,
                        names.stream().map(Markup::text).collect(Collectors.joining(", ")),
                        Markup.text(what),
                        SIDE,
                        first);
    }
}
