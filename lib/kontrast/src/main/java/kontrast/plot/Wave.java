package kontrast.plot;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kontrast.data.Recording;

/**
 * The wave of a recording: for each column of pixels the least and the largest sample there. Spans of samples may be
 * marked, such as what a code has heard.
 */
public final class Wave extends Drawing {

    static final int LEFT = 8;
    static final int WIDTH = 700;
    private static final int HEIGHT = 110;
    private static final int TOP = 22;
    private static final int BAND = 16; // of a span's name
    private static final int BELOW = 20;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final String title;
    private final Recording recording;
    private final List<Span> spans;

    /** Samples from to to, the last one not included. */
    private record Span(String name, int from, int to) {}

    private Wave(String title, Recording recording, List<Span> spans) {
        this.title = title;
        this.recording = recording;
        this.spans = spans;
    }

    /**
     * Returns the picture of a recording.
     *
     * @param title what it shows; may be empty
     * @param recording at least one sample
     * @return the picture; its height is that of the loudest sample
     * @throws IllegalArgumentException if there is no sample
     */
    public static Wave of(String title, Recording recording) {
        if (recording.samples().length == 0) {
            throw new IllegalArgumentException("wave \"%s\": a recording without samples".formatted(title));
        }
        return new Wave(title, recording, List.of());
    }

    /**
     * Returns the same picture with one more span marked; what lies outside of the recording is cut off.
     *
     * @param name what it is, e.g. {@code "code 7 has heard"}
     * @param from first sample
     * @param to the sample behind the last one, above {@code from}
     * @return a new picture
     * @throws IllegalArgumentException if the span is empty or lies outside altogether
     */
    public Wave withSpan(String name, int from, int to) {
        if (from >= to || to <= 0 || from >= recording.samples().length) {
            throw new IllegalArgumentException("wave \"%s\": no sample of 0 to %d lies in a span from %d to %d"
                    .formatted(title, recording.samples().length - 1, from, to));
        }
        List<Span> more = new ArrayList<>(spans);
        more.add(new Span(name, Math.max(0, from), Math.min(to, recording.samples().length)));
        return new Wave(title, recording, List.copyOf(more));
    }

    private int x(double sample) {
        return LEFT + (int) Math.round(sample / recording.samples().length * WIDTH);
    }

    @Override
    BufferedImage draw() {
        int top = (title.isEmpty() ? 4 : TOP) + BAND * spans.size();
        BufferedImage image = new BufferedImage(LEFT + WIDTH + LEFT, top + HEIGHT + BELOW, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        spans(g, top);
        samples(g, top);
        text(g, top);
        g.dispose();
        return image;
    }

    private void spans(Graphics2D g, int top) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            int from = x(span.from());
            int wide = Math.max(2, x(span.to()) - from);
            g.setColor(Palette.series(i + 1));
            g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.3f));
            g.fillRect(from, top, wide, HEIGHT);
            g.setComposite(AlphaComposite.SrcOver);
            int row = top - BAND * (spans.size() - i);
            g.fillRect(from, row + BAND - 4, wide, 3);
        }
    }

    private void samples(Graphics2D g, int top) {
        short[] samples = recording.samples();
        int loudest = 1;
        for (short s : samples) {
            loudest = Math.max(loudest, Math.abs(s));
        }
        double scale = (HEIGHT / 2 - 2) / (double) loudest;
        int middle = top + HEIGHT / 2;
        g.setColor(Palette.series(0));
        for (int column = 0; column < WIDTH; column++) {
            int from = (int) ((long) column * samples.length / WIDTH);
            int to = Math.max(from + 1, (int) ((column + 1L) * samples.length / WIDTH));
            int least = samples[from];
            int most = least;
            for (int n = from; n < to; n++) {
                least = Math.min(least, samples[n]);
                most = Math.max(most, samples[n]);
            }
            g.drawLine(
                    LEFT + column,
                    middle - (int) Math.round(scale * most),
                    LEFT + column,
                    middle - (int) Math.round(scale * least));
        }
        g.setColor(Palette.NEUTRAL);
        g.setStroke(new BasicStroke(1));
        g.drawLine(LEFT, top + HEIGHT, LEFT + WIDTH, top + HEIGHT);
    }

    private void text(Graphics2D g, int top) {
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Palette.TEXT);
        g.setFont(FONT.deriveFont(Font.BOLD));
        g.drawString(title, LEFT, 14);
        g.setFont(FONT);
        for (int i = 0; i < spans.size(); i++) {
            int wide = g.getFontMetrics().stringWidth(spans.get(i).name());
            int from = Math.min(x(spans.get(i).from()), LEFT + WIDTH - wide);
            g.drawString(spans.get(i).name(), from, top - BAND * (spans.size() - i) + 11);
        }
        ticks(g, recording.seconds(), top + HEIGHT);
    }

    /** Tenths of a second below a picture of a recording, and the unit. */
    static void ticks(Graphics2D g, double seconds, int bottom) {
        double step = seconds > 3 ? 1 : seconds > 1.2 ? 0.2 : 0.1;
        for (int i = 0; i * step <= seconds; i++) {
            int x = LEFT + (int) Math.round(i * step / seconds * WIDTH);
            String label = i == 0 ? "0 s" : String.format(Locale.ROOT, "%.1f", i * step);
            g.drawLine(x, bottom, x, bottom + 3);
            int wide = g.getFontMetrics().stringWidth(label);
            g.drawString(label, Math.max(LEFT, Math.min(x - wide / 2, LEFT + WIDTH - wide)), bottom + 15);
        }
    }

    @Override
    public String alt() {
        StringBuilder words = new StringBuilder(title.isEmpty() ? "" : title + ". ");
        words.append("The wave of ").append(recording).append('.');
        for (Span span : spans) {
            words.append(String.format(
                    Locale.ROOT,
                    " Marked: %s, from %.3f to %.3f s.",
                    span.name(),
                    span.from() / (double) recording.rate(),
                    span.to() / (double) recording.rate()));
        }
        return words.toString();
    }
}
