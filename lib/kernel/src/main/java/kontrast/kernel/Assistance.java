package kontrast.kernel;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.VarSnippet;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Help while a cell is written: completion, documentation, and whether the code is complete.
 *
 * <p>Positions are counted in characters of Java; {@link NotebookKernel} converts.
 */
final class Assistance {
    private final SourceCodeAnalysis analysis;
    private final Supplier<Stream<String>> magicNames;

    Assistance(SourceCodeAnalysis analysis, Supplier<Stream<String>> magicNames) {
        this.analysis = analysis;
        this.magicNames = magicNames;
        addSources();
    }

    /**
     * The part of a cell up to the cursor that belongs to one statement, ready for JShell, and the
     * variables that earlier statements of the cell declare.
     */
    private record Context(String code, int cursor, int shift, List<String> variables) {}

    ReplacementOptions complete(String cell, int cursor) {
        int lineStart = cell.lastIndexOf('\n', cursor - 1) + 1;
        String line = cell.substring(lineStart, cursor);
        if (line.matches("\\s*%%?\\w*")) {
            int start = lineStart + line.lastIndexOf('%') + 1;
            String prefix = cell.substring(start, cursor);
            List<String> names =
                    magicNames.get().filter(n -> n.startsWith(prefix)).sorted().toList();
            return new ReplacementOptions(names, start, cursor);
        }
        Context context = context(cell, cursor);
        int[] anchor = {wordStart(context.code)};
        List<Suggestion> found = analysis.completionSuggestions(context.code, context.cursor, anchor);
        // Suggestions of the expected type come first; each name once.
        Stream<String> known = Stream.of(true, false)
                .flatMap(fits -> found.stream().filter(s -> s.matchesType() == fits))
                .map(Suggestion::continuation);
        String word = context.code.substring(anchor[0]);
        boolean member = anchor[0] > 0 && context.code.charAt(anchor[0] - 1) == '.';
        Stream<String> waiting =
                context.variables.stream().filter(name -> !member && !word.isEmpty() && name.startsWith(word));
        List<String> names = Stream.concat(waiting, known).distinct().toList();
        return new ReplacementOptions(names, anchor[0] + context.shift, cursor);
    }

    private static int wordStart(String code) {
        int start = code.length();
        while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** What stands at the cursor: its signature and, where its source is at hand, its Javadoc. */
    DisplayData inspect(String cell, int cursor) {
        int at = Math.min(cursor, cell.length());
        while (at < cell.length() && Character.isJavaIdentifierPart(cell.charAt(at))) {
            at++;
        }
        String upTo = cell.substring(0, at);
        List<Documentation> found = documentation(upTo);
        if (found.isEmpty()) {
            found = documentation(upTo + "("); // a method, whose parameters explain it
        }
        if (found.isEmpty()) {
            return null;
        }
        DisplayData data = new DisplayData();
        data.putText(found.stream()
                .map(d -> d.signature() + "\n" + Javadoc.text(d.javadoc()))
                .distinct()
                .collect(Collectors.joining("\n")));
        data.putHTML(found.stream()
                .map(d -> "<pre>" + Javadoc.escape(d.signature()) + "</pre>\n" + Javadoc.html(d.javadoc()))
                .distinct()
                .collect(Collectors.joining("\n")));
        return data;
    }

    private List<Documentation> documentation(String code) {
        Context context = context(code, code.length());
        return analysis.documentation(context.code, context.cursor, true).stream()
                .filter(d -> d.signature() != null)
                .toList();
    }

    /** The answer to a console's question whether Enter should run the code. */
    String isComplete(String cell) {
        String last = "";
        for (CellParser.Part part : CellParser.parse(cell, 0)) {
            last = part.isJava() ? part.text() : "";
        }
        while (!last.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(last);
            switch (info.completeness()) {
                case EMPTY -> {
                    return BaseKernel.IS_COMPLETE_YES;
                }
                case UNKNOWN -> {
                    return BaseKernel.IS_COMPLETE_BAD;
                }
                case DEFINITELY_INCOMPLETE -> {
                    return "    ";
                }
                case CONSIDERED_INCOMPLETE -> {
                    return last.endsWith("\n") ? BaseKernel.IS_COMPLETE_YES : "";
                }
                default -> last = info.remaining();
            }
        }
        return BaseKernel.IS_COMPLETE_YES;
    }

    /**
     * Cuts out the statement at the cursor. Earlier statements of the same cell, which may not have
     * run yet, go before it in one block where that is possible, so that their variables are known.
     */
    private Context context(String cell, int cursor) {
        String java = "";
        int offset = 0;
        for (CellParser.Part part : CellParser.parse(cell.substring(0, cursor), 0)) {
            java = part.isJava() ? part.text() : "";
            offset = part.offset();
        }
        StringBuilder block = new StringBuilder("{");
        List<String> variables = new ArrayList<>();
        boolean statements = true;
        String rest = java;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (!info.completeness().isComplete() || info.remaining().isBlank()) {
                break;
            }
            for (Snippet snippet : analysis.sourceToSnippets(info.source())) {
                if (snippet instanceof VarSnippet variable) {
                    variables.add(variable.name());
                }
                statements &= switch (snippet.kind()) {
                    case VAR, EXPRESSION, STATEMENT -> true;
                    default -> false;
                };
            }
            block.append(info.source());
            rest = info.remaining();
        }
        int start = offset + java.length() - rest.length();
        String code = cell.substring(start, cursor);
        String before = statements && block.length() > 1 ? block.toString() : "";
        int shift = start - before.length();
        return new Context(before + code, before.length() + code.length(), shift, variables);
    }

    /**
     * Tells JShell where the sources of the library are, for Javadoc: sources jars that lie beside
     * jars of the class path, and what the property {@code kontrast.sources} lists. JShell has no
     * public way for that, so it works where {@code jdk.jshell} is opened, as our installer does.
     */
    @SuppressWarnings("unchecked")
    private void addSources() {
        try {
            Method find = analysis.getClass().getDeclaredMethod("findSources");
            find.setAccessible(true);
            List<Path> sources = (List<Path>) find.invoke(analysis);
            sources.addAll(librarySources());
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Then only signatures are shown, without Javadoc.
        }
    }

    private static List<Path> librarySources() {
        List<Path> sources = new ArrayList<>();
        Stream.concat(
                        paths("kontrast.sources"),
                        paths("java.class.path")
                                .map(jar -> jar.replaceFirst("\\.jar$", "-sources.jar"))
                                .filter(jar -> jar.endsWith("-sources.jar")))
                .map(Path::of)
                .filter(Files::exists)
                .forEach(sources::add);
        return sources;
    }

    private static Stream<String> paths(String property) {
        return Arrays.stream(System.getProperty(property, "").split(File.pathSeparator, -1))
                .filter(path -> !path.isBlank());
    }
}
