package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class that notebooks name, such as {@code SimClrExercises}: for each exercise the functional interface of its
 * function, and a method that returns its check.
 *
 * <p>The check of {@code SimClrExercises.ntXentLoops()} is the class {@code NtXentLoopsCheck} of the same package,
 * with a method {@code static Check.Draft create()}. An exercise in which learners name an option has none: all of
 * it stands in the master.
 */
final class SetClass {

    private static final Pattern LETTER = Pattern.compile("return\\s+'([a-z])'\\s*;");

    private final Master master;
    private final SetSources sources;
    private final boolean recorded;
    private final StringBuilder code = new StringBuilder();
    private final List<Problem> problems = new ArrayList<>();

    private SetClass(Master master, SetSources sources, boolean recorded) {
        this.master = master;
        this.sources = sources;
        this.recorded = recorded;
    }

    /**
     * Writes the class.
     *
     * @throws AuthoringException if an exercise lacks something without which there is no check
     */
    static JavaUnit of(Master master, SetSources sources) throws AuthoringException {
        return unit(master, sources, false);
    }

    /**
     * Writes the class for a handout: of the known mistakes and the right options it says nothing, and takes them from
     * what was recorded.
     *
     * @throws AuthoringException if an exercise lacks something without which there is no check
     */
    static JavaUnit recorded(Master master, SetSources sources) throws AuthoringException {
        return unit(master, sources, true);
    }

    private static JavaUnit unit(Master master, SetSources sources, boolean recorded) throws AuthoringException {
        SetClass set = new SetClass(master, sources, recorded);
        set.write();
        if (!set.problems.isEmpty()) {
            throw new AuthoringException(set.problems);
        }
        String name = sources.packageName() + "." + sources.className();
        return new JavaUnit(name, set.code.toString(), master.file(), "", "", 0, 0, List.of());
    }

    private void write() {
        String topic = master.file().replaceFirst(".*/", "").replaceFirst("\\.md$", "");
        code.append("package %s;\n\n".formatted(sources.packageName()));
        code.append(
                "import java.util.List;\nimport kontrast.grader.check.*;\nimport kontrast.grader.exercise.ExerciseSet;\n");
        code.append(sources.imports());
        code.append("\n/** The exercises of {@code %s}, made from its master. */\n".formatted(topic));
        code.append("public final class %1$s {\n\n    private %1$s() {}\n".formatted(sources.className()));
        for (ExercisePage page : sources.pages()) {
            if (page.title().isEmpty()) {
                problem(page, "a heading '## %s Title' must stand above exercise %s".formatted(page.id(), page.id()));
            }
            if (page.mistakes().isEmpty()) {
                problem(
                        page,
                        "exercise %s has no <!-- #region exercise=\"%s\" kind=\"mistakes\" -->"
                                .formatted(page.id(), page.id()));
            } else if (page.isChoice(master)) {
                choice(page);
            } else {
                function(page);
            }
        }
        code.append("\n    /** Returns the whole set, in order. */\n    public static ExerciseSet set() {\n");
        code.append("        return new ExerciseSet(\"%s\", List.of(%s));\n    }\n}\n"
                .formatted(
                        topic,
                        sources.pages().stream().map(p -> p.factory() + "()").collect(Collectors.joining(", "))));
    }

    private void function(ExercisePage page) {
        String head = page.function(master)
                .map(f -> f.code().substring(0, f.code().indexOf('{')).strip())
                .orElse("");
        String method = page.function(master).map(Declaration::name).orElse("");
        String declared = head.replaceFirst("^(public |private |static )+", "")
                .replaceFirst("\\b" + method + "\\s*\\(", "apply(")
                .replaceFirst("\\bthrows\\b[\\s\\S]*", "")
                .strip();
        code.append("\n    /** %s %s. */\n".formatted(page.id(), page.title()));
        code.append("    @FunctionalInterface\n    public interface %s {\n        %s throws Exception;\n    }\n"
                .formatted(page.type(), declared));
        factory(page, page.type());
        code.append("        return %sCheck.create().bind(new Exercise<>(%s.class, %s, %s, %s, %s, \"%s\")"
                .formatted(
                        page.type(),
                        page.type(),
                        literal(page.id()),
                        literal(page.title()),
                        page.points(),
                        page.allOrNothing(),
                        method));
        if (recorded) {
            code.append(".recorded());\n    }\n");
            return;
        }
        for (MistakePage.Item item : page.mistakes().orElseThrow().items()) {
            code.append("\n                .mistake(%s, %s, %s)"
                    .formatted(literal(item.name()), literal(item.message()), item.throwing()));
        }
        code.append(");\n    }\n");
    }

    private void choice(ExercisePage page) {
        Matcher right = LETTER.matcher(new Solution(master, page.answer()).code());
        String method = page.function(master).map(Declaration::name).orElse("");
        if (!right.find()) {
            problem(page, "the answer to %s is a letter: return 'b';".formatted(page.id()));
            return;
        }
        factory(page, "Choice");
        if (recorded) {
            code.append("        return Choice.recorded(%s, %s, %s, \"%s\", %s.class);\n    }\n"
                    .formatted(literal(page.id()), literal(page.title()), page.points(), method, sources.className()));
            return;
        }
        code.append("        return Choice.named(%s, %s, %s, \"%s\").right('%s')"
                .formatted(literal(page.id()), literal(page.title()), page.points(), method, right.group(1)));
        for (MistakePage.Item item : page.mistakes().orElseThrow().items()) {
            code.append("\n                .wrong('%s', %s, %s)"
                    .formatted(item.option(), literal(item.name()), literal(item.message())));
        }
        code.append("\n                .build();\n    }\n");
    }

    private void factory(ExercisePage page, String type) {
        code.append("\n    /** Returns the check of exercise %s. */\n".formatted(page.id()));
        code.append("    public static Check<%s> %s() {\n".formatted(type, page.factory()));
    }

    private void problem(ExercisePage page, String message) {
        problems.add(master.problem(page.answer(), message));
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            literal.append(
                    c == '"' || c == '\\' ? "\\" + c : c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : c + "");
        }
        return literal.append('"').toString();
    }
}
