package kontrast.grader.check;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Prepares a kernel that loads JJava's extensions for checks: a report that is the value of a cell is shown as its
 * card (elsewhere {@code display(report.html(), "text/html")} does that), and points are kept over restarts.
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
        Ledger.ofThisProcess().keepIn(LedgerFile.ofWorkingFolder());
    }
}
