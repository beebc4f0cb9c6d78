package kontrast.grader.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An answer means here what it means in the notebook. */
class JShellSessionTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));

    private static TestedFunction define(String... cells) {
        return InProcess.define(new Setup("f", Kind.INT, List.of(Kind.INT), List.of(), List.of(cells), List.of()));
    }

    private static double call(TestedFunction subject, int argument) {
        Outcome outcome = subject.call(Call.of(Value.of(argument)));
        assertEquals("", outcome.thrown(), outcome.message());
        return outcome.result().number();
    }

    private static TestedFunction define(String own, List<String> helpers, List<String> others) {
        return InProcess.define(new Setup("f", Kind.INT, List.of(Kind.INT), List.of(), List.of(own), helpers, others));
    }

    /** What passes in the notebook, where all cells have run, passes here. */
    @Test
    void whatTheLearnerDefinesInOtherCellsIsTakenAlong() {
        String uses = "int f(int n) { return twice(n) + OFFSET + Duration.ofSeconds(n).toSecondsPart(); }";
        List<String> helpers = List.of(
                "import java.time.Duration;\nimport no.such.Thing;",
                "int twice(int n) { return 2 * n; }\nSystem.exit(1);",
                "final int OFFSET = 100;\nint[] large = new int[Integer.MAX_VALUE];");
        assertEquals(109, call(define(uses, helpers, List.of()), 3));
        // A helper may be a type, and use what stands below it.
        assertEquals(
                7,
                call(
                        define(
                                "int f(int n) { return new Pair(n, 4).sum(); }",
                                List.of(
                                        "record Pair(int a, int b) { int sum() { return add(a, b); } }",
                                        "int add(int a, int b) { return a + b; }"),
                                List.of()),
                        3));
        // Without them it says what is missing, as before.
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> define("int f(int n) { return gone(n); }", List.of(), List.of()))
                .getMessage();
        assertTrue(message.contains("gone"), message);
    }

    @Test
    void aCallOfAnotherAnswerAboveTheFunctionDoesNotHideTheFunction() {
        String own = "System.out.println(g(1)); // compare\nint f(int n) { return n + 1; }";
        assertEquals(4, call(define(own, List.of(), List.of("int g(int n) { return n; }")), 3));
    }

    @Test
    void anAnswerThatStandsByItselfMeetsNoHelper() {
        // The same name, defined again in a later cell of play: the answer's own counts.
        String own = "int g(int n) { return n; } int f(int n) { return g(n); }";
        assertEquals(3, call(define(own, List.of("int g(int n) { return -1; }"), List.of()), 3));
    }

    @Test
    void whereTwoAnswersDefineAHelperTheOwnCounts() {
        // The early g is mended in the cell of f; h stands only where the early g does.
        String own = "int g(int n) { return n; } int f(int n) { return g(n) + h(n); }";
        String early = "int h(int n) { return 10 * n; } int g(int n) { return 0; }";
        assertEquals(33, call(define(own, List.of(), List.of(early)), 3));
    }

    @Test
    void anImportOfWhatIsNotHereCountsOnlyWhereItIsNeeded() {
        String imports = "import kontrast.plot.*;\nimport no.such.Thing;\n";
        assertEquals(3, call(define(imports + "int f(int n) { return n; }"), 3));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> define(imports + "int f(int n) { return new Thing(n).size(); }"))
                .getMessage();
        assertTrue(message.contains("uses class Thing"), message);
    }

    /** The two lists stand in modules that know nothing of each other. */
    @Test
    void theImportsAreThoseOfTheKernel() throws IOException {
        String kernel = Files.readString(ROOT.resolve("lib/kernel/src/main/java/kontrast/kernel/JavaSession.java"));
        int begin = kernel.indexOf("IMPORTS =");
        Matcher names =
                Pattern.compile("\"(java[.\\w]*\\.\\*)\"").matcher(kernel.substring(begin, kernel.indexOf(";", begin)));
        assertEquals(
                names.results().map(r -> r.group(1)).toList(),
                JShellSession.IMPORTS.stream()
                        .filter(i -> !i.startsWith("static"))
                        .toList());
    }

    private record Case(String name, String cell, int argument, int result) {}

    @TestFactory
    Stream<DynamicTest> cellsMeanWhatTheyMeanInJShell() {
        return Stream.of(
                        new Case("a method", "int f(int n) { return n + 1; }", 1, 2),
                        new Case(
                                "the last definition counts",
                                "int f(int n) { return 1; } int f(int n) { return 2; }",
                                0,
                                2),
                        new Case(
                                "a helper after its use",
                                "int f(int n) { return g(n); } int g(int n) { return n * n; }",
                                3,
                                9),
                        new Case(
                                "a variable, changed by a statement",
                                "int k = 1; k += 4; int f(int n) { return n + k; }",
                                1,
                                6),
                        new Case("state lasts from call to call", "int k = 0; int f(int n) { return ++k; }", 0, 1),
                        new Case(
                                "a class that is declared again",
                                "class A { int v() { return 1; } } class A { int v() { return 2; } } int f(int n) { return new A().v(); }",
                                0,
                                2),
                        new Case(
                                "classes that need each other",
                                "class A { B b; } class B { A a; int v = 5; } int f(int n) { A a = new A(); a.b = new B(); return a.b.v; }",
                                0,
                                5),
                        new Case(
                                "a record",
                                "record P(int x, int y) { int s() { return x + y; } } int f(int n) { return new P(n, 2).s(); }",
                                3,
                                5),
                        new Case(
                                "an enum and a switch",
                                "enum E { A, B } int f(int n) { return switch (E.values()[n]) { case A -> 10; case B -> 20; }; }",
                                1,
                                20),
                        new Case(
                                "a loop at top level",
                                "int[] t = new int[4]; for (int i = 0; i < 4; i++) { t[i] = i * i; } int f(int n) { return t[n]; }",
                                3,
                                9),
                        new Case(
                                "var and imports of the kernel",
                                "var list = new ArrayList<Integer>(List.of(7)); int f(int n) { return list.get(n); }",
                                0,
                                7),
                        new Case(
                                "an import in the cell",
                                "import java.util.function.*; IntUnaryOperator u = x -> x + 1; int f(int n) { return u.applyAsInt(n); }",
                                1,
                                2),
                        new Case(
                                "a text block",
                                "String s = \"\"\"\n    ab\n    c\"\"\"; int f(int n) { return s.length(); }",
                                0,
                                4),
                        new Case(
                                "a generic method", "<T> T id(T t) { return t; } int f(int n) { return id(n); }", 6, 6),
                        new Case("an expression without a semicolon", "int f(int n) { return 4; }\nf(1)", 0, 4),
                        new Case(
                                "something to show",
                                "int f(int n) { display(n); return n; } display(\"x\", \"text/html\");",
                                8,
                                8))
                .map(c -> DynamicTest.dynamicTest(
                        c.name(), () -> assertEquals(c.result(), call(define(c.cell()), c.argument()))));
    }

    @Test
    void whatStandsBehindAMistakeIsNotLookedAt() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> define("int x = \"a\";\nint f(int n) { return 1; }"));
        assertTrue(e.getMessage().contains("incompatible types"), e.getMessage());
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> define("int x = 1 / 0;\nint f(int n) { return 1; }"));
        assertTrue(thrown.getMessage().contains("ArithmeticException"), thrown.getMessage());
        // What was defined before it stays, as in the notebook.
        assertEquals(1, call(define("int f(int n) { return 1; }\nint x = \"a\";"), 0));
    }

    @Test
    void whatTheKernelDoesNotImportIsNotImported() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> define("int f(int n) { return (int) Stream.of(1).count(); }"));
        assertTrue(e.getMessage().contains("Stream"), e.getMessage());
    }
}
