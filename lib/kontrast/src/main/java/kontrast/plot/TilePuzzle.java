package kontrast.plot;

import ai.djl.ndarray.NDArray;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A puzzle to lay by hand: the tiles of a picture in a wrong order, of which two change places when
 * one is chosen after the other, with the mouse or with the keyboard.
 *
 * <p>Everything is in the page, so that it works in JupyterLab and in an exported page with no
 * kernel. Where scripts do not run, as in a notebook of somebody else's that JupyterLab does not trust yet, there is a
 * picture of the tiles as they were laid.
 */
public final class TilePuzzle implements Picture {

    private static final int TILE = 64; // a tile is enlarged to at most so many pixels
    private static final int GAP = 4;
    private static final Color TABLE = new Color(0xcc, 0xcc, 0xcc); // a white tile is seen on it

    private final String title;
    private final List<BufferedImage> tiles; // in their right order
    private final int[] order; // tile order[i] lies at place i
    private final int side;

    private TilePuzzle(String title, List<BufferedImage> tiles, int[] order, int side) {
        this.title = title;
        this.tiles = tiles;
        this.order = order;
        this.side = side;
    }

    /**
     * Returns a puzzle.
     *
     * @param title what is asked
     * @param tiles {@code [g g, C, p, p]}, C = 1 or 3, float32 in [0, 1], in their right order, row by
     *     row; left open
     * @param order tile {@code order[i]} is laid at place i
     * @return the puzzle
     * @throws IllegalArgumentException if the tiles fill no square, or the order does not name each of
     *     them once
     */
    public static TilePuzzle of(String title, NDArray tiles, int... order) {
        List<BufferedImage> each = RgbImages.of(tiles);
        int side = (int) Math.round(Math.sqrt(each.size()));
        int[] sorted = Arrays.stream(order).sorted().toArray();
        if (side * side != each.size()
                || !Arrays.equals(sorted, IntStream.range(0, each.size()).toArray())) {
            throw new IllegalArgumentException(
                    "puzzle \"%s\": expected the tiles of a square and each of their numbers once, found %d tiles and the order %s"
                            .formatted(title, each.size(), Arrays.toString(order)));
        }
        int scale = Math.max(1, TILE / each.get(0).getWidth());
        return new TilePuzzle(
                title, each.stream().map(tile -> enlarged(tile, scale)).toList(), order.clone(), side);
    }

    private static BufferedImage enlarged(BufferedImage tile, int scale) {
        BufferedImage large =
                new BufferedImage(tile.getWidth() * scale, tile.getHeight() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.drawImage(tile, 0, 0, large.getWidth(), large.getHeight(), null);
        g.dispose();
        return large;
    }

    private long right() {
        return IntStream.range(0, order.length).filter(i -> order[i] == i).count();
    }

    private String says() {
        return "%d of %d tiles lie where they belong".formatted(right(), order.length);
    }

    @Override
    public byte[] png() {
        int pitch = tiles.get(0).getWidth() + GAP;
        BufferedImage sheet = new BufferedImage(side * pitch + GAP, side * pitch + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(TABLE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int i = 0; i < order.length; i++) {
            g.drawImage(tiles.get(order[i]), GAP + i % side * pitch, GAP + i / side * pitch, null);
        }
        g.dispose();
        return Markup.png(sheet);
    }

    @Override
    public String alt() {
        return "%s A puzzle of %d x %d tiles; %s.".formatted(title, side, side, says());
    }

    @Override
    public String html() {
        String id = "kontrast-" + UUID.randomUUID();
        int width = tiles.get(0).getWidth();
        String cells = IntStream.range(0, order.length)
                .mapToObj(i -> """
                        <button type="button" data-tile="%d" aria-label="place %d" style="padding:0;border:0;background:none;cursor:pointer;line-height:0;outline-offset:1px"><img alt="" width="%d" src="data:image/png;base64,%s"></button>""".formatted(
                        order[i], i + 1, width, Base64.getEncoder().encodeToString(Markup.png(tiles.get(order[i])))))
                .collect(Collectors.joining("\n"));
        return """
               <div id="%s" class="kontrast-puzzle" role="group" aria-label="%s" style="background:#fff;color:#222;padding:4px">
               <div style="font-weight:bold;padding:2px 6px">%s</div>
               <div data-laid style="padding:4px 6px">%s<div>Run this cell to solve it with the mouse or the keyboard.</div></div>
               <div data-live style="display:none;grid-template-columns:repeat(%d,%dpx);gap:%dpx;padding:%dpx;margin:4px 6px;width:max-content;background:#ccc">
               %s
               </div>
               <output style="padding:2px 6px">%s</output>
               </div>
               <script>
               (function () {
                 var root = document.getElementById("%s"), chosen = null;
                 if (!root) { return; }
                 root.querySelector("[data-laid]").style.display = "none";
                 root.querySelector("[data-live]").style.display = "grid";
                 var places = Array.from(root.querySelectorAll("[data-tile]")), says = root.querySelector("output");
                 function tell() {
                   var right = places.filter(function (p, i) { return Number(p.dataset.tile) === i; }).length;
                   says.textContent = right === places.length ? "Done: every tile lies where it belongs."
                     : right + " of " + places.length + " tiles lie where they belong" + (chosen ? "; choose its new place" : "");
                 }
                 places.forEach(function (place) {
                   place.addEventListener("click", function () {
                     if (chosen === null) {
                       chosen = place;
                       place.style.outline = "3px solid #D55E00";
                     } else {
                       var image = chosen.firstElementChild, tile = chosen.dataset.tile;
                       chosen.style.outline = "";
                       chosen.replaceChildren(place.firstElementChild);
                       place.replaceChildren(image);
                       chosen.dataset.tile = place.dataset.tile;
                       place.dataset.tile = tile;
                       chosen = null;
                     }
                     tell();
                   });
                 });
               })();
               </script>
               """.formatted(
                        id,
                        Markup.escape(alt()),
                        Markup.escape(title),
                        Markup.image(png(), side * (width + GAP) + GAP, alt()),
                        side,
                        width,
                        GAP,
                        GAP,
                        cells,
                        Markup.escape(says()),
                        id);
    }
}
