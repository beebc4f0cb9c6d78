package kontrast.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.memory.AliasSampler;

/**
 * The table of an alias sampler as columns of height 1: below its threshold a column has the colour of its own outcome,
 * above it that of its alias. Pointing at a place says what a draw there gives, and a button draws at random and
 * counts.
 *
 * <p>It works in JupyterLab and in an exported page with no kernel. Where scripts do not run the table itself stays.
 */
public final class AliasPicture implements Picture {

    private static final int COLUMN = 84;
    private static final int HIGH = 240;
    private static final int LEFT = 44;
    private static final int TOP = 30;
    private static final int BELOW = 30;
    private static final int DRAWS = 1000;
    private static final int MOST = 9; // colours

    private final String title;
    private final List<String> names;
    private final float[] thresholds;
    private final int[] aliases;

    private AliasPicture(String title, List<String> names, float[] thresholds, int... aliases) {
        this.title = title;
        this.names = names;
        this.thresholds = thresholds;
        this.aliases = aliases;
    }

    /**
     * Returns the picture of a sampler.
     *
     * @param title what is drawn
     * @param names of the outcomes, short
     * @param sampler the sampler, of at most 9 outcomes; left open
     * @return the picture
     * @throws IllegalArgumentException if there is not a name for each outcome, or too many
     */
    public static AliasPicture of(String title, List<String> names, AliasSampler sampler) {
        if (names.size() != sampler.size() || names.size() > MOST) {
            throw new IllegalArgumentException(
                    "alias table \"%s\": expected a name for each of at most %d outcomes, found %d names of %d outcomes"
                            .formatted(title, MOST, names.size(), sampler.size()));
        }
        int[] aliases =
                Arrays.stream(sampler.aliases()).mapToInt(Math::toIntExact).toArray();
        return new AliasPicture(title, List.copyOf(names), sampler.thresholds(), aliases);
    }

    /** How probable an outcome is according to the table: what is filled with it, in columns, over their number. */
    double probability(int outcome) {
        double filled = IntStream.range(0, aliases.length)
                .mapToDouble(i -> (i == outcome ? thresholds[i] : 0) + (aliases[i] == outcome ? 1 - thresholds[i] : 0))
                .sum();
        return filled / aliases.length;
    }

    private BufferedImage draw() {
        int wide = LEFT + COLUMN * aliases.length + 10;
        BufferedImage image = new BufferedImage(wide, TOP + HIGH + BELOW, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Sheet.on(image);
        g.setColor(Palette.TEXT);
        for (int tenth = 0; tenth <= 10; tenth += 5) {
            g.drawString(String.format(Locale.ROOT, "%.1f", tenth / 10.0), 12, TOP + HIGH - tenth * HIGH / 10 + 5);
        }
        for (int i = 0; i < aliases.length; i++) {
            int own = Math.round(HIGH * thresholds[i]);
            part(g, i, i, TOP + HIGH - own, own);
            part(g, i, aliases[i], TOP, HIGH - own);
            g.setColor(Palette.TEXT);
            Sheet.centred(g, "column " + i, LEFT + COLUMN * i + COLUMN / 2.0, TOP + HIGH + 20);
        }
        g.setFont(g.getFont().deriveFont(Font.BOLD));
        g.drawString(title, 8, 18);
        g.dispose();
        return image;
    }

    private void part(Graphics2D g, int column, int outcome, int y, int high) {
        if (high == 0) {
            return;
        }
        int x = LEFT + COLUMN * column;
        g.setColor(Palette.mix(Palette.series(outcome), Color.WHITE, 0.5)); // dark letters can be read on it
        g.fillRect(x, y, COLUMN, high);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(3));
        g.drawRect(x, y, COLUMN, high);
        g.setColor(Palette.TEXT);
        if (high >= 16) {
            Sheet.centred(g, names.get(outcome), x + COLUMN / 2.0, y + high / 2.0 + 5);
        }
    }

    @Override
    public byte[] png() {
        return Markup.png(draw());
    }

    @Override
    public String alt() {
        return "%s. The alias table: %s."
                .formatted(
                        title,
                        IntStream.range(0, aliases.length)
                                .mapToObj(i -> thresholds[i] >= 1
                                        ? "column %d is all %s".formatted(i, names.get(i))
                                        : String.format(
                                                Locale.ROOT,
                                                "column %d is %s up to %.2f, then %s",
                                                i,
                                                names.get(i),
                                                thresholds[i],
                                                names.get(aliases[i])))
                                .collect(Collectors.joining("; ")));
    }

    @Override
    public String html() {
        String id = "kontrast-" + UUID.randomUUID();
        BufferedImage image = draw();
        String list = IntStream.range(0, aliases.length)
                .mapToObj(i -> Markup.text(names.get(i)))
                .collect(Collectors.joining(", "));
        String shares = IntStream.range(0, aliases.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%.6f", probability(i)))
                .collect(Collectors.joining(", "));
        return """
               <div id="%1$s" class="kontrast-alias" role="group" aria-label="%2$s" style="background:#fff;color:#222;padding:4px">
               <div data-live style="display:none;padding:2px 6px">Point at a place in the table. <button data-draw type="button">draw %11$d at random</button></div>
               <div data-table tabindex="0" role="application" aria-label="the alias table; arrow keys move" style="position:relative;display:inline-block;cursor:crosshair;line-height:0">%3$s<div data-mark style="display:none;position:absolute;width:9px;height:9px;margin:-5px;border:2px solid #000;border-radius:50%%;background:#fff;pointer-events:none"></div></div>
               <output data-says style="display:block;padding:2px 6px;min-height:1.4em"></output>
               <output data-counts style="display:block;padding:2px 6px"></output>
               </div>
               <script>
               (function () {
                 var root = document.getElementById("%1$s");
                 if (!root) { return; }
                 var names = [%4$s], shares = [%5$s], thresholds = %6$s, aliases = %7$s, n = names.length;
                 var left = %8$d / %9$d, right = (%8$d + %10$d * n) / %9$d, top = %12$d / %13$d, low = (%12$d + %14$d) / %13$d;
                 var table = root.querySelector("[data-table]"), mark = root.querySelector("[data-mark]");
                 var says = root.querySelector("[data-says]"), counted = root.querySelector("[data-counts]");
                 var place = 0.5, coin = 0.5, counts = names.map(function () { return 0; });
                 function drawn(p, u) { var i = Math.min(n - 1, Math.floor(p * n)); return u < thresholds[i] ? i : aliases[i]; }
                 function show() {
                   var i = Math.min(n - 1, Math.floor(place * n)), own = coin < thresholds[i];
                   mark.style.display = "";
                   mark.style.left = 100 * (left + place * (right - left)) + "%%";
                   mark.style.top = 100 * (low - coin * (low - top)) + "%%";
                   says.textContent = "column " + i + ", coin " + coin.toFixed(2) + (own ? " < " : " \\u2265 ") + thresholds[i].toFixed(2) + ": "
                     + (own ? "its own outcome, " : "its alias, ") + names[drawn(place, coin)];
                 }
                 function point(event) {
                   var box = table.getBoundingClientRect();
                   place = ((event.clientX - box.left) / box.width - left) / (right - left);
                   coin = (low - (event.clientY - box.top) / box.height) / (low - top);
                   place = Math.max(0, Math.min(0.999, place));
                   coin = Math.max(0, Math.min(0.999, coin));
                   show();
                 }
                 table.addEventListener("pointerdown", point);
                 table.addEventListener("pointermove", function (event) { if (event.pointerType === "mouse" || event.buttons) { point(event); } });
                 table.addEventListener("keydown", function (event) {
                   var step = {ArrowLeft: [-1 / n, 0], ArrowRight: [1 / n, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05]}[event.key];
                   if (!step) { return; }
                   event.preventDefault();
                   event.stopPropagation();
                   place = Math.max(0, Math.min(0.999, place + step[0]));
                   coin = Math.max(0, Math.min(0.999, coin + step[1]));
                   show();
                 });
                 root.querySelector("[data-draw]").addEventListener("click", function () {
                   for (var k = 0; k < %11$d; k++) { counts[drawn(Math.random(), Math.random())]++; }
                   var all = counts.reduce(function (a, b) { return a + b; }, 0);
                   counted.textContent = all + " draws: " + names.map(function (name, i) {
                     return name + " " + counts[i] + " (expected " + Math.round(all * shares[i]) + ")";
                   }).join(", ");
                 });
                 root.querySelectorAll("[data-live]").forEach(function (e) { e.style.display = ""; });
                 show();
               })();
               </script>
               """.formatted(
                        id,
                        Markup.escape(title),
                        Markup.image(Markup.png(image), image.getWidth(), alt()),
                        list,
                        shares,
                        Arrays.toString(thresholds),
                        Arrays.toString(aliases),
                        LEFT,
                        image.getWidth(),
                        COLUMN,
                        DRAWS,
                        TOP,
                        image.getHeight(),
                        HIGH);
    }

    @Override
    public String toString() {
        return alt();
    }
}
