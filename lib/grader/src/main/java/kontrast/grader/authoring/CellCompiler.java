package kontrast.grader.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import kontrast.grader.notebook.CellType;

/**
 * Compiles the code cells of a notebook as a kernel would, one after another with JShell, on this
 * process's class path, and runs none. So a stub that does not compile is found before learners do.
 */
final class CellCompiler implements AutoCloseable {

    /** What a kernel of the IJava family has from the start. */
    private static final List<String> PRELUDE = List.of(
            "import java.io.*;",
            "import java.math.*;",
            "import java.net.*;",
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import java.util.function.*;",
            "import java.util.prefs.*;",
            "import java.util.regex.*;",
            "import java.util.stream.*;",
            "String display(Object o, String... as) { return \"\"; }",
            "void updateDisplay(String id, Object o, String... as) {}",
            "String render(Object o, String... as) { return \"\"; }");

    private final Master master;
    private final JShell shell;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<DeclarationSnippet, MasterCell> waiting = new LinkedHashMap<>();

    private CellCompiler(Master master) {
        this.master = master;
        this.shell =
                JShell.builder().executionEngine(new CompileOnly(), Map.of()).build();
        String paths = System.getProperty("surefire.test.class.path");
        if (paths == null) {
            paths = System.getProperty("java.class.path");
        }
        shell.addToClasspath(paths);
        PRELUDE.forEach(shell::eval);
    }

    /** Says what does not compile in these cells, up to the first cell that does not. */
    static List<Problem> problems(Master master, List<Made> cells) {
        try (CellCompiler compiler = new CellCompiler(master)) {
            for (Made made : cells) {
                if (made.cell().type() == CellType.CODE && compiler.problems.isEmpty()) {
                    compiler.compile(made.from(), made.cell().source());
                }
            }
            if (compiler.problems.isEmpty()) {
                compiler.reportWaiting();
            }
            return compiler.problems;
        }
    }

    private void compile(MasterCell from, String source) {
        String rest =
                source.lines().map(line -> MagicLines.isMagic(line) ? "" : line).collect(Collectors.joining("\n"));
        while (!rest.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String snippet = info.completeness().isComplete() ? info.source() : rest;
            if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                return;
            }
            boolean good = true;
            for (SnippetEvent event : shell.eval(snippet)) {
                good &= judge(event, from);
            }
            if (!good || !info.completeness().isComplete()) {
                return;
            }
            rest = info.remaining();
        }
    }

    private boolean judge(SnippetEvent event, MasterCell from) {
        Snippet snippet = event.snippet();
        if (event.causeSnippet() != null) {
            return true; // an earlier snippet, compiled again
        }
        if (event.status() == Snippet.Status.REJECTED) {
            String what = shell.diagnostics(snippet)
                    .filter(Diag::isError)
                    .map(d -> d.getMessage(Locale.ENGLISH).replaceAll("\\s*\\R\\s*", "; "))
                    .collect(Collectors.joining("; "));
            problems.add(master.problem(
                    from,
                    "does not compile: "
                            + what
                            + ", in '"
                            + snippet.source().strip().lines().findFirst().orElse("")
                            + "'"));
            return false;
        }
        if (snippet instanceof DeclarationSnippet declaration) {
            waiting.put(declaration, from);
        }
        return true;
    }

    /** Declarations may use what comes later; at the end all must be there. */
    private void reportWaiting() {
        waiting.forEach((snippet, from) -> {
            Snippet.Status status = shell.status(snippet);
            if (status == Snippet.Status.RECOVERABLE_DEFINED || status == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
                String missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
                problems.add(master.problem(from, "does not compile: missing " + missing));
            }
        });
    }

    @Override
    public void close() {
        shell.close();
    }
}
