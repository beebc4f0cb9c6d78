package kontrast.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.Base64;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Shows a picture of the course's library in all its forms, {@code display(figure)}: HTML, PNG for what shows no HTML
 * (LaTeX, a terminal), and its alternative text. The library is not known when this is compiled.
 */
final class PictureView {
    private static final String PICTURE = "kontrast.plot.Picture";

    private PictureView() {}

    static boolean isPicture(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> one : each.getInterfaces()) {
                if (one.getName().equals(PICTURE) || isPicture(one)) {
                    return true;
                }
            }
        }
        return false;
    }

    static void render(Object picture, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> call(picture, "html"));
        context.renderIfRequested(
                MIMEType.IMAGE_PNG, () -> Base64.getEncoder().encodeToString((byte[]) call(picture, "png")));
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> call(picture, "alt"));
    }

    /** By the interface: the picture's own class need not be public. */
    private static Object call(Object picture, String method) {
        try {
            Class<?> type = Class.forName(PICTURE, true, picture.getClass().getClassLoader());
            return type.getMethod(method).invoke(picture);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
