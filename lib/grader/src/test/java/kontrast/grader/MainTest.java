package kontrast.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void aWordThatIsNotKnownShowsThoseThatAre() {
        assertEquals(2, run());
        assertEquals(2, run("relaese"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("release [--check]"));
        assertEquals(0, run("--help"));
        assertEquals(0, run("release", "--help"));
    }

    @Test
    void aCommandsMessageIsShownWithoutATrace(@TempDir Path folder) {
        assertEquals(0, run("release", "--root", folder.toString()));
        assertEquals(1, run("release", "--root", folder.resolve("none").toString()));
        String message = err.toString(StandardCharsets.UTF_8);
        assertTrue(message.contains("none is no folder"), message);
        assertEquals(1, message.lines().count(), message);
    }
}
