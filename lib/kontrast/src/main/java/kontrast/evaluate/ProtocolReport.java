package kontrast.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kontrast.data.LabelFraction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a {@link Protocol} measured.
 *
 * @param scores one a seed, features, fraction and evaluation, in the order of measuring
 * @param testSize number of test images behind each accuracy, at least 1
 */
public record ProtocolReport(List<Score> scores, int testSize) {

    /**
     * One measurement.
     *
     * @param features where the features come from, e.g. {@code SimCLR} or {@code raw pixels}
     * @param evaluation what was learned on them, e.g. {@code linear probe}
     * @param fraction share of the labels, and the seed of all
     * @param labels how many labels that is
     * @param chosen the setting that was best on validation
     * @param validation its accuracy on validation, in [0, 1]
     * @param accuracy its accuracy on test, in [0, 1]
     */
    public record Score(
            String features,
            String evaluation,
            LabelFraction fraction,
            int labels,
            String chosen,
            double validation,
            double accuracy)
            implements Measured {}

    /**
     * Checks the scores.
     *
     * @throws IllegalArgumentException if there are none
     */
    public ProtocolReport {
        scores = List.copyOf(scores);
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one score");
        }
    }

    /**
     * Returns mean and spread of one accuracy over the seeds.
     *
     * @param features as in {@link Score}
     * @param evaluation as in {@link Score}
     * @param fraction share of the labels
     * @return the summary of test accuracies
     * @throws IllegalArgumentException if nothing like it was measured
     */
    public Summary accuracy(String features, String evaluation, double fraction) {
        return Measured.summary(
                scores.stream()
                        .filter(s -> s.features().equals(features))
                        .filter(s -> s.evaluation().equals(evaluation))
                        .filter(s -> s.fraction().share() == fraction),
                () -> "no accuracy of \"%s\", \"%s\" at %s; there are %s"
                        .formatted(features, evaluation, fraction, rows().keySet()));
    }

    private record Row(String features, String evaluation) {}

    /** Rows of the table and, by fraction, their accuracies; both in the order of measuring. */
    private Map<Row, Map<Double, List<Double>>> rows() {
        Map<Row, Map<Double, List<Double>>> rows = new LinkedHashMap<>();
        for (Score s : scores) {
            rows.computeIfAbsent(new Row(s.features(), s.evaluation()), row -> new LinkedHashMap<>())
                    .computeIfAbsent(s.fraction().share(), share -> new ArrayList<>())
                    .add(s.accuracy());
        }
        return rows;
    }

    /**
     * Returns the table of the lecture: one row an evaluation, one column a fraction of the labels.
     *
     * @return text columns features and evaluation, then for each fraction the accuracy on test as
     *     {@code mean ± standard deviation} over the seeds, in percent
     */
    public Table table() {
        StringColumn features = StringColumn.create("features");
        StringColumn evaluation = StringColumn.create("evaluation");
        Map<Double, StringColumn> columns = new LinkedHashMap<>();
        for (Score s : scores) {
            columns.computeIfAbsent(
                    s.fraction().share(),
                    share -> StringColumn.create("%s of labels (%d)".formatted(s.fraction(), s.labels())));
        }
        rows().forEach((row, cells) -> {
            features.append(row.features());
            evaluation.append(row.evaluation());
            columns.forEach((share, column) -> column.append(percent(cells.get(share))));
        });
        long seeds = scores.stream().map(s -> s.fraction().seed()).distinct().count();
        Table table = Table.create(
                "accuracy in %% on %,d test images, mean ± standard deviation over %d seed%s"
                        .formatted(testSize, seeds, seeds == 1 ? "" : "s"),
                features,
                evaluation);
        columns.values().forEach(table::addColumns);
        return table;
    }

    private static String percent(List<Double> accuracies) {
        return Summary.of(accuracies.stream().mapToDouble(Double::doubleValue).toArray())
                .percent();
    }

    /**
     * Returns every score, for figures and files.
     *
     * @return columns features, evaluation, fraction, labels, seed, chosen, validation, test; one
     *     row a score
     */
    public Table details() {
        Table measured = Table.create(
                "scores",
                StringColumn.create(
                        "features", scores.stream().map(Score::features).toList()),
                StringColumn.create(
                        "evaluation", scores.stream().map(Score::evaluation).toList()),
                DoubleColumn.create(
                        "fraction",
                        scores.stream().mapToDouble(s -> s.fraction().share()).toArray()),
                IntColumn.create(
                        "labels", scores.stream().mapToInt(Score::labels).toArray()),
                LongColumn.create(
                        "seed",
                        scores.stream().mapToLong(s -> s.fraction().seed()).toArray()));
        return Measured.withSettings(measured, scores);
    }

    /** Returns the table as text. */
    @Override
    public String toString() {
        return Measured.text(table());
    }
}
