package kontrast.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the course and its data lie on this machine. */
public final class DataFolder {

    private DataFolder() {}

    /**
     * Returns the root of the course: the folder that holds {@code datasets/}.
     *
     * <p>It is taken from the system property {@code kontrast.root}, else from the environment
     * variable {@code KONTRAST_ROOT}, else found by walking up from the working directory.
     *
     * @return the absolute path of the root
     * @throws DataException if none of the three leads to a folder that holds {@code datasets/}
     */
    public static Path root() {
        return root(
                System.getProperty("kontrast.root"),
                System.getenv("KONTRAST_ROOT"),
                Path.of("").toAbsolutePath());
    }

    static Path root(String property, String variable, Path working) {
        if (property != null && !property.isBlank()) {
            return given(property, "the system property kontrast.root");
        }
        if (variable != null && !variable.isBlank()) {
            return given(variable, "the environment variable KONTRAST_ROOT");
        }
        for (Path folder = working; folder != null; folder = folder.getParent()) {
            // The concepts file, not just any folder of that name: "datasets" is a common name.
            if (Files.isRegularFile(folder.resolve("datasets/emoji-views/concepts.tsv"))) {
                return folder;
            }
        }
        throw new DataException(
                working,
                "this folder, or one above it, to be the course: to hold datasets/emoji-views/",
                "no such folder up to the root of the file system",
                "Start from inside the course's folder, or set the environment variable" + " KONTRAST_ROOT to it.");
    }

    private static Path given(String path, String by) {
        Path root = Path.of(path).toAbsolutePath().normalize();
        if (!Files.isDirectory(root.resolve("datasets"))) {
            throw new DataException(
                    root,
                    "the course's folder, holding datasets/ (named by " + by + ")",
                    Files.isDirectory(root) ? "a folder without datasets/" : "no such folder",
                    "Correct " + by + ", or unset it and start from inside the course's folder.");
        }
        return root;
    }

    /**
     * Returns the folder of all data sets, {@code datasets/} in {@link #root()}.
     *
     * @return the absolute path
     * @throws DataException if the course's folder is not found
     */
    public static Path datasets() {
        return root().resolve("datasets");
    }
}
