package kontrast.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;
import kontrast.data.Recording;
import kontrast.evaluate.Mfcc;

/**
 * How strong each frequency is at each moment of a recording: time to the right, frequency upwards, in decibels below
 * the strongest; what is weaker than -60 dB is all dark.
 */
public final class Spectrogram extends Drawing {

    private static final double FLOOR = -60;
    private static final int HEIGHT = 160;
    private static final int TOP = 22;
    private static final int BELOW = 20;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final String title;
    private final Recording recording;
    private final double[][] decibels; // [frames][frequencies], the strongest 0

    private Spectrogram(String title, Recording recording, double[][] decibels) {
        this.title = title;
        this.recording = recording;
        this.decibels = decibels;
    }

    /**
     * Returns the picture of a recording.
     *
     * @param title what it shows; may be empty
     * @param recording at least as long as a frame
     * @param frames length of a frame and steps between frames
     * @return the picture, from 0 to half the rate
     * @throws IllegalArgumentException if the recording is shorter than a frame
     */
    public static Spectrogram of(String title, Recording recording, Mfcc frames) {
        float[] samples = new float[recording.samples().length];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = recording.samples()[n] / 32768f;
        }
        double[][] power = frames.powers(samples);
        double most = 1e-12;
        for (double[] frame : power) {
            for (double p : frame) {
                most = Math.max(most, p);
            }
        }
        double[][] decibels = new double[power.length][power[0].length];
        for (int t = 0; t < power.length; t++) {
            for (int f = 0; f < power[t].length; f++) {
                decibels[t][f] = Math.max(FLOOR, 10 * Math.log10(power[t][f] / most + 1e-12));
            }
        }
        return new Spectrogram(title, recording, decibels);
    }

    @Override
    BufferedImage draw() {
        int top = title.isEmpty() ? 4 : TOP;
        BufferedImage image =
                new BufferedImage(2 * Wave.LEFT + Wave.WIDTH, top + HEIGHT + BELOW, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        int frequencies = decibels[0].length;
        for (int x = 0; x < Wave.WIDTH; x++) {
            int t = x * decibels.length / Wave.WIDTH;
            for (int y = 0; y < HEIGHT; y++) {
                int f = (HEIGHT - 1 - y) * frequencies / HEIGHT;
                image.setRGB(Wave.LEFT + x, top + y, color(decibels[t][f] / -FLOOR + 1));
            }
        }
        text(g, top);
        g.dispose();
        return image;
    }

    /** Between 0, dark, and 1, bright. */
    private static int color(double strength) {
        Color[] stops = Palette.map(false);
        double at = Math.max(0, Math.min(1, strength)) * (stops.length - 1);
        return stops[(int) Math.round(at)].getRGB();
    }

    private void text(Graphics2D g, int top) {
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(FONT.deriveFont(Font.BOLD));
        g.setColor(Palette.TEXT);
        g.drawString(title, Wave.LEFT, 14);
        g.setFont(FONT);
        Wave.ticks(g, recording.seconds(), top + HEIGHT);
        g.setColor(Color.WHITE);
        for (int kilohertz = 1; 2000 * kilohertz < recording.rate(); kilohertz++) {
            int y = top + HEIGHT - 2000 * kilohertz * HEIGHT / recording.rate();
            g.drawLine(Wave.LEFT, y, Wave.LEFT + 5, y);
            g.drawString(kilohertz + " kHz", Wave.LEFT + 8, y + 4);
        }
    }

    @Override
    public String alt() {
        int strongest = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] frame : decibels) {
            for (int f = 0; f < frame.length; f++) {
                if (frame[f] > most) {
                    most = frame[f];
                    strongest = f;
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "%sThe spectrogram of %s, from 0 to %d Hz; the strongest frequency is %d Hz.",
                title.isEmpty() ? "" : title + ". ",
                recording,
                recording.rate() / 2,
                Math.round(strongest * recording.rate() / 2.0 / (decibels[0].length - 1)));
    }
}
