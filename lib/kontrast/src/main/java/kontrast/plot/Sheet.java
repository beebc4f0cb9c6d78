package kontrast.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** What drawings of this package begin with, and the strokes that more than one of them needs. */
final class Sheet {

    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    private Sheet() {}

    /** A white sheet with smooth lines and letters. */
    static Graphics2D on(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setFont(FONT);
        return g;
    }

    /** A text whose middle lies at x. */
    static void centred(Graphics2D g, String text, double x, double baseline) {
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }

    /** An arrow between two points, in pixels. */
    static void arrow(Graphics2D g, double fromX, double fromY, double x, double y) {
        g.draw(new Line2D.Double(fromX, fromY, x, y));
        double angle = Math.atan2(y - fromY, x - fromX);
        Path2D head = new Path2D.Double();
        head.moveTo(x, y);
        head.lineTo(x - 10 * Math.cos(angle - 0.4), y - 10 * Math.sin(angle - 0.4));
        head.lineTo(x - 10 * Math.cos(angle + 0.4), y - 10 * Math.sin(angle + 0.4));
        head.closePath();
        g.fill(head);
    }
}
