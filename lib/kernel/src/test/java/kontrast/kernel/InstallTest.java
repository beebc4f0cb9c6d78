package kontrast.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path temporary;

    private int install(Path data, String... options) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(JAVA, "-cp", System.getProperty("java.class.path"), Install.class.getName()),
                        Stream.of(options))
                .toList());
        builder.environment().put("JUPYTER_DATA_DIR", data.toString());
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().remove("OMP_WAIT_POLICY");
        Process process = builder.redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    @Test
    void writesASpecTwiceTheSameAndTouchesNoOther() throws Exception {
        Path data = temporary.resolve("a b");
        Path other = Files.createDirectories(data.resolve("kernels/other")).resolve("kernel.json");
        Files.writeString(other, "{}");
        Path jars = Files.createDirectories(temporary.resolve("some jars"));
        Files.writeString(jars.resolve("x.jar"), "");
        assertEquals(0, install(data, "--xmx", "2g", "--jars", jars.toString()));
        Path folder = data.resolve("kernels/kontrast");
        String spec = Files.readString(folder.resolve("kernel.json"));
        String arguments = Files.readString(folder.resolve("java.args"));
        byte[] agent = Files.readAllBytes(folder.resolve("agent.jar"));
        Files.writeString(folder.resolve("stamp"), "somebody's");
        assertEquals(0, install(data, "--xmx", "2g", "--jars", jars.toString()));
        assertEquals(spec, Files.readString(folder.resolve("kernel.json")));
        assertEquals(arguments, Files.readString(folder.resolve("java.args")));
        assertArrayEquals(agent, Files.readAllBytes(folder.resolve("agent.jar")));
        assertEquals("{}", Files.readString(other));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(4, files.count(), "spec, arguments, agent and the stamp, no drafts");
        }
        JsonObject json = JsonParser.parseString(spec).getAsJsonObject();
        assertEquals("java", json.get("language").getAsString());
        assertEquals("message", json.get("interrupt_mode").getAsString());
        JsonObject env = json.getAsJsonObject("env");
        assertEquals("1", env.get("MALLOC_ARENA_MAX").getAsString());
        assertEquals("PASSIVE", env.get("OMP_WAIT_POLICY").getAsString());
        assertFalse(env.has("PATH"), "the rest of the environment is the kernel's own affair");
        assertTrue(arguments.contains("-Xmx2g\n"), arguments);
        assertTrue(arguments.contains("some jars" + java.io.File.separator + "*\""), arguments);
    }

    @Test
    void notebooksFindTheCourseWhereverTheyLie() throws Exception {
        Path root = Files.createDirectories(temporary.resolve("the course \u00fc"));
        assertEquals(0, install(temporary, "--root", root.toString()));
        List<String> arguments = Files.readAllLines(temporary.resolve("kernels/kontrast/java.args"));
        assertTrue(arguments.contains("\"-Dkontrast.root=" + root + "\""), () -> "" + arguments);
    }

    @Test
    void refusesWhatItWouldBreakOrCannotUse() throws Exception {
        Path foreign = Files.createDirectories(temporary.resolve("kernels/python3"));
        Files.writeString(foreign.resolve("kernel.json"), "{\"argv\": [\"python3\"]}");
        assertEquals(2, install(temporary, "--name", "python3"));
        assertEquals("{\"argv\": [\"python3\"]}", Files.readString(foreign.resolve("kernel.json")));
        assertEquals(2, install(temporary, "--name", "../up"));
        assertEquals(2, install(temporary, "--root", temporary.resolve("none").toString()));
        assertEquals(2, install(temporary, "--xmx", "lots"));
        assertEquals(2, install(temporary, "--jars", "/nowhere"));
        assertEquals(1, install(temporary, "--java", "/bin/true"));
    }

    @Test
    void readsOptions() {
        assertEquals(
                Map.of("--jars", List.of("a", "b"), "--name", List.of("n")),
                Install.options(new String[] {"--jars", "a", "b", "--name", "n"}));
        assertThrows(IllegalArgumentException.class, () -> Install.options(new String[] {"--nam", "n"}));
        assertThrows(IllegalArgumentException.class, () -> Install.options(new String[] {"--name"}));
    }

    @Test
    void findsTheUsersFolder() {
        assertEquals(Path.of("/d"), Install.dataFolder(Map.of("JUPYTER_DATA_DIR", "/d")));
        if (System.getProperty("os.name").equals("Linux")) {
            Path share = Path.of("/h/.local/share/jupyter");
            assertEquals(share, Install.dataFolder(Map.of("HOME", "/h")));
            assertEquals(share, Install.dataFolder(Map.of("HOME", "/h", "JUPYTER_DATA_DIR", "")), "empty is none");
            Path xdg = Path.of("/x/jupyter");
            assertEquals(xdg, Install.dataFolder(Map.of("HOME", "/h", "XDG_DATA_HOME", "/x")));
        }
    }

    /** Without a locale Java 17 cannot name a file outside ASCII; a user's own locale is not touched. */
    @Test
    void aMachineWithoutALocaleGetsOne() {
        assertEquals(Map.of("LC_ALL", "C.UTF-8"), Install.characters("Linux", Map.of()));
        assertEquals(
                Map.of("LC_ALL", "C.UTF-8"), Install.characters("Linux", Map.of("LC_ALL", "POSIX", "LANG", "de_DE")));
        assertEquals(Map.of(), Install.characters("Linux", Map.of("LANG", "de_DE.UTF-8")));
        assertEquals(Map.of(), Install.characters("Mac OS X", Map.of()));
    }
}
