package kontrast.grader.authoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Java sources of an exercise set: a small class for each solution and for each known mistake. A class holds
 * the answer's cell and what that calls of given cells and of other answers.
 */
final class SetSources {

    private static final String ROOM = "kontrast.grader.exercise";
    static final Pattern EXERCISES = Pattern.compile("import ((?:\\w+\\.)+)(\\w+Exercises);");

    /** What a kernel of the IJava family imports from the start. */
    private static final String KERNEL = Stream.of(
                    "io",
                    "math",
                    "net",
                    "nio.file",
                    "util",
                    "util.concurrent",
                    "util.function",
                    "util.regex",
                    "util.stream")
            .map(name -> "import java." + name + ".*;\n")
            .collect(Collectors.joining());

    private final Master master;
    private final List<ExercisePage> pages;
    private final String packageName;
    private final String className;
    private final String imports;
    private final List<JavaUnit> units = new ArrayList<>();

    /**
     * Makes the sources.
     *
     * @throws AuthoringException if an edit does not fit its solution
     */
    SetSources(Master master) throws AuthoringException {
        this.master = master;
        this.pages = ExercisePage.of(master);
        String given = given(p -> p.exercise().endsWith(".0"));
        Matcher exercises = EXERCISES.matcher(given);
        boolean found = exercises.find();
        this.packageName = found ? exercises.group(1).replaceFirst("\\.$", "") : ROOM;
        this.className = found ? exercises.group(2) : "";
        this.imports = imports(given);
        List<Problem> problems = new ArrayList<>();
        for (ExercisePage page : pages) {
            if (page.mistakes().isPresent() && !page.isChoice(master)) {
                Solution solution = new Solution(master, page.answer());
                Variants variants = new Variants(solution, page.mistakes().get());
                problems.addAll(page.mistakes().get().problems());
                problems.addAll(variants.problems());
                add(page, solution, variants.code());
            }
        }
        if (!problems.isEmpty()) {
            throw new AuthoringException(problems);
        }
    }

    private void add(ExercisePage page, Solution solution, Map<MistakePage.Item, String> variants) {
        List<Integer> lines = IntStream.rangeClosed(
                        1, (int) solution.code().lines().count())
                .mapToObj(solution::lineOf)
                .toList();
        units.add(unit(
                page, solutionName(page), solution.code(), "", page.answer().opens(), lines));
        int number = 0;
        for (Map.Entry<MistakePage.Item, String> variant : variants.entrySet()) {
            number++;
            MistakePage.Item item = variant.getKey();
            units.add(unit(page, mistakeName(page, number), variant.getValue(), item.name(), item.line(), List.of()));
        }
    }

    /** A class with other code in the place of an answer. */
    JavaUnit mutant(ExercisePage page, int number, String code) {
        return unit(
                page,
                page.type() + "Mutant" + number,
                code,
                "mutant",
                page.answer().opens(),
                List.of());
    }

    private JavaUnit unit(ExercisePage page, String name, String code, String mistake, int line, List<Integer> lines) {
        String own = given(p -> p.exercise().equals(page.id()));
        String head =
                "package " + packageName + ";\n\n" + KERNEL + imports + imports(own) + "\nfinal class " + name + " {\n";
        int first = (int) head.lines().count() + 1;
        String source = head + code + "\n\n" + String.join("\n\n", helpers(page, code, own)) + "\n}\n";
        return new JavaUnit(
                packageName + "." + name, source, master.file(), "exercise " + page.id(), mistake, line, first, lines);
    }

    /** What the code calls, directly or not, that it does not declare itself. */
    private Set<String> helpers(ExercisePage page, String code, String ownGiven) {
        List<Declaration> there = new ArrayList<>(Declaration.of(ownGiven));
        there.addAll(Declaration.of(given(p -> p.exercise().endsWith(".0"))));
        for (ExercisePage other : pages) {
            if (!other.id().equals(page.id())) {
                there.addAll(Declaration.of(new Solution(master, other.answer()).code()));
            }
        }
        Set<String> declared =
                Declaration.of(code).stream().map(Declaration::name).collect(Collectors.toSet());
        Set<String> helpers = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> wanted = new ArrayDeque<>(Declaration.names(code));
        while (!wanted.isEmpty()) {
            String name = wanted.pop();
            if (!declared.contains(name) && seen.add(name)) {
                there.stream().filter(d -> d.name().equals(name)).forEach(d -> {
                    helpers.add(d.code());
                    wanted.addAll(d.names());
                });
            }
        }
        return helpers;
    }

    private String given(Predicate<Part> which) {
        return master.cells().stream()
                .filter(cell -> Part.of(cell)
                        .filter(p -> p.kind() == Part.Kind.GIVEN && which.test(p))
                        .isPresent())
                .map(MasterCell::source)
                .collect(Collectors.joining("\n"));
    }

    private static String imports(String code) {
        return Declaration.of(code).stream()
                .filter(d -> d.kind() == Declaration.Kind.IMPORT
                        && !EXERCISES.matcher(d.code()).matches())
                .map(d -> d.code() + "\n")
                .collect(Collectors.joining());
    }

    /** The name of the class that holds an exercise's solution. */
    static String solutionName(ExercisePage page) {
        return page.type() + "Solution";
    }

    /** The name of the class that holds a known mistake, counted from 1. */
    static String mistakeName(ExercisePage page, int number) {
        return page.type() + "Mistake" + number;
    }

    /** Whether the set's checks take what they need from the master: its notebooks import a package of its own. */
    boolean isCompiled() {
        return !className.isEmpty() && !packageName.equals(ROOM);
    }

    /** What its cells import. */
    String imports() {
        return imports;
    }

    List<ExercisePage> pages() {
        return pages;
    }

    String packageName() {
        return packageName;
    }

    /** The class that notebooks name, e.g. {@code SimClrExercises}. */
    String className() {
        return className;
    }

    List<JavaUnit> units() {
        return units;
    }
}
