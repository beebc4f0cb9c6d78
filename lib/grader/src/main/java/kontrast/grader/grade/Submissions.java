package kontrast.grader.grade;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The notebooks of a class: {@code STUDENT.ipynb}, {@code STUDENT/11_simclr.ipynb}, or nbgrader's
 * {@code STUDENT/11_simclr/11_simclr.ipynb}. Whoever has a file or a folder has a row.
 */
final class Submissions {

    private static final int DEPTH = 5;
    private static final String ENDING = ".ipynb";

    /** As nbgrader writes it: 2027-01-31 12:00:00.000000 UTC. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]['.'n] VV", Locale.ROOT);

    private Submissions() {}

    /**
     * One of them.
     *
     * @param student who
     * @param file where; empty if a folder holds no notebook
     * @param name the path below the folder
     * @param time when it was handed in: nbgrader's {@code timestamp.txt} where there is one, or
     *     else when the file was last changed
     */
    record Submission(String student, Optional<Path> file, String name, Instant time) {}

    /**
     * Finds them, ordered by student. Links are not followed. Of several notebooks of one student,
     * the one with the set's name counts, or else the newest; the others have no row of their own,
     * but are named.
     *
     * @param folder the folder
     * @param set the set's name
     * @return the submissions
     * @throws IOException if the folder cannot be read
     */
    static List<Submission> in(Path folder, String set) throws IOException {
        List<Submission> found = new ArrayList<>();
        List<Path> entries;
        try (Stream<Path> list = Files.list(folder)) {
            entries = list.sorted().toList();
        }
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (name.startsWith(".") || Files.isSymbolicLink(entry)) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                found.add(ofFolder(folder, entry, set));
            } else if (name.endsWith(ENDING)) {
                String student = name.substring(0, name.length() - ENDING.length());
                found.add(new Submission(student, Optional.of(entry), name, modified(entry)));
            }
        }
        return found;
    }

    /**
     * Returns one submission alone.
     *
     * @param place a notebook, or a folder with one
     * @param set the set's name
     * @return the submission; Gradescope's metadata beside the folder say whose and when
     * @throws IOException if the folder cannot be read
     */
    static Submission one(Path place, String set) throws IOException {
        Path real = place.toAbsolutePath().normalize();
        Submission found = Files.isDirectory(real)
                ? ofFolder(real, real, set)
                : new Submission("", Optional.of(real), real.getFileName().toString(), modified(real));
        Path metadata = real.resolveSibling("submission_metadata.json");
        try {
            JsonObject said = JsonParser.parseString(Files.readString(metadata)).getAsJsonObject();
            JsonObject user = said.getAsJsonArray("users").get(0).getAsJsonObject();
            return new Submission(
                    user.get("email").getAsString(),
                    found.file(),
                    found.name(),
                    OffsetDateTime.parse(said.get("created_at").getAsString()).toInstant());
        } catch (IOException | RuntimeException e) {
            return found; // then the file must tell
        }
    }

    private static Submission ofFolder(Path folder, Path entry, String set) throws IOException {
        String student = entry.getFileName().toString();
        Optional<Path> file = notebooks(entry).stream()
                .max(Comparator.comparing((Path p) -> p.getFileName().toString().equals(set + ENDING))
                        .thenComparing(Submissions::modified)
                        .thenComparing(Comparator.reverseOrder()));
        if (file.isEmpty()) {
            return new Submission(student, file, student, modified(entry));
        }
        String name = folder.relativize(file.get()).toString();
        return new Submission(student, file, name, handedIn(file.get()));
    }

    private static List<Path> notebooks(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
                        return dir.getFileName().toString().startsWith(".") && !dir.equals(folder)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile() && file.toString().endsWith(ENDING)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE; // its owner still has a row
                    }
                });
        return found;
    }

    private static Instant handedIn(Path file) {
        Path stamp = file.resolveSibling("timestamp.txt");
        try {
            if (Files.isRegularFile(stamp, LinkOption.NOFOLLOW_LINKS) && Files.size(stamp) < 100) {
                return time(Files.readString(stamp).strip());
            }
        } catch (IOException | DateTimeException e) {
            // Then the file must tell.
        }
        return modified(file);
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return TIMESTAMP.parse(text, java.time.ZonedDateTime::from).toInstant();
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }
}
