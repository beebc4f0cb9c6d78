package kontrast.grader.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The temporary folder of a run. */
final class Scratch {

    private static final String PREFIX = "kontrast-grading-";

    private Scratch() {}

    /** Makes one, and removes what runs have left that were killed. */
    static Path make() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> old;
        try (Stream<Path> list = Files.list(temporary)) {
            old = list.filter(p -> p.getFileName().toString().matches(PREFIX + "\\d+-.*"))
                    .toList();
        }
        for (Path folder : old) {
            String name = folder.getFileName().toString().substring(PREFIX.length());
            long pid = Long.parseLong(name.substring(0, name.indexOf('-')));
            if (Files.isWritable(folder) && ProcessHandle.of(pid).isEmpty()) {
                delete(folder);
            }
        }
        return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
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
