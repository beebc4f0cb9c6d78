package kontrast.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plotly's JavaScript (cartesian bundle: lines, points, bars, heat maps), read from the class path
 * and brought to the notebook once per kernel.
 *
 * <p>The bundle hides its global where a page defines {@code define}, {@code module} or {@code
 * exports} (the classic notebook, exported HTML), and stops where a page has MathJax 3 (JupyterLab
 * 4 with a formula in the notebook), so the script shadows all four.
 */
public final class PlotlyLibrary {

    private static final AtomicBoolean BROUGHT = new AtomicBoolean();

    private PlotlyLibrary() {}

    /**
     * Returns the library as a script, whether it was brought before or not; figures need no
     * further call. Useful after the outputs of a notebook were cleared.
     *
     * @return about 1 MB of HTML, one {@code script} element
     */
    public static String html() {
        BROUGHT.set(true);
        return "<script class=\"kontrast-plotly-library\">if(!window.Plotly){(function(){var define,module,exports,MathJax;\n"
                + source()
                + "\n}).call(window);}</script>";
    }

    /** The script for the first caller, nothing for the others. */
    static String once() {
        return BROUGHT.get() ? "" : html();
    }

    /** For tests: the next figure brings the library again. */
    static void forget() {
        BROUGHT.set(false);
    }

    private static String source() {
        try (InputStream in = PlotlyLibrary.class.getResourceAsStream("plotly-cartesian.min.js")) {
            if (in == null) {
                throw new IllegalStateException(
                        "kontrast.jar lacks kontrast/plot/plotly-cartesian.min.js; build it with mvn package");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
