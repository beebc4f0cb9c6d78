package kontrast.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The static side of a {@link Figure}, drawn by XChart. */
final class StaticFigure {

    private static final List<Marker> MARKERS =
            List.of(
                    SeriesMarkers.CIRCLE,
                    SeriesMarkers.SQUARE,
                    SeriesMarkers.DIAMOND,
                    SeriesMarkers.TRIANGLE_UP,
                    SeriesMarkers.CROSS,
                    SeriesMarkers.TRIANGLE_DOWN);

    private StaticFigure() {}

    static BufferedImage draw(Figure figure) {
        Chart<?, ?> chart =
                figure.isMap() ? map(figure) : figure.hasBars() ? bars(figure) : xy(figure);
        BufferedImage image =
                new BufferedImage(figure.width(), figure.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart.paint(graphics, figure.width(), figure.height());
        graphics.dispose();
        return image;
    }

    private static XYChart xy(Figure figure) {
        XYChart chart =
                new XYChartBuilder()
                        .width(figure.width())
                        .height(figure.height())
                        .title(figure.title())
                        .xAxisTitle(figure.xTitle())
                        .yAxisTitle(figure.yTitle())
                        .build();
        style(chart.getStyler(), figure);
        chart.getStyler().setXAxisLogarithmic(figure.isLogX());
        chart.getStyler().setMarkerSize(figure.hasLines() ? 6 : 7);
        for (int i = 0; i < figure.series().size(); i++) {
            Series s = figure.series().get(i);
            XYSeries drawn =
                    s.spread() == null
                            ? chart.addSeries(s.name(), s.x(), s.y())
                            : chart.addSeries(s.name(), s.x(), s.y(), s.spread());
            drawn.setLineColor(figure.colorOf(i));
            drawn.setMarkerColor(figure.colorOf(i));
            boolean line = figure.hasLines() || s.isReference();
            drawn.setXYSeriesRenderStyle(
                    line
                            ? XYSeries.XYSeriesRenderStyle.Line
                            : XYSeries.XYSeriesRenderStyle.Scatter);
            drawn.setMarker(
                    line && (s.isReference() || s.x().length > 30)
                            ? SeriesMarkers.NONE
                            : MARKERS.get(i % MARKERS.size()));
            drawn.setLineStyle(s.isReference() ? SeriesLines.DASH_DASH : new BasicStroke(2f));
        }
        return chart;
    }

    private static CategoryChart bars(Figure figure) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(figure.width())
                        .height(figure.height())
                        .title(figure.title())
                        .xAxisTitle(figure.xTitle())
                        .yAxisTitle(figure.yTitle())
                        .build();
        style(chart.getStyler(), figure);
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

    private static HeatMapChart map(Figure figure) {
        HeatMapChart chart =
                new HeatMapChartBuilder()
                        .width(figure.width())
                        .height(figure.height())
                        .title(figure.title())
                        .xAxisTitle(figure.xTitle())
                        .yAxisTitle(figure.yTitle())
                        .build();
        style(chart.getStyler(), figure);
        chart.getStyler().setLegendVisible(true);
        chart.getStyler().setMin(figure.low()).setMax(figure.high());
        chart.getStyler().setRangeColors(Palette.map(figure.low() < 0));
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setXAxisMaxLabelCount(16);
        chart.getStyler().setHeatMapValueDecimalPattern("0.##");
        // XChart counts rows from the bottom; row 0 of a matrix stands on top.
        List<String> rows = new ArrayList<>(figure.rows());
        Collections.reverse(rows);
        List<Number[]> cells = new ArrayList<>();
        int height = rows.size();
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < figure.categories().size(); j++) {
                double value = figure.values()[i][j];
                double shown = Math.max(figure.low(), Math.min(figure.high(), value));
                cells.add(new Number[] {j, height - 1 - i, shown});
            }
        }
        chart.addSeries(figure.title(), figure.categories(), rows, cells);
        return chart;
    }

    private static void style(AxesChartStyler styler, Figure figure) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xE5E5E5));
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setChartTitleBoxVisible(false);
        styler.setLegendVisible(figure.series().size() > 1);
        styler.setLegendPosition(
                figure.isMap() ? Styler.LegendPosition.OutsideE : Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(
                figure.isMap() ? Styler.LegendLayout.Vertical : Styler.LegendLayout.Horizontal);
        styler.setLocale(java.util.Locale.ROOT);
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
