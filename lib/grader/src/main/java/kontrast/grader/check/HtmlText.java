package kontrast.grader.check;

/** Text that comes from learners, made harmless in HTML. */
public final class HtmlText {

    private HtmlText() {}

    /**
     * Escapes text for the inside of an element or a quoted attribute.
     *
     * @param text any text
     * @return HTML; line ends become {@code <br>}, other control characters vanish
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replaceAll("[\\p{Cntrl}&&[^\n]]", "")
                .replace("\n", "<br>");
    }
}
