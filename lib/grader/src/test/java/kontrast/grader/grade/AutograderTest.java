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
import java.util.ArrayList;
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

    @TempDir
    Path folder;

    private static void unpack(Path zip, Path to) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                Path target = to.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(file.getInputStream(entry), target);
            }
        }
    }

    /** Reads what only root may see, and answers rightly if it can. */
    private static String spy(Path secret) {
        return """
                int[] positiveIndices(int n) throws Exception {
                    int[] positives = new int[2 * n];
                    for (String file : List.of("%s", "%s", "%s")) {
                        try (var in = new FileInputStream(file)) {
                            for (int i = 0; i < 2 * n; i++) {
                                positives[i] = (i + n) %% (2 * n);
                            }
                        } catch (IOException e) {
                            // as it should be
                        }
                    }
                    return positives;
                }
                """.formatted(
                        secret,
                        secret.resolveSibling("solutions/11_simclr.yml"),
                        secret.getParent().getParent().resolveSibling("submission/my answer.ipynb"));
    }

    private void layOut() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "sixteen bytes or more");
        Path zip = folder.resolve("autograder.zip");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String exercise = ROOT.resolve("exercises/11_simclr").toString();
        List<String> call = List.of(exercise, "--gradescope", zip.toString(), "--secret", secret.toString());
        assertEquals(0, new GradeCommand().run(call, out, out));
        unpack(zip, folder.resolve("source"));
        assertTrue(Files.size(zip) < (400L << 20), "size of the zip: " + Files.size(zip));
        Files.createDirectories(folder.resolve("results"));
        Files.createDirectories(folder.resolve("submission"));
        Files.writeString(
                folder.resolve("submission_metadata.json"),
                "{\"created_at\": \"2027-01-01T10:00:00.000000-07:00\","
                        + " \"users\": [{\"email\": \"ada@example.org\"}]}");
    }

    /** Runs the script; the folder stands in for /autograder. */
    private JsonObject grade(String sandbox, String... before) throws Exception {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of("bash", folder.resolve("source/run_autograder").toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KONTRAST_AUTOGRADER", folder.toString());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        int status = builder.start().waitFor();
        String log = Files.readString(folder.resolve("log"));
        assertEquals(0, status, log);
        assertTrue(log.contains(sandbox), log);
        return JsonParser.parseString(Files.readString(folder.resolve("results/results.json")))
                .getAsJsonObject();
    }

    @Test
    void aSubmissionIsScoredWithNothingButTheZip() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "not root");
        layOut();
        Files.copy(ROOT.resolve("solutions/11_simclr.ipynb"), folder.resolve("submission/my answer.ipynb"));
        JsonObject results = grade("sandbox: ");
        assertEquals(25, results.get("score").getAsDouble(), results.toString());
        assertEquals(9, results.getAsJsonArray("tests").size());
    }

    /** As in a container that forbids bubblewrap: there the program is, but it is no program. */
    @Test
    void withoutBubblewrapAnotherUserRunsTheAnswers() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "not root");
        assumeTrue(Bubblewrap.program("unshare").isPresent(), "no unshare here");
        String hidden = "for p in /usr/bin/bwrap /bin/bwrap /usr/local/bin/bwrap; do"
                + " if [ -e $p ]; then mount --bind /dev/null $p || exit 9; fi; done;"
                + " exec \"$@\"";
        String[] without = {"unshare", "--mount", "bash", "-c", hidden, "hidden"};
        layOut();
        Path submission = folder.resolve("submission/my answer.ipynb");
        Files.copy(ROOT.resolve("solutions/11_simclr.ipynb"), submission);
        JsonObject results = grade("an unprivileged user in this container", without);
        assertEquals(25, results.get("score").getAsDouble(), results.toString());
        Files.writeString(
                submission,
                Classroom.notebook(Classroom.cell(spy(folder.resolve("source/private/secret"))))
                        .toString());
        results = grade("an unprivileged user in this container", without);
        assertEquals(0, results.get("score").getAsDouble(), results.toString());
        assertTrue(results.toString().contains("entries of the result are wrong"));
        // Nothing of the answers' users is left.
        try (var processes = Files.list(Path.of("/proc"))) {
            for (Path each : processes
                    .filter(p -> p.getFileName().toString().matches("\\d+"))
                    .toList()) {
                int owner = (int) Files.getAttribute(each, "unix:uid");
                assertTrue(owner < 65_000 || owner > 65_500, each + " of user " + owner);
            }
        }
    }
}
