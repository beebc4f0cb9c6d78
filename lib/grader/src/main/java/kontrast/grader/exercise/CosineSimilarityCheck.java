package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.SimClrExercises.CosineSimilarity;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 11.2: sim(u, v) = u.v / (|u| |v|), for all pairs of rows. */
final class CosineSimilarityCheck {

    /** Float32 sums of a few products of numbers of size 1. */
    private static final double TOLERANCE = 1e-4;

    private CosineSimilarityCheck() {}

    static Check<CosineSimilarity> create() {
        Cases unit = Cases.times(4, r -> {
            int d = r.nextInt(2, 6);
            return Call.of(
                    Draw.tensor(Draw.unitRows(r, r.nextInt(3, 6), d)),
                    Draw.tensor(Draw.unitRows(r, r.nextInt(6, 9), d)));
        });
        Cases any = Cases.times(5, r -> {
            int d = r.nextInt(2, 6);
            return Call.of(
                    Draw.tensor(Draw.rows(r, r.nextInt(3, 6), d)), Draw.tensor(Draw.rows(r, r.nextInt(6, 9), d)));
        });
        Cases square = Cases.times(3, r -> {
            Value z = Draw.tensor(Draw.rows(r, 5, 3));
            return Call.of(z, z);
        });
        return Check.of("11.2", "Cosine similarity of all pairs", 2, signature())
                .reference((a, b) -> unit(a).matMul(unit(b).transpose()))
                .example(
                        "a has the one row (3, 4), b the rows (3, 4), (0, 2) and (-4, 3). Two of the"
                                + " three angles you can see in a drawing.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 3, 4),
                                Value.tensor(new long[] {3, 2}, 3, 4, 0, 2, -4, 3)))
                .property(Property.equal("is right for rows of length 1", 1, TOLERANCE, unit, oracle())
                        .asEssential())
                .property(Property.equal("is right for rows of any length", 2, TOLERANCE, any, oracle()))
                .property(Property.equal("compares a batch with itself", 1, TOLERANCE, square, oracle()))
                .property(Property.pure(1, any))
                .misconception(
                        "dot product",
                        (a, b) -> a.matMul(b.transpose()),
                        "This is the dot product: it grows with the length of the vectors, and your"
                                + " entries leave [-1, 1]. A cosine knows directions only.")
                .misconception(
                        "normalised along the batch",
                        (a, b) -> a.normalize(2, 0).matMul(b.normalize(2, 0).transpose()),
                        "You give length 1 to columns, so that each feature is scaled over the"
                                + " batch. The vectors are the rows: which axis runs along a row?")
                .misconception(
                        "only one side normalised",
                        (a, b) -> unit(a).matMul(b.transpose()),
                        "The rows of a are scaled to length 1, those of b are not. Double b: your"
                                + " result doubles with it, and a cosine would not.")
                .misconception(
                        "only the other side normalised",
                        (a, b) -> a.matMul(unit(b).transpose()),
                        "The rows of b are scaled to length 1, those of a are not. Double a: your"
                                + " result doubles with it, and a cosine would not.")
                .misconception(
                        "squared length",
                        (a, b) -> squared(a).matMul(squared(b).transpose()),
                        "Your rows are divided by the sum of their squares. For (3, 4) that is 25,"
                                + " and its length is 5.")
                .misconception(
                        "sum of absolute values",
                        (a, b) -> absolute(a).matMul(absolute(b).transpose()),
                        "Your rows are divided by the sum of their absolute values, which is"
                                + " another norm: (3, 4) gets 7 there. The formula has the"
                                + " Euclidean length.")
                .misconception(
                        "one length for the whole matrix",
                        (a, b) -> whole(a).matMul(whole(b).transpose()),
                        "You divide by one number for the whole matrix. Each row has a length of its"
                                + " own: sum along the row, and keep the axis.")
                .misconception(
                        "transposed result",
                        (a, b) -> unit(b).matMul(unit(a).transpose()),
                        "Your rows and columns are exchanged: row i belongs to a_i, column j to" + " b_j.")
                .misconception(
                        "mean removed",
                        (a, b) -> unit(centred(a)).matMul(unit(centred(b)).transpose()),
                        "You subtract the mean of each row first: that is the correlation. The"
                                + " formula of sim has no mean.")
                .misconception(
                        "squared cosine",
                        (a, b) -> unit(a).matMul(unit(b).transpose()).pow(2),
                        "Your values are the squares: opposite vectors look the same as equal ones."
                                + " A cosine has a sign.")
                .misconception(
                        "distance",
                        (a, b) -> distance(unit(a), unit(b)),
                        "Your values are distances: 0 for equal rows, growing as they differ. A"
                                + " similarity is largest for equal rows.")
                .misconception(
                        "input overwritten",
                        (a, b) -> {
                            NDArray ua = a.divi(length(a));
                            return unit(b).matMul(ua.transpose()).transpose();
                        },
                        "The numbers are right, but a is not what it was: an operation whose name"
                                + " ends in i (divi, muli, subi) writes into its own array. The"
                                + " encoder's output is needed again afterwards.")
                .build();
    }

    private static Signature<CosineSimilarity> signature() {
        return new Signature<>(
                "cosineSimilarity",
                Kind.NDARRAY,
                List.of("a", "b"),
                List.of(Kind.NDARRAY, Kind.NDARRAY),
                (f, a) -> f.apply((NDArray) a[0], (NDArray) a[1]));
    }

    private static Oracle oracle() {
        return arguments -> {
            double[][] a = Draw.matrix(arguments.get(0));
            double[][] b = Draw.matrix(arguments.get(1));
            double[] cosines = new double[a.length * b.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < b.length; j++) {
                    cosines[i * b.length + j] = Draw.cosine(a[i], b[j]);
                }
            }
            return Value.tensor(new long[] {a.length, b.length}, cosines);
        };
    }

    private static final int[] ROW = {1};

    private static NDArray length(NDArray z) {
        return z.pow(2).sum(ROW, true).sqrt();
    }

    private static NDArray unit(NDArray z) {
        return z.div(length(z));
    }

    private static NDArray squared(NDArray z) {
        return z.div(z.pow(2).sum(ROW, true));
    }

    private static NDArray absolute(NDArray z) {
        return z.div(z.abs().sum(ROW, true));
    }

    private static NDArray whole(NDArray z) {
        return z.div(z.pow(2).sum().sqrt());
    }

    private static NDArray centred(NDArray z) {
        return z.sub(z.mean(ROW, true));
    }

    private static NDArray distance(NDArray a, NDArray b) {
        NDArray difference = a.expandDims(1).sub(b.expandDims(0)); // [N, M, d]
        return difference.pow(2).sum(new int[] {2}).sqrt();
    }
}
