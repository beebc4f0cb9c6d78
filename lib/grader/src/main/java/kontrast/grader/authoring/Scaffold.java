package kontrast.grader.authoring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lays out a new exercise that is complete from the start: a section of the master, the check with
 * its misconceptions, the function's interface in the class of the set, and a test. Its author then
 * replaces the mean of numbers by the real exercise, and can try it at every step.
 */
final class Scaffold {

    private static final String SOURCES = "lib/grader/src/%s/java/kontrast/grader/exercise";
    private static final Pattern REGISTERED = Pattern.compile("( *)// (\\d\\d_[a-z0-9_]+)\n");

    private final Path root;
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Map<Path, String> files = new LinkedHashMap<>();

    /**
     * Prepares everything, and writes nothing.
     *
     * @param root the course
     * @param topic the set, e.g. {@code 08_infonce}; it need not exist yet
     * @param id the exercise's id, e.g. {@code 8.3}
     * @param title its title
     * @param function the function that learners write
     * @throws IOException if the exercise exists, or a file cannot be extended
     */
    Scaffold(Path root, String topic, String id, String title, String function) throws IOException {
        this.root = root;
        String upper = capital(function);
        Path check = source("main", upper + "Check.java");
        if (Files.exists(check)) {
            throw new IOException(check + " exists already; choose another --function");
        }
        Optional<Path> known = setClass(topic);
        Path set = known.orElse(source("main", camel(topic.substring(3)) + "Exercises.java"));
        words.put("TOPIC", topic);
        words.put("NUMBER", id.substring(0, id.indexOf('.')));
        words.put("ID", id);
        words.put("TITLE", title);
        words.put("FUNCTION", function);
        words.put("INTERFACE", upper);
        words.put("POINTS", "2");
        words.put("SET", set.getFileName().toString().replace(".java", ""));
        master(root.resolve("solutions").resolve(topic + ".md"));
        files.put(set, extended(set, known.isPresent() ? Files.readString(set) : fill("Exercises")));
        if (known.isEmpty()) {
            Path all = source("main", "ExerciseSet.java");
            files.put(all, registered(all, topic));
        }
        files.put(check, fill("Check"));
        files.put(source("test", upper + "CheckTest.java"), fill("Test"));
    }

    private Path source(String part, String name) {
        return root.resolve(SOURCES.formatted(part)).resolve(name);
    }

    /** The class that holds the set of a topic. */
    private Optional<Path> setClass(String topic) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(SOURCES.formatted("main")))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                if (text.contains("new ExerciseSet(") && text.contains('"' + topic + '"')) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private void master(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : fill("master");
        if (text.contains("exercise=\"" + words.get("ID") + "\"")) {
            throw new IOException(file + " has an exercise " + words.get("ID") + " already");
        }
        files.put(file, text.stripTrailing() + "\n" + fill("section"));
    }

    /** The set's class with another interface, another method, and another entry of its list. */
    private String extended(Path file, String text) throws IOException {
        int method = text.indexOf("public static ExerciseSet set()");
        int comment = text.lastIndexOf("    /**", Math.max(method, 0));
        int list = text.indexOf("new ExerciseSet(", Math.max(method, 0));
        int end = text.indexOf("));", Math.max(list, 0));
        int first = text.indexOf("    /**", text.indexOf("private " + words.get("SET") + "()"));
        if (method < 0 || comment < 0 || list < 0 || end < 0 || first < 0) {
            throw new IOException(file
                    + ": there is no 'public static ExerciseSet set()' that ends in"
                    + " 'List.of(...));'; add the exercise by hand, like one of the others");
        }
        boolean alone = text.substring(list, end).endsWith("List.of(");
        String call = (alone ? "" : ",\n                        ") + words.get("FUNCTION") + "()";
        return text.substring(0, comment > first ? first : comment)
                + fill("Interface")
                + (comment > first ? text.substring(first, comment) : "")
                + fill("Factory")
                + text.substring(comment, end)
                + call
                + text.substring(end);
    }

    /** The list of all sets, with one more in its place. */
    private String registered(Path file, String topic) throws IOException {
        String text = Files.readString(file);
        String line = "sets.add(" + words.get("SET") + ".set());\n";
        Matcher place = REGISTERED.matcher(text);
        while (place.find()) {
            int order = place.group(2).compareTo(topic);
            if (order == 0) {
                return text.substring(0, place.end()) + place.group(1) + line + text.substring(place.end());
            } else if (order > 0) {
                return text.substring(0, place.start())
                        + place.group(1)
                        + "// "
                        + topic
                        + "\n"
                        + place.group(1)
                        + line
                        + text.substring(place.start());
            }
        }
        int end = text.indexOf("        return List.copyOf(sets);");
        if (end < 0) {
            throw new IOException(file + ": the list of all sets was not found");
        }
        return text.substring(0, end) + "        // " + topic + "\n        " + line + text.substring(end);
    }

    private String fill(String template) throws IOException {
        try (InputStream in = Scaffold.class.getResourceAsStream("/scaffold/" + template + ".txt")) {
            if (in == null) {
                throw new IOException("the template " + template + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace("@" + word.getKey() + "@", word.getValue());
            }
            return text;
        }
    }

    /**
     * Writes everything.
     *
     * @return what was written
     */
    List<Path> write() throws IOException {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.writeString(file.getKey(), file.getValue());
        }
        return List.copyOf(files.keySet());
    }

    /**
     * From words with blanks or underscores between: {@code "NCE probability"} to NceProbability.
     */
    static String camel(String words) {
        StringBuilder name = new StringBuilder();
        for (String word : words.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                name.append(capital(word.equals(word.toUpperCase(Locale.ROOT)) ? word.toLowerCase(Locale.ROOT) : word));
            }
        }
        return name.toString();
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
