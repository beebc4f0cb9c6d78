package kontrast.grader.exercise.simclr;

import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 11.2: sim(u, v) = u.v / (|u| |v|), for all pairs of rows. */
final class CosineSimilarityCheck {

    /** Float32 sums of a few products of numbers of size 1. */
    private static final double TOLERANCE = 1e-4;

    private CosineSimilarityCheck() {}

    static Check.Draft create() {
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
        return Check.of("11.2")
                .example(
                        "a has the single row (3, 4), b the rows (3, 4), (0, 2) and (-4, 3). Draw them: two of the"
                                + " three angles can be seen at once.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 3, 4),
                                Value.tensor(new long[] {3, 2}, 3, 4, 0, 2, -4, 3)))
                .property(Property.equal("is right for rows of length 1", 1, TOLERANCE, unit, oracle())
                        .asEssential())
                .property(Property.equal("is right for rows of any length", 2, TOLERANCE, any, oracle()))
                .property(Property.equal("compares a batch with itself", 1, TOLERANCE, square, oracle()))
                .property(Property.pure(1, any));
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
}
