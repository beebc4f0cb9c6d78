package kontrast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One side of a comparison: a process that waits until it is told to work, so that only one side at
 * a time has the machine. All of them belong to the process group of the benchmark.
 */
final class Contender implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader in;
    private final Writer out;
    private final long parameters;

    /**
     * Starts a process that speaks as {@link Worker} does, and waits until it is ready.
     *
     * @param name what the report calls it
     * @param command the command line
     * @param threads threads of OpenMP
     * @param launched whether it starts as the course's launcher starts Java, which tells the C
     *     library to keep memory; else as its users start it
     */
    Contender(String name, List<String> command, int threads, boolean launched) {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("MKL_NUM_THREADS", Integer.toString(threads));
        if (!launched) {
            builder.environment().keySet().removeIf(key -> key.startsWith("MALLOC_"));
        }
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        in = process.inputReader(StandardCharsets.UTF_8);
        out = process.outputWriter(StandardCharsets.UTF_8);
        parameters = Long.parseLong(expect("ready params="));
    }

    String name() {
        return name;
    }

    /** Returns how many numbers the network trains; 0 if there is no network. */
    long parameters() {
        return parameters;
    }

    /**
     * Works, and returns the time.
     *
     * @param units units of work, after a little more that is not timed
     * @return seconds a unit
     */
    double seconds(int units) {
        say("run " + units);
        return Double.parseDouble(expect("time ")) / units;
    }

    /**
     * Times the parts of a unit.
     *
     * @param units units of work
     * @return part to seconds a unit, in the order of work
     */
    Map<String, Double> stages(int units) {
        say("stages " + units);
        Map<String, Double> stages = new LinkedHashMap<>();
        for (String part : expect("stages ").split(";", -1)) {
            String[] pair = part.split("=", -1);
            stages.put(pair[0], Double.parseDouble(pair[1]) / units);
        }
        return stages;
    }

    /** Returns the resident memory of the process and its children in MiB, -1 where unknown. */
    double memory() {
        return sum("VmRSS:");
    }

    /** Returns the sum of the peaks of resident memory so far in MiB, -1 where unknown. */
    double peakMemory() {
        return sum("VmHWM:");
    }

    private double sum(String field) {
        double sum = mebibytes(process.toHandle(), field);
        if (sum >= 0) {
            sum += process.descendants()
                    .mapToDouble(child -> Math.max(0, mebibytes(child, field)))
                    .sum();
        }
        return sum;
    }

    private static double mebibytes(ProcessHandle process, String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (IOException e) {
            return -1; // no Linux
        }
        return -1;
    }

    private void say(String line) {
        try {
            out.write(line + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has gone", e);
        }
    }

    private String expect(String prefix) {
        try {
            String line = in.readLine();
            if (line == null || !line.startsWith(prefix)) {
                process.destroy();
                throw new IllegalStateException(
                        "%s was to say \"%s...\" and said %s; its errors are above".formatted(name, prefix, line));
            }
            return line.substring(prefix.length());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has gone", e);
        }
    }

    /** Ends the process. */
    @Override
    public void close() {
        try {
            out.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
