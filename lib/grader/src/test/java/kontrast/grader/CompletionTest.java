package kontrast.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./course completion} in a real bash, and the launcher's help, from which half of it is made. */
class CompletionTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", "../.."))
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    private String bash(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @ParameterizedTest
    @CsvSource({
        "gr, grade",
        "be, bench",
        "do, doctor",
        "new, new-exercise",
        "grade --sub, --submissions",
        "grade --mer, --merge",
        "grade 11, 11_simclr",
        "prove --sto, --stock",
        "data g, get",
        "run --pre, --preset",
        "run --time, --timeout",
        "lab --class, --classic",
        "bench --qu, --quick",
        "claims --min, --minutes"
    })
    void whatIsBegunIsCompleted(String begun, String whole) throws Exception {
        Path script = folder.resolve("completion");
        Files.writeString(script, Main.completion());
        String found = bash(
                "compopt() { :; }; eval \"$(cat \"$1\")\"; shift; COMP_WORDS=(course \"$@\"); COMP_CWORD=$#; _complete_course;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                ("" + script + " " + begun).split(" ", -1));
        assertEquals(List.of(whole), found.lines().map(String::strip).toList());
    }

    @Test
    void theLauncherKnowsTheWordsThatItsHelpNames() throws IOException {
        String text = Files.readString(ROOT.resolve("course"));
        Map<String, Map<String, Boolean>> words =
                LauncherHelp.read(ROOT.resolve("course")).words();
        String dispatch = text.substring(text.lastIndexOf("\ncase $1 in"));
        for (String word : words.keySet()) {
            boolean known =
                    Pattern.compile("[ |]" + word + "[ |)]").matcher(dispatch).find()
                            || word.equals("help")
                            || word.equals("completion");
            assertTrue(known, word + " is in the help, and nothing is done for it");
        }
        TreeSet<String> done = new TreeSet<>();
        Matcher pattern = Pattern.compile("(?m)^    ([a-z][a-z |-]*)\\)").matcher(dispatch);
        while (pattern.find()) {
            done.addAll(List.of(pattern.group(1).split(" \\| ", -1)));
        }
        assertTrue(done.size() > 8, done.toString());
        done.removeAll(words.keySet());
        assertEquals(new TreeSet<String>(), done, "done, and not in the help");
        assertEquals(true, words.get("run").get("--timeout"));
        assertEquals(true, words.get("lab").get("--preset"));
        assertEquals(false, words.get("run").get("--fresh"));
    }

    @ParameterizedTest
    @CsvSource({
        "run, --inplace",
        "lab, --classic",
        "lab, --preset smoke|cpu|gpu",
        "bench, --threads N",
        "doctor, missing"
    })
    void wordsThatAreNotJavaHaveHelpToo(String word, String says) throws Exception {
        String help = bash("source \"$1/course\"; help_of \"$2\"", ROOT.toString(), word);
        assertTrue(help.startsWith("  ./course " + word) && help.contains(says), help);
    }
}
