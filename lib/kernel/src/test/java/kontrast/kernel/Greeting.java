package kontrast.kernel;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** An object that an extension teaches the kernel to show. */
public record Greeting(String whom) {

    /** Found through {@code META-INF/services}. */
    public static final class Teacher implements Extension {
        @Override
        public void install(BaseKernel kernel) {
            kernel.getRenderer()
                    .createRegistration(Greeting.class)
                    .preferring(MIMEType.TEXT_HTML)
                    .register((greeting, context) -> context.renderIfRequested(
                            MIMEType.TEXT_HTML, () -> "<b>Hello " + greeting.whom() + "</b>"));
        }
    }
}
