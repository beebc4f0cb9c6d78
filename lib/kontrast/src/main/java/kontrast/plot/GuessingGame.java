package kontrast.plot;

import ai.djl.ndarray.NDArray;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A game against InfoNCE's own rules: which of k candidates belongs to the picture that asks? The player lays ten chips
 * on the candidates and pays
 *
 * <pre>  -ln( chips on the right one / 10 ) </pre>
 *
 * <p>while somebody who lays them out evenly pays ln k. Several rounds, and the mean of both at the end. It is played
 * with the mouse or the keyboard, in JupyterLab and in an exported page with no kernel; where scripts do not run there
 * is a picture of all rounds, without the answers.
 */
public final class GuessingGame implements Picture {

    private static final int CHIPS = 10;
    private static final int SIDE = 64; // an image is enlarged to about so many pixels
    private static final int GAP = 8;

    private final String title;
    private final List<Round> rounds;

    private record Round(BufferedImage query, List<BufferedImage> candidates, int right) {}

    private GuessingGame(String title, List<Round> rounds) {
        this.title = title;
        this.rounds = rounds;
    }

    /**
     * Returns a game with no round yet; it is looked at once it has one.
     *
     * @param title what is asked
     * @return the game
     */
    public static GuessingGame of(String title) {
        return new GuessingGame(title, List.of());
    }

    /**
     * Returns the same game with one more round.
     *
     * @param query {@code [C, H, W]}, C = 1 or 3, float32 in [0, 1]: the picture that asks; left open
     * @param candidates {@code [k, C, H, W]}, k at least 2; left open
     * @param right which of them is the answer, from 0
     * @return a new game
     * @throws IllegalArgumentException if a shape is another, or there is no such candidate
     */
    public GuessingGame withRound(NDArray query, NDArray candidates, int right) {
        List<BufferedImage> choices = enlarged(RgbImages.of(candidates));
        if (choices.size() < 2 || right < 0 || right >= choices.size()) {
            throw new IllegalArgumentException(
                    "game \"%s\": expected at least 2 candidates and the answer among them, found %d and answer %d"
                            .formatted(title, choices.size(), right));
        }
        List<Round> more = new ArrayList<>(rounds);
        more.add(new Round(enlarged(RgbImages.of(query.expandDims(0))).get(0), choices, right));
        return new GuessingGame(title, List.copyOf(more));
    }

    private static List<BufferedImage> enlarged(List<BufferedImage> images) {
        int scale = Math.max(1, SIDE / images.get(0).getWidth());
        return images.stream().map(image -> enlarged(image, scale)).toList();
    }

    private static BufferedImage enlarged(BufferedImage image, int scale) {
        BufferedImage large =
                new BufferedImage(image.getWidth() * scale, image.getHeight() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.drawImage(image, 0, 0, large.getWidth(), large.getHeight(), null);
        g.dispose();
        return large;
    }

    @Override
    public byte[] png() {
        if (rounds.isEmpty()) {
            throw new IllegalStateException("game \"%s\" has no round: add one with withRound(...)".formatted(title));
        }
        int most = rounds.stream().mapToInt(r -> r.candidates().size()).max().orElseThrow();
        BufferedImage first = rounds.get(0).query();
        int pitch = first.getWidth() + GAP;
        BufferedImage sheet = new BufferedImage(
                pitch * (most + 1) + 3 * GAP,
                rounds.size() * (first.getHeight() + GAP) + GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int row = 0; row < rounds.size(); row++) {
            int y = GAP + row * (first.getHeight() + GAP);
            g.drawImage(rounds.get(row).query(), GAP, y, null);
            g.setColor(Palette.NEUTRAL);
            g.setStroke(new BasicStroke(3));
            g.drawRect(GAP - 3, y - 3, first.getWidth() + 5, first.getHeight() + 5);
            List<BufferedImage> candidates = rounds.get(row).candidates();
            for (int j = 0; j < candidates.size(); j++) {
                g.drawImage(candidates.get(j), 3 * GAP + (j + 1) * pitch, y, null);
            }
        }
        g.dispose();
        return Markup.png(sheet);
    }

    @Override
    public String alt() {
        String sizes =
                rounds.stream().map(r -> String.valueOf(r.candidates().size())).collect(Collectors.joining(", "));
        return "%s A game of %d rounds; each row shows, in a frame, the picture that asks, then its candidates: %s."
                .formatted(title, rounds.size(), sizes);
    }

    @Override
    public String html() {
        String id = "kontrast-" + UUID.randomUUID();
        BufferedImage still = Markup.image(png());
        String rows = IntStream.range(0, rounds.size()).mapToObj(this::row).collect(Collectors.joining("\n"));
        return """
               <div id="%s" class="kontrast-game" role="group" aria-label="%s" style="background:#fff;color:#222;padding:4px">
               <div style="font-weight:bold;padding:2px 6px">%s</div>
               <div data-still style="padding:4px 6px">%s<div>Run this cell to play with the mouse or the keyboard.</div></div>
               <div data-live style="display:none;padding:4px 6px">
               %s
               <output style="display:block;padding:6px 0"></output>
               <button type="button" data-back>take the chips back</button>
               <button type="button" data-show>show the answer</button>
               <button type="button" data-next>next</button>
               </div>
               </div>
               <script>
               (function () {
                 var root = document.getElementById("%s");
                 if (!root) { return; }
                 root.querySelector("[data-still]").style.display = "none";
                 root.querySelector("[data-live]").style.display = "";
               %s
               })();
               </script>
               """.formatted(
                        id,
                        Markup.escape(alt()),
                        Markup.escape(title),
                        Markup.image(png(), still.getWidth(), alt()),
                        rows,
                        id,
                        PLAY.replace("CHIPS", String.valueOf(CHIPS)));
    }

    private String row(int index) {
        Round round = rounds.get(index);
        String buttons = IntStream.range(0, round.candidates().size())
                .mapToObj(j -> """
                        <button type="button" data-candidate aria-label="candidate %d, no chip" style="padding:2px;border:3px solid #ddd;background:none;cursor:pointer;line-height:0">%s<span style="display:block;line-height:16px;height:16px;color:#222"></span></button>""".formatted(j + 1, image(round.candidates().get(j), "")))
                .collect(Collectors.joining("\n"));
        return """
               <div data-round data-right="%d" style="display:none;align-items:flex-start;gap:12px">
               <div style="border:3px solid #777;padding:2px;line-height:0">%s<span style="display:block;line-height:16px;text-align:center">asks</span></div>
               <div style="display:flex;flex-wrap:wrap;gap:6px">
               %s
               </div>
               </div>""".formatted(round.right(), image(round.query(), "the picture that asks"), buttons);
    }

    private static String image(BufferedImage image, String alt) {
        return "<img alt=\"%s\" width=\"%d\" src=\"data:image/png;base64,%s\">"
                .formatted(alt, image.getWidth(), Base64.getEncoder().encodeToString(Markup.png(image)));
    }

    private static final String PLAY = """
              var rounds = Array.from(root.querySelectorAll("[data-round]")), says = root.querySelector("output");
              var back = root.querySelector("[data-back]"), show = root.querySelector("[data-show]"), next = root.querySelector("[data-next]");
              var at = 0, laid = [], open = false, paid = 0, guessed = 0;
              function buttons() { return Array.from(rounds[at].querySelectorAll("[data-candidate]")); }
              function left() { return CHIPS - laid.reduce(function (a, b) { return a + b; }, 0); }
              function nats(x) { return isFinite(x) ? x.toFixed(2) : "infinitely much"; }
              function draw() {
                rounds.forEach(function (r, i) { r.style.display = i === at ? "flex" : "none"; });
                buttons().forEach(function (b, j) {
                  b.lastElementChild.textContent = "\\u25CF".repeat(laid[j]);
                  b.setAttribute("aria-label", "candidate " + (j + 1) + ", chips: " + laid[j]);
                  b.style.borderColor = open && j === Number(rounds[at].dataset.right) ? "#009E73" : "#ddd";
                });
                back.disabled = open;
                show.disabled = open || left() > 0;
                next.disabled = !open;
                next.textContent = at + 1 < rounds.length ? "next round" : "again";
                if (!open) {
                  says.textContent = "Round " + (at + 1) + " of " + rounds.length + ". Lay your chips: " + left() + " left.";
                }
              }
              function begin(i) { at = i; open = false; laid = buttons().map(function () { return 0; }); draw(); }
              rounds.forEach(function (r) {
                Array.from(r.querySelectorAll("[data-candidate]")).forEach(function (b, j) {
                  b.addEventListener("click", function () { if (!open && left() > 0) { laid[j] += 1; draw(); } });
                });
              });
              back.addEventListener("click", function () { begin(at); });
              show.addEventListener("click", function () {
                var price = -Math.log(laid[Number(rounds[at].dataset.right)] / CHIPS), even = Math.log(laid.length);
                open = true;
                paid += price;
                guessed += even;
                says.textContent = "You pay " + nats(price + 0) + "; chips laid evenly on " + laid.length + " pay " + nats(even) + "."
                  + (at + 1 < rounds.length ? "" : " Mean of all rounds: you " + nats(paid / rounds.length) + ", evenly " + nats(guessed / rounds.length) + ".");
                draw();
              });
              next.addEventListener("click", function () {
                if (at + 1 < rounds.length) { begin(at + 1); } else { paid = 0; guessed = 0; begin(0); }
              });
              begin(0);""";
}
