package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case makes one mistake in a sound exercise: it must be found, on its line. */
class ExerciseRulesTest {

    private static List<Problem> problems(String text) {
        AuthoringException e = assertThrows(
                AuthoringException.class, () -> new ExerciseMaster(MasterReader.parse(text, "solutions/11_a.md")));
        return e.problems();
    }

    @Test
    void theExerciseIsSoundBeforeAMistakeIsMade() {
        assertDoesNotThrow(() -> new ExerciseMaster(MasterReader.parse(Masters.EXERCISE, "solutions/11_a.md")));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // what is replaced, by what, line, part of the message
                Arguments.of("exercise=\"11.1\" kind=\"answer\"", "kind=\"answer\"", 1, "11.3"),
                Arguments.of("exercise=\"11.1\" kind=\"answer\"", "exercise=\"11.1\"", 1, "kind"),
                Arguments.of("exercise=\"11.1\" kind=\"an", "exercise=11.1 kind=\"an", 1, "quotes"),
                Arguments.of("kind=\"answer\"", "kind=\"Answer\"", 1, "kind must be"),
                Arguments.of("kind=\"answer\"", "kind=\"answer\" points=2", 1, "check"),
                Arguments.of(" points=2", "", 9, "points are missing"),
                Arguments.of(" points=2", " points=\"2\"", 9, "without quotes"),
                Arguments.of(" points=2", " points=0", 9, "above 0"),
                Arguments.of("exercise=\"11.1\" kind=\"check\"", "kind=\"check\"", 9, "11.3"),
                Arguments.of("11.1\" kind=\"check", "11.2\" kind=\"check", 9, "no answer to 11.2"),
                Arguments.of("11.1\" kind=\"check", "11.2\" kind=\"check", 1, "has no check"),
                Arguments.of("11.1", "12.1", 1, "set 11"),
                Arguments.of("    // BEGIN SOLUTION\n", "", 4, "without its BEGIN"),
                Arguments.of("    // END SOLUTION\n", "", 3, "no END"),
                Arguments.of("// BEGIN SOLUTION", "// begin solution", 3, "// BEGIN SOLUTION"),
                Arguments.of("// END SOLUTION", "//END SOLUTION", 5, "// END SOLUTION"),
                Arguments.of("// BEGIN SOLUTION", "### BEGIN SOLUTION", 3, "not a marker"),
                Arguments.of("twice(3);", "// BEGIN SOLUTION\n// END SOLUTION", 9, "not kind=\"ans"),
                Arguments.of("    return 2", "    // BEGIN HIDDEN TESTS\n    return 2", 4, "inside of"),
                Arguments.of("    // END", "    // STUB\n    // END", 6, "hands out nothing"),
                Arguments.of("    // END", "    // STUB\n    return x;\n    // END", 6, "not a comm"),
                Arguments.of("    // END", "    //STUB\n    // END", 5, "exactly as '// STUB'"),
                Arguments.of("    // BEGIN", "    // STUB\n    // BEGIN", 3, "STUB may appear once"),
                Arguments.of("twice(3);", "twice(3)\n  % 2;", 11, "begins with %"),
                Arguments.of("twice(3);", "String s = \"\"\"\n%d\n\"\"\";", 11, "begins with %"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsFound(String right, String wrong, int line, String message) {
        String text = Masters.EXERCISE.replace(right, wrong);
        assertTrue(
                problems(text).stream()
                        .anyMatch(p -> p.line() == line && p.message().contains(message)),
                () -> problems(text).toString());
    }

    @Test
    void anAnswerWithoutARegionWouldHandTheSolutionOut() {
        String text = Masters.EXERCISE.replaceAll("(?m)^ *// (BEGIN|END) SOLUTION\n", "");
        assertTrue(problems(text).get(0).message().contains("would be handed out"));
    }

    @Test
    void everyPartIsThereOnce() {
        List<Problem> problems = problems(Masters.EXERCISE + "\n" + Masters.EXERCISE);
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).message().contains("the first is on line 1"));
    }

    @Test
    void aCopyOfTheSolutionElsewhereIsFound() {
        String solution = "double sum = 0;\nfor (double v : x) {\n    sum += v * v;\n}";
        String text =
                Masters.EXERCISE.replace("    return 2 * x;", solution.indent(4).stripTrailing());
        assertDoesNotThrow(() -> new ExerciseMaster(MasterReader.parse(text, "solutions/11_a.md")));
        String hint =
                "\nHint:\n\n    // double sum = 0;\n" + solution.substring(16).indent(8);
        List<Problem> problems = problems(text + hint);
        assertTrue(problems.get(0).message().contains("stands here too"), problems.toString());
    }

    @Test
    void stubsThatDoNotCompileAreFound() throws Exception {
        String text = Masters.EXERCISE.replace("    // END SOLUTION\n", "    // END SOLUTION\n    return x;\n");
        Master master = MasterReader.parse(text.replace("return 2 * x;", "x = 2 * x;"), "solutions/11_a.md");
        ExerciseMaster set = new ExerciseMaster(master);
        assertEquals(List.of(), CellCompiler.problems(master, set.solutions()));
        List<Problem> wrong = CellCompiler.problems(master, set.exercises());
        assertEquals(1, wrong.size(), wrong.toString());
        assertTrue(wrong.get(0).message().contains("unreachable"), wrong.toString());
        assertEquals(1, wrong.get(0).line());
    }

    @Test
    void whatIsNeverDeclaredIsFoundAndWhatComesLaterIsFine() throws Exception {
        String later = """
                ```java
                int late(int x) { return later(x) + %s; }
                ```

                ```java
                int later(int x) { return x; }
                int n = 2 +
                    later(1);
                ```
                """;
        Master good = MasterReader.parse(later.formatted("1"), "a.md");
        assertEquals(List.of(), CellCompiler.problems(good, new ExerciseMaster(good).exercises()));
        Master bad = MasterReader.parse(later.formatted("never()"), "a.md");
        List<Problem> wrong = CellCompiler.problems(bad, new ExerciseMaster(bad).exercises());
        assertTrue(wrong.toString().contains("never"), wrong.toString());
    }

    @Test
    void aMissingNumberAndPointsThatDisagreeAreFound() {
        String second = Masters.EXERCISE.replace("11.1", "11.3").replace("twice", "thrice");
        assertTrue(message(Masters.EXERCISE + "\n" + second).contains("exercise 11.2 is missing before this one"));
        String heading = "## 11.1 Twice\n●○○ · 5 minutes · 3 points\n\n";
        assertTrue(message(heading + Masters.EXERCISE)
                .contains("11_a.md:2: cell 1: exercise 11.1 is worth 3 points here and 2.0 at its check"));
        String table = "| 11.1 | twice | ●○○ | 5 | 4 |\n\n";
        assertTrue(message(table + Masters.EXERCISE).contains("worth 4 points here"));
    }

    private static String message(String text) {
        return assertThrows(
                        AuthoringException.class,
                        () -> new ExerciseMaster(MasterReader.parse(text, "solutions/11_a.md")))
                .getMessage();
    }
}
