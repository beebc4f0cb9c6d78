package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The notebooks of a class: {@code STUDENT.ipynb}, {@code STUDENT/11_simclr.ipynb}, or nbgrader's
 * {@code STUDENT/11_simclr/11_simclr.ipynb}.
 */
final class Submissions {

    private static final int DEPTH = 4;

    private Submissions() {}

    /**
     * One of them.
     *
     * @param student who
     * @param file where
     * @param name the path below the folder
     */
    record Submission(String student, Path file, String name) {}

    /**
     * Finds them, ordered by student. Links are not followed.
     *
     * @param folder the folder
     * @return the submissions
     * @throws IOException if the folder cannot be read
     */
    static List<Submission> in(Path folder) throws IOException {
        List<Submission> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, DEPTH, new FileVisitOption[0])) {
            for (Path file : files.sorted().toList()) {
                Path below = folder.relativize(file);
                String last = file.getFileName().toString();
                if (!last.endsWith(".ipynb")
                        || !Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        || below.toString().contains(".ipynb_checkpoints")) {
                    continue;
                }
                String student =
                        below.getNameCount() == 1
                                ? last.substring(0, last.length() - ".ipynb".length())
                                : below.getName(0).toString();
                found.add(new Submission(student, file, below.toString()));
            }
        }
        return found;
    }
}
