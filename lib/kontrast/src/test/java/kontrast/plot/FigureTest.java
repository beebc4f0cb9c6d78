package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FigureTest {

    private static final String NASTY = "it's <b>\"bold\"</b> \\ & </script>\nnext";

    @BeforeEach
    void freshNotebook() {
        PlotlyLibrary.forget();
    }

    static List<Figure> everyKind() {
        Series a = Series.of("a's", 1, 2, 3).withSpread(0.1, 0.2, 0.3);
        Series b = Series.of(NASTY, 3, 1, 2).withLabels(List.of("x", NASTY, "z"));
        return List.of(
                Figure.lines(NASTY, "step", "loss (nats)", a, b),
                Figure.points(NASTY, NASTY, "y", a, b),
                Figure.bars(NASTY, "case", "top-1 (%)", List.of("p", NASTY, "r"), a, b),
                Figure.map(NASTY, "view", "view", new double[][] {{1, -0.5}, {-0.5, 1}}),
                Figure.lines("t", "x", "y", Series.of("c", new double[] {1, 10}, new double[] {1, 2}))
                        .withLogX());
    }

    /** A reader who does not see the interactive figure hears what the static picture's text says. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void theInteractiveFigureHasARoleAndALabel(Figure figure) {
        assertTrue(figure.html().contains("role=\"figure\" aria-label=\"%s\"".formatted(Markup.escape(figure.alt()))));
    }

    /** Of 33 rows every third has its name, 0, 3, 6 ...: at most 16, and evenly apart. */
    @Test
    void namesOfAHeatMapStandEvenlyApart() {
        List<String> names = IntStream.range(0, 33).mapToObj(Integer::toString).toList();
        List<String> ticks = StaticFigure.ticks(names);
        for (int i = 0; i < 33; i++) {
            assertEquals(i % 3 == 0 ? names.get(i) : "", ticks.get(i).replace("\u200b", ""));
        }
        assertEquals(33, ticks.stream().distinct().count(), "XChart tells categories by their names");
        assertEquals(names.subList(0, 16), StaticFigure.ticks(names.subList(0, 16)));
    }

    /** Short names stay level, a few long ones are broken into rows, many are turned. */
    @Test
    void longNamesBelowBarsDoNotRunIntoEachOther() {
        Figure few = bars(3, "256");
        assertTrue(BarNames.fitsBelow(few));
        Figure wrapped = bars(4, "supervised on photographs");
        assertFalse(BarNames.fitsBelow(wrapped));
        assertTrue(BarNames.inRows(wrapped));
        assertEquals(
                List.of("supervised on", "photographs"),
                Lettering.rows("supervised on photographs", Lettering.SMALL, 120));
        Figure turned = bars(20, "denoising autoencoder");
        assertFalse(BarNames.fitsBelow(turned) || BarNames.inRows(turned));
    }

    /** With a title beside the axis the bars stand closer: "m = 0.999" of one ran into that of the next. */
    @Test
    void rowsOfNamesKeepTheirDistance() {
        List<String> names = IntStream.range(0, 6)
                .mapToObj(i -> "K = 12" + i + "; m = 0.999")
                .toList();
        Figure figure = Figure.bars("t", "x", "accuracy (%)", names, Series.of("s", new double[6]));
        assertTrue(BarNames.inRows(figure) && !BarNames.fitsBelow(figure));
        assertEquals(5, gapsBetweenNames(figure), "white between each name and the next");
    }

    /** White columns, ten or more, between names: a space within one of them is six wide. */
    private static int gapsBetweenNames(Figure figure) {
        BufferedImage image = StaticFigure.draw(figure);
        int top = image.getHeight() - BarNames.height(figure) + 2;
        int bottom = image.getHeight() - Lettering.ROW - 2; // above the title of the axis
        int gaps = 0;
        int run = 0;
        boolean begun = false;
        for (int x = 0; x < image.getWidth(); x++) {
            int column = x;
            boolean white = IntStream.range(top, bottom).allMatch(y -> image.getRGB(column, y) == 0xFFFFFFFF);
            gaps += !white && begun && run >= 10 ? 1 : 0;
            begun |= !white;
            run = white ? run + 1 : 0;
        }
        return gaps;
    }

    /** A colour bar has bounds of three digits, unless these would be one number. */
    @Test
    void aMapOfNearlyEqualValuesIsDrawn() {
        assertTrue(Figure.map("t", "x", "y", new double[][] {{0.99996, 0.99999}})
                        .png()
                        .length
                > 1000);
        assertTrue(Figure.map("t", "x", "y", new double[][] {{0.14550003380861354, 1}})
                        .png()
                        .length
                > 1000);
    }

    /** Each name begins inside the picture: at 45 degrees the first of these would begin 60 pixels before it. */
    @Test
    void turnedNamesStayInsideThePicture() {
        Figure turned = bars(20, "denoising autoencoder of photographs");
        BufferedImage image = StaticFigure.draw(turned);
        assertTrue(BarNames.angle(turned) > Math.PI / 4);
        assertEquals(Math.PI / 4, BarNames.angle(bars(20, "jigsaw")), 1e-9);
        for (int y = 0; y < image.getHeight(); y++) {
            assertEquals(0xFFFFFFFF, image.getRGB(1, y), "left edge, row " + y);
        }
        assertTrue(IntStream.range(image.getHeight() - 60, image.getHeight() - 2)
                        .map(y -> ink(image, y))
                        .sum()
                > 20);
    }

    private static Figure bars(int count, String name) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> name + i).toList();
        return Figure.bars("t", "x", "y", names, Series.of("s", new double[count]));
    }

    /** Plotly turns names that have no room, and they would run under a legend that stands below. */
    @Test
    void legendStandsAboveBarsWithLongNames() throws Exception {
        Series a = Series.of("linear", 1, 2, 3);
        Series b = Series.of("fine-tuned", 1, 2, 3);
        List<String> encoders = List.of("supervised on photographs", "SimCLR on drawings", "random init");
        JsonNode above = layout(Figure.bars("t", "x", "y", encoders, a, b));
        assertTrue(above.get("legend").get("y").asDouble() > 1);
        assertEquals("bottom", above.get("legend").get("yanchor").asText());
        assertTrue(above.get("margin").get("t").asInt() > 80, "a title and a line of names have to fit");
        for (Figure below : List.of(
                Figure.bars("t", "x", "y", List.of("p", "q", "r"), a, b),
                Figure.bars("t", "x", "y", encoders, a),
                Figure.lines("t", "x", "y", a, b))) {
            assertTrue(layout(below).get("legend").get("y").asDouble() < 0);
            assertEquals(50, layout(below).get("margin").get("t").asInt());
        }
    }

    private static JsonNode layout(Figure figure) throws Exception {
        return new ObjectMapper().readTree(figure.json()).get("layout");
    }

    /** A strict parser is the oracle: Tablesaw's own output is a JavaScript literal, not JSON. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void jsonIsStrictAndSafeInsideAScript(Figure figure) throws Exception {
        String json = figure.json();
        JsonNode root = new ObjectMapper().readTree(json);
        assertTrue(root.get("data").size() >= 1);
        assertTrue(root.get("layout").get("xaxis").get("title").has("text"));
        assertFalse(json.contains("<"), "a < could close the script");
        assertFalse(json.contains("NaN") || json.contains("Infinity"));
    }

    /** Plotly guesses a number line from names such as 32, 128, 256, and labels it as it likes. */
    @Test
    void barsStandAtTheirNamesEvenIfThoseAreNumbers() throws Exception {
        Figure bars = Figure.bars("t", "batch", "y", List.of("32", "256"), Series.of("s", 1, 2));
        JsonNode root = new ObjectMapper().readTree(bars.json());
        assertEquals("category", root.get("layout").get("xaxis").get("type").asText());
    }

    @Test
    void textsReachPlotlyUnharmed() throws Exception {
        JsonNode root = new ObjectMapper().readTree(everyKind().get(0).json());
        String shown = root.get("layout")
                .get("title")
                .get("text")
                .asText()
                .replace("&lt;", "<")
                .replace("&amp;", "&");
        assertEquals(NASTY, shown);
        assertEquals("a's", root.get("data").get(0).get("name").asText());
        assertEquals(
                0.2, root.get("data").get(0).get("error_y").get("array").get(1).asDouble());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void staticPictureDecodesAtItsSize(Figure figure) throws Exception {
        Matcher uri = Pattern.compile("<img src=\"data:image/png;base64,([^\"]+)\" alt=\"([^\"]+)\"")
                .matcher(figure.html());
        assertTrue(uri.find());
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(uri.group(1))));
        assertEquals(figure.width(), image.getWidth());
        assertTrue(image.getHeight() >= figure.height(), "names stand below");
        assertTrue(uri.group(2).length() > 20, "words for those who do not see it");
    }

    @Test
    void libraryComesOnceAndOnAskingAgain() {
        Figure figure = everyKind().get(0);
        String mark = "<script class=\"kontrast-plotly-library\">";
        String first = figure.html();
        assertTrue(first.contains(mark));
        assertTrue(first.contains("plotly.js (cartesian - minified)"));
        assertFalse(figure.html().contains(mark), "1 MB more for every figure");
        assertTrue(PlotlyLibrary.html().startsWith(mark));
        assertEquals(2, first.split("<script", -1).length - 1, "one library and one drawing");
        assertFalse(figure.html().equals(figure.html()), "ids differ, or two copies share one place");
    }

    /** A point that has a name of its own is looked for: "1 points" would not say where it is. */
    @Test
    void aPointByItselfSaysWhereItIs() {
        Figure plane = Figure.points(
                "t",
                "x",
                "y",
                Series.of("pull only", new double[] {-1.5}, new double[] {0.25}),
                Series.of("cloud", new double[] {1, 2}, new double[] {3, 4}));
        assertTrue(plane.alt().contains("pull only: at -1.50, 0.250; cloud: 2 points."), plane.alt());
    }

    /** Bars whose names say enough have no title below them: "Horizontal: ;" would be read out. */
    @Test
    void anAxisWithoutTitleIsNotReadOut() {
        String bars = Figure.bars("t", "", "accuracy (%)", List.of("a", "b"), Series.of("kNN", 1, 2))
                .alt();
        assertTrue(bars.startsWith("Bar chart: t. Vertical: accuracy (%). kNN: a 1, b 2."), bars);
        assertFalse(bars.contains("Horizontal"), bars);
    }

    @Test
    void divergedLossIsLeftOutAndSaid() throws Exception {
        Series diverged = Series.of("loss", 5, 4, Double.NaN, Double.POSITIVE_INFINITY);
        Figure figure = Figure.lines("t", "step", "loss (nats)", diverged);
        assertEquals(2, diverged.leftOut());
        assertTrue(figure.alt().contains("2 not finite, left out"), figure.alt());
        assertEquals(
                2,
                new ObjectMapper()
                        .readTree(figure.json())
                        .get("data")
                        .get(0)
                        .get("y")
                        .size());
    }

    @Test
    void mapHasRowZeroOnTop() throws Exception {
        Figure figure = Figure.map("t", "x", "y", new double[][] {{0, 0}, {0, 9}});
        JsonNode root = new ObjectMapper().readTree(figure.json());
        assertEquals(
                "reversed", root.get("layout").get("yaxis").get("autorange").asText());
        assertEquals(9, root.get("data").get(0).get("z").get(1).get(1).asDouble());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png()));
        // The one high value, viridis yellow, must lie in the lower half of the static picture too.
        long above = yellow(image, 60, image.getHeight() / 2 - 20);
        long below = yellow(image, image.getHeight() / 2 + 20, image.getHeight() - 80);
        assertTrue(below > 1000 && above * 4 < below, above + " above, " + below + " below");
    }

    @Test
    void rangeOfAMapCanBeGiven() throws Exception {
        Figure map = Figure.map("t", "x", "y", new double[][] {{0.9, 5}}).withRange(-1, 1);
        JsonNode trace = new ObjectMapper().readTree(map.json()).get("data").get(0);
        assertEquals(-1, trace.get("zmin").asDouble());
        assertEquals(1, trace.get("zmax").asDouble());
        assertTrue(map.png().length > 1000, "a value outside is drawn too");
        message("found 1.0 and 1.0", () -> map.withRange(1, 1));
    }

    /** Too long for one line, a centred legend runs over both edges; the edges tell. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 7, 12})
    void legendStaysInsideThePicture(int series) throws Exception {
        Series[] all = IntStream.range(0, series)
                .mapToObj(i -> Series.of("a share of the time, " + i, 1 + i, 2))
                .toArray(Series[]::new);
        for (Figure figure : List.of(
                Figure.bars("t", "x", "y", List.of("p", "q"), all),
                Figure.lines("t", "x", "y", all),
                Figure.points("t", "x", "y", all))) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png()));
            for (int y = 0; y < image.getHeight(); y++) {
                assertEquals(0xFFFFFFFF, image.getRGB(1, y), "left edge, row " + y);
                assertEquals(0xFFFFFFFF, image.getRGB(image.getWidth() - 2, y), "right, row " + y);
            }
        }
    }

    /** Names wrap into rows, each within the picture, and all of them once and in their order. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 9})
    void namesBelowAPlotWrapIntoRows(int series) {
        Series[] all = IntStream.range(0, series)
                .mapToObj(i -> Series.of("an encoder that was trained, " + i, 1 + i, 2))
                .toArray(Series[]::new);
        Figure figure = Figure.lines("t", "x", "y", all);
        List<List<Integer>> rows = StaticFigure.legend(figure);
        assertEquals(
                IntStream.range(0, series).boxed().toList(),
                rows.stream().flatMap(List::stream).toList());
        assertEquals((series + 1) / 2, rows.size(), "two such names fit into 600 pixels");
        assertEquals(0, StaticFigure.legend(Figure.lines("t", "x", "y", all[0])).size());
    }

    /** A title too long for one row is broken between words, and no word is lost. */
    @Test
    void aLongTitleIsBrokenIntoRows() {
        String title = "emoji, 300 unseen concepts; CIFAR-10 (JPEG copy), 10,000 photographs; 20 labels a class";
        List<String> rows = StaticFigure.title(Figure.lines(title, "x", "y", Series.of("s", 1, 2)));
        assertEquals(2, rows.size());
        assertEquals(title, String.join(" ", rows));
        assertEquals(List.of("t"), StaticFigure.title(Figure.lines("t", "x", "y", Series.of("s", 1, 2))));
    }

    /** A picture of 600 pixels on a page of 390 keeps letters of at least 8 pixels: so they are drawn with 14 or more. */
    @Test
    void lettersStayLegibleOnANarrowPage() throws Exception {
        BufferedImage image = ImageIO.read(
                new ByteArrayInputStream(Figure.lines("t", "x", "y", Series.of("HHHHHHHH", 1, 2), Series.of("b", 2, 1))
                        .png()));
        int rows = (int) IntStream.range(image.getHeight() - 33, image.getHeight())
                .filter(y -> ink(image, y) > 16)
                .count();
        assertTrue(rows >= 10, "a capital letter of " + rows + " pixels is less than a font of 14");
    }

    /** On paper nobody points at a dot: a few names stand beside theirs, on a logarithmic axis too; many do not. */
    @Test
    void fewLabelsAreWrittenBesideTheirPoints() {
        for (boolean log : new boolean[] {false, true}) {
            assertTrue(written(25, log) > 25 * 20, "25 labels of three letters");
            assertEquals(0, written(26, log), "26 would cover each other");
        }
        Series named = Series.of("s", new double[] {1, 2}, new double[] {1, 2});
        List<String> names = List.of("SimCLR", "BYOL");
        List<String> cards = List.of("SimCLR: 43.4 %, 62 MB", "BYOL: 36 %, 58 MB");
        assertEquals(
                ink(StaticFigure.draw(Figure.points("t", "x", "y", named.withLabels(names)))),
                ink(StaticFigure.draw(Figure.points("t", "x", "y", named.withLabels(cards)))),
                "the name is enough");
        String alt = points(2, true).alt();
        assertTrue(alt.contains("P10 (1, 1), P11 (2, 4)"), alt);
    }

    /** Between 0.5 and 9.7 lies a single power of ten, and nobody reads distances off one number. */
    @Test
    void aShortLogarithmicAxisNamesTwoAndFiveToo() {
        assertEquals(List.of(0.5, 2.0, 5.0), StaticFigure.factors(0.49, 9.7));
        assertEquals(List.of(2e3, 5e3, 2e4, 5e4), StaticFigure.factors(1000, 64_000));
        assertEquals(List.of(), StaticFigure.factors(1, 1000), "names would touch");
        Series s = Series.of("s", new double[] {0.49, 9.7}, new double[] {1, 2});
        Series wide = Series.of("s", new double[] {0.49, 97}, new double[] {1, 2});
        assertTrue(axisInk(s) > axisInk(wide), "0.5, 1, 2, 5 and not 1, 10 alone");
    }

    /** Dark pixels of the lowest rows: the numbers of the axis and its title. */
    private static int axisInk(Series s) {
        BufferedImage image = StaticFigure.draw(Figure.points("t", "x", "y", s).withLogX());
        return IntStream.range(image.getHeight() - 60, image.getHeight())
                .map(y -> ink(image, y))
                .sum();
    }

    /** Dark pixels that the labels of some points bring. */
    private static int written(int points, boolean log) {
        Figure with = points(points, true);
        Figure without = points(points, false);
        return ink(StaticFigure.draw(log ? with.withLogX() : with))
                - ink(StaticFigure.draw(log ? without.withLogX() : without));
    }

    private static Figure points(int count, boolean labelled) {
        double[] x = IntStream.range(0, count).mapToDouble(i -> i + 1).toArray();
        Series s = Series.of("s", x, Arrays.stream(x).map(v -> v * v % 97).toArray());
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> "P" + (10 + i)).toList();
        return Figure.points("t", "x", "y", labelled ? s.withLabels(names) : s);
    }

    private static int ink(BufferedImage image) {
        return IntStream.range(0, image.getHeight()).map(y -> ink(image, y)).sum();
    }

    /** A small map shows its numbers, light on dark cells and dark on light ones. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void numbersOfASmallMapStandOutFromTheirCells(double value) {
        assertTrue(standOut(8, value) > 64 * 10);
        assertEquals(0, standOut(9, value), "no room in a map of 9 rows");
    }

    /** Pixels in the middle of the cells that are neither of the cell's colour nor a line's. */
    private static long standOut(int side, double value) {
        double[][] values = new double[side][side];
        Arrays.stream(values).forEach(row -> Arrays.fill(row, value));
        BufferedImage image =
                StaticFigure.draw(Figure.map("t", "x", "y", values).withRange(0, 1));
        boolean dark = value < 0.5;
        long count = 0;
        for (int y = 40; y < 440; y++) {
            for (int x = 100; x < 440; x++) {
                int rgb = image.getRGB(x, y);
                int light = (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
                count += dark ? (light > 600 ? 1 : 0) : (light < 150 ? 1 : 0);
            }
        }
        return count;
    }

    /** XChart writes .05 by itself; 0.05 takes as much room beside the axis as 1.05. */
    @Test
    void numbersBelowOneBeginWithNought() {
        int below = room(StaticFigure.draw(Figure.lines("", "", "", Series.of("s", 0.01, 0.09))));
        int above = room(StaticFigure.draw(Figure.lines("", "", "", Series.of("s", 1.01, 1.09))));
        assertEquals(above, below, 3, "a missing nought is narrower by 9 pixels");
    }

    /** Columns on the left in which the numbers of the upper half stand. */
    private static int room(BufferedImage image) {
        return (int) IntStream.range(0, 80)
                .filter(x -> IntStream.range(10, image.getHeight() / 2).anyMatch(y -> isDark(image.getRGB(x, y))))
                .count();
    }

    private static long yellow(BufferedImage image, int from, int to) {
        long count = 0;
        for (int y = from; y < to; y++) {
            for (int x = 0; x < image.getWidth() * 2 / 3; x++) {
                int rgb = image.getRGB(x, y);
                boolean isYellow = (rgb >> 16 & 255) > 220 && (rgb >> 8 & 255) > 200 && (rgb & 255) < 90;
                count += isYellow ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void badInputIsNamed() {
        message("as many x", () -> Series.of("s", new double[2], new double[3]));
        message("none of its 1 points", () -> Series.of("s", Double.NaN));
        message("spread", () -> Series.of("s", 1, 2).withSpread(1));
        message("at least 0, found -1.0", () -> Series.of("s", 1).withSpread(-1));
        message("different names", () -> Figure.lines("t", "x", "y"));
        message("different names", () -> Figure.lines("t", "x", "y", Series.of("s", 1), Series.of("s", 2)));
        message("value [0][1] is NaN", () -> Figure.map("t", "x", "y", new double[][] {{0, Double.NaN}}));
        message("row 1", () -> Figure.map("t", "x", "y", new double[][] {{0, 1}, {0}}));
        message("2 categories", () -> Figure.bars("t", "x", "y", List.of("p", "q"), Series.of("s", 1)));
        assertThrows(
                IllegalStateException.class,
                () -> Figure.lines("t", "x", "y", Series.of("s", 1, 2)).withLogX());
    }

    private static void message(String part, Runnable bad) {
        String found = assertThrows(IllegalArgumentException.class, bad::run).getMessage();
        assertTrue(found.contains(part), found);
    }

    /** Chance and a baseline in one plot must be told apart; a single line stays dashed. */
    @Test
    void referenceLinesAreDashedEachInItsOwnWay() throws Exception {
        Series data = Series.of("trained", new double[] {0, 1}, new double[] {0.1, 0.9});
        Series chance = Series.of("chance", new double[] {0, 1}, new double[] {0.2, 0.2});
        Series pixels = Series.of("pixels", new double[] {0, 1}, new double[] {0.5, 0.5});
        Figure figure = Figure.lines("t", "x", "y", data, chance.asReference(), pixels.asReference());
        JsonNode traces = new ObjectMapper().readTree(figure.json()).get("data");
        assertEquals("dash", traces.get(1).get("line").get("dash").asText());
        assertEquals("dot", traces.get(2).get("line").get("dash").asText());
    }

    /** Four hundred steps: numbers below the axis that do not touch, and a chance line with gaps. */
    @Test
    void manyStepsLeaveTheAxisLegibleAndTheChanceLineDashed() {
        double[] steps = IntStream.range(0, 400).asDoubleStream().toArray();
        double[] loss = IntStream.range(0, 400).mapToDouble(i -> 5 - i / 100.0).toArray();
        double[] chance = new double[400];
        Arrays.fill(chance, 3.21);
        BufferedImage image = StaticFigure.draw(Figure.lines(
                "t",
                "step",
                "loss",
                Series.of("loss", steps, loss),
                Series.of("chance", steps, chance).asReference()));
        int axis = IntStream.range(image.getHeight() / 2, image.getHeight())
                .boxed()
                .max((p, q) -> Integer.compare(ink(image, p), ink(image, q)))
                .orElseThrow();
        int widest = 0; // of what is written without a gap of six pixels
        int begin = -1;
        int last = -9;
        for (int x = 0; x < image.getWidth(); x++) {
            int column = x;
            if (IntStream.range(axis + 8, axis + 24).anyMatch(y -> isDark(image.getRGB(column, y)))) {
                begin = x - last > 6 ? x : begin;
                last = x;
                widest = Math.max(widest, last - begin + 1);
            }
        }
        assertTrue(widest > 15 && widest < 40, "numbers touch: " + widest + " pixels without a gap");
        int line = IntStream.range(20, axis - 5)
                .boxed()
                .max((p, q) -> Integer.compare(ink(image, p), ink(image, q)))
                .orElseThrow();
        int drawn = ink(image, line);
        assertTrue(drawn > 100 && drawn < 0.8 * ink(image, axis), drawn + " pixels of the chance line");
    }

    private static int ink(BufferedImage image, int y) {
        return (int) IntStream.range(0, image.getWidth())
                .filter(x -> isDark(image.getRGB(x, y)))
                .count();
    }

    private static boolean isDark(int rgb) {
        return (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255) < 3 * 200;
    }
}
