package kontrast.grader.exercise.embedding;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 7.2: the mean squared distance of two views on the sphere. */
final class AlignmentCheck {

    /** Who computes in single precision is off by some 1e-6. */
    private static final double TOLERANCE = 1e-4;

    private AlignmentCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(alignment(Draw.matrix(a.get(0)), Draw.matrix(a.get(1))));
        Cases unit = Cases.times(3, r -> {
            int n = r.nextInt(3, 7);
            return Call.of(Value.of(Draw.unitRows(r, n, 4)), Value.of(Draw.unitRows(r, n, 4)));
        });
        Cases any = Cases.times(5, r -> pairs(r, r.nextInt(2, 7), r.nextDouble(0.1, 1)));
        Cases one = Cases.times(2, r -> pairs(r, 1, 0.5));
        Cases same = r -> {
            Value z = Value.of(Draw.rows(r, 5, 3));
            return List.of(Call.of(z, z));
        };
        return Check.of("7.2")
                .example(
                        "One picture: x = (3, 0) and y = (0, 2). Draw both arrows with length 1."
                                + " What is the squared distance between their tips?",
                        Call.of(Value.of(new float[][] {{3, 0}}), Value.of(new float[][] {{0, 2}})))
                .property(Property.equal("is right for rows of length 1", 2, TOLERANCE, unit, oracle)
                        .asEssential())
                .property(Property.equal("is right for rows of any length", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is right for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.equal("is 0 for views that are the same", 1, TOLERANCE, same, oracle))
                .property(Property.pure(1, any));
    }

    /** Second views near the first ones, of other lengths. */
    private static Call pairs(RandomGenerator r, int n, double apart) {
        int d = r.nextInt(3, 6);
        float[][] x = Draw.rows(r, n, d);
        float[][] noise = Draw.numbers(r, n, d, apart);
        for (int i = 0; i < n; i++) {
            double length = r.nextDouble(0.3, 3);
            for (int j = 0; j < d; j++) {
                noise[i][j] = (float) (length * (x[i][j] + noise[i][j]));
            }
        }
        return Call.of(Value.of(x), Value.of(noise));
    }

    /** The oracle: two less twice the cosine. */
    private static double alignment(double[][] x, double[][] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += 2 - 2 * Draw.cosine(x[i], y[i]);
        }
        return sum / x.length;
    }
}
