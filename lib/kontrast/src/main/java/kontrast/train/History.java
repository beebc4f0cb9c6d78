package kontrast.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What happened in each step of a training run. */
public final class History {

    /**
     * One step.
     *
     * @param step the step, counted from 0
     * @param epoch the epoch, counted from 0
     * @param loss the loss before the step's change
     * @param learningRate the step's learning rate
     * @param seconds time spent in training until the end of the step, over all resumed parts
     */
    public record Row(int step, int epoch, double loss, double learningRate, double seconds) {}

    private final List<Row> rows = new ArrayList<>();

    History() {}

    void add(Row row) {
        rows.add(row);
    }

    void clear() {
        rows.clear();
    }

    /** Returns all steps so far: a view in the order of steps, which grows with the training. */
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /**
     * Returns the last step.
     *
     * @return its row
     * @throws IllegalStateException before the first step
     */
    public Row last() {
        if (rows.isEmpty()) {
            throw new IllegalStateException("no step has been trained yet");
        }
        return rows.get(rows.size() - 1);
    }

    /**
     * Returns the mean loss of the last steps, which is steadier than the last loss.
     *
     * @param steps how many, at least 1
     * @return their mean, or that of all steps if there are fewer
     * @throws IllegalStateException before the first step
     * @throws IllegalArgumentException if {@code steps} is below 1
     */
    public double meanLoss(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a mean needs at least 1 step, found " + steps);
        }
        last();
        return rows.subList(Math.max(0, rows.size() - steps), rows.size()).stream()
                .mapToDouble(Row::loss)
                .average()
                .orElseThrow();
    }

    /**
     * Returns the history as a table, one row a step.
     *
     * @return columns step, epoch (int), loss, learning rate, seconds (double)
     */
    public Table table() {
        return Table.create(
                "history",
                IntColumn.create("step", rows.stream().mapToInt(Row::step).toArray()),
                IntColumn.create("epoch", rows.stream().mapToInt(Row::epoch).toArray()),
                DoubleColumn.create("loss", rows.stream().mapToDouble(Row::loss).toArray()),
                DoubleColumn.create(
                        "learning rate",
                        rows.stream().mapToDouble(Row::learningRate).toArray()),
                DoubleColumn.create(
                        "seconds", rows.stream().mapToDouble(Row::seconds).toArray()));
    }

    @Override
    public String toString() {
        return rows.isEmpty()
                ? "history of 0 steps"
                : "history of %d steps, loss %.4f to %.4f"
                        .formatted(rows.size(), rows.get(0).loss(), last().loss());
    }
}
