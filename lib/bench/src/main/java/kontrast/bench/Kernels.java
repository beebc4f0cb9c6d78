package kontrast.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** The parts of a step on their own, timed by JMH in processes of their own. */
final class Kernels {

    private Kernels() {}

    /**
     * Times the kernels and reports them.
     *
     * @param setting the setting
     * @param report the report
     * @throws RunnerException if JMH fails
     */
    static void run(Setting setting, BenchReport report) throws RunnerException {
        Bench.say("Kernels (JMH)");
        TimeValue turn = TimeValue.milliseconds(setting.of(500, 50));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("kontrast\\.bench\\.\\w+Kernels\\.")
                .forks(1)
                .jvmArgsAppend("-Dai.djl.pytorch.num_threads=" + setting.threads())
                .warmupIterations(setting.of(3, 1))
                .measurementIterations(setting.of(10, 2))
                .warmupTime(turn)
                .measurementTime(turn)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (setting.quick()) {
            options = options.param("view", "simclr").param("images", "128").param("network", "small");
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("kernel", "of", "ms"));
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark().replaceAll(".*\\.(\\w+)Kernels\\.(\\w+)", "$1, $2");
            String of = result.getParams().getParamsKeys().stream()
                    .map(key -> key + " " + result.getParams().getParam(key))
                    .collect(Collectors.joining(", "));
            Statistics s = result.getPrimaryResult().getStatistics();
            rows.add(List.of(
                    name, of, new Spread(s.getPercentile(50), s.getPercentile(25), s.getPercentile(75)).text(2)));
        }
        report.heading("Kernels");
        report.say(
                "By JMH, each in a process of its own: one view of each of 256 images of 32 x 32; NT-Xent with its gradient; one step of an optimizer on the small CNN (0.1 million numbers) or the ResNet-18 of width 16 (0.7 million).");
        report.table(rows);
    }
}
