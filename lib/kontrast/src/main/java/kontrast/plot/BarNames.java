package kontrast.plot;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.style.Styler;

/** The names below the bars of a {@link StaticFigure} that do not fit side by side. */
final class BarNames {

    /** Pixels at least that the numbers of the vertical axis take, and the share of the plot that its content takes. */
    private static final int AXIS = 50;

    private static final double CONTENT = 0.94;

    /** Pixels of a row of a bar's name, and how many rows a name may have. */
    private static final int NAME_ROW = 18;

    private static final int MOST_ROWS = 4;

    private BarNames() {}

    /**
     * Names that have no room side by side are broken into rows. Where a row has no room either they are written from
     * their bar downwards to the left, at 45 degrees, or steeper where they would leave the picture: twenty of them
     * stand in 600 pixels without touching. XChart's own turned names stand below the middle of their bars and touch.
     */
    static void draw(Graphics2D graphics, Figure figure, Nameless chart) {
        Rectangle2D plot = chart.bars();
        double step = plot.getWidth() / figure.categories().size();
        graphics.setColor(Palette.TEXT);
        for (int i = 0; i < figure.categories().size(); i++) {
            String name = figure.categories().get(i);
            AffineTransform level = graphics.getTransform();
            graphics.translate(plot.getX() + (i + 0.5) * step, plot.getMaxY() + 12);
            if (inRows(figure)) {
                List<String> rows = Lettering.rows(name, Lettering.SMALL, slot(figure));
                for (int r = 0; r < rows.size(); r++) {
                    graphics.drawString(rows.get(r), (float) -Lettering.width(rows.get(r)) / 2, 8f + r * NAME_ROW);
                }
            } else {
                graphics.rotate(-angle(figure));
                graphics.drawString(name, (float) -Lettering.width(name), 5);
            }
            graphics.setTransform(level);
        }
        double x = plot.getCenterX() - Lettering.width(figure.xTitle()) / 2;
        graphics.drawString(figure.xTitle(), (float) x, chart.getHeight() + height(figure) - 8f);
    }

    /** Pixels that the names of bars and the title below them take. */
    static int height(Figure figure) {
        double names = inRows(figure)
                ? NAME_ROW * mostRows(figure)
                : Lettering.longest(figure.categories()) * Math.sin(angle(figure)) + 8;
        return (int) Math.ceil(names) + (figure.xTitle().isEmpty() ? 0 : Lettering.ROW);
    }

    /** Whether each name fits below its bar in a few rows. */
    static boolean inRows(Figure figure) {
        List<String> words = figure.categories().stream()
                .flatMap(name -> Lettering.rows(name, Lettering.SMALL, slot(figure)).stream())
                .toList();
        return Lettering.longest(words) <= slot(figure) && mostRows(figure) <= MOST_ROWS;
    }

    private static int mostRows(Figure figure) {
        return figure.categories().stream()
                .mapToInt(name ->
                        Lettering.rows(name, Lettering.SMALL, slot(figure)).size())
                .max()
                .orElse(0);
    }

    /** Pixels for the name of a bar, with the space that keeps it from the next one. */
    private static double slot(Figure figure) {
        int axis = AXIS + (figure.yTitle().isEmpty() ? 0 : Lettering.ROW);
        return CONTENT * (figure.width() - axis) / figure.categories().size() - 10;
    }

    /** How far names are turned, in radians: the first of them must not leave the picture on the left. */
    static double angle(Figure figure) {
        double angle = Math.PI / 4;
        int names = figure.categories().size();
        for (int i = 0; i < names; i++) {
            double room = AXIS + (i + 0.5) * (figure.width() - AXIS) / names;
            double reach =
                    Math.min(1, room / Lettering.width(figure.categories().get(i)));
            angle = Math.max(angle, Math.acos(reach));
        }
        return angle;
    }

    /** Names below bars must not run into each other. */
    static boolean fitsBelow(Figure figure) {
        return fitsBelow(figure, figure.width());
    }

    /** Whether the names below bars stand side by side in a picture of some width. */
    static boolean fitsBelow(Figure figure, int pixels) {
        double widest =
                figure.categories().stream().mapToDouble(Lettering::width).max().orElse(0);
        return (widest + 14) * figure.categories().size() <= 0.88 * pixels; // the rest is the axis
    }

    /** XChart's bars without names, which says where they were drawn. */
    static final class Nameless extends CategoryChart {

        Nameless(int width, int height) {
            super(width, height, Styler.ChartTheme.XChart);
            getStyler().setPlotContentSize(CONTENT);
            getStyler().setXAxisTicksVisible(false);
            getStyler().setXAxisTitleVisible(false);
        }

        Rectangle2D bars() {
            Rectangle2D all = plot.getBounds();
            double wide = CONTENT * all.getWidth();
            return new Rectangle2D.Double(all.getX() + (all.getWidth() - wide) / 2, all.getY(), wide, all.getHeight());
        }
    }
}
