package kontrast.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes Javadoc comments readable: as HTML, and as plain text for front ends without HTML. */
final class Javadoc {
    private static final Pattern INLINE = Pattern.compile("\\{@(\\w+)\\s*([^{}]*)}");
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(param|return|throws|see|since|author)\\b[ \\t]*");

    private Javadoc() {}

    static String html(String comment) {
        if (comment == null) {
            return "";
        }
        String html = inline(comment, true);
        return BLOCK.matcher(html).replaceAll("<br><b>$1</b> ");
    }

    static String text(String comment) {
        if (comment == null) {
            return "";
        }
        String text = comment.replaceAll("(?i)<li>", "\n  - ").replaceAll("(?i)</?(p|pre|ul|ol|table|tr)>", "\n");
        text = text.replaceAll("</?[a-zA-Z][^<>]*>", "");
        text = inline(text, false);
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ");
        text = text.replace("&quot;", "\"").replace("&#64;", "@").replace("&amp;", "&");
        text = BLOCK.matcher(text).replaceAll("$1 ");
        return text.replaceAll("(?m)^[ \\t]+$", "").replaceAll("\n{3,}", "\n\n").strip() + "\n";
    }

    static String escape(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Replaces {@code {@tag ...}} from the innermost outwards. */
    private static String inline(String comment, boolean html) {
        String result = comment;
        for (int depth = 0; depth < 5 && result.contains("{@"); depth++) {
            Matcher matcher = INLINE.matcher(result);
            result = matcher.replaceAll(match -> {
                String tag = match.group(1);
                String text = match.group(2).strip();
                if (tag.startsWith("link")) {
                    // {@link Target label} shows its label, else its target
                    text = text.replaceFirst("^\\S+\\s+(?=\\S)", "");
                    text = text.replaceFirst("^#", "").replace('#', '.');
                }
                String shown = html ? "<code>" + escape(text) + "</code>" : text;
                return Matcher.quoteReplacement(shown);
            });
        }
        return result;
    }
}
