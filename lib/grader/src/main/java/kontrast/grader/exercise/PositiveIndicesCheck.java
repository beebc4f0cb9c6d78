package kontrast.grader.exercise;

import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.SimClrExercises.PositiveIndices;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 11.3: which view is the other view of the same image, in a stacked batch. */
final class PositiveIndicesCheck {

    private PositiveIndicesCheck() {}

    static Check<PositiveIndices> create() {
        Oracle oracle = a -> Value.of(indices(a.get(0), (i, n) -> (i + n) % (2 * n)));
        return Check.of("11.3", "The positive of each of the 2N views", 1, signature())
                .reference(n -> indices(n, i -> (i + n) % (2 * n)))
                .example(
                        "N = 3, so the rows are the first views of images A, B, C and then the second"
                                + " views of A, B, C. Write the six letters in a row, and under"
                                + " each the place of its twin.",
                        Call.of(Value.of(3)))
                .property(Property.equal(
                                "is right for batches of many sizes",
                                3,
                                0,
                                Cases.times(6, r -> Call.of(Value.of(r.nextInt(4, 40)))),
                                oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for a batch of one image", 1, 0, r -> List.of(Call.of(Value.of(1))), oracle))
                .misconception(
                        "neighbours",
                        n -> indices(n, i -> i ^ 1),
                        "You pair neighbours (0 with 1, 2 with 3): that is the paper's numbering,"
                                + " 2k - 1 and 2k. Our batch is stacked: all first views, then all"
                                + " second views.")
                .misconception(
                        "itself",
                        n -> indices(n, i -> i),
                        "You name each view as its own positive. Its similarity with itself is"
                                + " always 1: there would be nothing to learn.")
                .misconception(
                        "first half only",
                        n -> IntStream.range(n, 2 * n).toArray(),
                        "You answer for the first views only. The second views are queries too: the"
                                + " lecture counts 2N tasks.")
                .misconception(
                        "runs out of the batch",
                        n -> indices(n, i -> i + n),
                        "For the second views your index is beyond the last row. Which way must a"
                                + " second view look?")
                .misconception(
                        "counted from 1",
                        n -> indices(n, i -> (i + n) % (2 * n) + 1),
                        "You count rows from 1, as the formula does. Arrays count from 0.")
                .misconception(
                        "diagonal taken out",
                        n -> indices(n, i -> i < n ? i + n - 1 : i - n),
                        "Your index belongs to a matrix without its diagonal, where row i has 2N - 1"
                                + " entries. Here all 2N columns are still there.")
                .misconception(
                        "next row",
                        n -> indices(n, i -> (i + 1) % (2 * n)),
                        "You take the next row: another image, seen through the same kind of view."
                                + " How many rows lie between the two views of one image?")
                .misconception(
                        "mirrored",
                        n -> indices(n, i -> 2 * n - 1 - i),
                        "You count backwards from the end: row 0 meets the last row. Both halves are"
                                + " in the same order of images.")
                .misconception(
                        "second half points at itself",
                        n -> indices(n, i -> i < n ? i + n : i),
                        "The first views are right, but each second view names itself. Pairs go both" + " ways.")
                .misconception(
                        "labels of images",
                        n -> indices(n, i -> i % n),
                        "You give the number of the image (the same for both views). Wanted is the"
                                + " row where its other view stands.")
                .build();
    }

    private static Signature<PositiveIndices> signature() {
        return new Signature<>(
                "positiveIndices", Kind.INTS, List.of("n"), List.of(Kind.INT), (f, a) -> f.apply((int) a[0]));
    }

    private static int[] indices(Value n, IntBinaryOperator positive) {
        int images = (int) n.number();
        return indices(images, i -> positive.applyAsInt(i, images));
    }

    private static int[] indices(int n, java.util.function.IntUnaryOperator positive) {
        return IntStream.range(0, 2 * n).map(positive).toArray();
    }
}
