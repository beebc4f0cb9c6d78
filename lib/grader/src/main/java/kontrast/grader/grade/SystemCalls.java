package kontrast.grader.grade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system calls that no answer needs and that a sandbox of folders does not bound: keys, which outlive their
 * process; tracing and probing of the system. Each returns EPERM.
 *
 * <p>The form is the kernel's, a program of the Berkeley Packet Filter over {@code struct seccomp_data}: the number of
 * the call at byte 0, the architecture at byte 4.
 */
final class SystemCalls {

    private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K

    private static final int ALLOW = 0x7fff0000;
    private static final int REFUSE = 0x00050001; // SECCOMP_RET_ERRNO with EPERM
    private static final int KILL = 0x80000000;

    /** Calls of the x32 interface are numbered from here. */
    private static final int X32 = 0x40000000;

    /** What the calls of a machine are called by. */
    private record Machine(int architecture, List<Integer> refused) {}

    /** In this order: add_key, request_key, keyctl, ptrace, perf_event_open, bpf, userfaultfd, io_uring (three). */
    private static final Map<String, Machine> MACHINES = Map.of(
            "amd64", new Machine(0xc000003e, List.of(248, 249, 250, 101, 298, 321, 323, 425, 426, 427)),
            "aarch64", new Machine(0xc00000b7, List.of(217, 218, 219, 117, 241, 280, 282, 425, 426, 427)));

    private SystemCalls() {}

    /**
     * Writes the filter of this machine into a file, which goes with the JVM.
     *
     * @return the file; empty on a machine whose numbers are not known here
     */
    static Optional<Path> filter() throws IOException {
        Machine machine = MACHINES.get(System.getProperty("os.arch"));
        if (machine == null) {
            return Optional.empty();
        }
        Path file = Scratch.file("system-calls");
        Files.write(file, program(machine));
        return Optional.of(file);
    }

    private static byte[] program(Machine machine) {
        List<long[]> lines = new ArrayList<>(); // code, lines to jump over if true, if false, number
        lines.add(new long[] {LOAD, 0, 0, 4});
        lines.add(new long[] {EQUAL, 1, 0, machine.architecture()});
        lines.add(new long[] {RETURN, 0, 0, KILL});
        lines.add(new long[] {LOAD, 0, 0, 0});
        int left = machine.refused().size() + 1;
        lines.add(new long[] {AT_LEAST, left--, 0, X32});
        for (int call : machine.refused()) {
            lines.add(new long[] {EQUAL, left--, 0, call});
        }
        lines.add(new long[] {RETURN, 0, 0, ALLOW});
        lines.add(new long[] {RETURN, 0, 0, REFUSE});
        ByteBuffer bytes = ByteBuffer.allocate(8 * lines.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (long[] line : lines) {
            bytes.putShort((short) line[0])
                    .put((byte) line[1])
                    .put((byte) line[2])
                    .putInt((int) line[3]);
        }
        return bytes.array();
    }
}
