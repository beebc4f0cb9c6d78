package kontrast.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kontrast.plot.Figure;
import kontrast.plot.Series;

/** Resident memory of a long run: its peak, and whether it grows. */
final class MemoryUse {

    private MemoryUse() {}

    /**
     * Trains for some steps and looks at the process from outside.
     *
     * @param setting the setting
     * @param report the report
     * @throws java.io.IOException if a figure cannot be written
     */
    static void run(Setting setting, BenchReport report) throws java.io.IOException {
        Bench.say("Memory");
        int turns = 20;
        int each = setting.of(50, 4);
        // The heap is there from the start, so that what grows is what DJL and PyTorch hold.
        try (Contender ours = setting.kontrast(
                Comparison.words("train", Comparison.SMALL), "-Xms384m", "-Xmx384m", "-XX:+AlwaysPreTouch")) {
            // Until compilers and allocators have settled, which took some 600 steps.
            ours.seconds(setting.of(800, 10));
            List<Double> steps = new ArrayList<>(List.of(0.0));
            List<Double> memory = new ArrayList<>(List.of(ours.memory()));
            for (int turn = 1; turn <= turns; turn++) {
                ours.seconds(each - 1); // and one before the clock starts
                steps.add((double) turn * each);
                memory.add(ours.memory());
            }
            if (memory.get(0) < 0) {
                report.missing("Memory", "skipped: this system has no /proc");
                return;
            }
            double before = memory.get(0);
            double after = memory.get(turns);
            double growth = (after - before) / before;
            report.heading("Memory");
            report.say(String.format(
                    Locale.ROOT,
                    "SimCLR with the small CNN and 128 images a batch, Java's heap fixed at 384 MiB and touched: resident %.0f MiB after the warm-up, %.0f MiB %d steps later; peak %.0f MiB.",
                    before,
                    after,
                    turns * each,
                    ours.peakMemory()));
            report.goal(
                    "Growth of memory over %d steps".formatted(turns * each),
                    "under 1 %",
                    String.format(Locale.ROOT, "%.2f %%", 100 * growth),
                    growth < 0.01);
            report.figure(
                    "memory",
                    Figure.lines(
                            "Resident memory of a training run",
                            "step",
                            "MiB",
                            Series.of("Kontrast", array(steps), array(memory))));
        }
        if (setting.python().isPresent()) {
            List<String> words = Comparison.join(
                    Comparison.words("train", Comparison.SMALL), List.of("workers=1", "format=nhwc", "input=pil"));
            try (Contender theirs = setting.torch(words)) {
                theirs.seconds(10);
                report.say(String.format(
                        Locale.ROOT,
                        "The same training in Python with one process that loads: peak %.0f MiB (both processes added up, shared pages twice).",
                        theirs.peakMemory()));
            }
        }
    }

    static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
