package kontrast.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Vectors of two numbers as arrows, with the circle of length 1: what averaging does to the length of a vector, and
 * what normalising does to it afterwards.
 */
public final class UnitCircle implements Picture {

    private static final int SIDE = 320;
    private static final int HEADING = 26;
    private static final double REACH = 1.35; // from the middle to the edge, in units of the radius

    private final String title;
    private final List<Item> items;

    /** An arrow from the middle, or a dashed line between two points. */
    private record Item(String name, double fromX, double fromY, double x, double y, boolean dashed) {}

    private UnitCircle(String title, List<Item> items) {
        this.title = title;
        this.items = items;
    }

    /**
     * Returns an empty circle.
     *
     * @param title what it shows
     * @return the circle
     */
    public static UnitCircle of(String title) {
        return new UnitCircle(title, List.of());
    }

    /**
     * Returns the same with one more arrow from the middle; each has a colour of its own.
     *
     * @param name written at its tip
     * @param x to the right, finite; beyond 1.35 the arrow leaves the picture
     * @param y upwards, finite
     * @return a new picture
     * @throws IllegalArgumentException if a number is not finite
     */
    public UnitCircle arrow(String name, double x, double y) {
        return with(new Item(name, 0, 0, x, y, false));
    }

    /**
     * Returns the same with a dashed line.
     *
     * @param from two numbers, where it begins
     * @param to two numbers, where it ends
     * @return a new picture
     * @throws IllegalArgumentException if a number is not finite
     */
    public UnitCircle line(double[] from, double[] to) {
        return with(new Item("", from[0], from[1], to[0], to[1], true));
    }

    private UnitCircle with(Item item) {
        if (!Double.isFinite(item.fromX + item.fromY + item.x + item.y)) {
            throw new IllegalArgumentException("\"%s\": a vector must be finite, found %s".formatted(title, item));
        }
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return new UnitCircle(title, List.copyOf(more));
    }

    /** Draws the circle alone, with its axes. */
    static void frame(Graphics2D g, double middleX, double middleY, double radius) {
        g.setColor(new Color(0xDDDDDD));
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(middleX - REACH * radius, middleY, middleX + REACH * radius, middleY));
        g.draw(new Line2D.Double(middleX, middleY - REACH * radius, middleX, middleY + REACH * radius));
        g.setColor(Palette.NEUTRAL);
        g.setStroke(new BasicStroke(1.5f));
        g.draw(new Ellipse2D.Double(middleX - radius, middleY - radius, 2 * radius, 2 * radius));
    }

    private BufferedImage draw() {
        BufferedImage image = new BufferedImage(SIDE, SIDE + HEADING, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Sheet.on(image);
        g.setColor(Palette.TEXT);
        g.setFont(Sheet.FONT.deriveFont(Font.BOLD));
        g.drawString(title, 6, 18);
        g.setFont(Sheet.FONT);
        double middle = SIDE / 2.0;
        double radius = middle / REACH;
        double down = middle + HEADING;
        frame(g, middle, down, radius);
        int arrows = 0;
        for (Item item : items) {
            double x = middle + radius * item.x;
            double y = down - radius * item.y;
            if (item.dashed) {
                g.setColor(Palette.NEUTRAL);
                g.setStroke(
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {5, 4}, 0));
                g.draw(new Line2D.Double(middle + radius * item.fromX, down - radius * item.fromY, x, y));
            } else {
                g.setColor(Palette.series(arrows++));
                g.setStroke(new BasicStroke(2.5f));
                Sheet.arrow(g, middle, down, x, y);
                double length = Math.max(1e-9, Math.hypot(item.x, item.y));
                double wide = g.getFontMetrics().stringWidth(item.name);
                double left = x + 14 * item.x / length + (item.x < 0 ? -wide : 0);
                g.drawString(
                        item.name,
                        (float) Math.max(2, Math.min(left, SIDE - wide - 2)), // not beyond the edge
                        (float) (y - 14 * item.y / length + (left > SIDE - wide - 2 ? -8 : 5)));
            }
        }
        g.dispose();
        return image;
    }

    @Override
    public byte[] png() {
        return Markup.png(draw());
    }

    @Override
    public String html() {
        return Markup.image(png(), SIDE, alt());
    }

    @Override
    public String alt() {
        return "%s. Arrows from the middle of a circle of radius 1: %s."
                .formatted(
                        title,
                        items.stream()
                                .filter(item -> !item.dashed)
                                .map(item -> String.format(
                                        Locale.ROOT, "%s of length %.2f", item.name, Math.hypot(item.x, item.y)))
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return alt();
    }
}
