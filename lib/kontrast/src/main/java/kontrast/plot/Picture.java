package kontrast.plot;

/** Something to look at: HTML for a notebook, PNG for everything else, words for everyone. */
public interface Picture {

    /**
     * Returns the picture for a notebook: {@code display(picture.html(), "text/html")}.
     *
     * @return HTML that shows a static picture wherever scripts do not run
     */
    String html();

    /**
     * Returns the static picture.
     *
     * @return a PNG file's bytes
     */
    byte[] png();

    /**
     * Returns what the picture shows, in words, for those who do not see it.
     *
     * @return plain text, one or two sentences
     */
    String alt();
}
