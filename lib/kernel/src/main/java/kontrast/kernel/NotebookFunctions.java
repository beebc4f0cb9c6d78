package kontrast.kernel;

import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;

/**
 * What a cell may call without an import: IJava's notebook API.
 *
 * <ul>
 *   <li>{@code display(x)}, {@code display(x, "text/html")}: shows x now, as its usual kind or as
 *       those named; the result is an id.
 *   <li>{@code updateDisplay(id, x)}, {@code updateDisplay(id, x, "text/html")}: shows x in the
 *       place of what was shown under that id.
 *   <li>{@code render(x)}, {@code render(x, "text/html")}: what {@code display} would send; as the
 *       last expression of a cell it is shown.
 *   <li>{@code printf}, {@code eval(code)}, {@code lineMagic(name, arguments)}, {@code
 *       cellMagic(name, arguments, body)}.
 * </ul>
 */
public final class NotebookFunctions extends BaseNotebookStatics {
    private static volatile String lastId;

    private NotebookFunctions() {}

    /**
     * Shows an object.
     *
     * @param shown the object; null is shown as {@code null}
     * @return the id under which {@code updateDisplay} finds it
     */
    public static String display(Object shown) {
        return remember(BaseNotebookStatics.display(shown));
    }

    /**
     * Shows an object in the given forms.
     *
     * @param shown the object; null is shown as {@code null}
     * @param types MIME types such as {@code text/html}
     * @return the id under which {@code updateDisplay} finds it
     */
    public static String display(Object shown, String... types) {
        return remember(BaseNotebookStatics.display(shown, types));
    }

    private static String remember(String id) {
        lastId = id;
        return id;
    }

    /** Whether this object is the id that {@code display} has just returned: not worth showing. */
    static boolean isLastId(Object value) {
        return value != null && value == (Object) lastId;
    }
}
