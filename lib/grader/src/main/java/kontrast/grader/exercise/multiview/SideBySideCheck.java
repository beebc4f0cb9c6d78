package kontrast.grader.exercise.multiview;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 9.7: the features of two eyes in one row, each half of length 1. */
final class SideBySideCheck {

    /** Numbers of size 1 in single precision. */
    private static final double TOLERANCE = 1e-5;

    private SideBySideCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(joined(Draw.matrix(a.get(0)), Draw.matrix(a.get(1))));
        Cases unit = Cases.times(3, r -> {
            int n = r.nextInt(3, 6);
            return Call.of(Value.of(Draw.unitRows(r, n, 3)), Value.of(Draw.unitRows(r, n, 3)));
        });
        Cases any = Cases.times(5, r -> {
            int n = r.nextInt(2, 6);
            return Call.of(Value.of(Draw.rows(r, n, r.nextInt(2, 4))), Value.of(Draw.rows(r, n, r.nextInt(4, 7))));
        });
        Cases one = Cases.times(2, r -> Call.of(Value.of(Draw.rows(r, 1, 4)), Value.of(Draw.rows(r, 1, 2))));
        Cases blind = r -> List.of(blind(r, 0), blind(r, 1), blind(r, 2));
        return Check.of("9.7")
                .example(
                        "One picture: the first eye gives (3, 4), the second (0, 2). How long is each?",
                        Call.of(Value.of(new float[][] {{3, 4}}), Value.of(new float[][] {{0, 2}})))
                .property(Property.equal("is right for halves of any length and width", 3, TOLERANCE, any, oracle))
                .property(Property.equal("puts halves of length 1 side by side", 1, TOLERANCE, unit, oracle)
                        .asEssential())
                .property(Property.equal("is right for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.equal("leaves an eye that sees nothing at 0", 2, TOLERANCE, blind, oracle))
                .property(Property.pure(1, any));
    }

    /** The first eye sees nothing of one picture, or the second, or neither. */
    private static Call blind(RandomGenerator r, int which) {
        float[][] h1 = Draw.rows(r, 3, 3);
        float[][] h2 = Draw.rows(r, 3, 4);
        if (which != 1) {
            h1[1] = new float[3];
        }
        if (which != 0) {
            h2[1] = new float[4];
        }
        return Call.of(Value.of(h1), Value.of(h2));
    }

    /** The oracle: entry by entry, over the Euclidean length of the entry's half. */
    private static float[][] joined(double[][] h1, double[][] h2) {
        double[][] joined = new double[h1.length][h1[0].length + h2[0].length];
        for (int i = 0; i < joined.length; i++) {
            for (int j = 0; j < joined[i].length; j++) {
                boolean first = j < h1[i].length;
                double[] half = first ? h1[i] : h2[i];
                double x = half[first ? j : j - h1[i].length];
                joined[i][j] = x == 0 ? 0 : x / Math.sqrt(Draw.dot(half, half));
            }
        }
        return Unpack.rounded(joined);
    }
}
