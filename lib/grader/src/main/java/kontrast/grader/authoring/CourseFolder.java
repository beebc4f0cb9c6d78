package kontrast.grader.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the course lies. */
public final class CourseFolder {

    private CourseFolder() {}

    /**
     * Finds it: property {@code kontrast.root}, KONTRAST_ROOT, or upwards from here.
     *
     * @return the folder
     * @throws IOException if there is none
     */
    public static Path find() throws IOException {
        String given = System.getProperty("kontrast.root", System.getenv("KONTRAST_ROOT"));
        if (given != null) {
            return Path.of(given);
        }
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isDirectory(p.resolve("lib/grader"))) {
                return p;
            }
        }
        throw new IOException("no folder with lib/grader above "
                + Path.of("").toAbsolutePath()
                + "; start in the course's folder or give --root DIR");
    }
}
