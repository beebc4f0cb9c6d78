package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.CpcExercises.Places;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 13.3: which code a context is to predict. */
final class CpcPlacesCheck {

    private CpcPlacesCheck() {}

    static Check<Places> create() {
        Oracle oracle = a -> Value.of(CpcFormulas.places(
                (int) a.get(0).number(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases any = Cases.times(6, CpcPlacesCheck::grid);
        Cases near = Cases.times(3, r -> call(r.nextInt(3, 6), r.nextInt(3, 6), 1));
        Cases column = Cases.times(3, r -> call(r.nextInt(5, 9), 1, r.nextInt(1, 4)));
        Cases last = Cases.times(2, r -> {
            int rows = r.nextInt(3, 6);
            return call(rows, r.nextInt(2, 5), rows - 1);
        });
        return Check.of("13.3", "What is to be predicted?", 2, signature())
                .reference((rows, columns, k) -> each(rows - k, columns, (r, c) -> (r + k) * columns + c))
                .example(
                        "A grid of 3 rows and 2 columns, k = 1. Number the six places as one reads,"
                                + " from 0, and draw an arrow from each place that has one below.",
                        call(3, 2, 1))
                .property(Property.equal("is right for grids of many sizes", 3, 0, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for one row ahead", 1, 0, near, oracle))
                .property(Property.equal("is right for a single column, as in sound", 1, 0, column, oracle))
                .property(Property.equal("is right for the largest step, with one row of contexts", 1, 0, last, oracle))
                .misconception(
                        "k places on",
                        (rows, columns, k) -> each(rows - k, columns, (r, c) -> r * columns + c + k),
                        "You go k places on as one reads: to the right. k counts rows. How many places"
                                + " further is one row down?")
                .misconception(
                        "one row short",
                        (rows, columns, k) -> each(rows - k, columns, (r, c) -> (r + k - 1) * columns + c),
                        "You are one row short: with k = 1 each context would predict its own code.")
                .misconception(
                        "one row too far",
                        (rows, columns, k) -> each(rows - k, columns, (r, c) -> (r + k + 1) * columns + c),
                        "You are one row too far, and beyond the grid in the end. k = 1 is the row" + " right below.")
                .misconception(
                        "counted from 1",
                        (rows, columns, k) -> each(rows - k, columns, (r, c) -> (r + k) * columns + c + 1),
                        "You count places from 1. Arrays count from 0.")
                .misconception(
                        "its own code",
                        (rows, columns, k) -> each(rows - k, columns, (r, c) -> r * columns + c),
                        "Each of your contexts predicts a code that it has seen, that of its own place"
                                + " (or, counted from the lower row, the one k rows above).")
                .misconception(
                        "beyond the grid",
                        (rows, columns, k) -> each(rows, columns, (r, c) -> (r + k) * columns + c),
                        "Your last contexts predict rows that do not exist. How many rows have one"
                                + " that lies k below?")
                .misconception(
                        "wrapped around",
                        (rows, columns, k) -> each(rows, columns, (r, c) -> (r + k) % rows * columns + c),
                        "Your last contexts go on at the top of the image, in rows that they have"
                                + " seen. They have nothing to predict, and are left out.")
                .misconception(
                        "column after column",
                        (rows, columns, k) -> IntStream.range(0, (rows - k) * columns)
                                .map(i -> (i % (rows - k) + k) * columns + i / (rows - k))
                                .toArray(),
                        "Your contexts come column after column. The text goes row after row.")
                .misconception(
                        "rows and columns exchanged",
                        (rows, columns, k) -> each(rows - k, columns, (r, c) -> (r + k) * rows + c),
                        "You multiply by the number of rows. How many places does one row of the grid" + " hold?")
                .misconception(
                        "to the right",
                        (rows, columns, k) -> each(rows, columns - k, (r, c) -> r * columns + c + k),
                        "You predict from left to right. Here it goes from top to bottom.")
                .build();
    }

    private static Signature<Places> signature() {
        return new Signature<>(
                "places",
                Kind.INTS,
                List.of("rows", "columns", "k"),
                List.of(Kind.INT, Kind.INT, Kind.INT),
                (f, a) -> f.apply((int) a[0], (int) a[1], (int) a[2]));
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

    private interface Place {
        int of(int row, int column);
    }

    private static int[] each(int rows, int columns, Place place) {
        return IntStream.range(0, Math.max(0, rows * columns))
                .map(i -> place.of(i / columns, i % columns))
                .toArray();
    }
}
