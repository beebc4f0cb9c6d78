package kontrast.grader.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the last check of each exercise earned, kept over restarts of the kernel: one file for each folder of notebooks,
 * so that two clones, or the exercises and their solutions, do not mix.
 *
 * <pre>
 *   file   $XDG_STATE_HOME/kontrast/earned/(hash of the folder)    (~/.local/state without that variable)
 *   line   points, tab, exercise's id, blank, title                 (another title is another exercise)
 * </pre>
 *
 * <p>It is a convenience: a file that cannot be read or written is ignored, and so is a damaged line. If two kernels
 * write at the same moment, one entry may be lost, never the file.
 */
final class LedgerFile {

    private final Path file;

    /**
     * Names the file.
     *
     * @param state where programs keep the user's state
     * @param notebooks the folder of the notebook
     */
    LedgerFile(Path state, Path notebooks) {
        file = state.resolve(
                "kontrast/earned/" + hash(notebooks.toAbsolutePath().normalize().toString()));
    }

    /** The file of the notebooks in the working folder, where Jupyter starts a notebook's kernel. */
    static LedgerFile ofWorkingFolder() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return new LedgerFile(folder, Path.of(""));
    }

    private static String hash(String folder) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(folder.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The key of an exercise. */
    static String key(String id, String title) {
        return id + " " + title;
    }

    /** Returns the points by exercise; empty if nothing was kept. */
    Map<String, Double> read() {
        Map<String, Double> earned = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && line.substring(0, tab).matches("\\d{1,6}\\.\\d{1,6}")) {
                    earned.put(line.substring(tab + 1), Double.parseDouble(line.substring(0, tab)));
                }
            }
        } catch (IOException e) {
            // Nothing was kept, or it cannot be read: the count begins anew.
        }
        return earned;
    }

    /**
     * Notes the points of one exercise; what other kernels have noted stays.
     *
     * @param key the exercise's key
     * @param points what its last check earned
     */
    void put(String key, double points) {
        Map<String, Double> earned = read();
        earned.put(key, points);
        StringBuilder text = new StringBuilder();
        earned.forEach(
                (each, value) -> text.append(value).append('\t').append(each).append('\n'));
        try {
            Files.createDirectories(file.getParent());
            Path part = Files.createTempFile(file.getParent(), "new", ".part");
            try {
                Files.writeString(part, text);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // Then a restart forgets it; the check itself must not fail for that.
        }
    }
}
