package kontrast.grader.grade;

import java.time.Duration;
import java.util.List;

/**
 * What one question may use.
 *
 * @param setup until its function is defined, from when the JVM runs
 * @param call for one call
 * @param total for everything
 * @param heapMiB the JVM's heap
 * @param addressSpaceMiB everything that the process maps, native tensors included
 * @param processes how many threads and processes
 * @param memoryMiB what all its processes hold together: the limits of one process count for each that it starts
 * @param fileMiB the largest file, and the size of the scratch folder
 */
public record Limits(
        Duration setup,
        Duration call,
        Duration total,
        int heapMiB,
        int addressSpaceMiB,
        int processes,
        int memoryMiB,
        int fileMiB) {

    /** Checks that each is above 0. */
    public Limits {
        if (setup.isNegative()
                || call.isNegative()
                || total.isNegative()
                || heapMiB < 64
                || addressSpaceMiB < 1024
                || processes < 32
                || memoryMiB < 2 * heapMiB
                || fileMiB < 1) {
            throw new IllegalArgumentException(
                    "a limit is too small: heap from 64 MiB, address space from 1024 MiB, processes"
                            + " from 32, memory from twice the heap, files from 1 MiB; found heap "
                            + heapMiB
                            + ", address space "
                            + addressSpaceMiB
                            + ", processes "
                            + processes
                            + ", memory "
                            + memoryMiB
                            + ", files "
                            + fileMiB);
        }
    }

    /** How much a process may send in its life: several times the largest results of an answer. */
    static final long CHANNEL_BYTES = 64 << 20;

    /** The limits as options of prlimit. */
    List<String> prlimits() {
        return List.of(
                "--as=" + ((long) addressSpaceMiB << 20),
                "--cpu=" + total.toSeconds() * 2,
                "--nproc=" + processes,
                "--fsize=" + ((long) fileMiB << 20),
                "--nofile=256",
                "--core=0");
    }

    /**
     * Returns the limits of the compiler, which runs no code of a learner's and lives long.
     *
     * @return the limits
     */
    static Limits ofCompiler() {
        Duration life = Duration.ofHours(2);
        return new Limits(life, life, life, 512, 4096, 128, 1536, 16);
    }

    /**
     * Returns the usual limits.
     *
     * @param seconds how long one call may take
     * @return the limits
     */
    public static Limits perCall(int seconds) {
        Duration call = Duration.ofSeconds(seconds);
        // A loaded machine may need several seconds to start a compiler.
        Duration setup = call.plusSeconds(5);
        return new Limits(setup, call, setup.plus(call.multipliedBy(3)), 256, 4096, 128, 1024, 16);
    }
}
