package kontrast.grader.grade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gradebook as Canvas or Moodle exports it, to find who a submission's folder belongs to.
 *
 * @param people one map a person, from the column's name to what stands there
 */
record Roster(List<Map<String, String>> people) {

    /** Columns by which a person may be named, the surest first. */
    private static final List<String> KEYS = List.of(
            "SIS Login ID",
            "Username",
            "SIS User ID",
            "ID number",
            "ID",
            "Identifier",
            "Email address",
            "Email",
            "Student",
            "Full name");

    /** Canvas: {@code doejane_LATE_4711_98765_11_simclr}; Moodle: {@code Full name_12345_assignsubmission_file_}. */
    private static final Map<String, Pattern> NUMBERED = Map.of(
            "ID", Pattern.compile("[^_]*_(?:LATE_)?(\\d+)_\\d+_.*"),
            "Identifier", Pattern.compile(".*_(\\d+)_assignsubmission_.*"));

    Roster {
        people = List.copyOf(people);
    }

    /**
     * Reads an export.
     *
     * @param file a CSV file with a header
     * @return the people
     * @throws IOException if it cannot be read
     */
    static Roster read(Path file) throws IOException {
        List<List<String>> rows = parse(Files.readString(file, StandardCharsets.UTF_8));
        if (rows.isEmpty() || rows.get(0).stream().noneMatch(KEYS::contains)) {
            throw new IllegalArgumentException(
                    file + " has none of the columns " + KEYS + "; is it the exported gradebook?");
        }
        List<Map<String, String>> people = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, String> person = new TreeMap<>();
            for (int i = 0; i < Math.min(row.size(), rows.get(0).size()); i++) {
                person.put(rows.get(0).get(i), row.get(i));
            }
            people.add(person);
        }
        return new Roster(people);
    }

    /**
     * Finds a person.
     *
     * @param student the name of a submission
     * @return what the gradebook says; empty if nobody or more than one fits
     */
    Optional<Map<String, String>> find(String student) {
        for (String key : KEYS) {
            List<Map<String, String>> found =
                    people.stream().filter(p -> same(p.get(key), student, key)).toList();
            if (found.size() == 1) {
                return Optional.of(found.get(0));
            }
        }
        return byNumber(student);
    }

    /** By the number that the names of bulk downloads carry. */
    private Optional<Map<String, String>> byNumber(String student) {
        for (Map.Entry<String, Pattern> each : NUMBERED.entrySet()) {
            Matcher name = each.getValue().matcher(student);
            if (name.matches()) {
                String number = name.group(1);
                List<Map<String, String>> found = people.stream()
                        .filter(p -> p.getOrDefault(each.getKey(), "")
                                .strip()
                                .replaceFirst("^\\D+", "") // Moodle writes "Participant 12345"
                                .equals(number))
                        .toList();
                if (found.size() == 1) {
                    return Optional.of(found.get(0));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean same(String cell, String student, String key) {
        if (cell == null || cell.isBlank()) {
            return false;
        }
        String a = cell.strip().toLowerCase(Locale.ROOT);
        String b = student.strip().toLowerCase(Locale.ROOT);
        // Moodle's folders are called "Full name_12345_assignsubmission_file".
        return a.equals(b) || (key.equals("Full name") && b.matches("\\Q" + a + "\\E_\\d+_.*"));
    }

    /** RFC 4180: quoted cells may hold commas, quotes and line ends. */
    private static List<List<String>> parse(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (quoted && c == '"' && i + 1 < clean.length() && clean.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        if (cell.length() > 0 || !row.isEmpty()) {
            row.add(cell.toString());
            rows.add(row);
        }
        rows.removeIf(r -> r.stream().allMatch(String::isBlank));
        return rows;
    }
}
