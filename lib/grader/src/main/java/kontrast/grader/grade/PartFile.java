package kontrast.grader.grade;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The scores of a part of a class, as one machine hands them to the one that merges.
 *
 * <p>The file has three lines: an HMAC of the other two under the course's secret, so that a part that was cut off or
 * changed is not believed; what the part is ({@link Head}); and the scores.
 *
 * @param file where it lies
 * @param head what it is
 * @param scores its scores, in the order of the class
 */
record PartFile(Path file, Head head, List<Score> scores) {

    /** Goes up when a program of before could not read what is written today. */
    private static final int FORMAT = 1;

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    PartFile {
        scores = List.copyOf(scores);
    }

    /**
     * What a part is.
     *
     * @param set the set's name
     * @param part which of how many
     * @param version with what it was graded
     * @param everybody the whole class, as it was then
     * @param passedOver files that have no row
     */
    record Head(String set, Part part, Version version, ClassList everybody, List<String> passedOver) {

        Head {
            passedOver = List.copyOf(passedOver);
        }
    }

    /**
     * Writes it; a reader never sees half of it.
     *
     * @param secret the course's secret
     * @throws IOException if it cannot be written
     */
    void write(byte[] secret) throws IOException {
        JsonObject first = GSON.toJsonTree(head).getAsJsonObject();
        first.addProperty("format", FORMAT);
        JsonArray rows = new JsonArray();
        scores.forEach(score -> rows.add(json(score)));
        List<String> lines = List.of(line(first), line(rows));
        String text = signature(secret, lines) + "\n" + String.join("\n", lines) + "\n";
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads one.
     *
     * @param file the file
     * @param secret the course's secret
     * @param here what the part should have been graded with
     * @return the part
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it does not fit, or is no part that was written under this secret
     */
    static PartFile read(Path file, byte[] secret, Version here) throws IOException {
        // A file that was cut off within a letter is no UTF-8; what stands for the rest of it spoils the signature.
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        try {
            JsonObject first = JsonParser.parseString(lines.get(1)).getAsJsonObject();
            if (first.get("format").getAsInt() != FORMAT) {
                throw new IllegalArgumentException(file + " was written by another version of the course");
            }
            String secretThere = first.getAsJsonObject("version").get("secret").getAsString();
            if (!secretThere.equals(here.secret())) { // before the signature, which it would spoil
                throw new IllegalArgumentException(file + " " + Version.OTHER_SECRET);
            }
            if (lines.size() != 3 || !lines.get(0).equals(signature(secret, lines.subList(1, 3)))) {
                throw damaged(file);
            }
            Head head = GSON.fromJson(first, Head.class);
            Optional<String> difference = head.version().difference(here);
            if (difference.isPresent()) {
                throw new IllegalArgumentException(file + " " + difference.get());
            }
            List<Score> scores = new ArrayList<>();
            for (JsonElement row : JsonParser.parseString(lines.get(2)).getAsJsonArray()) {
                scores.add(score(row.getAsJsonObject()));
            }
            return new PartFile(file, head, scores);
        } catch (JsonParseException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException
                | NumberFormatException
                | UnsupportedOperationException // Gson's, for a value of another kind
                | DateTimeException e) {
            throw damaged(file);
        }
    }

    private static IllegalArgumentException damaged(Path file) {
        return new IllegalArgumentException(file + " was cut off or changed since it was written: grade it again");
    }

    private static String signature(byte[] secret, List<String> lines) {
        return HexFormat.of().formatHex(Hashes.hmac(secret, lines));
    }

    /** Half of a surrogate pair, from a notebook, has no bytes in UTF-8, but an escape in JSON. */
    private static String line(JsonElement json) {
        StringBuilder line = new StringBuilder();
        GSON.toJson(json).codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    private static JsonObject json(Score score) {
        JsonObject json = new JsonObject();
        json.addProperty("student", score.student());
        json.addProperty("name", score.file());
        json.addProperty("time", score.submission().time().toString());
        json.addProperty("share", score.share());
        json.addProperty("seconds", score.seconds());
        json.add("notes", GSON.toJsonTree(score.notes()));
        json.add("answers", GSON.toJsonTree(new TreeMap<>(score.answers())));
        JsonArray questions = new JsonArray();
        score.questions().forEach(question -> questions.add(Journal.json(question)));
        json.add("questions", questions);
        return json;
    }

    private static Score score(JsonObject json) {
        List<Score.Question> questions = new ArrayList<>();
        json.getAsJsonArray("questions").forEach(each -> questions.add(Journal.question(each.getAsJsonObject())));
        Map<String, String> answers = new TreeMap<>();
        json.getAsJsonObject("answers")
                .entrySet()
                .forEach(each -> answers.put(each.getKey(), each.getValue().getAsString()));
        List<String> notes = new ArrayList<>();
        json.getAsJsonArray("notes").forEach(note -> notes.add(note.getAsString()));
        Submissions.Submission submission = new Submissions.Submission(
                json.get("student").getAsString(),
                Optional.empty(), // it need not be here: what it held is in the answers
                json.get("name").getAsString(),
                Instant.parse(json.get("time").getAsString()));
        return new Score(
                submission,
                questions,
                notes,
                json.get("share").getAsDouble(),
                answers,
                json.get("seconds").getAsDouble());
    }
}
