package kontrast.grader.grade;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * What has been graded already: one line a question, written as soon as it is known, so that a run
 * that was interrupted goes on where it stopped, and an unchanged answer is not run again.
 *
 * <p>A line is a checksum, a blank, and JSON; one that was cut off is not believed.
 */
final class Journal implements AutoCloseable {

    private final Map<String, Score.Question> known = new ConcurrentHashMap<>();
    private final FileChannel file;

    /**
     * Opens a journal, or begins one.
     *
     * @param path the file
     * @param again whether to forget what it holds; it is emptied only when no other run has it open
     * @throws IOException if it cannot be read or written, or another run has it open
     */
    Journal(Path path, boolean again) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean mine;
        try {
            mine = file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            mine = false;
        }
        if (!mine) {
            file.close();
            throw new IOException(path + " is in use: another grading writes to the same folder");
        }
        if (again) {
            file.truncate(0);
        }
        // Not through the path: closing any other stream of the file would give the lock away.
        String text = StandardCharsets.UTF_8
                .decode(ByteBuffer.wrap(Channels.newInputStream(file).readAllBytes()))
                .toString();
        text.lines().forEach(this::read);
        file.position(file.size());
        if (!text.isEmpty() && !text.endsWith("\n")) {
            write("\n"); // behind a line that was cut off
        }
    }

    private void read(String line) {
        int blank = line.indexOf(' ');
        if (blank < 0 || !line.substring(0, blank).equals(checksum(line.substring(blank + 1)))) {
            return;
        }
        try {
            JsonObject entry = JsonParser.parseString(line.substring(blank + 1)).getAsJsonObject();
            known.put(entry.get("key").getAsString(), question(entry));
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException e) {
            // Written by another version: it is run again.
        }
    }

    /** What is known of a question, by its key. */
    Optional<Score.Question> find(String key) {
        return Optional.ofNullable(known.get(key));
    }

    /** Keeps a question. */
    synchronized void keep(String key, Score.Question question) throws IOException {
        JsonObject entry = json(question);
        entry.addProperty("key", key);
        String text = entry.toString();
        write(checksum(text) + " " + text + "\n");
        known.put(key, question);
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** A question as JSON, without loss. */
    static JsonObject json(Score.Question question) {
        JsonObject json = new JsonObject();
        json.addProperty("id", question.id());
        json.addProperty("title", question.title());
        json.addProperty("status", question.status().name());
        json.addProperty("earned", question.earned());
        json.addProperty("points", question.points());
        json.addProperty("reason", question.reason());
        question.misconception().ifPresent(name -> json.addProperty("misconception", name));
        json.addProperty("message", question.message());
        json.addProperty("example", question.example());
        json.addProperty("fitsPublicOnly", question.fitsPublicOnly());
        JsonArray findings = new JsonArray();
        for (Score.Finding finding : question.findings()) {
            JsonArray pair = new JsonArray();
            pair.add(finding.property());
            pair.add(finding.fault());
            findings.add(pair);
        }
        json.add("findings", findings);
        return json;
    }

    /** The question that {@link #json} wrote. */
    static Score.Question question(JsonObject json) {
        List<Score.Finding> findings = new ArrayList<>();
        for (JsonElement pair : json.getAsJsonArray("findings")) {
            JsonArray two = pair.getAsJsonArray();
            findings.add(new Score.Finding(two.get(0).getAsString(), two.get(1).getAsString()));
        }
        return new Score.Question(
                json.get("id").getAsString(),
                json.get("title").getAsString(),
                Score.Status.valueOf(json.get("status").getAsString()),
                json.get("earned").getAsDouble(),
                json.get("points").getAsDouble(),
                json.get("reason").getAsString(),
                Optional.ofNullable(json.get("misconception")).map(JsonElement::getAsString),
                json.get("message").getAsString(),
                json.get("example").getAsString(),
                findings,
                json.get("fitsPublicOnly").getAsBoolean());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
