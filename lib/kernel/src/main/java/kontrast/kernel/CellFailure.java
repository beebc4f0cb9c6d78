package kontrast.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;

/**
 * Why a cell failed, as the notebook shows it: the message
 * first, then the place as {@code In[n], line m} with the source line, then every cause.
 */
final class CellFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";
    private static final int MOST_LIBRARY_FRAMES = 6;
    private static final int MOST_CAUSES = 20;
    private static final int MOST_FRAMES = 30;

    private final String name;
    private final transient List<String> lines;

    private CellFailure(String name, String message, List<String> lines) {
        super(message);
        this.name = name;
        this.lines = List.copyOf(lines);
    }

    /** The kind of failure: the simple name of an exception, or ours. */
    String name() {
        return name;
    }

    /** The text to show, line by line. */
    List<String> lines() {
        return lines;
    }

    /** An exception that a cell threw. */
    static CellFailure thrown(JShellException exception, Map<String, Origin> origins) {
        List<String> lines = new ArrayList<>();
        Throwable each = exception;
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
            String title = RED + simpleName(each) + PLAIN + colon(each.getMessage());
            lines.add(depth == 0 ? title : "Caused by " + title);
            frames(each.getStackTrace(), origins, depth == 0, lines);
            each = each.getCause();
        }
        return new CellFailure(simpleName(exception), text(exception.getMessage()), lines);
    }

    /** A snippet that the compiler did not accept. */
    static CellFailure rejected(List<Diag> diagnostics, Origin origin) {
        List<String> lines = new ArrayList<>();
        String first = "this is not Java that can be compiled";
        String place = origin.place(origin.lineAt(0));
        for (Diag diagnostic : diagnostics) {
            if (!diagnostic.isError()) {
                continue;
            }
            String message = tidy(diagnostic.getMessage(Locale.ENGLISH));
            int start = (int) diagnostic.getStartPosition();
            int end = (int) diagnostic.getEndPosition();
            int line = origin.lineAt(start);
            if (lines.isEmpty()) {
                first = message.lines().findFirst().orElse(first);
                place = origin.place(line);
            }
            int lineStart = origin.source().lastIndexOf('\n', origin.offset() + start - 1) + 1;
            int from = origin.offset() + start - lineStart;
            int to = Math.min(from + end - start, origin.text(line).length());
            lines.add(RED + "Does not compile" + PLAIN + ": " + message);
            lines.addAll(origin.quote(line, from, to).lines().toList());
        }
        if (lines.isEmpty()) {
            lines.add(RED + "Does not compile" + PLAIN + ": " + first);
            lines.add(place);
        }
        return new CellFailure("CompilationError", place + ": " + first, lines);
    }

    /** A class or method that names what does not exist. */
    static CellFailure unresolved(String names, Origin origin) {
        int line = origin.lineAt(0);
        String message = "not known: " + names;
        List<String> lines = new ArrayList<>();
        lines.add(RED + "Does not compile" + PLAIN + ": " + message);
        lines.addAll(origin.quote(line, -1, -1).lines().toList());
        return new CellFailure("CompilationError", origin.place(line) + ": " + message, lines);
    }

    /** A cell that somebody stopped; {@code exception} is what it threw then, or null. */
    static CellFailure interrupted(JShellException exception, Map<String, Origin> origins) {
        List<String> lines = new ArrayList<>();
        lines.add("Interrupted. What the cell had computed so far is kept; you can go on from here.");
        if (exception != null && touchesCell(exception, origins)) {
            frames(exception.getStackTrace(), origins, true, lines);
        }
        if (exception instanceof EvalException e) {
            if (!isStop(e.getExceptionClassName())) {
                lines.add("(" + simpleName(e) + colon(e.getMessage()) + ")");
            }
        }
        return new CellFailure("Interrupted", "the cell was stopped", lines);
    }

    /** Something that failed outside Java code: a magic, or showing a result. */
    static CellFailure of(Throwable failure, Origin origin) {
        if (failure instanceof CellFailure already) {
            return already;
        }
        List<String> lines = new ArrayList<>();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
            String title = RED + simpleName(each) + PLAIN + colon(each.getMessage());
            lines.add(depth == 0 ? title : "Caused by " + title);
            if (depth == 0) {
                lines.addAll(origin.quote(origin.lineAt(0), -1, -1).lines().toList());
            }
            each = each.getCause();
        }
        return new CellFailure(simpleName(failure), text(failure.getMessage()), lines);
    }

    /**
     * The frames to show: for the exception itself up to the outermost frame in a cell, since the kernel called that;
     * for a cause only up to the innermost frame in a cell, since the exception has shown the others.
     */
    private static void frames(
            StackTraceElement[] stack, Map<String, Origin> origins, boolean quoteSource, List<String> lines) {
        int last = stack.length - 1;
        if (!quoteSource) {
            last = Math.min(last, firstInCell(stack, origins));
        }
        while (last >= 0 && origin(stack[last], origins) == null) {
            last--;
        }
        boolean quote = quoteSource;
        List<String> trace = new ArrayList<>();
        int library = 0;
        int from = last < 0 ? Math.min(stack.length, MOST_LIBRARY_FRAMES) - 1 : last;
        for (int i = 0; i <= from; i++) {
            Origin origin = origin(stack[i], origins);
            if (origin == null && isKernel(stack[i].getClassName())) {
                continue;
            }
            if (origin == null) {
                if (++library <= MOST_LIBRARY_FRAMES) {
                    trace.add("  at " + stack[i]);
                } else if (library == MOST_LIBRARY_FRAMES + 1) {
                    trace.add("  ...");
                }
                continue;
            }
            library = 0;
            int line = origin.line(stack[i].getLineNumber());
            if (quote) {
                lines.addAll(origin.quote(line, -1, -1).lines().toList());
                quote = false;
            }
            String method = stack[i].getMethodName();
            String what = method.isEmpty() ? "" : " (" + stack[i].getClassName() + method + ")";
            trace.add("  at " + origin.place(line) + what);
        }
        shorten(trace);
        if (trace.size() > 1 || !quoteSource) {
            lines.addAll(trace);
        }
    }

    /** How the kernel calls a cell is of no interest to who wrote the cell. */
    private static boolean isKernel(String className) {
        return className.startsWith(CellFailure.class.getPackageName() + ".")
                || className.startsWith("jdk.internal.reflect.")
                || className.startsWith("java.lang.reflect.");
    }

    /** Endless recursion says the same a thousand times; its beginning and its end say all. */
    private static void shorten(List<String> trace) {
        if (trace.size() > MOST_FRAMES) {
            List<String> middle = trace.subList(MOST_FRAMES / 2, trace.size() - MOST_FRAMES / 2);
            int left = middle.size();
            middle.clear();
            trace.add(MOST_FRAMES / 2, "  ... " + left + " more calls");
        }
    }

    private static int firstInCell(StackTraceElement[] stack, Map<String, Origin> origins) {
        int i = 0;
        while (i < stack.length - 1 && origin(stack[i], origins) == null) {
            i++;
        }
        return i;
    }

    private static Origin origin(StackTraceElement frame, Map<String, Origin> origins) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#") ? origins.get(file.substring(1)) : null;
    }

    private static boolean touchesCell(Throwable exception, Map<String, Origin> origins) {
        return Arrays.stream(exception.getStackTrace()).anyMatch(f -> origin(f, origins) != null);
    }

    private static boolean isStop(String className) {
        return className.equals(CellStopped.class.getName())
                || className.equals("java.lang.ThreadDeath")
                || className.equals("java.lang.InterruptedException");
    }

    private static String simpleName(Throwable t) {
        String name = t instanceof EvalException e
                ? e.getExceptionClassName()
                : t.getClass().getName();
        String own = name.substring(name.lastIndexOf('.') + 1).replaceFirst("^\\$JShell\\$\\w+\\$", "");
        return own.isEmpty() ? name : own;
    }

    private static String tidy(String javacMessage) {
        StringBuilder tidied = new StringBuilder();
        for (String line : javacMessage.strip().lines().toList()) {
            if (!line.strip().startsWith("location:") || !line.strip().matches("location:\\s*(class)?")) {
                tidied.append(tidied.length() == 0 ? "" : "\n").append(line.stripTrailing());
            }
        }
        return tidied.toString();
    }

    private static String colon(String message) {
        return message == null || message.isBlank() ? "" : ": " + message;
    }

    private static String text(String message) {
        return message == null ? "" : message;
    }
}
