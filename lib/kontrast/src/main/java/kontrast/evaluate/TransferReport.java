package kontrast.evaluate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a {@link TransferTable} measured.
 *
 * @param scores one a seed, pretraining, target and evaluation, in the order of measuring
 */
public record TransferReport(List<Score> scores) {

    /**
     * One measurement.
     *
     * @param pretraining where the encoder comes from, e.g. {@code SimCLR} or {@link TransferTable#RANDOM}; or
     *     {@link TransferTable#PIXELS}
     * @param evaluation {@link TransferTable#LINEAR} or {@link TransferTable#FINE_TUNED}
     * @param target the data set
     * @param seed the seed of all
     * @param chosen the setting that was best on validation
     * @param validation its mean per-class accuracy on validation, in [0, 1]
     * @param accuracy its mean per-class accuracy on test, in [0, 1]
     */
    public record Score(
            String pretraining,
            String evaluation,
            String target,
            long seed,
            String chosen,
            double validation,
            double accuracy)
            implements Measured {}

    /**
     * Checks the scores.
     *
     * @throws IllegalArgumentException if there are none
     */
    public TransferReport {
        scores = List.copyOf(scores);
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one score: a table needs targets");
        }
    }

    /**
     * Returns mean and spread of one accuracy over the seeds.
     *
     * @param pretraining as in {@link Score}
     * @param evaluation as in {@link Score}
     * @param target as in {@link Score}
     * @return the summary of mean per-class accuracies on test
     * @throws IllegalArgumentException if nothing like it was measured
     */
    public Summary accuracy(String pretraining, String evaluation, String target) {
        return Measured.summary(
                scores.stream()
                        .filter(s -> s.pretraining().equals(pretraining))
                        .filter(s -> s.evaluation().equals(evaluation))
                        .filter(s -> s.target().equals(target)),
                () -> "no accuracy of \"%s\", \"%s\" on \"%s\"".formatted(pretraining, evaluation, target));
    }

    /**
     * Returns the table of the lecture: one row an evaluation and pretraining, one column a target.
     *
     * @return text columns evaluation and pretraining, then for each target the mean per-class accuracy on test in
     *     percent, {@code mean ± standard deviation} over the seeds
     */
    public Table table() {
        Set<String> targets = distinct(scores.stream().map(Score::target).toList());
        Set<String> rows = distinct(scores.stream().map(Score::pretraining).toList());
        StringColumn how = StringColumn.create("evaluation");
        StringColumn from = StringColumn.create("pretraining");
        List<StringColumn> cells = targets.stream().map(StringColumn::create).toList();
        for (String evaluation : List.of(TransferTable.LINEAR, TransferTable.FINE_TUNED)) {
            for (String pretraining : rows) {
                if (scores.stream()
                        .noneMatch(s -> s.pretraining().equals(pretraining)
                                && s.evaluation().equals(evaluation))) {
                    continue; // pixels are not tuned
                }
                how.append(evaluation);
                from.append(pretraining);
                cells.forEach(cell -> cell.append(
                        accuracy(pretraining, evaluation, cell.name()).percent()));
            }
        }
        long seeds = scores.stream().map(Score::seed).distinct().count();
        Table table = Table.create(
                "mean per-class accuracy in %%, %d seed%s".formatted(seeds, seeds == 1 ? "" : "s"), how, from);
        cells.forEach(table::addColumns);
        return table;
    }

    private static Set<String> distinct(List<String> names) {
        return names.stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Returns every score, for figures and files.
     *
     * @return columns pretraining, evaluation, target, seed, chosen, validation, test; one row a score
     */
    public Table details() {
        Table measured = Table.create(
                "scores",
                StringColumn.create(
                        "pretraining", scores.stream().map(Score::pretraining).toList()),
                StringColumn.create(
                        "evaluation", scores.stream().map(Score::evaluation).toList()),
                StringColumn.create("target", scores.stream().map(Score::target).toList()),
                LongColumn.create("seed", scores.stream().mapToLong(Score::seed).toArray()));
        return Measured.withSettings(measured, scores);
    }

    /** Returns the table as text. */
    @Override
    public String toString() {
        return Measured.text(table());
    }
}
