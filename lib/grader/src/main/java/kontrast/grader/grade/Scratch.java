package kontrast.grader.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The temporary folder of a run, and the files of a process. */
final class Scratch {

    private static final String PREFIX = "kontrast-grading-";

    /** Of a process, not of a run. */
    private static final String FILE_PREFIX = "kontrast-grader-";

    private Scratch() {}

    /** Makes one, and removes what runs have left that were killed. */
    static Path make() throws IOException {
        removeOld(PREFIX);
        return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    }

    /** Makes a file that goes when this process ends, and removes those of processes that were killed. */
    static Path file(String name) throws IOException {
        removeOld(FILE_PREFIX);
        Path file = Files.createTempFile(FILE_PREFIX + ProcessHandle.current().pid() + "-", "-" + name);
        file.toFile().deleteOnExit();
        return file;
    }

    private static void removeOld(String prefix) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> old;
        try (Stream<Path> list = Files.list(temporary)) {
            old = list.filter(p -> p.getFileName().toString().matches(prefix + "\\d+-.*"))
                    .toList();
        }
        for (Path folder : old) {
            String name = folder.getFileName().toString().substring(prefix.length());
            long pid = Long.parseLong(name.substring(0, name.indexOf('-')));
            if (Files.isWritable(folder) && ProcessHandle.of(pid).isEmpty()) {
                delete(folder);
            }
        }
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not remove " + folder + ": " + e.getMessage());
        }
    }
}
