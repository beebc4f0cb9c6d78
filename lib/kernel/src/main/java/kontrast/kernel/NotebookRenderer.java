package kontrast.kernel;

import java.awt.image.BufferedImage;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * JJava's renderer, with four additions: null, arrays and Tablesaw tables can be shown; the plain
 * text beside HTML or a picture stays short; and very long text is shortened.
 */
final class NotebookRenderer extends Renderer {
    private static final int MOST_TEXT = 20_000;
    private static final int MOST_ELEMENTS = 1_000;

    private final Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

    @Override
    public DisplayData render(Object value, Map<String, Object> params) {
        if (value == null) {
            return new DisplayData("null");
        }
        prepare(value.getClass());
        return super.render(value, params);
    }

    @Override
    public DisplayData renderAs(Object value, Map<String, Object> params, String... types) {
        if (value == null) {
            return new DisplayData("null");
        }
        prepare(value.getClass());
        return super.renderAs(value, params, types);
    }

    /** Tablesaw is known by name only: the kernel does not depend on it. */
    private void prepare(Class<?> type) {
        if (seen.add(type) && TableView.isTable(type)) {
            createRegistration(type)
                    .preferring(MIMEType.TEXT_HTML)
                    .register((table, context) -> TableView.render(table, context));
        }
    }

    @Override
    protected DisplayData finalizeDisplayData(DisplayData data, Object value) {
        boolean rich = data.hasDataForType(MIMEType.TEXT_HTML) || picture(data);
        if (rich && value instanceof CharSequence text && text.length() > 200) {
            data.putText("(" + text.length() + " characters)");
        } else if (value instanceof BufferedImage image) {
            data.putText("picture, " + image.getWidth() + " x " + image.getHeight());
        } else if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
            data.putText(value.getClass().isArray() ? array(value) : String.valueOf(value));
        }
        if (data.getData(MIMEType.TEXT_PLAIN) instanceof CharSequence text && text.length() > MOST_TEXT) {
            int rest = text.length() - MOST_TEXT;
            data.putText(text.subSequence(0, MOST_TEXT) + "... (" + rest + " more characters)");
        }
        return data;
    }

    private static boolean picture(DisplayData data) {
        return data.hasDataForType(MIMEType.IMAGE_PNG) || data.hasDataForType(MIMEType.IMAGE_SVG);
    }

    private static String array(Object value) {
        int length = Array.getLength(value);
        Object[] elements = new Object[Math.min(length, MOST_ELEMENTS)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Array.get(value, i);
        }
        String text = Arrays.deepToString(elements);
        return length <= MOST_ELEMENTS ? text : text + " (the first of " + length + " elements)";
    }
}
