package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process and all below it, as its sandbox starts them: how much they use, and their end. */
final class ProcessTree {

    private final Process process;
    private volatile List<ProcessHandle> known = List.of();
    private volatile double used;

    ProcessTree(Process process) {
        this.process = process;
    }

    /** The seconds of processor time that it has used so far, as far as can be seen. */
    double processorSeconds() {
        if (known.isEmpty()) {
            known = process.descendants().toList();
        }
        double now = 0;
        for (ProcessHandle each : known) {
            now += each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        }
        used = Math.max(used, now);
        return used;
    }

    /** The bytes of memory that it holds now, all processes together; 0 where that cannot be seen. */
    long memory() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(each -> memory(each.pid()))
                .sum();
    }

    /** What is in memory and not read from files: two JVMs share the pages of their library. */
    private static long memory(long pid) {
        try {
            long kib = 0;
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
                    kib += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
            return kib << 10;
        } catch (IOException e) {
            return 0; // it has ended, or this is no Linux
        }
    }

    /** Ends the innermost first: its own parent then waits for it, and its processor time is counted. */
    void kill() {
        processorSeconds();
        List<ProcessHandle> below = process.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        if (below.isEmpty()) {
            process.destroyForcibly();
        }
    }

    /** Ends the process and all below it, and returns when they are gone. */
    void end() {
        List<ProcessHandle> all = process.descendants().toList();
        kill();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(8, TimeUnit.SECONDS);
            }
            // They end with their sandbox, but a moment later; the next process may need the room.
            for (int i = 0; i < 1000 && all.stream().anyMatch(ProcessHandle::isAlive); i++) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
