package kontrast.plot;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/** The letters of static pictures: how large they are, how wide a text is, and how it is broken into rows. */
final class Lettering {

    /**
     * Of numbers and names. A page of 390 pixels shows 350 of the picture's 600: they are then as large as the
     * small print of a newspaper, 9 pixels.
     */
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);

    /** Pixels of a row of a title, of a legend, or of an axis' title. */
    static final int ROW = 22;

    private Lettering() {}

    /** A text broken between words into rows of some pixels; a word that is wider has a row of its own. */
    static List<String> rows(String text, Font font, double pixels) {
        List<String> rows = new ArrayList<>();
        String row = "";
        for (String word : text.strip().split("\\s+", -1)) {
            String longer = row.isEmpty() ? word : row + " " + word;
            if (!row.isEmpty() && width(longer, font) > pixels) {
                rows.add(row);
                longer = word;
            }
            row = longer;
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return rows;
    }

    static double width(String text) {
        return width(text, SMALL);
    }

    static double width(String text, Font font) {
        return font.getStringBounds(text, new FontRenderContext(null, true, true))
                .getWidth();
    }

    static double longest(List<String> names) {
        return names.stream().mapToDouble(Lettering::width).max().orElse(0);
    }
}
