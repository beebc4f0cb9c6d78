package kontrast.grader.grade;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a folder of submissions held when a part of it was graded: each submission with a hash of its file and the time
 * of its handing in. All parts must have seen the same.
 *
 * @param entries one each, in order
 */
record ClassList(List<Entry> entries) {

    ClassList {
        entries = List.copyOf(entries);
    }

    /**
     * One submission.
     *
     * @param student who
     * @param name the path below the folder
     * @param hash of the file; a dash where there is none
     * @param time when it was handed in, to the second: not every file system keeps more
     */
    record Entry(String student, String name, String hash, String time) {}

    static ClassList of(List<Submissions.Submission> submissions) {
        List<Entry> entries = new ArrayList<>();
        for (Submissions.Submission each : submissions) {
            String time = each.time().truncatedTo(ChronoUnit.SECONDS).toString();
            entries.add(new Entry(
                    each.student(),
                    each.name(),
                    each.file().map(ClassList::hash).orElse("-"),
                    time));
        }
        return new ClassList(entries);
    }

    private static String hash(Path file) {
        if (!Files.isRegularFile(file)) {
            return "-"; // a pipe would never end
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            return "unreadable";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Says how another list differs.
     *
     * @param other the other
     * @return for instance {@code ann.ipynb is not there}; empty if both are equal
     */
    Optional<String> difference(ClassList other) {
        Map<String, Entry> mine = byName();
        Map<String, Entry> theirs = other.byName();
        for (Entry entry : entries) {
            Entry same = theirs.get(entry.name());
            if (same == null) {
                return Optional.of(entry.name() + " is not there");
            }
            if (!same.hash().equals(entry.hash())) {
                return Optional.of(entry.name() + " has different content");
            }
            if (!same.time().equals(entry.time())) {
                return Optional.of("%s was changed at %s, not at %s (a copy keeps times with cp -p or rsync -t)"
                        .formatted(entry.name(), same.time(), entry.time()));
            }
        }
        for (String name : theirs.keySet()) {
            if (!mine.containsKey(name)) {
                return Optional.of(name + " came later");
            }
        }
        return equals(other) // else a part would have others than those that are its own here
                ? Optional.empty()
                : Optional.of("they are the same, in another order; grade all parts on one operating system");
    }

    private Map<String, Entry> byName() {
        Map<String, Entry> map = new LinkedHashMap<>();
        entries.forEach(e -> map.put(e.name(), e));
        return map;
    }
}
