package kontrast.grader.exercise.simclr;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 11.4: NT-Xent straight from the formula. */
final class NtXentLoopsCheck {

    /** The inputs are floats, the loops may run in float: sums of up to 12 terms. */
    private static final double TOLERANCE = 1e-4;

    private NtXentLoopsCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> Value.of(Draw.ntXent(Draw.matrix(a.get(0)), a.get(1).number()));
        Cases plain = Cases.times(5, r -> call(Draw.unitRows(r, views(r), r.nextInt(2, 6)), 1));
        Cases warm = Cases.times(5, r -> call(Draw.unitRows(r, views(r), r.nextInt(2, 6)), r.nextDouble(0.1, 0.7)));
        Cases any = Cases.times(5, r -> call(Draw.rows(r, views(r), r.nextInt(2, 6)), r.nextDouble(0.2, 0.8)));
        Cases equal = Cases.times(3, r -> {
            float[][] z = new float[views(r)][];
            Arrays.fill(z, Draw.rows(r, 1, 3)[0]);
            return call(z, r.nextDouble(0.1, 2));
        });
        return Check.of("11.4")
                .example(
                        "N = 2, temperature 1, rows (1, 0), (0, 1), (1, 0), (0, 1): each view equals its positive and"
                                + " is perpendicular to the rest, so every exp is e or 1.",
                        call(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}}, 1))
                .property(Property.equal("is right for unit vectors and temperature 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("is right for other temperatures", 2, TOLERANCE, warm, oracle))
                .property(Property.equal("is right for vectors of any length", 2, TOLERANCE, any, oracle))
                .property(Property.equal("is ln(2N - 1) when all views are equal", 1, TOLERANCE, equal, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(float[][] z, double temperature) {
        return Call.of(Value.of(z), Value.of(temperature));
    }

    /** An even number from 6 to 12: with four views, some mistakes coincide. */
    private static int views(RandomGenerator r) {
        return 2 * r.nextInt(3, 7);
    }
}
