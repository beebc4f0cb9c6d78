package kontrast.plot;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An interactive figure with a static picture beside it.
 *
 * <p>The interactive side is a Tablesaw figure, completed where Tablesaw has no setter (error bars,
 * colour scale, dashes) and written as strict Plotly JSON; the static side is drawn by XChart. The
 * HTML shows the picture at once and lets Plotly replace it where scripts run; offline, untrusted
 * or on a code host the picture stays.
 */
public final class Figure implements Picture {

    /** What is drawn. */
    enum Kind {
        LINES,
        POINTS,
        BARS,
        MAP
    }

    private final Kind kind;
    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final List<Series> series;
    private final List<String> categories; // of bars
    private final HeatMap map; // or null
    private final boolean logX;

    private Figure(
            Kind kind,
            String title,
            String xTitle,
            String yTitle,
            List<Series> series,
            List<String> categories,
            HeatMap map,
            boolean logX) {
        this.kind = kind;
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.series = series;
        this.categories = categories;
        this.map = map;
        this.logX = logX;
    }

    /**
     * Returns a line chart.
     *
     * @param title what the figure shows
     * @param xTitle quantity and unit of the horizontal axis, e.g. {@code "step"}
     * @param yTitle quantity and unit of the vertical axis, e.g. {@code "loss (nats)"}
     * @param series at least one
     * @return the figure
     * @throws IllegalArgumentException without series, or if two have the same name
     */
    public static Figure lines(String title, String xTitle, String yTitle, Series... series) {
        return xy(Kind.LINES, title, xTitle, yTitle, List.of(series));
    }

    /**
     * Returns a scatter plot; each series has its own colour and shape.
     *
     * @param title what the figure shows
     * @param xTitle quantity and unit of the horizontal axis
     * @param yTitle quantity and unit of the vertical axis
     * @param series at least one
     * @return the figure
     * @throws IllegalArgumentException without series, or if two have the same name
     */
    public static Figure points(String title, String xTitle, String yTitle, Series... series) {
        return xy(Kind.POINTS, title, xTitle, yTitle, List.of(series));
    }

    /**
     * Returns a bar chart: one group of bars a category, one bar a series.
     *
     * @param title what the figure shows
     * @param xTitle what the categories are
     * @param yTitle quantity and unit of the bars' length
     * @param categories names below the bars, all different
     * @param series each with one y a category; x is ignored
     * @return the figure
     * @throws IllegalArgumentException without series, if two have the same name, or if a series
     *     has not one finite value a category
     */
    public static Figure bars(String title, String xTitle, String yTitle, List<String> categories, Series... series) {
        List<Series> all = List.of(series);
        checkNames(title, all);
        if (categories.stream().distinct().count() != categories.size()) {
            throw new IllegalArgumentException(
                    "figure \"%s\": two categories have the same name in %s".formatted(title, categories));
        }
        for (Series s : all) {
            if (s.y().length != categories.size()) {
                throw new IllegalArgumentException(
                        "figure \"%s\", series \"%s\": expected one finite value for each of %d categories, found %d"
                                .formatted(title, s.name(), categories.size(), s.y().length));
            }
        }
        List<String> names = List.copyOf(categories);
        return new Figure(Kind.BARS, title, xTitle, yTitle, all, names, null, false);
    }

    /**
     * Returns a heat map with row 0 on top and rows and columns numbered from 0.
     *
     * @param title what the figure shows
     * @param xTitle what the columns are
     * @param yTitle what the rows are
     * @param values {@code [rows][columns]}, all finite, rows of one length; copied
     * @return the figure; its colours span the values, symmetrically around 0 if some are negative
     * @throws IllegalArgumentException if empty, ragged, or a value is not finite
     */
    public static Figure map(String title, String xTitle, String yTitle, double[][] values) {
        return map(
                title,
                xTitle,
                yTitle,
                numbers(values.length == 0 ? 0 : values[0].length),
                numbers(values.length),
                values);
    }

    /**
     * Returns a heat map with row 0 on top and named rows and columns.
     *
     * @param title what the figure shows
     * @param xTitle what the columns are
     * @param yTitle what the rows are
     * @param columns names of the columns, all different
     * @param rows names of the rows, all different
     * @param values {@code [rows][columns]}, all finite; copied
     * @return the figure; its colours span the values, symmetrically around 0 if some are negative
     * @throws IllegalArgumentException if empty, ragged, misnamed, or a value is not finite
     */
    public static Figure map(
            String title, String xTitle, String yTitle, List<String> columns, List<String> rows, double[][] values) {
        HeatMap map = HeatMap.of(title, columns, rows, values);
        return new Figure(Kind.MAP, title, xTitle, yTitle, List.of(), List.of(), map, false);
    }

    /**
     * Returns the same lines or points over a logarithmic horizontal axis.
     *
     * @return a new figure
     * @throws IllegalStateException if this is neither a line chart nor a scatter plot, or an x is
     *     not positive
     */
    public Figure withLogX() {
        if (kind != Kind.LINES && kind != Kind.POINTS) {
            throw new IllegalStateException("only lines and points have a logarithmic axis");
        }
        for (Series s : series) {
            for (double x : s.x()) {
                if (x <= 0) {
                    throw new IllegalStateException(
                            "a logarithmic axis needs x > 0, found %s in series \"%s\"".formatted(x, s.name()));
                }
            }
        }
        return new Figure(kind, title, xTitle, yTitle, series, categories, map, true);
    }

    /**
     * Returns the same heat map with colours for a given range, so that two maps can be compared.
     *
     * @param low value of the first colour; below 0 the scale has two signs
     * @param high value of the last colour, above {@code low}; values outside take the end's colour
     * @return a new figure
     * @throws IllegalStateException if this is no heat map
     * @throws IllegalArgumentException if the range is empty or not finite
     */
    public Figure withRange(double low, double high) {
        if (kind != Kind.MAP) {
            throw new IllegalStateException("only a heat map has a range of colours");
        }
        HeatMap ranged = map.withRange(low, high);
        return new Figure(kind, title, xTitle, yTitle, series, categories, ranged, logX);
    }

    /** Returns the figure as Tablesaw's own, to be changed or shown by Tablesaw's means. */
    public tech.tablesaw.plotly.components.Figure tablesaw() {
        return new PlotlyFigure(this).tablesaw();
    }

    /**
     * Returns the figure in Plotly's JSON format: one object with {@code data} and {@code layout}; strict JSON, with
     * every {@code <} escaped so that it may stand inside a script.
     */
    public String json() {
        return new PlotlyFigure(this).json();
    }

    @Override
    public String html() {
        return new PlotlyFigure(this).html();
    }

    /** Returns the static picture alone, for what is redrawn many times: one {@code img} element with a data URI. */
    public String image() {
        return Markup.image(png(), width(), LEAST_WIDTH, alt());
    }

    @Override
    public byte[] png() {
        return Markup.png(StaticFigure.draw(this));
    }

    @Override
    public String alt() {
        return AltText.of(this);
    }

    @Override
    public String toString() {
        return alt();
    }

    Kind kind() {
        return kind;
    }

    String title() {
        return title;
    }

    String xTitle() {
        return xTitle;
    }

    String yTitle() {
        return yTitle;
    }

    List<Series> series() {
        return series;
    }

    List<String> categories() {
        return categories;
    }

    HeatMap map() {
        return map;
    }

    boolean isLogX() {
        return logX;
    }

    boolean hasLines() {
        return kind == Kind.LINES;
    }

    boolean hasBars() {
        return kind == Kind.BARS;
    }

    boolean isMap() {
        return kind == Kind.MAP;
    }

    /** Pixels below which a page scrolls the static picture: its letters, 15 pixels high, have 10 there. */
    private static final int LEAST_WIDTH = 400;

    /** Pixels of the static picture; the interactive one is as wide as its page, up to some bound. */
    int width() {
        return 600;
    }

    /** Pixels of the static picture without its title and the names below it. */
    int height() {
        return kind == Kind.MAP ? 500 : 360;
    }

    private static Figure xy(Kind kind, String title, String xTitle, String yTitle, List<Series> series) {
        checkNames(title, series);
        return new Figure(kind, title, xTitle, yTitle, series, List.of(), null, false);
    }

    private static void checkNames(String title, List<Series> series) {
        List<String> names = series.stream().map(Series::name).toList();
        if (names.isEmpty() || names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException(
                    "figure \"%s\": expected at least one series, with different names, found %s"
                            .formatted(title, names));
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** How many references stand before a series: each is dashed in another way. */
    int referencesBefore(Series s) {
        return (int) series.subList(0, series.indexOf(s)).stream()
                .filter(Series::isReference)
                .count();
    }

    Color colorOf(int index) {
        return series.get(index).isReference() ? Palette.NEUTRAL : Palette.series(index);
    }
}
