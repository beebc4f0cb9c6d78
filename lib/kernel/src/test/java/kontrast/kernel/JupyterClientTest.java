package kontrast.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Talks to the kernel as Jupyter does, through Jupyter's own Python client, installed the way
 * learners have it but in a folder with a space in its name.
 *
 * <p>{@code -Dkontrast.kernel.java=PROGRAM} tests under another JDK; {@code
 * -Dkontrast.kernel.starts=50} makes many cold starts.
 */
class JupyterClientTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path TESTS = Path.of("src", "test", "python").toAbsolutePath();

    @TempDir
    static Path temporary;

    private static Path data;

    @BeforeAll
    static void install() throws Exception {
        assumePython("jupyter_client");
        data = Files.createDirectory(temporary.resolve("jupyter data"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>();
        command.addAll(List.of(java, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Install.class.getName(), "--name", "kontrast-test", "--xmx", "512m"));
        command.addAll(List.of("--sources", Path.of("src", "main", "java").toString()));
        command.addAll(List.of("--java", System.getProperty("kontrast.kernel.java", java)));
        assertEquals(0, run(command, 60), "the installer's exit status");
    }

    @Test
    void behavesAsReadersExpect() throws Exception {
        unittest("test_kernel");
    }

    @Test
    void passesTheConformanceSuite() throws Exception {
        assumePython("jupyter_kernel_test");
        unittest("test_conformance");
    }

    @Test
    void startsEveryTime() throws Exception {
        unittest("test_starts");
    }

    private static void unittest(String module) throws Exception {
        int starts = Integer.getInteger("kontrast.kernel.starts", 2);
        int patience = 500 + 30 * starts; // seconds: to end a hang, not to measure anything
        int status = run(List.of(PYTHON, "-m", "unittest", "-v", module), patience);
        assertEquals(0, status, "a test of " + module + ".py failed; see above");
    }

    private static void assumePython(String module) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON))
                        && new ProcessBuilder(PYTHON, "-c", "import " + module)
                                        .redirectErrorStream(true)
                                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                        .start()
                                        .waitFor()
                                == 0,
                "SKIPPED: "
                        + PYTHON
                        + " has no module "
                        + module
                        + " (on Debian: apt-get install python3-jupyter-client"
                        + " python3-jupyter-kernel-test)");
    }

    private static int run(List<String> command, int seconds) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Files.isDirectory(TESTS) && command.get(0).equals(PYTHON) ? TESTS.toFile() : null);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("JUPYTER_DATA_DIR", data.toString());
        builder.environment().put("KONTRAST_TEST_KERNEL", "kontrast-test");
        builder.environment().put("KONTRAST_STARTS", System.getProperty("kontrast.kernel.starts", "2"));
        Path log = Files.createTempFile(temporary, "log", "");
        Process process = builder.redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        System.out.print(Files.readString(log));
        assertTrue(ended, command + " did not end within " + seconds + " s");
        return process.exitValue();
    }
}
