package kontrast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kontrast.plot.Figure;
import kontrast.plot.Series;

/** The step against a memory by the number of images: NCE against the full softmax. */
final class BankScaling {

    private BankScaling() {}

    /**
     * Measures and reports.
     *
     * @param setting the setting
     * @param report the report
     * @throws IOException if a figure cannot be written
     */
    static void run(Setting setting, BenchReport report) throws IOException {
        List<Integer> sizes = setting.quick() ? List.of(1554, 50_000) : List.of(1554, 50_000, 1_000_000);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("images N", "NCE, ms", "full softmax, ms", "ratio"));
        List<Double> nce = new ArrayList<>();
        List<Double> softmax = new ArrayList<>();
        for (int images : sizes) {
            Bench.say("Memory bank of " + images);
            try (Contender one = start(setting, "nce", images);
                    Contender all = start(setting, "softmax", images)) {
                Alternation a = Alternation.of(one, all, setting.of(7, 2), setting.turn() / 2);
                nce.add(a.ours().median() * 1000);
                softmax.add(a.theirs().median() * 1000);
                rows.add(List.of(
                        Integer.toString(images),
                        a.ours().times(1000).text(1),
                        a.theirs().times(1000).text(1),
                        a.ratio().text(2)));
            }
        }
        report.heading("Contrast against a memory");
        report.say(
                "Scores of 64 embeddings of length 128, loss, gradient and update of the memory, without the networks; NCE with m = 4,096 negatives and a running Z against the softmax over all N. The memories of 50,000 and 1,000,000 rows are synthetic.");
        report.table(rows);
        double growth = nce.get(nce.size() - 1) / nce.get(0);
        report.goal(
                "NCE step, N = %d against N = %d".formatted(sizes.get(sizes.size() - 1), sizes.get(0)),
                "flat in N: at most 1.5 times the time",
                String.format(java.util.Locale.ROOT, "%.2f times", growth),
                growth <= 1.5);
        double[] x = sizes.stream().mapToDouble(Integer::doubleValue).toArray();
        report.figure(
                "bank",
                Figure.lines(
                                "A step against a memory of N images",
                                "N",
                                "ms",
                                Series.of("NCE, m = 4,096", x, MemoryUse.array(nce)),
                                Series.of("full softmax", x, MemoryUse.array(softmax)))
                        .withLogX());
    }

    private static Contender start(Setting setting, String estimator, int images) {
        return setting.kontrast(
                List.of("load=bank", "estimator=" + estimator, "images=" + images, "negatives=4096", "batch=64"),
                "-Xmx3g");
    }
}
