package kontrast.grader.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder into which a handout is written. Its list {@code .handout} says which files belong to it, with their sums:
 * a newer handout replaces those and removes the ones that it no longer has, and touches nothing else. One that was
 * changed since is kept beside.
 */
final class HandoutFolder {

    static final String LIST = ".handout";
    private static final String FIRST_LINE = "# The files of a handout of Kontrast, each with its SHA-256.";

    /** What was written, how much of the earlier handout was removed, and what had been changed and was kept. */
    record Written(int files, int removed, List<String> keptAside) {}

    private final Path folder;

    /**
     * Looks whether a handout may be written there.
     *
     * @throws IllegalArgumentException if it is within the course, through a link too, or holds something else, or
     *     nothing can be written there
     */
    HandoutFolder(Path course, Path folder) throws IOException {
        this.folder = folder;
        Path above = folder;
        while (!Files.exists(above)) {
            above = above.getParent();
        }
        Path real = above.toRealPath().resolve(above.relativize(folder));
        if (course.startsWith(real) || (real.startsWith(course) && !real.startsWith(course.resolve("target")))) {
            throw new IllegalArgumentException(folder + " is a part of the course; name a folder outside of it");
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !isEmpty() && !isHandout()) {
            throw new IllegalArgumentException(
                    folder + " exists and is not an earlier handout; nothing was changed. Name a new folder");
        }
        if (!Files.isDirectory(above) || !Files.isWritable(above)) {
            throw new IllegalArgumentException(folder + ": nothing can be written into " + above);
        }
    }

    private boolean isEmpty() throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private boolean isHandout() throws IOException {
        Path list = folder.resolve(LIST);
        return Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(list).startsWith(FIRST_LINE);
    }

    /** Writes all files, each wholly or not at all. */
    Written write(Map<String, byte[]> files) throws IOException {
        Map<String, String> before = Files.exists(folder.resolve(LIST)) ? listed() : Map.of();
        Map<String, String> all = new TreeMap<>(before);
        files.forEach((name, bytes) -> all.put(name, sum(bytes)));
        Files.createDirectories(folder);
        // First of all: what is interrupted is an earlier handout to the next call. A file that is not yet replaced
        // keeps its old sum beside the new one.
        list(before, all);
        List<String> keptAside = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Optional<Path> other = inTheWay(target);
            if (other.isPresent()) {
                keptAside.add(keepAside(other.get()));
            } else if (isChanged(target, file.getKey(), before, file.getValue())) {
                keptAside.add(keepAside(target));
            }
            write(target, file.getValue());
        }
        int removed = 0;
        for (String name : before.keySet()) {
            Path target = folder.resolve(name);
            if (!files.containsKey(name) && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                if (isChanged(target, name, before, new byte[0])) {
                    keptAside.add(name);
                } else {
                    Files.delete(target);
                    removed++;
                }
            }
        }
        Map<String, String> now = new TreeMap<>(all);
        now.keySet().retainAll(files.keySet());
        list(Map.of(), now);
        if (!folder.resolve("course").toFile().setExecutable(true, false)) {
            throw new IOException(folder.resolve("course") + " cannot be made executable");
        }
        return new Written(files.size(), removed, keptAside);
    }

    /** A folder or a link in the place of a file, or a file in the place of a folder above it. */
    private Optional<Path> inTheWay(Path target) {
        for (Path above = target.getParent(); !above.equals(folder); above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(above)) {
                return Optional.of(above);
            }
        }
        boolean other = Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
        return other ? Optional.of(target) : Optional.empty();
    }

    /** Whether somebody has changed a file since it was handed out, or put it there. */
    private static boolean isChanged(Path file, String name, Map<String, String> before, byte[] now)
            throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        String there = sum(Files.readAllBytes(file));
        return !there.equals(sum(now)) && !before.getOrDefault(name, "").contains(there);
    }

    private String keepAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".changed");
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = file.resolveSibling(file.getFileName() + ".changed" + i);
        }
        Files.move(file, aside);
        return folder.relativize(aside).toString();
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, String> listed() throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve(LIST), StandardCharsets.UTF_8)) {
            int blank = line.indexOf("  ");
            String name = line.substring(blank + 1).strip();
            Path file = folder.resolve(name).normalize();
            if (!line.startsWith("#") && blank > 0 && file.startsWith(folder) && !file.equals(folder)) {
                sums.merge(name, line.substring(0, blank), (a, b) -> a + "," + b);
            }
        }
        return sums;
    }

    private void list(Map<String, String> before, Map<String, String> all) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        all.forEach((name, sum) -> {
            String old = before.getOrDefault(name, sum);
            text.append(old.equals(sum) ? sum : old + "," + sum)
                    .append("  ")
                    .append(name)
                    .append('\n');
        });
        write(folder.resolve(LIST), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
