package kontrast.kernel;

/**
 * Where a snippet stands.
 *
 * @param label the cell ({@code In[3]}) or file
 * @param source the whole text of that cell or file
 * @param offset where the snippet begins in it
 */
record Origin(String label, String source, int offset) {

    private static final int MOST_CHARACTERS = 160; // of a line that is quoted

    /** The line of the cell, counted from 1, that holds the given place of the snippet. */
    int lineAt(int inSnippet) {
        int end = Math.min(source.length(), offset + Math.max(0, inSnippet));
        return 1 + (int) source.substring(0, end).chars().filter(c -> c == '\n').count();
    }

    /** The cell's line for a line of the snippet, both counted from 1. */
    int line(int snippetLine) {
        return lineAt(0) + snippetLine - 1;
    }

    String text(int line) {
        String[] lines = source.split("\n", -1);
        return line >= 1 && line <= lines.length ? lines[line - 1].stripTrailing() : "";
    }

    String place(int line) {
        return label + ", line " + line;
    }

    /**
     * Place and source line, and below it a mark under the columns from {@code from} to {@code to}.
     */
    String quote(int line, int from, int to) {
        String number = String.format("%5d | ", line);
        String shown = text(line);
        if (shown.length() > MOST_CHARACTERS) {
            int first = Math.max(0, Math.min(from - MOST_CHARACTERS / 2, shown.length() - MOST_CHARACTERS));
            return place(line) + "\n" + number + (first > 0 ? "... " : "")
                    + shown.substring(first, Math.min(shown.length(), first + MOST_CHARACTERS)) + " ...";
        }
        String mark = from < 0 ? "" : "\n" + " ".repeat(number.length() + from) + "^".repeat(Math.max(1, to - from));
        return place(line) + "\n" + number + shown + mark;
    }
}
