package kontrast.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("release [--check]"), said);
        assertTrue(said.contains("'relaese' is not a command. Did you mean release?"), said);
        assertEquals(0, run("--help"));
        assertEquals(0, run("release", "--help"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "release --chekc | release: Unknown option: '--chekc'; did you mean --check?",
                "release --root | Missing required parameter for option '--root' (DIR)",
                "sync | Missing required parameter: 'NOTEBOOK'",
                "prove --draws 0 | '--draws': expected a whole number from 1 to 9999, found '0'",
                "grade 11_simclr --jobs many --out x | '--jobs': expected a whole number from 1 to 9999, found 'many'",
                "grade 11_simclr --part 0/3 | '--part': 0/3: expected a part from 1",
                "grade --hlep | grade: Unknown option: '--hlep'",
                "grade 11_simclr | say what to grade: --submissions DIR --out DIR",
                "grade 11_simclr 12_moco --out x | Unmatched argument at index 1: '12_moco'",
                "new-exercise 11.7 | Missing required parameter: 'TITLE'",
                "new-exercise eleven T | 'eleven' 'T': expected a number such as 8.3",
                "update --all | update: Unknown option: '--all'",
                "claims 999 | there is no row '999'; there are 1 2 3",
                "claims --minutes -1 | '--minutes': expected a number above 0, found '-1'",
                "handout | Missing required parameter: 'DIR'",
                "data gte | 'gte' is not understood: expected list, or get and a name",
                "data get cifar | no data set \"cifar\": there are",
                "data get | get: say which data set"
            })
    void aWrongCallIsAnsweredByWhatIsWrongWithIt(String call, String message) {
        assertEquals(2, run(call.split(" ", -1)));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains(message), said);
        String word = call.split(" ", -1)[0];
        assertTrue(said.contains("./course " + word + " --help shows how it is called"), said);
        assertEquals(2, said.lines().count(), "no trace: " + said);
    }

    @Test
    void aVariableThatIsNotSetIsNoFolder() {
        assertEquals(2, run("handout", ""));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("handout: '' is not a folder: say where, such as ../kontrast-handout"), said);
    }

    @Test
    void everyCommandExplainsItself() {
        Main.commands().forEach((word, command) -> {
            out.reset();
            assertEquals(0, run(word, "--help"));
            String help = out.toString(StandardCharsets.UTF_8);
            assertTrue(help.startsWith("./course " + word), help);
            assertFalse(help.contains("./course ./course"), help);
            command.line().getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> assertTrue(
                            help.contains(option.longestName()) && !option.description()[0].isBlank(),
                            word + ": " + help));
        });
    }

    @Test
    void aCommandsMessageIsShownWithoutATrace(@TempDir Path folder) {
        assertEquals(0, run("release", "--root", folder.toString()));
        assertEquals(1, run("release", "--root", folder.resolve("none").toString()));
        String message = err.toString(StandardCharsets.UTF_8);
        assertTrue(message.contains("none is not a folder"), message);
        assertEquals(1, message.lines().count(), message);
    }
}
