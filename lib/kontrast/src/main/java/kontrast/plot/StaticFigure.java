package kontrast.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The static side of a {@link Figure}, drawn by XChart. */
final class StaticFigure {

    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.CROSS,
            SeriesMarkers.TRIANGLE_DOWN);

    /** Of the first reference line, the second, and all others. */
    private static final List<BasicStroke> DASHES = List.of(dashes(9, 6), dashes(2, 5), dashes(12, 5, 2, 5));

    private static final Styler.ChartTheme THEME = Styler.ChartTheme.XChart;

    /**
     * Pixels outside the plot: what a name's mark takes, what parts two names, what a row of names or of a title takes.
     */
    private static final int MARK = 34;

    private static final int GAP = 18;

    /** Pixels of what stands beside a map. */
    private static final int COLOUR_BAR = 130;

    /** Of a title that is longer than its axis. */
    private static final int SMALLEST = 11;

    /** Of so many points a line has no marks, and its axis round numbers. */
    private static final int MANY = 30;

    /** So many labels at most are written beside their points. */
    private static final int FEW = 25;

    /** Pixels from the axis to the foot of its numbers. */
    private static final int BELOW_AXIS = 19;

    /** A map of at most so many rows and columns shows its numbers. */
    private static final int SMALL_MAP = 8;

    private StaticFigure() {}

    static BufferedImage draw(Figure figure) {
        Chart<?, ?> chart = figure.isMap() ? map(figure) : figure.hasBars() ? bars(figure) : xy(figure);
        List<String> title = title(figure);
        List<List<Integer>> legend = legend(figure);
        int top = title.size() * Lettering.ROW;
        int bottom = top + chart.getHeight() + (chart instanceof BarNames.Nameless ? BarNames.height(figure) : 0);
        int height = bottom + (legend.isEmpty() ? 0 : legend.size() * Lettering.ROW + Lettering.ROW / 2);
        BufferedImage image = new BufferedImage(figure.width(), height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, figure.width(), height);
        graphics.translate(0, top);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setFont(Lettering.SMALL);
        if (chart instanceof LocatedXy xy) {
            drawLabels(graphics, figure, xy);
            if (figure.isLogX()) {
                drawFactors(graphics, xy, figure);
            }
        } else if (chart instanceof LocatedMap map) {
            drawValues(graphics, figure.map(), map.cells());
        } else if (chart instanceof BarNames.Nameless bars) {
            BarNames.draw(graphics, figure, bars);
        }
        graphics.translate(0, -top);
        graphics.setColor(Palette.TEXT);
        graphics.setFont(Lettering.TITLE);
        for (int i = 0; i < title.size(); i++) {
            double x = Math.max(GAP, (figure.width() - Lettering.width(title.get(i), Lettering.TITLE)) / 2);
            graphics.drawString(title.get(i), (float) x, (i + 1) * Lettering.ROW - 2f);
        }
        for (int i = 0; i < legend.size(); i++) {
            drawNames(graphics, figure, legend.get(i), bottom + i * Lettering.ROW + Lettering.ROW / 2);
        }
        graphics.dispose();
        return image;
    }

    /** The rows of a title: XChart writes one row, and cuts what runs over the edge. */
    static List<String> title(Figure figure) {
        return Lettering.rows(figure.title(), Lettering.TITLE, figure.width() - 2 * GAP);
    }

    /**
     * The rows of a legend below the plot, as numbers of series. XChart breaks no line of its own: names that need more
     * than one run over both edges, and beside the plot they leave it no room.
     */
    static List<List<Integer>> legend(Figure figure) {
        List<List<Integer>> rows = new ArrayList<>();
        if (figure.isMap() || figure.series().size() < 2) {
            return rows;
        }
        double taken = figure.width();
        for (int i = 0; i < figure.series().size(); i++) {
            double wanted = MARK + Lettering.width(figure.series().get(i).name()) + GAP;
            if (taken + wanted > figure.width()) {
                rows.add(new ArrayList<>());
                taken = GAP;
            }
            rows.get(rows.size() - 1).add(i);
            taken += wanted;
        }
        return rows;
    }

    private static void drawNames(Graphics2D graphics, Figure figure, List<Integer> row, int middle) {
        double wide = row.stream()
                .mapToDouble(i -> MARK + Lettering.width(figure.series().get(i).name()) + GAP)
                .sum();
        double x = Math.max(GAP, (figure.width() - wide) / 2);
        graphics.setFont(Lettering.SMALL);
        for (int i : row) {
            Series s = figure.series().get(i);
            graphics.setColor(figure.colorOf(i));
            int centre = (int) Math.round(x) + MARK / 2 - 4;
            if (figure.hasBars()) {
                graphics.fillRect(centre - 7, middle - 7, 14, 14);
            } else {
                if (isLine(figure, s)) {
                    graphics.setStroke(stroke(figure, s));
                    graphics.drawLine(centre - 13, middle, centre + 13, middle);
                }
                marker(figure, i).paint(graphics, centre, middle, 7);
            }
            graphics.setColor(Palette.TEXT);
            graphics.drawString(s.name(), (float) x + MARK, middle + 5);
            x += MARK + Lettering.width(s.name()) + GAP;
        }
    }

    /**
     * What a pointer would show is written beside the points while they are few, each to the right, left, above or
     * below, wherever it covers nothing; a label that finds no room is left to the pointer.
     */
    private static void drawLabels(Graphics2D graphics, Figure figure, XYChart chart) {
        List<Series> labelled =
                figure.series().stream().filter(s -> !s.labels().isEmpty()).toList();
        if (labelled.stream().mapToInt(s -> s.labels().size()).sum() > FEW) {
            return;
        }
        List<Rectangle2D> taken = new ArrayList<>();
        for (Series s : figure.series()) {
            for (int i = 0; i < s.y().length; i++) {
                double x = chart.getScreenXFromChart(s.x()[i]);
                double y = chart.getScreenYFromChart(s.y()[i]);
                taken.add(new Rectangle2D.Double(x - 4, y - 4, 8, 8));
            }
        }
        graphics.setColor(Palette.TEXT);
        Rectangle2D page = new Rectangle2D.Double(60, 0, figure.width() - 60, figure.height() - 50);
        for (Series s : labelled) {
            for (int i = 0; i < s.labels().size(); i++) {
                double x = chart.getScreenXFromChart(s.x()[i]);
                double y = chart.getScreenYFromChart(s.y()[i]);
                String label = name(s.labels().get(i));
                double wide = Lettering.width(label);
                Stream.of(
                                new Rectangle2D.Double(x + 7, y - 8, wide, 16),
                                new Rectangle2D.Double(x - 7 - wide, y - 8, wide, 16),
                                new Rectangle2D.Double(x - wide / 2, y - 24, wide, 16),
                                new Rectangle2D.Double(x - wide / 2, y + 8, wide, 16))
                        .filter(box -> page.contains(box) && taken.stream().noneMatch(box::intersects))
                        .findFirst()
                        .ifPresent(box -> {
                            graphics.drawString(label, (float) box.x, (float) box.y + 13);
                            taken.add(box);
                        });
            }
        }
    }

    /** Writes {@link #factors} below the axis, where XChart writes the powers of ten. */
    private static void drawFactors(Graphics2D graphics, LocatedXy chart, Figure figure) {
        DecimalFormat number = new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
        graphics.setColor(Palette.TEXT);
        double bottom = chart.place().getMaxY();
        for (double value : factors(extreme(figure, Math::min), extreme(figure, Math::max))) {
            String name = number.format(value);
            double x = chart.getScreenXFromChart(value) - Lettering.width(name) / 2;
            graphics.drawString(name, (float) x, (float) bottom + BELOW_AXIS);
        }
    }

    /**
     * What a logarithmic axis names beside the powers of ten: XChart names these alone, of which a short axis may hold
     * a single one.
     *
     * @return twice and five times each power of ten, from low to high; nothing over more than two decades
     */
    static List<Double> factors(double low, double high) {
        List<Double> factors = new ArrayList<>();
        if (high > 100 * low) {
            return factors;
        }
        for (double ten = Math.pow(10, Math.floor(Math.log10(low))); ten <= high; ten *= 10) {
            for (double value : new double[] {2 * ten, 5 * ten}) {
                if (value >= low && value <= high) {
                    factors.add(value);
                }
            }
        }
        return factors;
    }

    private static double extreme(Figure figure, DoubleBinaryOperator of) {
        return figure.series().stream()
                .flatMapToDouble(s -> Arrays.stream(s.x()))
                .reduce(of)
                .orElseThrow();
    }

    /** Of a label such as {@code SimCLR: 43.4 %, 62 MB} the name. */
    private static String name(String label) {
        int colon = label.indexOf(':');
        return colon > 0 ? label.substring(0, colon) : label;
    }

    /** Of a small map the numbers themselves, dark on light cells and light on dark ones. */
    private static void drawValues(Graphics2D graphics, HeatMap map, Rectangle2D cells) {
        int rows = map.rows().size();
        int columns = map.columns().size();
        if (Math.max(rows, columns) > SMALL_MAP) {
            return;
        }
        Color[] colors = Palette.map(map.hasTwoSigns());
        // Per cent and counts are large: their decimals would leave the cell.
        DecimalFormat format = new DecimalFormat(
                Math.max(-map.low(), map.high()) >= 10 ? "0" : "0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double value = map.values()[i][j];
                double place = (value - map.low()) / (map.high() - map.low()) * (colors.length - 1);
                Color under = colors[(int) Math.round(Math.max(0, Math.min(colors.length - 1, place)))];
                double light = 0.3 * under.getRed() + 0.59 * under.getGreen() + 0.11 * under.getBlue();
                graphics.setColor(light > 128 ? Palette.TEXT : Color.WHITE);
                String text = format.format(value);
                double x = cells.getX() + (j + 0.5) * cells.getWidth() / columns - Lettering.width(text) / 2;
                double y = cells.getY() + (i + 0.5) * cells.getHeight() / rows + 5;
                graphics.drawString(text, (float) x, (float) y);
            }
        }
    }

    /** XChart's map, which says where its cells were drawn. */
    private static final class LocatedMap extends HeatMapChart {

        LocatedMap(int width, int height) {
            super(width, height, THEME);
        }

        Rectangle2D cells() {
            return plot.getBounds();
        }
    }

    /** XChart's lines and points, which say where they were drawn. */
    private static final class LocatedXy extends XYChart {

        LocatedXy(int width, int height) {
            super(width, height, THEME);
        }

        Rectangle2D place() {
            return plot.getBounds();
        }
    }

    private static boolean isLine(Figure figure, Series s) {
        return figure.hasLines() || s.isReference();
    }

    private static Marker marker(Figure figure, int i) {
        Series s = figure.series().get(i);
        return isLine(figure, s) && (s.isReference() || s.x().length > MANY)
                ? SeriesMarkers.NONE
                : MARKERS.get(i % MARKERS.size());
    }

    private static BasicStroke stroke(Figure figure, Series s) {
        return s.isReference() ? dashes(figure, s) : new BasicStroke(2f);
    }

    private static XYChart xy(Figure figure) {
        XYChart chart = new LocatedXy(figure.width(), figure.height());
        dress(chart, chart.getStyler(), figure);
        chart.getStyler().setXAxisLogarithmic(figure.isLogX());
        chart.getStyler().setMarkerSize(figure.hasLines() ? 6 : 7);
        for (int i = 0; i < figure.series().size(); i++) {
            Series s = figure.series().get(i);
            boolean level = s.isReference() && s.spread() == null && isLevel(s.y());
            double[] x = level ? ends(s.x()) : uneven(s.x());
            double[] y = level ? ends(s.y()) : s.y();
            XYSeries drawn =
                    s.spread() == null ? chart.addSeries(s.name(), x, y) : chart.addSeries(s.name(), x, y, s.spread());
            drawn.setLineColor(figure.colorOf(i));
            drawn.setMarkerColor(figure.colorOf(i));
            drawn.setXYSeriesRenderStyle(
                    isLine(figure, s) ? XYSeries.XYSeriesRenderStyle.Line : XYSeries.XYSeriesRenderStyle.Scatter);
            drawn.setMarker(marker(figure, i));
            drawn.setLineStyle(stroke(figure, s));
        }
        return chart;
    }

    /** A level line needs two points; of hundreds, a pixel apart, XChart draws no dashes. */
    private static boolean isLevel(double[] y) {
        return y.length > 2 && Arrays.stream(y).allMatch(v -> v == y[0]);
    }

    private static double[] ends(double[] values) {
        return new double[] {values[0], values[values.length - 1]};
    }

    /**
     * Many numbers at equal distances, moved by a thousandth at one place: where they are exactly
     * equal, XChart names every n-th of them, 0, 16, 32 ..., so densely that the names touch.
     */
    private static double[] uneven(double[] x) {
        double[] moved = x.clone();
        if (x.length > MANY) {
            moved[1] += 1e-3 * Math.min(1, Math.abs(x[x.length - 1] - x[0]));
        }
        return moved;
    }

    private static BasicStroke dashes(Figure figure, Series reference) {
        return DASHES.get(Math.min(figure.referencesBefore(reference), DASHES.size() - 1));
    }

    private static BasicStroke dashes(float... pattern) {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, pattern, 0);
    }

    private static CategoryChart bars(Figure figure) {
        CategoryChart chart = BarNames.fitsBelow(figure)
                ? new CategoryChart(figure.width(), figure.height(), THEME)
                : new BarNames.Nameless(figure.width(), figure.height() - 2 * Lettering.ROW);
        dress(chart, chart.getStyler(), figure);
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setErrorBarsColor(Palette.TEXT);
        Color[] colors = new Color[figure.series().size()];
        for (int i = 0; i < colors.length; i++) {
            Series s = figure.series().get(i);
            colors[i] = figure.colorOf(i);
            List<Double> y = boxed(s.y());
            if (s.spread() == null) {
                chart.addSeries(s.name(), figure.categories(), y);
            } else {
                chart.addSeries(s.name(), figure.categories(), y, boxed(s.spread()));
            }
        }
        chart.getStyler().setSeriesColors(colors);
        return chart;
    }

    private static LocatedMap map(Figure figure) {
        HeatMap map = figure.map();
        LocatedMap chart = new LocatedMap(figure.width(), figure.height());
        dress(chart, chart.getStyler(), figure);
        double low = threeDigits(map.low());
        double high = threeDigits(map.high());
        chart.getStyler().setMin(low < high ? low : map.low()).setMax(low < high ? high : map.high());
        chart.getStyler().setRangeColors(Palette.map(map.hasTwoSigns()));
        chart.getStyler().setPlotContentSize(1);
        // XChart counts the names of both axes by the one number
        chart.getStyler()
                .setXAxisMaxLabelCount(Math.max(map.columns().size(), map.rows().size()));
        List<String> columns = ticks(map.columns());
        double cell = (figure.width() - COLOUR_BAR - Lettering.longest(ticks(map.rows()))) / columns.size();
        int every = (columns.size() + 15) / 16;
        if (Lettering.longest(columns) > cell * every - 4) {
            chart.getStyler().setXAxisLabelRotation(90);
        }
        chart.getStyler().setHeatMapValueDecimalPattern("0.##");
        // XChart counts rows from the bottom; row 0 of a matrix stands on top.
        List<String> rows = new ArrayList<>(ticks(map.rows()));
        Collections.reverse(rows);
        List<Number[]> cells = new ArrayList<>();
        int height = rows.size();
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < map.columns().size(); j++) {
                double shown = Math.max(map.low(), Math.min(map.high(), map.values()[i][j]));
                cells.add(new Number[] {j, height - 1 - i, shown});
            }
        }
        chart.addSeries(figure.title(), columns, rows, cells);
        return chart;
    }

    private static void dress(Chart<?, ?> chart, AxesChartStyler styler, Figure figure) {
        chart.setXAxisTitle(figure.xTitle());
        chart.setYAxisTitle(figure.yTitle());
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xE5E5E5));
        Font axis = Lettering.SMALL;
        while (axis.getSize() > SMALLEST && Lettering.width(figure.yTitle(), axis) > chart.getHeight() - 40) {
            axis = axis.deriveFont(axis.getSize2D() - 1);
        }
        styler.setAxisTitleFont(axis);
        styler.setAxisTickLabelsFont(Lettering.SMALL);
        styler.setLegendFont(Lettering.SMALL);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setChartTitleVisible(false);
        styler.setLegendVisible(figure.isMap());
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLocale(Locale.ROOT);
        // XChart leaves out the nought of .05 by itself.
        styler.setDecimalPattern("#,##0.######");
    }

    /**
     * Names for a heat map's axis of which at most 16 are seen, evenly apart: XChart's own choice has
     * uneven gaps. The others have no width, but differ.
     */
    static List<String> ticks(List<String> names) {
        int every = (names.size() + 15) / 16;
        return IntStream.range(0, names.size())
                .mapToObj(i -> i % every == 0 ? names.get(i) : "\u200b".repeat(i))
                .toList();
    }

    /** A bound with three digits, as the colour bar writes all that it gets. */
    private static double threeDigits(double bound) {
        return new BigDecimal(bound).round(new MathContext(3)).doubleValue();
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
