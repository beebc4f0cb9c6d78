package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Small changes of a solution that nobody has thought of: a sign, a bound, an index, a step left out. What a check
 * makes of them says how much it asks for; its author has not chosen them.
 */
final class StockMutants {

    /** What is typed, and what is typed instead. */
    private static final List<Map.Entry<Pattern, String>> OPERATORS = List.of(
            swap(" \\+ ", " - "),
            swap(" - ", " + "),
            swap(" \\* ", " / "),
            swap(" / ", " * "),
            swap(" < ", " <= "),
            swap(" <= ", " < "),
            swap(" > ", " >= "),
            swap(" >= ", " > "),
            swap(" == ", " != "),
            swap(" != ", " == "),
            swap("\\b0\\b(?!\\.)", "1"),
            swap("\\b1\\b(?!\\.)", "2"),
            swap("\\b2\\b(?!\\.)", "3"),
            swap("Math\\.(?:exp|log|sqrt)\\(", "("),
            swap("\\.(?:neg|transpose|clone|stopGradient)\\(\\)", ""),
            swap("\\.normalize\\(2, 1\\)", ""),
            swap("\\.mean\\(\\)", ".sum()"),
            swap(" \\+= ", " -= "),
            swap(" \\+= ", " = "),
            swap(" -= ", " += "),
            swap("\\.max\\(", ".min("),
            swap("\\.min\\(", ".max("),
            swap("logSoftmax\\(1\\)", "logSoftmax(0)"));

    private static final Pattern ASSIGNMENT = Pattern.compile("\\s+[\\w\\[\\].+% *()]+ [-+*&|]?= .*;\\s*");
    private static final Pattern DECLARATION = Pattern.compile("\\s+(?:final )?[\\w<>\\[\\], ?]+ \\w+ = .*");

    /**
     * One change.
     *
     * @param line the line of the master
     * @param was the line of code
     * @param is what stands there now; empty where it is left out
     * @param code the whole answer with it
     */
    record Mutant(int line, String was, String is, String code) {

        @Override
        public String toString() {
            return "`%s` → `%s`".formatted(was, is);
        }
    }

    private StockMutants() {}

    private static Map.Entry<Pattern, String> swap(String old, String fresh) {
        return Map.entry(Pattern.compile(old), fresh);
    }

    /** All single changes of the lines that learners write, but for those that are equivalent by the master. */
    static List<Mutant> of(Solution solution) {
        List<String> lines = solution.code().lines().toList();
        Map<String, Mutant> mutants = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String code = lines.get(i).replaceFirst("\\s*//.*", "");
            if (code.isBlank() || !solution.isToWrite(i) || isHead(code)) {
                continue;
            }
            for (Map.Entry<Pattern, String> operator : OPERATORS) {
                Matcher found = operator.getKey().matcher(code);
                while (found.find()) {
                    add(
                            mutants,
                            solution,
                            lines,
                            i,
                            code,
                            code.substring(0, found.start()) + operator.getValue() + code.substring(found.end()));
                }
            }
            if (ASSIGNMENT.matcher(code).matches() && !DECLARATION.matcher(code).matches()) {
                add(mutants, solution, lines, i, code, "");
            }
        }
        return List.copyOf(mutants.values());
    }

    /** The first line of a method. */
    private static boolean isHead(String code) {
        return code.matches("[\\w\\[\\]<>]+ \\w+\\(.*");
    }

    private static void add(
            Map<String, Mutant> mutants, Solution solution, List<String> lines, int at, String was, String is) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(at, is);
        String code = String.join("\n", changed);
        mutants.putIfAbsent(code, new Mutant(solution.lineOf(at + 1), was.strip(), is.strip(), code));
    }

    /** The same code, in which a loop without an end can be interrupted. */
    static String interruptible(String code) {
        List<JavaTokens.Token> tokens = JavaTokens.of(code);
        StringBuilder text = new StringBuilder(code);
        List<Integer> bodies = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (Set.of("for", "while").contains(tokens.get(i).text())) {
                int depth = 0;
                int end = i + 1;
                do {
                    depth += tokens.get(end).text().equals("(")
                            ? 1
                            : tokens.get(end).text().equals(")") ? -1 : 0;
                    end++;
                } while (depth > 0 && end < tokens.size());
                if (end < tokens.size() && tokens.get(end).text().equals("{")) {
                    bodies.add(tokens.get(end).end());
                }
            }
        }
        for (int i = bodies.size() - 1; i >= 0; i--) {
            text.insert(
                    bodies.get(i),
                    " if (Thread.currentThread().isInterrupted()) throw new IllegalStateException(\"no end\");");
        }
        return text.toString();
    }

    /** Tells of code whether the master names it as equivalent to the solution. */
    static Predicate<String> equivalents(Solution solution, MistakePage page) throws AuthoringException {
        Set<String> known = new HashSet<>();
        for (MistakePage.Equivalent equivalent : page.equivalents()) {
            known.add(JavaTokens.normal(solution.with(equivalent.edits())));
            if (equivalent.edits().size() == 1) { // said of two places, it is said of each
                solution.withEachOf(equivalent.edits().get(0)).forEach(code -> known.add(JavaTokens.normal(code)));
            }
        }
        return code -> known.contains(JavaTokens.normal(code));
    }
}
