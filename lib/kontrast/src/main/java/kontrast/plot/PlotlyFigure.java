package kontrast.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
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
 * The interactive side of a {@link Figure}: Tablesaw's figure, and the strict JSON that Plotly
 * draws, completed where Tablesaw has no setter.
 */
final class PlotlyFigure {

    private static final MathContext FLOAT = new MathContext(7);

    private static final JsonMapper TABLESAW = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private static final List<Symbol> SYMBOLS = List.of(
            Symbol.CIRCLE, Symbol.SQUARE, Symbol.DIAMOND, Symbol.TRIANGLE_UP, Symbol.CROSS, Symbol.TRIANGLE_DOWN);

    /** Of the first reference line, the second, and all others. */
    private static final List<String> DASHES = List.of("dash", "dot", "dashdot");

    /** Pixels of a narrow page. */
    private static final int NARROW = 390;

    /** Pixels at most; on a narrow page Plotly takes what is there, with letters as large as before. */
    private static final int WIDEST = 760;

    private static final int HEIGHT = 420;
    private static final int MAP_WIDEST = 620;
    private static final int MAP_HEIGHT = 540;

    private final Figure figure;

    PlotlyFigure(Figure figure) {
        this.figure = figure;
    }

    tech.tablesaw.plotly.components.Figure tablesaw() {
        return new tech.tablesaw.plotly.components.Figure(layout(), traces().toArray(Trace[]::new));
    }

    /** Strict JSON, with every {@code <} escaped so that it may stand inside a script. */
    String json() {
        ObjectNode root = TABLESAW.createObjectNode();
        ArrayNode data = root.putArray("data");
        List<Trace> traces = traces();
        for (int i = 0; i < traces.size(); i++) {
            ObjectNode trace = literal(traces.get(i).asJavascript(i));
            if (figure.isMap()) {
                complete(trace, figure.map());
            } else {
                complete(trace, figure.series().get(i));
            }
            data.add(trace);
        }
        ObjectNode layout = literal(layout().asJavascript());
        complete(layout);
        root.set("layout", layout);
        try {
            return TABLESAW.writeValueAsString(root).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The static picture, which Plotly replaces where scripts run. */
    String html() {
        String id = "kontrast-" + UUID.randomUUID();
        return """
               <div id="%s" class="kontrast-figure" role="figure" aria-label="%s" style="max-width:%dpx;overflow-x:auto;background:#fff">
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
               """.formatted(
                        id,
                        Markup.escape(figure.alt()),
                        figure.isMap() ? MAP_WIDEST : WIDEST,
                        figure.image(),
                        height(),
                        PlotlyLibrary.once(),
                        json(),
                        id);
    }

    private int height() {
        return figure.isMap() ? MAP_HEIGHT : HEIGHT;
    }

    private Layout layout() {
        Axis.AxisBuilder x = Axis.builder().title(plain(figure.xTitle()));
        if (figure.isLogX()) {
            x.type(Axis.Type.LOG);
        }
        Axis.AxisBuilder y = Axis.builder().title(plain(figure.yTitle()));
        if (figure.isMap()) {
            y.autoRange(Axis.AutoRange.REVERSED);
        }
        return Layout.builder()
                .title(plain(figure.title()))
                .height(height())
                .showLegend(figure.series().size() > 1)
                .margin(Margin.builder().top(50).left(70).right(20).bottom(60).build())
                .xAxis(x.build())
                .yAxis(y.build())
                .build();
    }

    private List<Trace> traces() {
        if (figure.isMap()) {
            HeatMap map = figure.map();
            return List.of(HeatmapTrace.builder(
                            plain(map.columns()),
                            plain(map.rows()),
                            Arrays.stream(map.values())
                                    .map(PlotlyFigure::digits)
                                    .toArray(double[][]::new))
                    .build());
        }
        return IntStream.range(0, figure.series().size())
                .mapToObj(i -> figure.hasBars() ? bars(i) : xy(i))
                .toList();
    }

    private Trace bars(int index) {
        Series s = figure.series().get(index);
        return BarTrace.builder(plain(figure.categories()), s.y())
                .name(plain(s.name()))
                .marker(Marker.builder().color(color(index)).build())
                .build();
    }

    private Trace xy(int index) {
        Series s = figure.series().get(index);
        boolean line = figure.hasLines() || s.isReference();
        ScatterTrace.ScatterBuilder trace = ScatterTrace.builder(digits(s.x()), digits(s.y()))
                .name(plain(s.name()))
                .mode(line ? ScatterTrace.Mode.LINE : ScatterTrace.Mode.MARKERS);
        if (line) {
            trace.line(Line.builder().color(color(index)).width(2).build());
        } else {
            Symbol symbol = SYMBOLS.get(index % SYMBOLS.size());
            trace.marker(
                    Marker.builder().color(color(index)).size(7).symbol(symbol).build());
        }
        return trace.build();
    }

    /** Seven digits, as many as a float32 has: a notebook keeps them as text. */
    private static double[] digits(double[] values) {
        return Arrays.stream(values)
                .map(v -> Double.isFinite(v) ? new BigDecimal(v).round(FLOAT).doubleValue() : v)
                .toArray();
    }

    private String color(int index) {
        return Palette.hex(figure.colorOf(index));
    }

    /** What Tablesaw's heat map cannot say: exact texts, the colour scale. */
    private void complete(ObjectNode trace, HeatMap map) {
        trace.put("zmin", map.low()).put("zmax", map.high());
        ArrayNode scale = trace.putArray("colorscale");
        Color[] stops = Palette.map(map.hasTwoSigns());
        for (int i = 0; i < stops.length; i++) {
            scale.addArray().add(i / (stops.length - 1.0)).add(Palette.hex(stops[i]));
        }
        texts(trace.putArray("x"), map.columns());
        texts(trace.putArray("y"), map.rows());
        trace.put(
                "hovertemplate",
                "%s %%{x}<br>%s %%{y}<br>%%{z:.3f}<extra></extra>"
                        .formatted(markup(figure.xTitle()), markup(figure.yTitle())));
    }

    /** What its other traces cannot say: exact texts, spreads, dashes. */
    private void complete(ObjectNode trace, Series s) {
        trace.put("name", markup(s.name()));
        if (figure.hasBars()) {
            texts(trace.putArray("x"), figure.categories());
        }
        if (s.spread() != null) {
            ArrayNode array = trace.putObject("error_y")
                    .put("type", "data")
                    .put("visible", true)
                    .putArray("array");
            Arrays.stream(s.spread()).forEach(array::add);
        }
        if (s.isReference()) {
            int before = Math.min(figure.referencesBefore(s), DASHES.size() - 1);
            trace.withObject("/line").put("dash", DASHES.get(before));
        } else if (figure.hasLines()) {
            trace.put("mode", s.x().length <= 30 ? "lines+markers" : "lines");
        }
        if (!s.labels().isEmpty()) {
            texts(trace.putArray("text"), s.labels());
            trace.put("hoverinfo", "text+name");
        }
    }

    private void complete(ObjectNode layout) {
        layout.putObject("title")
                .put("text", markup(figure.title()))
                .put("x", 0.02)
                .put("xanchor", "left")
                .putObject("font")
                .put("size", 16);
        ObjectNode legend =
                layout.putObject("legend").put("orientation", "h").put("x", 0).put("y", -0.2);
        if (figure.hasBars() && figure.series().size() > 1 && !BarNames.fitsBelow(figure, NARROW)) {
            // Plotly turns names that have no room; then they reach down to where the legend would stand.
            legend.put("y", 1.02).put("yanchor", "bottom");
            layout.withObject("/margin").put("t", 90);
            layout.withObject("/title").put("y", 0.97).put("yanchor", "top");
        }
        layout.put("autosize", true).put("paper_bgcolor", "#fff").put("plot_bgcolor", "#fff");
        complete(layout.withObject("/xaxis"), figure.xTitle());
        complete(layout.withObject("/yaxis"), figure.yTitle());
        if (figure.hasBars()) { // names that are numbers stay names: 256 is not drawn at 224
            layout.withObject("/xaxis").put("type", "category");
        }
        if (figure.series().stream().anyMatch(s -> !s.labels().isEmpty())) {
            layout.put("hovermode", "closest");
        }
    }

    private void complete(ObjectNode axis, String title) {
        axis.putObject("title").put("text", markup(title));
        axis.put("automargin", true).put("zeroline", false).put("gridcolor", "#E5E5E5");
        if (figure.isMap()) {
            axis.put("type", "category").put("constrain", "domain").put("nticks", 16);
        }
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
        return texts.stream().map(PlotlyFigure::plain).toArray(String[]::new);
    }
}
