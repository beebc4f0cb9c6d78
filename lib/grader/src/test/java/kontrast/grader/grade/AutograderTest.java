package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip file, unpacked where Gradescope would, and its script run as it would be there. */
@Tag("slow")
class AutograderTest {

    private static final Path ROOT =
            Path.of(System.getProperty("kontrast.root", "")).toAbsolutePath();

    @TempDir Path folder;

    private static void unpack(Path zip, Path to) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                Path target = to.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(file.getInputStream(entry), target);
            }
        }
    }

    @Test
    void aSubmissionIsScoredWithNothingButTheZip() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "not root");
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "sixteen bytes or more");
        Path zip = folder.resolve("autograder.zip");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String exercise = ROOT.resolve("exercises/11_simclr").toString();
        List<String> call =
                List.of(exercise, "--gradescope", zip.toString(), "--secret", secret.toString());
        assertEquals(0, new GradeCommand().run(call, out, out));
        unpack(zip, folder.resolve("source"));
        Files.createDirectories(folder.resolve("results"));
        Files.createDirectories(folder.resolve("submission"));
        Files.copy(
                ROOT.resolve("solutions/11_simclr.ipynb"),
                folder.resolve("submission/my answer.ipynb"));
        Files.writeString(
                folder.resolve("submission_metadata.json"),
                "{\"created_at\": \"2027-01-01T10:00:00.000000-07:00\","
                        + " \"users\": [{\"email\": \"ada@example.org\"}]}");
        // The folder stands in for /autograder.
        ProcessBuilder builder =
                new ProcessBuilder("bash", folder.resolve("source/run_autograder").toString());
        builder.environment().put("KONTRAST_AUTOGRADER", folder.toString());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        int status = builder.start().waitFor();
        String log = Files.readString(folder.resolve("log"));
        assertEquals(0, status, log);
        JsonObject results =
                JsonParser.parseString(Files.readString(folder.resolve("results/results.json")))
                        .getAsJsonObject();
        assertEquals(25, results.get("score").getAsDouble(), results.toString());
        assertEquals(9, results.getAsJsonArray("tests").size());
        assertTrue(Files.size(zip) < (400L << 20), "size of the zip: " + Files.size(zip));
    }
}
