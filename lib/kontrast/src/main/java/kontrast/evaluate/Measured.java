package kontrast.evaluate;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** An accuracy of a report, with the setting that was chosen for it: what the tables of all reports have in common. */
interface Measured {

    /** Returns the setting that was best on validation. */
    String chosen();

    /** Returns its accuracy on validation, in [0, 1]. */
    double validation();

    /** Returns its accuracy on test, in [0, 1]. */
    double accuracy();

    /**
     * Returns mean and spread of accuracies on test.
     *
     * @param scores those of one cell of a table
     * @param missing what to say if there are none
     * @throws IllegalArgumentException if there are none
     */
    static Summary summary(Stream<? extends Measured> scores, Supplier<String> missing) {
        double[] found = scores.mapToDouble(Measured::accuracy).toArray();
        if (found.length == 0) {
            throw new IllegalArgumentException(missing.get());
        }
        return Summary.of(found);
    }

    /** Adds columns chosen, validation and test; one row a score. */
    static Table withSettings(Table table, List<? extends Measured> scores) {
        return table.addColumns(
                StringColumn.create(
                        "chosen", scores.stream().map(Measured::chosen).toList()),
                DoubleColumn.create(
                        "validation",
                        scores.stream().mapToDouble(Measured::validation).toArray()),
                DoubleColumn.create(
                        "test", scores.stream().mapToDouble(Measured::accuracy).toArray()));
    }

    /** Returns a table as text, below its name. */
    static String text(Table table) {
        return table.printAll(); // its first line is the name
    }
}
