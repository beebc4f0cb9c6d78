package kontrast.grader.check;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Shows a report as its card when it is the value of a cell, in kernels that load JJava's
 * extensions. Elsewhere {@code display(report.html(), "text/html")} does.
 */
public final class JupyterCard implements Extension {

    /** For the service loader. */
    public JupyterCard() {}

    @Override
    public void install(BaseKernel kernel) {
        kernel.getRenderer()
                .createRegistration(Report.class)
                .preferring(MIMEType.TEXT_HTML)
                .register((report, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, report::html));
    }
}
