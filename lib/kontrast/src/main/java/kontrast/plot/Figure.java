package kontrast.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.components.Symbol;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HeatmapTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * An interactive figure with a static picture beside it.
 *
 * <p>The interactive side is a Tablesaw figure, completed where Tablesaw has no setter (error bars,
 * colour scale, dashes) and written as strict Plotly JSON; the static side is drawn by XChart. The
 * HTML shows the picture at once and lets Plotly replace it where scripts run; offline, untrusted
 * or on a code host the picture stays.
 */
public final class Figure implements Picture {

    private enum Kind {
        LINES("Line chart"),
        POINTS("Scatter plot"),
        BARS("Bar chart"),
        MAP("Heat map");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private static final JsonMapper TABLESAW =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .build();

    private static final List<Symbol> SYMBOLS =
            List.of(
                    Symbol.CIRCLE,
                    Symbol.SQUARE,
                    Symbol.DIAMOND,
                    Symbol.TRIANGLE_UP,
                    Symbol.CROSS,
                    Symbol.TRIANGLE_DOWN);

    private final Kind kind;
    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final List<Series> series;
    private final List<String> categories;
    private final double[][] values;
    private final List<String> rows;
    private final double low;
    private final double high;
    private final boolean logX;

    private Figure(
            Kind kind,
            String title,
            String xTitle,
            String yTitle,
            List<Series> series,
            List<String> categories,
            double[][] values,
            List<String> rows,
            double low,
            double high,
            boolean logX) {
        this.kind = kind;
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.series = series;
        this.categories = categories;
        this.values = values;
        this.rows = rows;
        this.low = low;
        this.high = high;
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
    public static Figure bars(
            String title, String xTitle, String yTitle, List<String> categories, Series... series) {
        List<Series> all = List.of(series);
        checkNames(title, all);
        if (categories.stream().distinct().count() != categories.size()) {
            throw new IllegalArgumentException(
                    "figure \"%s\": two categories have the same name in %s"
                            .formatted(title, categories));
        }
        for (Series s : all) {
            if (s.y().length != categories.size()) {
                throw new IllegalArgumentException(
                        "figure \"%s\", series \"%s\": expected one finite value for each of %d categories, found %d"
                                .formatted(title, s.name(), categories.size(), s.y().length));
            }
        }
        return new Figure(
                Kind.BARS,
                title,
                xTitle,
                yTitle,
                all,
                List.copyOf(categories),
                null,
                List.of(),
                0,
                0,
                false);
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
            String title,
            String xTitle,
            String yTitle,
            List<String> columns,
            List<String> rows,
            double[][] values) {
        if (values.length == 0 || values[0].length == 0 || values.length != rows.size()) {
            throw new IllegalArgumentException(
                    "figure \"%s\": expected %d named rows of values, found %d"
                            .formatted(title, rows.size(), values.length));
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double[][] copy = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != columns.size()) {
                throw new IllegalArgumentException(
                        "figure \"%s\": expected %d columns, found %d in row %d"
                                .formatted(title, columns.size(), values[i].length, i));
            }
            copy[i] = values[i].clone();
            for (int j = 0; j < copy[i].length; j++) {
                if (!Double.isFinite(copy[i][j])) {
                    throw new IllegalArgumentException(
                            "figure \"%s\": value [%d][%d] is %s, expected a finite number"
                                    .formatted(title, i, j, copy[i][j]));
                }
                low = Math.min(low, copy[i][j]);
                high = Math.max(high, copy[i][j]);
            }
        }
        if (low < 0) {
            high = Math.max(high, -low);
            low = -high;
        } else if (low == high) {
            high = low + 1;
        }
        return new Figure(
                Kind.MAP,
                title,
                xTitle,
                yTitle,
                List.of(),
                List.copyOf(columns),
                copy,
                List.copyOf(rows),
                low,
                high,
                false);
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
                            "a logarithmic axis needs x > 0, found %s in series \"%s\""
                                    .formatted(x, s.name()));
                }
            }
        }
        return new Figure(
                kind, title, xTitle, yTitle, series, categories, values, rows, low, high, true);
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
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "expected low < high, both finite, found %s and %s".formatted(low, high));
        }
        return new Figure(
                kind, title, xTitle, yTitle, series, categories, values, rows, low, high, logX);
    }

    /**
     * Returns the figure as Tablesaw's own, to be changed or shown by Tablesaw's means.
     *
     * @return a new Tablesaw figure
     */
    public tech.tablesaw.plotly.components.Figure tablesaw() {
        return new tech.tablesaw.plotly.components.Figure(layout(), traces().toArray(Trace[]::new));
    }

    /**
     * Returns the figure in Plotly's JSON format.
     *
     * @return one object with {@code data} and {@code layout}; strict JSON, with every {@code <}
     *     escaped so that it may stand inside a script
     */
    public String json() {
        ObjectNode root = TABLESAW.createObjectNode();
        ArrayNode data = root.putArray("data");
        List<Trace> traces = traces();
        for (int i = 0; i < traces.size(); i++) {
            data.add(complete(literal(traces.get(i).asJavascript(i)), i));
        }
        root.set("layout", complete(literal(layout().asJavascript())));
        try {
            return TABLESAW.writeValueAsString(root).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String html() {
        String id = "kontrast-" + UUID.randomUUID();
        return """
               <div id="%s" class="kontrast-figure" style="max-width:%dpx;background:#fff">
               %s
               <div style="display:none;width:100%%;height:%dpx"></div>
               </div>
               %s<script>
               (function () {
                 var figure = %s, tries = 0;
                 (function draw() {
                   var root = document.getElementById("%s");
                   if (!root || !window.Plotly) {
                     if (tries++ < 100) { setTimeout(draw, 100); }
                     return;
                   }
                   var image = root.children[0], plot = root.children[1];
                   plot.style.display = "block";
                   try {
                     window.Plotly.newPlot(plot, figure.data, figure.layout, {responsive: true, displaylogo: false, modeBarButtons: [["zoom2d", "pan2d", "resetScale2d", "toImage"]]});
                     image.style.display = "none";
                   } catch (e) { plot.style.display = "none"; }
                 })();
               })();
               </script>
               """
                .formatted(id, width(), image(), height(), PlotlyLibrary.once(), json(), id);
    }

    /**
     * Returns the static picture alone, for what is redrawn many times.
     *
     * @return one {@code img} element with a data URI
     */
    public String image() {
        return Html.image(png(), width(), alt());
    }

    @Override
    public byte[] png() {
        return Html.png(StaticFigure.draw(this));
    }

    @Override
    public String alt() {
        String what =
                kind == Kind.MAP
                        ? "%d rows, %d columns, values from %s to %s"
                                .formatted(
                                        values.length,
                                        values[0].length,
                                        number(flat().min().orElseThrow()),
                                        number(flat().max().orElseThrow()))
                        : series.stream().map(this::words).collect(Collectors.joining("; "));
        return "%s: %s. Horizontal: %s; vertical: %s. %s."
                .formatted(kind.words, title, xTitle, yTitle, what);
    }

    @Override
    public String toString() {
        return alt();
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

    List<String> rows() {
        return rows;
    }

    double[][] values() {
        return values;
    }

    double low() {
        return low;
    }

    double high() {
        return high;
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

    int width() {
        return kind == Kind.MAP ? 620 : 760;
    }

    int height() {
        return kind == Kind.MAP ? 540 : 420;
    }

    private static Figure xy(
            Kind kind, String title, String xTitle, String yTitle, List<Series> series) {
        checkNames(title, series);
        return new Figure(
                kind, title, xTitle, yTitle, series, List.of(), null, List.of(), 0, 0, false);
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

    private java.util.stream.DoubleStream flat() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream);
    }

    private String words(Series s) {
        double[] y = s.y();
        String text;
        if (kind == Kind.BARS) {
            text =
                    IntStream.range(0, y.length)
                            .mapToObj(i -> categories.get(i) + " " + number(y[i]))
                            .collect(Collectors.joining(", ", s.name() + ": ", ""));
        } else if (kind == Kind.POINTS) {
            text = "%s: %d points".formatted(s.name(), y.length);
        } else {
            text = "%s: from %s to %s".formatted(s.name(), number(y[0]), number(y[y.length - 1]));
        }
        return s.leftOut() == 0
                ? text
                : text + " (%d points that are not finite left out)".formatted(s.leftOut());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    private Layout layout() {
        Axis.AxisBuilder y = Axis.builder().title(plain(yTitle));
        if (isMap()) {
            y.autoRange(Axis.AutoRange.REVERSED);
        }
        Axis.AxisBuilder x = Axis.builder().title(plain(xTitle));
        if (logX) {
            x.type(Axis.Type.LOG);
        }
        return Layout.builder()
                .title(plain(title))
                .height(height())
                .showLegend(series.size() > 1)
                .margin(Margin.builder().top(50).left(70).right(20).bottom(60).build())
                .xAxis(x.build())
                .yAxis(y.build())
                .build();
    }

    private List<Trace> traces() {
        List<Trace> traces = new ArrayList<>();
        if (isMap()) {
            traces.add(HeatmapTrace.builder(plain(categories), plain(rows), values).build());
        }
        for (int i = 0; i < series.size(); i++) {
            Series s = series.get(i);
            if (hasBars()) {
                traces.add(
                        BarTrace.builder(plain(categories), s.y())
                                .name(plain(s.name()))
                                .marker(Marker.builder().color(color(i)).build())
                                .build());
                continue;
            }
            ScatterTrace.ScatterBuilder trace =
                    ScatterTrace.builder(s.x(), s.y())
                            .name(plain(s.name()))
                            .mode(
                                    hasLines() || s.isReference()
                                            ? ScatterTrace.Mode.LINE
                                            : ScatterTrace.Mode.MARKERS);
            if (hasLines() || s.isReference()) {
                trace.line(Line.builder().color(color(i)).width(2).build());
            } else {
                trace.marker(
                        Marker.builder()
                                .color(color(i))
                                .size(7)
                                .symbol(SYMBOLS.get(i % SYMBOLS.size()))
                                .build());
            }
            traces.add(trace.build());
        }
        return traces;
    }

    String color(int index) {
        return Palette.hex(colorOf(index));
    }

    Color colorOf(int index) {
        return series.get(index).isReference() ? Palette.NEUTRAL : Palette.series(index);
    }

    /** What Tablesaw's traces cannot say: exact texts, spreads, dashes, the colour scale. */
    private ObjectNode complete(ObjectNode trace, int index) {
        if (isMap()) {
            trace.put("zmin", low).put("zmax", high);
            ArrayNode scale = trace.putArray("colorscale");
            Color[] stops = Palette.map(low < 0);
            for (int i = 0; i < stops.length; i++) {
                scale.addArray().add(i / (stops.length - 1.0)).add(Palette.hex(stops[i]));
            }
            texts(trace.putArray("x"), categories);
            texts(trace.putArray("y"), rows);
            trace.put(
                    "hovertemplate",
                    "%s %%{x}<br>%s %%{y}<br>%%{z:.3f}<extra></extra>"
                            .formatted(markup(xTitle), markup(yTitle)));
            return trace;
        }
        Series s = series.get(index);
        trace.put("name", markup(s.name()));
        if (hasBars()) {
            texts(trace.putArray("x"), categories);
        }
        if (s.spread() != null) {
            ArrayNode array =
                    trace.putObject("error_y")
                            .put("type", "data")
                            .put("visible", true)
                            .putArray("array");
            Arrays.stream(s.spread()).forEach(array::add);
        }
        if (s.isReference()) {
            trace.withObject("/line").put("dash", "dash");
        } else if (hasLines()) {
            trace.put("mode", s.x().length <= 30 ? "lines+markers" : "lines");
        }
        if (!s.labels().isEmpty()) {
            texts(trace.putArray("text"), s.labels());
            trace.put("hoverinfo", "text+name");
        }
        return trace;
    }

    private ObjectNode complete(ObjectNode layout) {
        layout.putObject("title")
                .put("text", markup(title))
                .put("x", 0.02)
                .put("xanchor", "left")
                .putObject("font")
                .put("size", 16);
        layout.putObject("legend").put("orientation", "h").put("x", 0).put("y", -0.2);
        layout.put("autosize", true).put("paper_bgcolor", "#fff").put("plot_bgcolor", "#fff");
        for (String axis : List.of("xaxis", "yaxis")) {
            ObjectNode node = layout.withObject("/" + axis);
            node.putObject("title").put("text", markup(axis.equals("xaxis") ? xTitle : yTitle));
            node.put("automargin", true).put("zeroline", false).put("gridcolor", "#E5E5E5");
            if (isMap()) {
                node.put("type", "category").put("constrain", "domain").put("nticks", 16);
            }
        }
        if (kind == Kind.BARS) { // names that are numbers stay names: 256 is not drawn at 224
            layout.withObject("/xaxis").put("type", "category");
        }
        if (!isMap() && series.stream().anyMatch(s -> !s.labels().isEmpty())) {
            layout.put("hovermode", "closest");
        }
        return layout;
    }

    private static ObjectNode literal(String javascript) {
        String text = javascript.strip();
        text = text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1);
        try {
            JsonNode node = TABLESAW.readTree(text);
            return (ObjectNode) node;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Tablesaw wrote what is no object literal: " + text, e);
        }
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(text -> array.add(markup(text)));
    }

    /** Plotly reads texts as a little HTML, so these two characters are escaped for it. */
    private static String markup(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** Tablesaw's templates escape no backslash and no line break; the JSON sets the exact text. */
    private static String plain(String text) {
        return text.replaceAll("[\\\\\\p{Cntrl}]", " ");
    }

    private static String[] plain(List<String> texts) {
        return texts.stream().map(Figure::plain).toArray(String[]::new);
    }
}
