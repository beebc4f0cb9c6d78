package kontrast.grader.grade;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip file that Gradescope calls an autograder: its two scripts, every jar, the released
 * notebook, the rules and the secret. A JDK and bubblewrap are installed by {@code setup.sh}.
 */
final class Autograder {

    private static final String SETUP = """
            #!/usr/bin/env bash
            # Runs once, when Gradescope builds the image.
            set -e
            export DEBIAN_FRONTEND=noninteractive
            if ! command -v jshell >/dev/null; then
                apt-get update
                apt-get install -y --no-install-recommends openjdk-17-jdk-headless
            fi
            command -v bwrap >/dev/null || apt-get install -y --no-install-recommends bubblewrap || true
            """;

    private static final String RUN = """
            #!/usr/bin/env bash
            # Runs for each submission. What answers must not see, only root sees.
            base=${KONTRAST_AUTOGRADER:-/autograder}
            source=$base/source
            chmod 711 "$base" "$source"
            chmod 700 "$source/private" "$base/submission" "$base/results"
            chmod -R a+rX "$source/jars"
            export DJL_CACHE_DIR=$base/native
            mkdir -p "$DJL_CACHE_DIR"
            java -Dkontrast.root="$source/private" -Djava.awt.headless=true \\
                -Dfile.encoding=UTF-8 -cp "$source/private/jars/*:$source/jars/*" \\
                kontrast.grader.Main grade "$source/private/exercises/@SET@" \\
                --secret "$source/private/secret" --contained \\
                --one "$base/submission" --results "$base/results/results.json"
            status=$?
            if [ ! -s "$base/results/results.json" ]; then
                echo '{"score": 0, "output": "The autograder failed; your instructor must look."}' \\
                    >"$base/results/results.json"
            fi
            exit $status
            """;

    private Autograder() {}

    /**
     * Writes the file.
     *
     * @param options names the set, the rules and the secret
     * @param zip where
     * @throws IOException if something cannot be read or written
     */
    static void write(GradeOptions options, Path zip) throws IOException {
        Path part = zip.resolveSibling(zip.getFileName() + ".part");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(part))) {
            text(out, "setup.sh", SETUP);
            text(out, "run_autograder", RUN.replace("@SET@", options.name()));
            for (Path jar : classPath()) {
                if (Files.isDirectory(jar)) {
                    out.putNextEntry(new ZipEntry("private/jars/" + classesName(jar)));
                    jar(jar, out);
                    out.closeEntry();
                } else {
                    String name = jar.getFileName().toString();
                    file(out, (name.startsWith("kontrast") ? "private/jars/" : "jars/") + name, jar);
                }
            }
            String notebook = options.name() + ".ipynb";
            file(out, "private/exercises/" + notebook, options.notebook());
            if (Files.exists(options.rules())) {
                file(out, "private/solutions/" + options.name() + ".yml", options.rules());
            }
            out.putNextEntry(new ZipEntry("private/secret"));
            out.write(Secret.of(options.secret()));
            out.closeEntry();
        }
        Files.move(part, zip, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> classPath() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.exists(path) && !entry.isEmpty()) {
                entries.add(path);
            }
        }
        return entries;
    }

    /** Folders of classes, as in a development environment, become jars. */
    private static String classesName(Path folder) {
        return "kontrast-" + Integer.toHexString(folder.toString().hashCode()) + ".jar";
    }

    private static void jar(Path folder, OutputStream to) throws IOException {
        ZipOutputStream jar = new ZipOutputStream(to);
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                file(jar, folder.relativize(file).toString(), file);
            }
        }
        jar.finish();
    }

    private static void file(ZipOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(file, out);
        out.closeEntry();
    }

    private static void text(ZipOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }
}
