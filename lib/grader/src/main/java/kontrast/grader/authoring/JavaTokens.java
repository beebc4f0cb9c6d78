package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Java code as a list of words and signs, without comments and blanks. */
final class JavaTokens {

    private static final Pattern TOKEN = Pattern.compile("(?<comment>//[^\\n]*|/\\*[\\s\\S]*?\\*/)"
            + "|\"\"\"[\\s\\S]*?\"\"\"" // a text block
            + "|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'"
            + "|[\\p{L}_$][\\p{L}\\p{N}_$]*" // a name or keyword
            + "|(?:\\d|\\.\\d)(?:[eEpP][+-]|[\\w.])*" // a number
            + "|->|::|[-+*/%&|^<>=!]=|&&|\\|\\||\\+\\+|--|\\S");

    /**
     * A word or sign.
     *
     * @param text what it says
     * @param start where it begins in the code
     * @param end where it ends
     */
    record Token(String text, int start, int end) {

        boolean isName() {
            return Character.isJavaIdentifierStart(text.charAt(0));
        }
    }

    private JavaTokens() {}

    static List<Token> of(String code) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(code);
        while (matcher.find()) {
            if (matcher.group("comment") == null) {
                tokens.add(new Token(matcher.group(), matcher.start(), matcher.end()));
            }
        }
        return tokens;
    }

    /** The same text for all code that differs in comments and layout only. */
    static String normal(String code) {
        return of(code).stream().map(Token::text).collect(Collectors.joining(" "));
    }
}
