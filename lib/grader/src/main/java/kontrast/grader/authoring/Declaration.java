package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a code cell declares at its top level; a statement, where it declares nothing.
 *
 * @param kind what it is
 * @param name the name that it declares; empty for imports and statements
 * @param code its text
 */
record Declaration(Kind kind, String name, String code) {

    private static final Set<String> TYPES = Set.of("class", "interface", "enum", "record");
    private static final Set<String> CONTROL =
            Set.of("if", "for", "while", "do", "try", "switch", "synchronized", "return", "throw");

    /** What can stand at the top level of a cell. */
    enum Kind {
        IMPORT,
        TYPE,
        METHOD,
        VARIABLE,
        STATEMENT
    }

    /** Splits a cell's code. */
    static List<Declaration> of(String code) {
        List<Declaration> found = new ArrayList<>();
        List<JavaTokens.Token> tokens = JavaTokens.of(code);
        int first = 0;
        int depth = 0;
        boolean assigned = false;
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i).text();
            if ("({[".contains(token)) {
                depth++;
            } else if (")}]".contains(token)) {
                depth--;
            } else if (token.equals("=") && depth == 0) {
                assigned = true;
            }
            boolean closed = depth == 0 && ((token.equals("}") && !assigned) || token.equals(";"));
            if (closed || i == tokens.size() - 1) {
                found.add(one(tokens.subList(first, i + 1), code));
                first = i + 1;
                assigned = false;
            }
        }
        return found;
    }

    private static Declaration one(List<JavaTokens.Token> tokens, String code) {
        String text = code.substring(
                tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
        if (tokens.get(0).text().equals("import")) {
            return new Declaration(Kind.IMPORT, "", text);
        }
        for (int i = 0; i + 1 < tokens.size() && !CONTROL.contains(tokens.get(0).text()); i++) {
            String token = tokens.get(i).text();
            JavaTokens.Token next = tokens.get(i + 1);
            if (TYPES.contains(token) && next.isName()) {
                return new Declaration(Kind.TYPE, next.text(), text);
            }
            boolean declares =
                    i > 0 && tokens.get(i).isName() && !tokens.get(i - 1).text().equals(".");
            if (next.text().equals("(")) {
                boolean body = tokens.get(tokens.size() - 1).text().equals("}");
                return declares && body
                        ? new Declaration(Kind.METHOD, token, text)
                        : new Declaration(Kind.STATEMENT, "", text);
            }
            if (next.text().equals("=") || next.text().equals(";")) {
                return declares
                        ? new Declaration(Kind.VARIABLE, token, text)
                        : new Declaration(Kind.STATEMENT, "", text);
            }
        }
        return new Declaration(Kind.STATEMENT, "", text);
    }

    /** The names that it uses, its own among them. */
    Set<String> names() {
        return names(code);
    }

    static Set<String> names(String code) {
        return JavaTokens.of(code).stream()
                .filter(JavaTokens.Token::isName)
                .map(JavaTokens.Token::text)
                .collect(Collectors.toSet());
    }
}
