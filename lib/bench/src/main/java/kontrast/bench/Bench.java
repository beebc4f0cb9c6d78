package kontrast.bench;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures all there is to measure and writes the report; see {@code ./course help}. */
public final class Bench {

    private static final List<String> PARTS = List.of("comparison", "kernels", "memory", "scaling", "bank");

    private Bench() {}

    /**
     * Runs the benchmarks.
     *
     * @param args {@code --quick}, {@code --out FOLDER}, {@code --threads N}, {@code --only PART}
     *     (may repeat)
     * @throws Exception if a measurement fails or a file cannot be written
     */
    public static void main(String[] args) throws Exception {
        try {
            run(args);
        } catch (Usage wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.exit(2);
        }
    }

    private static void run(String... args) throws Exception {
        Path root = Path.of(System.getProperty("kontrast.root", "."));
        Path out = root.resolve("target/bench");
        boolean quick = false;
        int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
        Set<String> parts = new LinkedHashSet<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> quick = true;
                case "--out" -> out = Path.of(value(args, ++i));
                case "--threads" -> threads = threads(value(args, ++i));
                case "--only" -> parts.add(value(args, ++i));
                default -> throw usage("unknown option " + args[i]);
            }
        }
        if (!PARTS.containsAll(parts)) {
            throw usage("unknown part in " + parts);
        }
        if (parts.isEmpty()) {
            parts.addAll(PARTS);
        }
        long begun = System.nanoTime();
        Setting setting = Setting.find(quick, threads, root);
        Map<String, String> machine = Machine.describe(setting);
        setting.python().ifPresentOrElse(p -> {}, () -> say(Setting.NO_TORCH));
        BenchReport report = new BenchReport(out);
        if (parts.contains("comparison")) {
            new Comparison(setting, report).run();
        }
        if (parts.contains("kernels")) {
            Kernels.run(setting, report);
        }
        if (parts.contains("memory")) {
            MemoryUse.run(setting, report);
        }
        if (parts.contains("scaling")) {
            Scaling.run(setting, report);
        }
        if (parts.contains("bank")) {
            BankScaling.run(setting, report);
        }
        Path file = report.write(head(quick, machine, (System.nanoTime() - begun) / 60e9));
        say("Report: " + file);
    }

    private static String value(String[] args, int i) {
        if (i >= args.length) {
            throw usage("%s needs a value".formatted(args[i - 1]));
        }
        return args[i];
    }

    private static int threads(String value) {
        if (!value.matches("[1-9][0-9]{0,2}")) {
            throw usage("--threads %s: expected a whole number of at least 1".formatted(value));
        }
        return Integer.parseInt(value);
    }

    /** A call that cannot be understood: its message is all that is to be said. */
    private static final class Usage extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Usage(String message) {
            super(message);
        }
    }

    private static Usage usage(String what) {
        return new Usage("%s; ./course bench [--quick] [--out FOLDER] [--threads N] [--only %s]..."
                .formatted(what, String.join("|", PARTS)));
    }

    private static String head(boolean quick, Map<String, String> machine, double minutes) {
        StringBuilder head = new StringBuilder("# Benchmarks\n\n");
        head.append("Written by `./course bench%s` in %.0f minutes."
                .formatted(quick ? " --quick" : "", Math.ceil(minutes)));
        head.append(
                quick
                        ? " **A quick look: the figures show that everything runs, not how fast.**\n\n"
                        : " Causes and what was tried: [FINDINGS.md](FINDINGS.md).\n\n");
        head.append(
                "Whole runs are timed in processes of one process group that take turns; every ratio is that of one round, and the spread is that of the rounds.\n\n");
        head.append("| | |\n|---|---|\n");
        machine.forEach((what, is) -> head.append("| %s | %s |%n".formatted(what, is)));
        return head.append("\n## Goals\n").toString();
    }

    /** Tells how far the work is. */
    static void say(String line) {
        System.out.println(line);
    }
}
