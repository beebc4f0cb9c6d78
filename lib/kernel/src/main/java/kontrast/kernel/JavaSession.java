package kontrast.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** The Java of one notebook: runs cells, and remembers where each snippet came from. */
final class JavaSession implements AutoCloseable {

    /** What is imported before the first cell, as in IJava. */
    private static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "static " + NotebookFunctions.class.getName() + ".*");

    private static final int LONGEST_CONSTANT = 65_535; // bytes in modified UTF-8

    /** A static field that may change, or a static block: no other code may be put under what they have made. */
    private static final Pattern STATIC_STATE = Pattern.compile("\\bstatic\\b(\\s*\\{|[^(){};=]*[;=])");

    /** A magic that runs outside Java. */
    interface MagicRunner {
        Object run(String name, List<String> arguments, String body) throws Exception;
    }

    private final NotebookLoader loader;
    private final CellThread thread;
    private final CellExecution execution;
    private final MagicRunner magics;
    private final JShell shell;
    private final Map<String, Origin> origins = new ConcurrentHashMap<>();
    private final Map<DeclarationSnippet, Origin> open = new LinkedHashMap<>();
    private final Map<VarSnippet, Snippet> reset = new LinkedHashMap<>(); // and what reset it

    JavaSession(NotebookLoader loader, CellThread thread, MagicRunner magics) {
        this.loader = loader;
        this.thread = thread;
        this.magics = magics;
        this.execution = new CellExecution(loader, thread);
        this.shell = JShell.builder()
                .executionEngine(engine(execution), Map.of())
                .compilerOptions("-proc:none")
                .build();
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    private static ExecutionControlProvider engine(CellExecution execution) {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "notebook";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return execution;
            }
        };
    }

    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    /** Adds a jar or a folder of classes, for the compiler and for running code. */
    void addToClassPath(Path entry) {
        shell.addToClasspath(entry.toAbsolutePath().toString());
    }

    /** Asks the loops of the running cell to end; has an effect from JDK 20 on. */
    void stopLoops() {
        if (Runtime.version().feature() >= 20) {
            try {
                execution.stop();
            } catch (Exception e) {
                KernelMain.log("a cell could not be stopped", e);
            }
        }
    }

    /**
     * Runs a cell.
     *
     * @param label what to call the cell in errors, {@code In[3]}
     * @param source the cell
     * @return the value of its last expression, or null if it has none, or if a semicolon follows
     *     it
     * @throws CellFailure when the cell ends with an error, or is interrupted
     */
    Object run(String label, String source) throws CellFailure {
        open.clear();
        refuseLongConstants(label, source);
        if (!execution.reserveMemory()) {
            System.err.println("Memory is still used up: set large variables to null, or restart the kernel.");
        }
        try {
            return runToItsEnd(label, source);
        } finally {
            tellWhatWasReset();
        }
    }

    private Object runToItsEnd(String label, String source) throws CellFailure {
        Object value = runParts(label, source, 0);
        for (Map.Entry<DeclarationSnippet, Origin> entry : open.entrySet()) {
            Status status = shell.status(entry.getKey());
            if (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED) {
                throw unresolved(entry.getKey(), entry.getValue());
            }
        }
        return value;
    }

    private Object runParts(String label, String source, int begin) throws CellFailure {
        Object value = null;
        for (CellParser.Part part : CellParser.parse(source, begin)) {
            value = part.isJava() ? runJava(label, source, part.offset(), part.text()) : runMagic(label, source, part);
        }
        return value;
    }

    private Object runMagic(String label, String source, CellParser.Part part) throws CellFailure {
        Origin origin = new Origin(label, source, part.offset());
        String body = part.body() < 0 ? null : source.substring(part.body());
        try {
            switch (part.name()) {
                case "time" -> {
                    return time(label, source, part);
                }
                case "load" -> {
                    for (String file : CellParser.words(part.text())) {
                        for (String cell : Magics.cellsOf(Path.of(file))) {
                            runParts(file, cell, 0);
                        }
                    }
                    return null;
                }
                default -> {
                    List<String> arguments = CellParser.words(part.text());
                    return thread.call(() -> magics.run(part.name(), arguments, body));
                }
            }
        } catch (CellStopped e) {
            throw CellFailure.interrupted(null, origins);
        } catch (Throwable e) {
            throw thread.stopAsked() ? CellFailure.interrupted(null, origins) : CellFailure.of(e, origin);
        }
    }

    /** {@code %time statement} and {@code %%time}: runs the code and prints how long it took. */
    private Object time(String label, String source, CellParser.Part part) throws CellFailure {
        long begin = System.nanoTime();
        Object value = part.body() >= 0
                ? runParts(label, source, part.body())
                : runJava(label, source, part.offset(), part.text());
        System.out.printf("Time: %.3f s%n", (System.nanoTime() - begin) / 1e9);
        return value;
    }

    private Object runJava(String label, String source, int offset, String java) throws CellFailure {
        Object value = null;
        int at = 0;
        while (true) {
            while (at < java.length() && Character.isWhitespace(java.charAt(at))) {
                at++;
            }
            String rest = java.substring(at);
            CompletionInfo info = analysis().analyzeCompletion(rest);
            if (rest.isEmpty() || info.completeness() == Completeness.EMPTY) {
                return value;
            }
            boolean whole = info.completeness().isComplete() && info.source() != null;
            Origin origin = new Origin(label, source, offset + at);
            value = runSnippet(whole ? info.source() : rest, origin);
            int next = whole ? java.length() - info.remaining().length() : java.length();
            if (CellParser.endsWithSemicolon(java.substring(at, next))) {
                value = null; // as everywhere in notebooks: nothing to show
            }
            at = next;
        }
    }

    private Object runSnippet(String code, Origin origin) throws CellFailure {
        if (thread.stopAsked()) {
            throw CellFailure.interrupted(null, origins);
        }
        Object value = null;
        JShellException thrown = null;
        for (SnippetEvent event : events(code)) {
            if (event.causeSnippet() != null) {
                thrown = thrown == null ? event.exception() : thrown;
                if (event.snippet() instanceof VarSnippet variable && event.isSignatureChange()) {
                    reset.put(variable, event.causeSnippet());
                }
                continue; // an earlier snippet, brought up to date
            }
            Snippet snippet = event.snippet();
            origins.put(snippet.id(), origin);
            boolean dropped = event.status() != Status.VALID && !(snippet instanceof DeclarationSnippet);
            if (event.status() == Status.REJECTED || dropped) {
                throw CellFailure.rejected(shell.diagnostics(snippet).toList(), origin);
            }
            if (snippet instanceof DeclarationSnippet declaration) {
                open.put(declaration, origin);
            }
            thrown = event.exception() != null ? event.exception() : thrown;
            if (isExpression(snippet) && event.value() != null) {
                value = execution.take(event.value());
            }
        }
        if (thread.stopAsked()) {
            throw CellFailure.interrupted(thrown, origins);
        }
        if (thrown instanceof UnresolvedReferenceException e) {
            Origin there = origins.getOrDefault(e.getSnippet().id(), origin);
            throw unresolved(e.getSnippet(), there);
        }
        if (thrown != null) {
            throw CellFailure.thrown(thrown, origins);
        }
        return value;
    }

    /** The compiler accepts a constant that no class file can hold, and the session fails for ever after. */
    private static void refuseLongConstants(String label, String source) throws CellFailure {
        for (CellParser.Literal literal : CellParser.literals(source, LONGEST_CONSTANT)) {
            throw CellFailure.of(
                    new IllegalArgumentException(
                            "a constant of %,d bytes, and Java's longest has %,d: read it from a file, or join shorter ones with String.join"
                                    .formatted(literal.bytes(), LONGEST_CONSTANT)),
                    new Origin(label, source, literal.offset()));
        }
    }

    private static boolean isExpression(Snippet snippet) {
        return snippet.kind() == Snippet.Kind.EXPRESSION
                || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    /** Evaluates; a class that holds state of its own begins anew, as running its cell again says. */
    private List<SnippetEvent> events(String code) {
        if (!STATIC_STATE.matcher(code).find()) {
            return shell.eval(code);
        }
        List<String> names = analysis().sourceToSnippets(code).stream()
                .filter(TypeDeclSnippet.class::isInstance)
                .map(snippet -> ((TypeDeclSnippet) snippet).name())
                .toList();
        execution.renew(names);
        try {
            return shell.eval(code);
        } finally {
            execution.renew(List.of());
        }
    }

    /** Says which variables hold nothing any more, and which cell makes them again. */
    private void tellWhatWasReset() {
        reset.keySet().removeIf(variable -> shell.status(variable) != Status.VALID); // declared again since
        reset.forEach((variable, cause) -> System.err.printf(
                "%s is %s now, because %s was declared anew. Run %s again.%n",
                variable.name(),
                defaultOf(variable.typeName()),
                cause instanceof DeclarationSnippet declared ? declared.name() : "its type",
                Optional.ofNullable(origins.get(variable.id()))
                        .map(Origin::label)
                        .orElse("its cell")));
        reset.clear();
    }

    private static String defaultOf(String type) {
        return switch (type) {
            case "boolean" -> "false";
            case "byte", "short", "int", "long", "float", "double", "char" -> "0";
            default -> "null";
        };
    }

    private CellFailure unresolved(DeclarationSnippet snippet, Origin origin) {
        List<Diag> errors = new ArrayList<>();
        shell.diagnostics(snippet).filter(Diag::isError).forEach(errors::add);
        return errors.isEmpty()
                ? CellFailure.unresolved(
                        shell.unresolvedDependencies(snippet).collect(Collectors.joining(", ")), origin)
                : CellFailure.rejected(errors, origin);
    }

    /** For code that a cell evaluates: its value, or an exception with the failure's text. */
    Object evaluate(String code) {
        try {
            return runParts("eval", code, 0);
        } catch (CellFailure e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        shell.close();
        loader.close();
    }
}
