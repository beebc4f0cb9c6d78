package kontrast.grader.exercise.cpc;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 13.3: which code a context is to predict. */
final class PlacesCheck {

    private PlacesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(below(
                (int) a.get(0).number(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases any = Cases.times(6, PlacesCheck::grid);
        Cases near = Cases.times(3, r -> call(r.nextInt(3, 6), r.nextInt(3, 6), 1));
        Cases column = Cases.times(3, r -> call(r.nextInt(5, 9), 1, r.nextInt(1, 4)));
        Cases last = Cases.times(2, r -> {
            int rows = r.nextInt(3, 6);
            return call(rows, r.nextInt(2, 5), rows - 1);
        });
        return Check.of("13.3")
                .example(
                        "A grid of 3 rows and 2 columns, k = 1. Number the six places in reading"
                                + " order, from 0, and draw an arrow from each place that has one"
                                + " below.",
                        call(3, 2, 1))
                .property(Property.equal("is right for grids of many sizes", 3, 0, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for one row ahead", 1, 0, near, oracle))
                .property(Property.equal("is right for a single column, as in sound", 1, 0, column, oracle))
                .property(
                        Property.equal("is right for the largest step, with one row of contexts", 1, 0, last, oracle));
    }

    private static Call call(int rows, int columns, int k) {
        return Call.of(Value.of(rows), Value.of(columns), Value.of(k));
    }

    /** Never a square, and more columns than steps. */
    private static Call grid(RandomGenerator r) {
        int rows = r.nextInt(5, 8);
        int columns = rows + (r.nextBoolean() ? 1 : -1);
        return call(rows, columns, r.nextInt(2, 4));
    }

    /** All places that have a row k above them. */
    private static int[] below(int rows, int columns, int k) {
        return IntStream.range(k * columns, rows * columns).toArray();
    }
}
