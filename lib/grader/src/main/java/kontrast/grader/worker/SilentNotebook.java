package kontrast.grader.worker;

/**
 * Stands in for the notebook's own functions: an answer that shows something shows it to nobody.
 */
public final class SilentNotebook {

    private SilentNotebook() {}

    /**
     * Shows nothing.
     *
     * @param shown anything
     * @param types MIME types
     * @return an id
     */
    public static String display(Object shown, String... types) {
        return "";
    }

    /**
     * Shows nothing.
     *
     * @param id of an earlier display
     * @param shown anything
     * @param types MIME types
     */
    public static void updateDisplay(String id, Object shown, String... types) {}

    /**
     * Renders nothing.
     *
     * @param shown anything
     * @param types MIME types
     * @return an object to show
     */
    public static Object render(Object shown, String... types) {
        return "";
    }

    /**
     * Prints nothing.
     *
     * @param format a format
     * @param arguments its arguments
     */
    public static void printf(String format, Object... arguments) {}
}
