package kontrast.kernel;

import java.awt.image.BufferedImage;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * JJava's renderer, with additions: null, arrays, Tablesaw tables and the course's pictures can be shown; the plain
 * text beside HTML is what its picture's alternative text says, or else stays short; and very long text is shortened.
 */
final class NotebookRenderer extends Renderer {
    private static final int MOST_TEXT = 20_000;
    private static final int MOST_ELEMENTS = 1_000;
    private static final Pattern ALTERNATIVE = Pattern.compile("<img\\b[^>]*?\\balt=\"([^\"]+)\"");

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

    /** Tablesaw and the course's library are known by name only: the kernel does not depend on them. */
    private void prepare(Class<?> type) {
        if (!seen.add(type)) {
            return;
        }
        if (PictureView.isPicture(type)) {
            createRegistration(type)
                    .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG, MIMEType.TEXT_PLAIN)
                    .register((picture, context) -> PictureView.render(picture, context));
        } else if (TableView.isTable(type)) {
            createRegistration(type)
                    .preferring(MIMEType.TEXT_HTML)
                    .register((table, context) -> TableView.render(table, context));
        }
    }

    @Override
    protected DisplayData finalizeDisplayData(DisplayData data, Object value) {
        boolean rich = data.hasDataForType(MIMEType.TEXT_HTML) || picture(data);
        if (rich && value instanceof CharSequence text && text.length() > 200) {
            data.putText(alternative(text).orElse("(" + text.length() + " characters)"));
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

    /** What the first picture of a page shows, in words: for whoever reads the notebook without seeing it. */
    private static Optional<String> alternative(CharSequence html) {
        Matcher image = ALTERNATIVE.matcher(html);
        return image.find()
                ? Optional.of(image.group(1)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&"))
                : Optional.empty();
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
