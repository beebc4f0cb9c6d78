package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import kontrast.data.Images;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class JupyterRenderingTest {

    private final Renderer renderer = new Renderer();

    @Test
    void kernelsFindIt() {
        assertInstanceOf(
                JupyterRendering.class,
                ServiceLoader.load(Extension.class).findFirst().orElseThrow());
    }

    @Test
    void valuesBecomePicturesAndTables() {
        JupyterRendering.register(renderer);
        Figure figure = Figure.lines("t", "x", "y", Series.of("s", 1, 2));
        assertTrue(html(figure).contains("kontrast-figure"));
        assertEquals(figure.alt(), text(figure), "short, not the HTML again");
        Images images = Images.of(new byte[100 * 16], 1, 4, 4);
        assertTrue(html(ImageGrid.of("g", 5, images)).startsWith("<img"));
        assertTrue(html(images).contains("The first 40 of 100 images, 1 x 4 x 4"));
        assertTrue(html(LossCurve.ntXent("t", 2)).contains("kontrast-figure"));
    }

    @Test
    void tablesAreEscapedRoundedAndCut() {
        JupyterRendering.register(renderer);
        double[] values = new double[50];
        values[0] = 1 / 3.0;
        values[1] = Double.NaN;
        Table table = Table.create("<t>")
                .addColumns(
                        StringColumn.create("a<b", java.util.Collections.nCopies(50, "x&y")),
                        DoubleColumn.create("v", values));
        String html = html(table);
        assertTrue(html.contains("<th>a&lt;b</th>") && html.contains("x&amp;y"), html);
        assertTrue(html.contains("<td>0.3333</td>"), html);
        assertFalse(html.contains("NaN"), "a missing value is an empty cell");
        assertTrue(html.contains("The first 40 of 50 rows"), html);
    }

    private String html(Object value) {
        DisplayData data = renderer.render(value);
        return String.valueOf(data.getData(MIMEType.TEXT_HTML));
    }

    private String text(Object value) {
        return String.valueOf(renderer.render(value).getData(MIMEType.TEXT_PLAIN));
    }
}
