package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;
import kontrast.grader.notebook.CellType;

/**
 * Finds solutions of exercises in lectures, where they could be copied from. Names of variables, comments and
 * layout make no difference; the order of steps does.
 */
final class SolutionsInLectures {

    /** What is shorter may well be the only way to say it. */
    static final int SHORTEST = 30;

    private SolutionsInLectures() {}

    /** The methods of a set's solutions that stand in one of these lectures too. */
    static List<Problem> problems(Master set, List<Master> lectures) {
        List<Problem> problems = new ArrayList<>();
        for (ExercisePage page : ExercisePage.of(set)) {
            for (Declaration method : Declaration.of(new Solution(set, page.answer()).code())) {
                List<JavaTokens.Token> body = body(method);
                if (method.kind() != Declaration.Kind.METHOD || body.size() < SHORTEST) {
                    continue;
                }
                for (Master lecture : lectures) {
                    for (MasterCell cell : lecture.cells()) {
                        int line = cell.type() == CellType.CODE ? find(body, cell.source()) : -1;
                        if (line >= 0) {
                            problems.add(set.problem(
                                    page.answer(),
                                    "the solution's method %s stands in %s:%d too, where learners can copy it"
                                            .formatted(method.name(), lecture.file(), cell.line() + line)));
                        }
                    }
                }
            }
        }
        return problems;
    }

    /** The body of a method, without its braces. */
    static List<JavaTokens.Token> body(Declaration method) {
        String code = method.code();
        List<JavaTokens.Token> tokens = JavaTokens.of(code.substring(code.indexOf('{') + 1));
        return tokens.subList(0, Math.max(0, tokens.size() - 1));
    }

    /** The line on which a sequence begins in code, from 0; -1 if it is not there. */
    private static int find(List<JavaTokens.Token> wanted, String code) {
        List<JavaTokens.Token> tokens = JavaTokens.of(code);
        int at = find(wanted, tokens);
        return at < 0
                ? -1
                : (int) code.substring(0, tokens.get(at).start()).lines().count() - 1;
    }

    /** Where a sequence begins in another, names of variables aside; -1 if it is not there. */
    static int find(List<JavaTokens.Token> wanted, List<JavaTokens.Token> tokens) {
        for (int i = 0; i + wanted.size() <= tokens.size(); i++) {
            if (same(wanted, tokens.subList(i, i + wanted.size()))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(List<JavaTokens.Token> a, List<JavaTokens.Token> b) {
        Map<String, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < a.size(); i++) {
            String x = a.get(i).text();
            String y = b.get(i).text();
            if (isVariable(a, i) && isVariable(b, i)) {
                String known = names.get(x);
                if (known == null ? !taken.add(y) : !known.equals(y)) {
                    return false;
                }
                names.put(x, y);
            } else if (!x.equals(y)) {
                return false;
            }
        }
        return true;
    }

    /** A name that the author of a method chooses: no method, no type, no word of Java. */
    private static boolean isVariable(List<JavaTokens.Token> tokens, int at) {
        String name = tokens.get(at).text();
        return Character.isLowerCase(name.charAt(0))
                && !SourceVersion.isKeyword(name)
                && (at == 0 || !tokens.get(at - 1).text().equals("."))
                && (at + 1 == tokens.size() || !tokens.get(at + 1).text().equals("("));
    }
}
