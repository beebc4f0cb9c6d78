package kontrast.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.data.Recording;

/**
 * Recordings to listen to, each with a picture of it above.
 *
 * <p>The sound is in the page, as a WAV file of 16 bits, so that it plays in JupyterLab and in an exported page with no
 * kernel; the browser's own player has the keyboard's keys. Where sound is not allowed the pictures stay. A second of 8
 * kHz is about 21 kB of HTML.
 */
public final class SoundPlayer implements Picture {

    private final String title;
    private final List<Recording> recordings;
    private final List<? extends Picture> pictures;

    private SoundPlayer(String title, List<Recording> recordings, List<? extends Picture> pictures) {
        this.title = title;
        this.recordings = List.copyOf(recordings);
        this.pictures = List.copyOf(pictures);
    }

    /**
     * Returns a player for each recording, below its picture.
     *
     * @param title what is heard; may be empty
     * @param recordings at least one
     * @param pictures one a recording, e.g. its {@link Wave}
     * @return the players
     * @throws IllegalArgumentException without recordings, or if there is not one picture for each
     */
    public static SoundPlayer of(String title, List<Recording> recordings, List<? extends Picture> pictures) {
        if (recordings.isEmpty() || recordings.size() != pictures.size()) {
            throw new IllegalArgumentException(
                    "player \"%s\": expected at least one recording and a picture for each, found %d and %d"
                            .formatted(title, recordings.size(), pictures.size()));
        }
        return new SoundPlayer(title, recordings, pictures);
    }

    /**
     * Returns players with the waves above them.
     *
     * @param title what is heard; may be empty
     * @param recordings at least one
     * @return the players; each wave has the name of its recording
     */
    public static SoundPlayer of(String title, List<Recording> recordings) {
        return of(
                title,
                recordings,
                recordings.stream().map(r -> Wave.of(r.toString(), r)).toList());
    }

    /** The file: a header of 44 bytes, then the samples, the lower byte first. */
    static byte[] wav(Recording recording) {
        int bytes = 2 * recording.samples().length;
        ByteBuffer file = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVE"));
        file.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        file.putInt(recording.rate())
                .putInt(2 * recording.rate())
                .putShort((short) 2)
                .putShort((short) 16);
        file.put(ascii("data")).putInt(bytes);
        for (short sample : recording.samples()) {
            file.putShort(sample);
        }
        return file.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String html() {
        String heading = title.isEmpty()
                ? ""
                : "<div style=\"font-weight:bold;padding:2px 6px\">%s</div>".formatted(Markup.escape(title));
        String players =
                IntStream.range(0, recordings.size()).mapToObj(this::player).collect(Collectors.joining("\n"));
        return """
               <div class="kontrast-sound" role="group" aria-label="%s" style="background:#fff;color:#222;padding:4px">
               %s%s
               </div>
               """.formatted(Markup.escape(title.isEmpty() ? "sounds" : title), heading, players);
    }

    private String player(int i) {
        return """
               <div style="padding:4px 0">%s<br>
               <audio controls preload="none" aria-label="%s" style="height:32px;max-width:100%%" src="data:audio/wav;base64,%s"></audio></div>""".formatted(
                        pictures.get(i).html(),
                        Markup.escape("listen to " + recordings.get(i)),
                        Base64.getEncoder().encodeToString(wav(recordings.get(i))));
    }

    @Override
    public byte[] png() {
        List<BufferedImage> each =
                pictures.stream().map(p -> Markup.image(p.png())).toList();
        int wide = each.stream().mapToInt(BufferedImage::getWidth).max().orElseThrow();
        int high = each.stream().mapToInt(BufferedImage::getHeight).sum();
        BufferedImage all = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = all.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, wide, high);
        int y = 0;
        for (BufferedImage image : each) {
            g.drawImage(image, 0, y, null);
            y += image.getHeight();
        }
        g.dispose();
        return Markup.png(all);
    }

    @Override
    public String alt() {
        return "%s%d recordings to listen to: %s"
                .formatted(
                        title.isEmpty() ? "" : title + ". ",
                        recordings.size(),
                        pictures.stream().map(Picture::alt).collect(Collectors.joining(" ")));
    }

    @Override
    public String toString() {
        return alt();
    }
}
