package kontrast.grader.worker;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;

/**
 * A learner's cells in JShell, with the semantics of the notebook.
 *
 * <p>Those are: the kernel's imports; a cell is cut into snippets by JShell's own analysis; each is
 * evaluated before the next is looked at; the first that is rejected or throws ends the cell; what
 * was defined before it stays; a method may use what a later snippet defines. The compiler is the
 * JDK's, in the same version.
 */
final class JShellSession implements AutoCloseable {

    /**
     * What the course's kernel imports before the first cell, word for word, but for the notebook's
     * own functions, which are silent here.
     */
    static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "static " + SilentNotebook.class.getName() + ".*");

    /** A variable that is a number or a text, as {@code double tau = 0.1;}. */
    private static final Pattern CONSTANT = Pattern.compile(
            "\\s*(?:(?:final|static|private|public)\\s+)*\\w+\\s+\\w+\\s*=\\s*(?:-?[\\w.]+|\"[^\"]*\")\\s*;?\\s*",
            Pattern.DOTALL);

    private final JShell shell;
    private final SourceCodeAnalysis analysis;

    /** Begins a session whose classes run in this process: for the course's own code. */
    JShellSession() {
        this(new AnswerClasses()::execute);
    }

    /**
     * Begins a session.
     *
     * @param executor loads and runs what was compiled
     */
    JShellSession(RemoteExecution.Executor executor) {
        shell = JShell.builder()
                .executionEngine(new RemoteExecution(executor).provider(), Map.of())
                .compilerOptions("-proc:none", "-Xlint:-options")
                .build();
        String classPath = System.getProperty("java.class.path");
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            shell.addToClasspath(entry);
        }
        analysis = shell.sourceCodeAnalysis();
    }

    /**
     * Defines a function.
     *
     * @param setup what to define
     * @return why it cannot be called; empty if it can
     */
    String define(Setup setup) {
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
        // What a given cell imports for its checks is not on this class path, and not needed.
        setup.imports().forEach(this::runAll);
        List<String> faults = new ArrayList<>(run(setup.own()));
        if (!faults.isEmpty() || shell.snippets().anyMatch(this::unresolved)) {
            // As in the notebook, where all cells have run: what the learner has defined elsewhere is there, too.
            setup.helpers().forEach(this::declare);
            if (!faults.isEmpty()) {
                setup.others().forEach(this::declare);
                faults.clear();
                faults.addAll(run(setup.own()));
            }
        }
        if (shell.snippets().anyMatch(this::unresolved)) {
            setup.others().forEach(this::run);
            faults.clear();
            faults.addAll(run(setup.own())); // where both define a helper, this exercise's own counts
        }
        boolean exists = shell.methods().anyMatch(m -> m.name().equals(setup.method()))
                || shell.variables().anyMatch(v -> v.name().equals(setup.method()));
        if (!exists) {
            return faults.isEmpty()
                    ? "there is no method " + setup.method() + " in the cell"
                    : String.join("; ", faults);
        }
        List<String> missing = shell.methods()
                .filter(m -> m.name().equals(setup.method()) && unresolved(m))
                .flatMap(shell::unresolvedDependencies)
                .distinct()
                .map(d -> "it uses " + d + ", which no answer cell defines")
                .toList();
        if (!missing.isEmpty()) {
            faults.addAll(missing);
            return String.join("; ", faults);
        }
        List<String> binding = run(bridge(setup));
        if (binding.isEmpty()) {
            return "";
        }
        faults.addAll(binding);
        shell.snippets()
                .filter(this::unresolved)
                .flatMap(s -> shell.unresolvedDependencies(named(s)))
                .forEach(d -> faults.add("it uses " + d + ", which no answer cell defines"));
        return faults.isEmpty() ? "it cannot be called" : String.join("; ", faults);
    }

    private List<String> run(List<String> cells) {
        return cells.stream().flatMap(cell -> run(cell).stream()).toList();
    }

    private static jdk.jshell.DeclarationSnippet named(Snippet snippet) {
        return (jdk.jshell.DeclarationSnippet) snippet;
    }

    private boolean unresolved(Snippet snippet) {
        return snippet instanceof jdk.jshell.DeclarationSnippet declaration
                && (shell.status(snippet) == Snippet.Status.RECOVERABLE_DEFINED
                        || shell.status(snippet) == Snippet.Status.RECOVERABLE_NOT_DEFINED)
                && shell.unresolvedDependencies(declaration).findAny().isPresent();
    }

    /** Full names, so that a class NDArray or Integer in the learner's cell changes nothing. */
    private static String bridge(Setup setup) {
        String arguments = IntStream.range(0, setup.types().size())
                .mapToObj(i -> "(" + setup.types().get(i).javaName() + ") a[" + i + "]")
                .collect(Collectors.joining(", "));
        return "kontrast.grader.worker.DefinedFunction.bind(a -> { %s r = %s(%s); return r; });"
                .formatted(setup.returns().javaName(), setup.method(), arguments);
    }

    /**
     * Evaluates a cell as a kernel does; stops at the first snippet that fails. An import of what is not on this class
     * path fails only with the name that it is needed for, and then it is told with it.
     */
    private List<String> run(String cell) {
        List<String> faults = new ArrayList<>();
        List<String> imports = new ArrayList<>();
        String rest = cell;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            String source = info.completeness().isComplete() ? info.source() : rest;
            rest = info.completeness().isComplete() ? info.remaining() : "";
            for (SnippetEvent event : shell.eval(source)) {
                fault(event, source, event.snippet().kind() == Snippet.Kind.IMPORT ? imports : faults);
            }
            if (!faults.isEmpty()) {
                break;
            }
        }
        if (!faults.isEmpty()) {
            faults.addAll(0, imports);
        }
        return faults;
    }

    /** Takes imports, methods, types and constants from a cell; what it computes is not run. */
    private void declare(String cell) {
        String rest = cell;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            boolean complete = info.completeness().isComplete();
            String source = complete ? info.source() : rest;
            rest = complete ? info.remaining() : "";
            boolean declares = analysis.sourceToSnippets(source).stream().allMatch(snippet -> switch (snippet.kind()) {
                case IMPORT, METHOD, TYPE_DECL -> true;
                case VAR -> CONSTANT.matcher(source).matches();
                default -> false;
            });
            if (declares) {
                shell.eval(source);
            }
        }
    }

    private void runAll(String cell) {
        String rest = cell;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            boolean complete = info.completeness().isComplete();
            shell.eval(complete ? info.source() : rest);
            rest = complete ? info.remaining() : "";
        }
    }

    private void fault(SnippetEvent event, String source, List<String> faults) {
        if (event.status() == Snippet.Status.REJECTED) {
            List<Diag> diagnostics = shell.diagnostics(event.snippet()).toList();
            String what = diagnostics.isEmpty()
                    ? "it does not compile"
                    : diagnostics.get(0).getMessage(Locale.ROOT).strip();
            int at = diagnostics.isEmpty()
                    ? 0
                    : (int) Math.max(0, diagnostics.get(0).getPosition());
            faults.add("does not compile: " + what + line(source, at));
        } else if (event.exception() != null) {
            faults.add("the cell itself threw " + describe(event.exception()));
        }
    }

    private static String line(String source, int at) {
        int from = source.lastIndexOf('\n', Math.min(at, source.length()) - 1) + 1;
        int to = source.indexOf('\n', from);
        String text = source.substring(from, to < 0 ? source.length() : to).strip();
        return text.isEmpty() ? "" : " (in: " + text + ")";
    }

    private static String describe(JShellException exception) {
        if (exception instanceof EvalException e) {
            String name = e.getExceptionClassName();
            return name.substring(name.lastIndexOf('.') + 1) + ": " + e.getMessage();
        }
        return exception instanceof UnresolvedReferenceException
                ? "because something it uses is not defined"
                : String.valueOf(exception.getMessage());
    }

    @Override
    public void close() {
        shell.close();
    }
}
