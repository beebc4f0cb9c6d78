package kontrast.plot;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A {@link Figure} in words, for those who do not see it. */
final class AltText {

    /** So many named points of a series at most are read out. */
    private static final int FEW = 25;

    private AltText() {}

    static String of(Figure figure) {
        String kind = switch (figure.kind()) {
            case LINES -> "Line chart";
            case POINTS -> "Scatter plot";
            case BARS -> "Bar chart";
            case MAP -> "Heat map";
        };
        return "%s: %s.%s %s."
                .formatted(
                        kind,
                        figure.title(),
                        axes(figure.xTitle(), figure.yTitle()),
                        figure.isMap()
                                ? words(figure.map())
                                : figure.series().stream()
                                        .map(s -> words(figure, s))
                                        .collect(Collectors.joining("; ")));
    }

    /** An axis without a title, as of bars whose names say enough, is not mentioned. */
    private static String axes(String x, String y) {
        if (x.isBlank()) {
            return y.isBlank() ? "" : " Vertical: %s.".formatted(y);
        }
        return y.isBlank() ? " Horizontal: %s.".formatted(x) : " Horizontal: %s; vertical: %s.".formatted(x, y);
    }

    private static String words(HeatMap map) {
        return "%d rows, %d columns, values from %s to %s"
                .formatted(map.rows().size(), map.columns().size(), number(map.least()), number(map.most()));
    }

    private static String words(Figure figure, Series s) {
        double[] y = s.y();
        String what;
        if (figure.hasBars()) {
            what = IntStream.range(0, y.length)
                    .mapToObj(i -> figure.categories().get(i) + " " + number(y[i]))
                    .collect(Collectors.joining(", "));
        } else if (figure.hasLines()) {
            what = "from %s to %s".formatted(number(y[0]), number(y[y.length - 1]));
        } else {
            boolean named = !s.labels().isEmpty() && y.length <= FEW;
            what = named
                    ? IntStream.range(0, y.length)
                            .mapToObj(i -> "%s (%s, %s)".formatted(s.labels().get(i), number(s.x()[i]), number(y[i])))
                            .collect(Collectors.joining(", "))
                    : y.length == 1 ? "at %s, %s".formatted(number(s.x()[0]), number(y[0])) : y.length + " points";
        }
        String text = s.name() + ": " + what;
        return s.leftOut() == 0 ? text : text + " (%d not finite, left out)".formatted(s.leftOut());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
