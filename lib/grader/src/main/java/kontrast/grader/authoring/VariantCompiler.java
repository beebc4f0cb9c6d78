package kontrast.grader.authoring;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles what is made from a master, all of it at once and in memory, with this process's class path. */
final class VariantCompiler {

    private VariantCompiler() {}

    /**
     * Compiles.
     *
     * @param classes the folder of the classes that the units may name, beside this process's class path
     * @return the classes by their full names
     * @throws AuthoringException with what does not compile, on the lines of the master
     */
    static Map<String, byte[]> compile(List<JavaUnit> units, Path classes) throws IOException {
        Result result = run(units, classes);
        if (!result.good()) {
            throw new AuthoringException(problems(result.errors()));
        }
        return result.classes();
    }

    /**
     * Compiles what can be compiled, and leaves out the rest.
     *
     * @param classes the folder of the classes that the units may name, beside this process's class path
     * @return the classes by their full names
     */
    static Map<String, byte[]> compileWhatCan(List<JavaUnit> units, Path classes) throws IOException {
        List<JavaUnit> left = new ArrayList<>(units);
        while (!left.isEmpty()) {
            Result result = run(left, classes);
            if (result.good()) {
                return result.classes();
            }
            List<JavaUnit> wrong = result.errors().stream()
                    .filter(d -> d.getSource() instanceof Source)
                    .map(d -> ((Source) d.getSource()).unit)
                    .toList();
            if (!left.removeAll(wrong)) {
                throw new AuthoringException(problems(result.errors()));
            }
        }
        return Map.of();
    }

    private record Result(
            Map<String, byte[]> classes, List<Diagnostic<? extends JavaFileObject>> errors, boolean good) {}

    private static Result run(List<JavaUnit> units, Path classes) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IOException("this Java has no compiler; a JDK is needed");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> made = new LinkedHashMap<>();
        List<String> options = List.of(
                "-g:none",
                "-proc:none",
                "-parameters",
                "-nowarn",
                "-Xlint:none",
                "-Xmaxerrs",
                "100000",
                "-classpath",
                classes + File.pathSeparator + classPath());
        try (JavaFileManager files =
                new Memory(javac.getStandardFileManager(found, Locale.ENGLISH, StandardCharsets.UTF_8), made)) {
            boolean good = javac.getTask(
                            null,
                            files,
                            found,
                            options,
                            null,
                            units.stream().map(Source::new).toList())
                    .call();
            List<Diagnostic<? extends JavaFileObject>> errors = found.getDiagnostics().stream()
                    .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                    .toList();
            Map<String, byte[]> bytes = new LinkedHashMap<>();
            made.forEach((name, out) -> bytes.put(name, out.toByteArray()));
            return new Result(bytes, errors, good && errors.isEmpty());
        }
    }

    /** What is wrong in a solution is wrong in its variants too, and is said once. */
    private static List<Problem> problems(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        List<Problem> solutions = new ArrayList<>();
        List<Problem> variants = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> d : diagnostics) {
            String message = d.getMessage(Locale.ENGLISH);
            if (d.getSource() instanceof Source source) {
                (source.unit.mistake().isEmpty() ? solutions : variants)
                        .add(source.unit.problem(d.getLineNumber(), message));
            } else {
                solutions.add(new Problem("javac", 0, "", message));
            }
        }
        return solutions.isEmpty() ? variants : solutions.stream().distinct().toList();
    }

    /** The class path of this code: in Maven that of a loader, else that of the process. */
    private static String classPath() {
        List<String> paths = new ArrayList<>();
        if (VariantCompiler.class.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) {
                try {
                    paths.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException(url + " is no file", e);
                }
            }
        }
        if (paths.isEmpty()) {
            String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            paths.add(all);
        }
        return String.join(File.pathSeparator, paths);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final JavaUnit unit;

        private Source(JavaUnit unit) {
            super(URI.create("made:///" + unit.name().replace('.', '/') + ".java"), Kind.SOURCE);
            this.unit = unit;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return unit.source();
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        private Memory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("made:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(name, n -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
