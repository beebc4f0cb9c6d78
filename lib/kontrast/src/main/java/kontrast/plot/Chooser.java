package kontrast.plot;

import ai.djl.ndarray.NDArray;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several pictures, of which one is seen: chosen by a slider (a temperature, a step), by a slider that plays (a film)
 * or by pointing at a place of an image (which pixel is asked about).
 *
 * <p>Everything is in the page, so that it works in JupyterLab and in an exported page with no
 * kernel. Where scripts do not run, the picture chosen at first stays, with its name. The slider is
 * the browser's own, so the keyboard moves it too; so do the arrow keys at an image.
 */
public final class Chooser implements Picture {

    /** The base image is enlarged to about this many pixels. */
    private static final int POINTED = 288;

    /** A sheet of several images, likewise. */
    private static final int SHEET = 480;

    private final String title;
    private final String what;
    private final List<String> names;
    private final List<? extends Picture> pictures;
    private final BufferedImage base; // what one points at, or null: a slider
    private final int columns;
    private final int first;
    private final boolean plays; // a slider with a button that moves it

    private Chooser(
            String title,
            String what,
            List<String> names,
            List<? extends Picture> pictures,
            BufferedImage base,
            int columns,
            int first,
            boolean plays) {
        if (pictures.isEmpty() || names.size() != pictures.size()) {
            throw new IllegalArgumentException(
                    "chooser \"%s\": expected at least one picture and a name for each, ".formatted(title)
                            + "found %d pictures and %d names".formatted(pictures.size(), names.size()));
        }
        if (first < 0 || first >= pictures.size()) {
            throw new IllegalArgumentException("chooser \"%s\": picture %d cannot come first; choose 0 to %d"
                    .formatted(title, first, pictures.size() - 1));
        }
        this.title = title;
        this.what = what;
        this.names = List.copyOf(names);
        this.pictures = List.copyOf(pictures);
        this.base = base;
        this.columns = columns;
        this.first = first;
        this.plays = plays;
    }

    /**
     * Returns pictures behind a slider.
     *
     * @param title what they show; may be empty where the pictures have titles
     * @param what the quantity that is chosen, e.g. {@code "temperature"}
     * @param names the value at each picture, from left to right, e.g. {@code "0.1"}
     * @param pictures one a value, best of one size
     * @return the chooser, with the first picture chosen
     * @throws IllegalArgumentException without pictures, or if names and pictures differ in number
     */
    public static Chooser slider(String title, String what, List<String> names, List<? extends Picture> pictures) {
        return new Chooser(title, what, names, pictures, null, 0, 0, false);
    }

    /**
     * Returns a film: a slider with a button that plays its pictures, two a second, from the first to the last and
     * again.
     *
     * @param title what they show; may be empty where the pictures have titles
     * @param what what is counted, e.g. {@code "frame"}
     * @param names the name of each picture in order, e.g. {@code "0"}
     * @param pictures the frames, best of one size
     * @return the film, with the first picture chosen; it stands still until it is played
     * @throws IllegalArgumentException without pictures, or if names and pictures differ in number
     */
    public static Chooser film(String title, String what, List<String> names, List<? extends Picture> pictures) {
        return new Chooser(title, what, names, pictures, null, 0, 0, true);
    }

    /**
     * Returns pictures of which a place of an image chooses one.
     *
     * @param title what is asked
     * @param image {@code [C, H, W]}, C = 1 or 3, float32 in [0, 1]: what one points at; left open
     * @param rows rows of places; row 0 is on top
     * @param columns places a row
     * @param pictures one a place, row by row, best of one size
     * @return the chooser, with the place in the middle chosen
     * @throws IllegalArgumentException if there is not one picture a place
     */
    public static Chooser pointing(
            String title, NDArray image, int rows, int columns, List<? extends Picture> pictures) {
        if (rows < 1 || columns < 1 || pictures.size() != rows * columns) {
            throw new IllegalArgumentException("chooser \"%s\": expected a picture for each of %d x %d places, found %d"
                    .formatted(title, rows, columns, pictures.size()));
        }
        BufferedImage base = enlarged(RgbImages.of(image.expandDims(0)).get(0), POINTED);
        return on(title, base, rows, columns, pictures);
    }

    private static Chooser on(
            String title, BufferedImage base, int rows, int columns, List<? extends Picture> pictures) {
        List<String> names = IntStream.range(0, rows * columns)
                .mapToObj(i -> "row %d, column %d".formatted(i / columns, i % columns))
                .toList();
        return new Chooser(title, "place", names, pictures, base, columns, rows / 2 * columns + columns / 2, false);
    }

    /**
     * Returns pictures of which one of several images chooses one: which drawing is asked about.
     *
     * @param title what is asked
     * @param columns images a row, at least 1; the last row must be full
     * @param images {@code [B, C, H, W]}, C = 1 or 3, float32 in [0, 1]: what one points at; left
     *     open
     * @param pictures one an image, best of one size
     * @return the chooser, with an image in the middle chosen
     * @throws IllegalArgumentException if the rows are not full, or there is not one picture an
     *     image
     */
    public static Chooser among(String title, int columns, NDArray images, List<? extends Picture> pictures) {
        List<BufferedImage> each = RgbImages.of(images);
        if (columns < 1 || each.size() % columns != 0 || pictures.size() != each.size()) {
            throw new IllegalArgumentException(
                    "chooser \"%s\": expected full rows of %d and a picture for each image, found %d images and %d pictures"
                            .formatted(title, columns, each.size(), pictures.size()));
        }
        int wide = each.get(0).getWidth();
        int high = each.get(0).getHeight();
        int rows = each.size() / columns;
        BufferedImage sheet = new BufferedImage(wide * columns, high * rows, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        for (int i = 0; i < each.size(); i++) {
            g.drawImage(each.get(i), i % columns * wide, i / columns * high, null);
        }
        g.dispose();
        return on(title, enlarged(sheet, SHEET), rows, columns, pictures);
    }

    /**
     * Returns the same pictures with another one chosen at first, which is also the static picture.
     *
     * @param first its index, from 0
     * @return a new chooser
     * @throws IllegalArgumentException if there is no such picture
     */
    public Chooser startingAt(int first) {
        return new Chooser(title, what, names, pictures, base, columns, first, plays);
    }

    private static BufferedImage enlarged(BufferedImage image, int side) {
        int scale = Math.max(1, side / Math.max(image.getWidth(), image.getHeight()));
        BufferedImage large =
                new BufferedImage(image.getWidth() * scale, image.getHeight() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.drawImage(image, 0, 0, large.getWidth(), large.getHeight(), null);
        g.dispose();
        return large;
    }

    /** The base image with the chosen place framed. */
    private BufferedImage marked() {
        BufferedImage marked = new BufferedImage(base.getWidth(), base.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = marked.createGraphics();
        g.drawImage(base, 0, 0, null);
        double wide = base.getWidth() / (double) columns;
        double high = base.getHeight() / (double) rows();
        int column = first % columns;
        int row = first / columns;
        int x = (int) (column * wide);
        int y = (int) (row * high);
        g.setColor(Color.WHITE);
        g.drawRect(x - 1, y - 1, (int) wide + 2, (int) high + 2);
        g.setColor(Palette.WRONG);
        g.drawRect(x, y, (int) wide, (int) high);
        g.dispose();
        return marked;
    }

    private int rows() {
        return pictures.size() / columns;
    }

    @Override
    public byte[] png() {
        if (base == null) {
            return pictures.get(first).png();
        }
        BufferedImage left = marked();
        BufferedImage right = Markup.image(pictures.get(first).png());
        BufferedImage both = new BufferedImage(
                left.getWidth() + 16 + right.getWidth(),
                Math.max(left.getHeight(), right.getHeight()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = both.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, both.getWidth(), both.getHeight());
        g.drawImage(left, 0, 0, null);
        g.drawImage(right, left.getWidth() + 16, 0, null);
        g.dispose();
        return Markup.png(both);
    }

    @Override
    public String alt() {
        String head = title.isEmpty() ? "" : title + ". ";
        return "%sOne of %d pictures, chosen by %s, from %s to %s; here %s: %s"
                .formatted(
                        head,
                        pictures.size(),
                        what,
                        names.get(0),
                        names.get(names.size() - 1),
                        names.get(first),
                        pictures.get(first).alt());
    }

    @Override
    public String html() {
        String id = "kontrast-" + UUID.randomUUID();
        String sources = pictures.stream()
                .map(p -> "\"" + Base64.getEncoder().encodeToString(p.png()) + "\"")
                .collect(Collectors.joining(",\n"));
        String texts = pictures.stream().map(p -> Markup.text(p.alt())).collect(Collectors.joining(",\n"));
        String labels = names.stream().map(Markup::text).collect(Collectors.joining(", "));
        BufferedImage shown = Markup.image(pictures.get(first).png());
        String picture = Markup.image(
                pictures.get(first).png(), shown.getWidth(), pictures.get(first).alt());
        String heading = title.isEmpty()
                ? ""
                : "<div style=\"font-weight:bold;padding:2px 6px\">%s</div>".formatted(Markup.escape(title));
        return """
               <div id="%s" class="kontrast-chooser" role="group" aria-label="%s" style="background:#fff;color:#222;padding:4px">
               %s%s
               </div>
               <script>
               (function () {
                 var root = document.getElementById("%s"), at = %d;
                 var sources = [%s], texts = [%s], names = [%s], what = %s;
                 if (!root) { return; }
                 var image = root.querySelector(".kontrast-chosen img");
                 var says = root.querySelector("output"), control = root.querySelector("[data-control]");
                 function show(i) {
                   at = Math.max(0, Math.min(names.length - 1, i));
                   image.src = "data:image/png;base64," + sources[at];
                   image.alt = texts[at];
                   says.textContent = what + " " + names[at];
               %s
                 }
               %s
                 root.querySelectorAll("[data-live]").forEach(function (e) { e.style.display = ""; });
                 show(at);
               })();
               </script>
               """.formatted(
                        id,
                        Markup.escape(title.isEmpty() ? what : title),
                        heading,
                        base == null ? sliderBody(picture) : pointingBody(picture),
                        id,
                        first,
                        sources,
                        texts,
                        labels,
                        Markup.text(what),
                        base == null ? "    control.value = at;" : mark(),
                        base != null ? POINTING.formatted(columns, rows()) : plays ? SLIDER + PLAY : SLIDER);
    }

    private String sliderBody(String picture) {
        return """
               <div data-live style="display:none;padding:2px 6px"><label>%s <input type="range" data-control min="0" max="%d" step="1" value="%d" style="width:min(360px,60%%);vertical-align:middle"></label>%s</div>
               <output style="padding:2px 6px">%s</output>
               <div class="kontrast-chosen">%s</div>""".formatted(
                        Markup.escape(what),
                        pictures.size() - 1,
                        first,
                        plays ? " <button type=\"button\" data-play aria-pressed=\"false\">Play</button>" : "",
                        Markup.escape(what + " " + names.get(first)),
                        picture);
    }

    private String pointingBody(String picture) {
        return """
               <div data-live style="display:none;padding:2px 6px">Point at the left image, or use the arrow keys.</div>
               <output style="padding:2px 6px">%s</output>
               <div style="display:flex;flex-wrap:wrap;align-items:flex-start;gap:16px">
               <div data-control tabindex="0" role="application" aria-label="%s" style="position:relative;display:inline-block;cursor:crosshair;line-height:0">%s<div data-live data-mark style="display:none;position:absolute;box-sizing:border-box;border:2px solid #D55E00;outline:1px solid #fff;pointer-events:none"></div></div>
               <div class="kontrast-chosen">%s</div>
               </div>""".formatted(
                        Markup.escape(what + " " + names.get(first)),
                        Markup.escape("choose a place: " + title),
                        Markup.image(Markup.png(base), base.getWidth(), "image to point at"),
                        picture);
    }

    private String mark() {
        return """
                   mark.style.left = 100 * (at %% %1$d) / %1$d + "%%";
                   mark.style.top = 100 * Math.floor(at / %1$d) / %2$d + "%%";
                   mark.style.width = 100 / %1$d + "%%";
                   mark.style.height = 100 / %2$d + "%%";""".formatted(columns, rows());
    }

    private static final String SLIDER = """
              control.addEventListener("input", function () { show(Number(control.value)); });""";

    /** Whoever moves the slider stops the film; a page that is left stops it too. */
    private static final String PLAY = """

              var button = root.querySelector("[data-play]"), timer = null;
              function stop() {
                clearInterval(timer);
                timer = null;
                button.textContent = "Play";
                button.setAttribute("aria-pressed", "false");
              }
              button.addEventListener("click", function () {
                if (timer !== null) { stop(); return; }
                button.textContent = "Stop";
                button.setAttribute("aria-pressed", "true");
                timer = setInterval(function () {
                  if (!document.contains(root)) { stop(); return; }
                  show((at + 1) % names.length);
                }, 500);
              });
              control.addEventListener("input", stop);""";

    private static final String POINTING = """
              var mark = root.querySelector("[data-mark]"), columns = %d, rows = %d, held = false;
              function point(event) {
                var box = control.getBoundingClientRect();
                var x = Math.floor((event.clientX - box.left) / box.width * columns);
                var y = Math.floor((event.clientY - box.top) / box.height * rows);
                x = Math.max(0, Math.min(columns - 1, x));
                y = Math.max(0, Math.min(rows - 1, y));
                show(y * columns + x);
              }
              control.addEventListener("pointerdown", function (event) { held = true; point(event); });
              control.addEventListener("pointermove", function (event) { if (held || event.pointerType === "mouse") { point(event); } });
              control.addEventListener("pointerup", function () { held = false; });
              control.addEventListener("keydown", function (event) {
                var x = at %% columns, step = {ArrowLeft: x > 0 ? -1 : 0, ArrowRight: x < columns - 1 ? 1 : 0, ArrowUp: -columns, ArrowDown: columns}[event.key];
                if (step === undefined) { return; }
                event.preventDefault();
                event.stopPropagation();
                if (at + step >= 0 && at + step < names.length) { show(at + step); }
              });""";
}
