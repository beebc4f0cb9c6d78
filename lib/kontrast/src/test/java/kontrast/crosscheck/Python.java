package kontrast.crosscheck;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The system's Python as a child process: named arrays in, named arrays out. */
public final class Python {

    private static final String PYTHON = "/usr/bin/python3";

    private Python() {}

    /**
     * Tells whether Python can import modules, and prints a line if it cannot.
     *
     * @param modules names, e.g. {@code torch}
     * @return true if all can be imported
     */
    public static boolean has(String... modules) {
        boolean there = Files.isExecutable(Path.of(PYTHON))
                && run(List.of("-c", "import " + String.join(", ", modules))).rc() == 0;
        if (!there) {
            System.out.printf(
                    "%s cannot import %s (on Debian: apt install python3-torch python3-numpy): the cross-checks are skipped.%n",
                    PYTHON, Arrays.toString(modules));
        }
        return there;
    }

    /**
     * Runs a script of the test resources, next to this class.
     *
     * @param script its file name; gets the paths of two {@code .npz} archives, IN and OUT
     * @param folder an empty folder
     * @param given the arrays of IN, by name
     * @param manager owner of the result
     * @return the arrays of OUT, by name
     */
    public static Map<String, NDArray> run(String script, Path folder, Map<String, NDArray> given, NDManager manager) {
        Path file = folder.resolve(script);
        Path in = folder.resolve("in.npz");
        Path out = folder.resolve("out.npz");
        NDList list = new NDList();
        given.forEach((name, array) -> {
            array.setName(name);
            list.add(array);
        });
        try (InputStream source = Python.class.getResourceAsStream(script);
                OutputStream archive = Files.newOutputStream(in)) {
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
            list.encode(archive, NDList.Encoding.NPZ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Run run = run(List.of(file.toString(), in.toString(), out.toString()));
        if (run.rc() != 0) {
            throw new AssertionError(script + " failed:\n" + run.output());
        }
        Map<String, NDArray> found = new LinkedHashMap<>();
        try (InputStream archive = Files.newInputStream(out)) {
            for (NDArray array : NDList.decode(manager, archive)) {
                found.put(array.getName(), array);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /**
     * What a process left behind.
     *
     * @param rc its exit status
     * @param output standard output and errors
     */
    public record Run(int rc, String output) {}

    /**
     * Runs Python to its end.
     *
     * @param arguments its command line
     * @return status and output
     */
    public static Run run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(arguments);
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError("Python hangs: " + output);
            }
            return new Run(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
