package kontrast.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
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
    private static final List<BasicStroke> DASHES =
            List.of(SeriesLines.DASH_DASH, SeriesLines.DOT_DOT, SeriesLines.DASH_DOT);

    private static final Styler.ChartTheme THEME = Styler.ChartTheme.XChart;
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    /** Pixels that a name's mark and the room around both take in a legend; lines take most. */
    private static final int LEGEND_MARK = 50;

    /** Of so many points a line has no marks, and its axis round numbers. */
    private static final int MANY = 30;

    private StaticFigure() {}

    static BufferedImage draw(Figure figure) {
        Chart<?, ?> chart = figure.isMap() ? map(figure) : figure.hasBars() ? bars(figure) : xy(figure);
        BufferedImage image = new BufferedImage(figure.width(), figure.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart.paint(graphics, figure.width(), figure.height());
        graphics.dispose();
        return image;
    }

    private static XYChart xy(Figure figure) {
        XYChart chart = new XYChart(figure.width(), figure.height(), THEME);
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
            boolean line = figure.hasLines() || s.isReference();
            drawn.setXYSeriesRenderStyle(
                    line ? XYSeries.XYSeriesRenderStyle.Line : XYSeries.XYSeriesRenderStyle.Scatter);
            drawn.setMarker(
                    line && (s.isReference() || s.x().length > MANY)
                            ? SeriesMarkers.NONE
                            : MARKERS.get(i % MARKERS.size()));
            drawn.setLineStyle(s.isReference() ? dashes(figure, s) : new BasicStroke(2f));
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
        if (x.length > MANY && Math.abs(x[x.length - 1] - x[0]) >= 1) {
            moved[1] += 1e-3;
        }
        return moved;
    }

    private static BasicStroke dashes(Figure figure, Series reference) {
        return DASHES.get(Math.min(figure.referencesBefore(reference), DASHES.size() - 1));
    }

    private static CategoryChart bars(Figure figure) {
        CategoryChart chart = new CategoryChart(figure.width(), figure.height(), THEME);
        dress(chart, chart.getStyler(), figure);
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setErrorBarsColor(Palette.TEXT);
        if (!fitsBelow(figure)) {
            chart.getStyler().setXAxisLabelRotation(30);
        }
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

    private static HeatMapChart map(Figure figure) {
        HeatMap map = figure.map();
        HeatMapChart chart = new HeatMapChart(figure.width(), figure.height(), THEME);
        dress(chart, chart.getStyler(), figure);
        chart.getStyler().setMin(map.low()).setMax(map.high());
        chart.getStyler().setRangeColors(Palette.map(map.hasTwoSigns()));
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setXAxisMaxLabelCount(map.columns().size());
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
        chart.addSeries(figure.title(), ticks(map.columns()), rows, cells);
        return chart;
    }

    private static void dress(Chart<?, ?> chart, AxesChartStyler styler, Figure figure) {
        chart.setTitle(figure.title());
        chart.setXAxisTitle(figure.xTitle());
        chart.setYAxisTitle(figure.yTitle());
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xE5E5E5));
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(SMALL);
        styler.setLegendFont(SMALL);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setChartTitleBoxVisible(false);
        styler.setLegendVisible(figure.isMap() || figure.series().size() > 1);
        boolean below = !figure.isMap() && fitsInOneLine(figure);
        styler.setLegendPosition(below ? Styler.LegendPosition.OutsideS : Styler.LegendPosition.OutsideE);
        styler.setLegendLayout(below ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
        styler.setLocale(java.util.Locale.ROOT);
    }

    /** Names below bars must not run into each other. */
    static boolean fitsBelow(Figure figure) {
        return fitsBelow(figure, figure.width());
    }

    /** Whether the names below bars stand side by side in a picture of some width. */
    static boolean fitsBelow(Figure figure, int pixels) {
        double widest = figure.categories().stream()
                .mapToDouble(StaticFigure::width)
                .max()
                .orElse(0);
        return (widest + 10) * figure.categories().size() <= 0.88 * pixels; // the rest is the axis
    }

    private static double width(String text) {
        return SMALL.getStringBounds(text, new FontRenderContext(null, true, true))
                .getWidth();
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

    /** XChart breaks no line of a legend: names that need more than one stand beside the plot. */
    private static boolean fitsInOneLine(Figure figure) {
        double width = 0;
        for (Series s : figure.series()) {
            width += width(s.name()) + LEGEND_MARK;
        }
        return width <= figure.width();
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
