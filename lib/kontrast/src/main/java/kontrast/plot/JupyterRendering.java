package kontrast.plot;

import java.util.Base64;
import java.util.function.Function;
import java.util.stream.IntStream;
import kontrast.data.Images;
import kontrast.train.History;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;

/**
 * Shows our objects as pictures or tables when they are the value of a cell, in kernels that load
 * JJava's extensions. Other kernels of the family show their {@code toString}.
 */
public final class JupyterRendering implements Extension {

    private static final int SHOWN = 40;

    /** For the service loader. */
    public JupyterRendering() {}

    @Override
    public void install(BaseKernel kernel) {
        register(kernel.getRenderer());
    }

    static void register(Renderer renderer) {
        renderer.createRegistration(Picture.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.IMAGE_PNG)
                .register((picture, context) -> {
                    context.renderIfRequested(MIMEType.TEXT_HTML, () -> picture.html());
                    context.renderIfRequested(
                            MIMEType.IMAGE_PNG, () -> Base64.getEncoder().encodeToString(picture.png()));
                });
        html(renderer, LossCurve.class, curve -> curve.figure().html());
        html(renderer, History.class, JupyterRendering::curve);
        html(renderer, Table.class, TableHtml::of);
        html(renderer, Images.class, JupyterRendering::first);
    }

    private static <T> void html(Renderer renderer, Class<T> type, Function<T, String> html) {
        renderer.createRegistration(type)
                .preferring(MIMEType.TEXT_HTML)
                .register((value, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> html.apply(value)));
    }

    private static String curve(History history) {
        if (history.rows().stream().noneMatch(row -> Double.isFinite(row.loss()))) {
            return Markup.escape(history.toString());
        }
        double[] steps = history.rows().stream().mapToDouble(History.Row::step).toArray();
        double[] losses = history.rows().stream().mapToDouble(History.Row::loss).toArray();
        return Figure.lines(history.toString(), "step", "loss", Series.of("loss", steps, losses))
                .html();
    }

    private static String first(Images images) {
        if (images.size() == 0 || (images.channels() != 1 && images.channels() != 3)) {
            return Markup.escape(images.toString());
        }
        int shown = Math.min(SHOWN, images.size());
        String title = shown == images.size() ? images.toString() : "The first " + shown + " of " + images;
        return ImageGrid.of(title, 10, images.subset(IntStream.range(0, shown).toArray()))
                .html();
    }
}
