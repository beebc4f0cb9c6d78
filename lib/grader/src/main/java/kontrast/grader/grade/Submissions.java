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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The notebooks of a class: {@code STUDENT.ipynb}, {@code STUDENT/11_simclr.ipynb}, or nbgrader's
 * {@code STUDENT/11_simclr/11_simclr.ipynb}. Whoever has a file or a folder has a row.
 */
final class Submissions {

    private static final int DEPTH = 5;
    private static final String ENDING = ".ipynb";

    /** Browsers add an ending of their own to what they take for text. */
    private static final Pattern NOTEBOOK = Pattern.compile("(?i)(.*)\\.ipynb(\\.txt|\\.json)?");

    /** What a learner may have handed in instead: it has a row, so that somebody looks. */
    private static final Pattern INSTEAD =
            Pattern.compile("(?i)(.*)\\.(zip|7z|rar|tar|tgz|tar\\.gz|html?|pdf|java|docx?)");

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
     * Finds them, ordered by student. Of several notebooks of one student's folder, that with most answers counts, or
     * else one whose name begins as the set's does, or else the newest. Links are not followed; they, and archives,
     * have a row without a notebook.
     *
     * @param folder the folder
     * @param set the set's name
     * @param answers how many questions a notebook answers; asked only where there is a choice
     * @return the submissions
     * @throws IOException if the folder cannot be read
     * @throws IllegalArgumentException if two have the same name, such as {@code ann.ipynb} and {@code ann.zip}
     */
    static List<Submission> in(Path folder, String set, ToIntFunction<Path> answers) throws IOException {
        List<Submission> found = new ArrayList<>();
        List<Path> entries;
        try (Stream<Path> list = Files.list(folder)) {
            entries = list.sorted().toList();
        }
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            Matcher notebook = NOTEBOOK.matcher(name);
            Matcher instead = INSTEAD.matcher(name);
            if (isLeftover(name)) {
                continue;
            }
            if (Files.isSymbolicLink(entry)) {
                String student = notebook.matches() ? notebook.group(1) : name;
                found.add(new Submission(student, Optional.empty(), name, modified(entry)));
            } else if (Files.isDirectory(entry)) {
                // What unpacking left is no second submission: nothing is in it, and the notebook beside it counts.
                if (!isEmpty(entry) || !Files.exists(folder.resolve(name + ".ipynb"))) {
                    found.add(ofFolder(folder, entry, set, answers));
                }
            } else if (notebook.matches()) {
                found.add(new Submission(notebook.group(1), Optional.of(entry), name, modified(entry)));
            } else if (instead.matches()) {
                found.add(new Submission(instead.group(1), Optional.empty(), name, modified(entry)));
            }
        }
        checkNames(found);
        return found;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.findAny().isEmpty();
        }
    }

    /** Two of one name would have one page, and one row in a gradebook: which of them counts, nobody could tell. */
    private static void checkNames(List<Submission> found) {
        Map<String, List<String>> byStudent = found.stream()
                .collect(Collectors.groupingBy(
                        Submission::student, TreeMap::new, Collectors.mapping(Submission::name, Collectors.toList())));
        String doubled = byStudent.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "\n  %s: %s"
                        .formatted(Page.plain(entry.getKey()), Page.plain(String.join(", ", entry.getValue()))))
                .collect(Collectors.joining());
        if (!doubled.isEmpty()) {
            throw new IllegalArgumentException(
                    "two submissions have one name, and the page of one would be written over that of the other. Keep the one that counts, or, if both are one learner's, put them into a folder of that name:"
                            + doubled);
        }
    }

    /**
     * Returns what has no row: files that are neither notebooks nor anything that a learner may have handed in instead.
     *
     * @param folder the folder
     * @return their names
     * @throws IOException if the folder cannot be read
     */
    static List<String> passedOver(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(entry -> !Files.isDirectory(entry) && !Files.isSymbolicLink(entry))
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !isLeftover(name)
                            && !NOTEBOOK.matcher(name).matches()
                            && !INSTEAD.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Hidden files and folders, and what macOS puts into archives. */
    private static boolean isLeftover(String name) {
        return name.startsWith(".") || name.equals("__MACOSX");
    }

    /**
     * Returns one submission alone.
     *
     * @param place a notebook, or a folder with one
     * @param set the set's name
     * @param answers how many questions a notebook answers
     * @return the submission; Gradescope's metadata beside the folder say whose and when
     * @throws IOException if the folder cannot be read
     */
    static Submission one(Path place, String set, ToIntFunction<Path> answers) throws IOException {
        Path real = place.toAbsolutePath().normalize();
        Submission found = Files.isDirectory(real)
                ? ofFolder(real, real, set, answers)
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

    private static Submission ofFolder(Path folder, Path entry, String set, ToIntFunction<Path> answers)
            throws IOException {
        String student = entry.getFileName().toString();
        List<Path> all = notebooks(entry);
        ToIntFunction<Path> most = all.size() > 1 ? answers : file -> 0;
        Map<Path, Integer> answered = all.stream().collect(Collectors.toMap(file -> file, most::applyAsInt));
        String start = set.toLowerCase(Locale.ROOT);
        Optional<Path> file = all.stream()
                .max(Comparator.comparing((Path p) -> answered.get(p))
                        .thenComparing((Path p) -> p.getFileName()
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .startsWith(start))
                        .thenComparing((Path p) -> p.getFileName().toString().equals(set + ENDING))
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
                        return isLeftover(dir.getFileName().toString()) && !dir.equals(folder)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = file.getFileName().toString();
                        if (attributes.isRegularFile()
                                && !isLeftover(name)
                                && NOTEBOOK.matcher(name).matches()) {
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
