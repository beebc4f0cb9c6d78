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
import java.util.regex.Matcher;

/**
 * Lays out a new exercise that is complete from the start: a section of the master with solution and known
 * mistakes, and the check. Its author then replaces the mean of numbers by the real exercise, and can try it at
 * every step. What still has to be replaced says {@code TODO}, and is not released.
 */
final class Scaffold {

    private static final String SOURCES = "lib/grader/src/main/java/kontrast/grader/exercise";

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
        Path master = root.resolve("solutions").resolve(topic + ".md");
        boolean known = Files.exists(master);
        words.put("TOPIC", topic);
        words.put("NUMBER", id.substring(0, id.indexOf('.')));
        words.put("ID", id);
        words.put("TITLE", title);
        words.put("FUNCTION", function);
        words.put("TYPE", capital(function));
        words.put("POINTS", "2");
        words.put("SET", camel(topic.substring(3)) + "Exercises");
        words.put("PACKAGE", topic.substring(3).replace("_", ""));
        String text = known ? Files.readString(master) : fill("master");
        Matcher imported = SetSources.EXERCISES.matcher(text);
        if (known && imported.find()) {
            words.put("SET", imported.group(2));
            words.put(
                    "PACKAGE",
                    imported.group(1)
                            .replaceFirst("^kontrast\\.grader\\.exercise\\.", "")
                            .replace(".", ""));
        }
        if (text.contains("exercise=\"" + id + "\"")) {
            throw new IOException(master + " has an exercise " + id + " already");
        }
        Path check = source(words.get("TYPE") + "Check.java");
        if (Files.exists(check)) {
            throw new IOException(check + " exists already; choose another --function");
        }
        files.put(master, text.stripTrailing() + "\n" + fill("section"));
        files.put(check, fill("Check"));
        if (!Files.exists(source("package-info.java"))) {
            files.put(source("package-info.java"), fill("package-info"));
        }
    }

    private Path source(String name) {
        return root.resolve(SOURCES).resolve(words.get("PACKAGE")).resolve(name);
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
