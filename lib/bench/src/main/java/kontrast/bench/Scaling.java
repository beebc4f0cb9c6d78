package kontrast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kontrast.plot.Figure;
import kontrast.plot.Series;

/** Images a second by the size of the batch, and where the time of a step goes. */
final class Scaling {

    private Scaling() {}

    /**
     * Measures and reports.
     *
     * @param setting the setting
     * @param report the report
     * @throws IOException if a figure cannot be written
     */
    static void run(Setting setting, BenchReport report) throws IOException {
        report.heading("Scaling");
        report.say(
                "SimCLR end to end by images in a batch (each gives two views). The shares are those of a step that is taken apart by a clock, beside the loop that gives the images a second.");
        one(setting, report, "small", "Small CNN", Comparison.SMALL, List.of(64, 128, 256, 512, 1024));
        one(setting, report, "resnet", "ResNet-18 of width 16", Comparison.RESNET, List.of(64, 256));
    }

    private static void one(
            Setting setting, BenchReport report, String file, String name, List<String> network, List<Integer> sizes)
            throws IOException {
        List<Integer> batches = setting.quick() ? sizes.subList(0, 2) : sizes;
        List<List<String>> rows = new ArrayList<>();
        Map<String, double[]> shares = new LinkedHashMap<>();
        List<Double> speeds = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            int batch = batches.get(i);
            Bench.say("Scaling, " + name + ", batch " + batch);
            List<String> words = new ArrayList<>(Comparison.words("train", network));
            words.replaceAll(w -> w.startsWith("batch=") ? "batch=" + batch : w);
            try (Contender ours = setting.kontrast(words, "-Xmx3g")) {
                int units = Alternation.units(ours, setting.turn());
                double[] speed = new double[setting.of(5, 2)];
                for (int k = 0; k < speed.length; k++) {
                    speed[k] = batch / ours.seconds(units);
                }
                Map<String, Double> stages = ours.stages(units);
                double sum = stages.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                if (rows.isEmpty()) {
                    List<String> head = new ArrayList<>(List.of(name + ": batch", "images/s"));
                    stages.keySet().forEach(stage -> head.add(stage + ", %"));
                    rows.add(head);
                }
                Spread images = Spread.of(speed);
                speeds.add(images.median());
                List<String> row = new ArrayList<>(List.of(Integer.toString(batch), images.text(0)));
                for (Map.Entry<String, Double> stage : stages.entrySet()) {
                    double share = 100 * stage.getValue() / sum;
                    row.add(String.format(Locale.ROOT, "%.1f", share));
                    shares.computeIfAbsent(stage.getKey(), k -> new double[batches.size()])[i] = share;
                }
                rows.add(row);
            }
        }
        report.table(rows);
        List<String> categories = batches.stream().map(b -> "batch " + b).toList();
        report.figure(
                "scaling-" + file,
                Figure.lines(
                        name + ": images a second",
                        "images in a batch",
                        "images/s",
                        Series.of(
                                "Kontrast",
                                batches.stream()
                                        .mapToDouble(Integer::doubleValue)
                                        .toArray(),
                                MemoryUse.array(speeds))));
        report.figure(
                "stages-" + file,
                Figure.bars(
                        name + ": where the time of a step goes",
                        "",
                        "share (%)",
                        categories,
                        shares.entrySet().stream()
                                .map(e -> Series.of(e.getKey(), e.getValue()))
                                .toArray(Series[]::new)));
    }
}
