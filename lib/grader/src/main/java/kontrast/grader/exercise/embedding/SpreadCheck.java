package kontrast.grader.exercise.embedding;

import java.util.List;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 7.7: what the deviations of the entries lack, in tensor operations. */
final class SpreadCheck {

    /** Float32: deviations of size 1, whose squares lose a digit where the mean is larger than they are. */
    private static final double TOLERANCE = 1e-4;

    /** With 150 pictures it hardly matters whether one divides by N or by N - 1, and the small number matters less. */
    private static final double MANY = 5e-3;

    /** The small number changes a deviation of 0.15 by 3e-4: it has a property of its own. */
    private static final double WITHOUT_SMALL = 1e-3;

    /** Under the root it is 0.01 at a point. */
    private static final double SMALL = 0.02;

    private SpreadCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], Moments.hinge(Draw.matrix(a.get(0)), 1));
        Cases small = Cases.times(
                4,
                r -> Call.of(Draw.tensor(Moments.varied(
                        r,
                        r.nextInt(150, 200),
                        r.nextDouble(0.06, 0.1),
                        r.nextDouble(0.06, 0.1),
                        r.nextDouble(0.06, 0.5)))));
        Cases few = Cases.times(4, r -> Call.of(Draw.tensor(Moments.tight(r, r.nextInt(4, 9)))));
        Cases any =
                Cases.times(5, r -> Call.of(Draw.tensor(Moments.embeddings(r, r.nextInt(150, 200), r.nextInt(3, 6)))));
        Cases point = r -> List.of(
                Call.of(Draw.tensor(Moments.point(r, r.nextInt(3, 6), 4))),
                Call.of(Draw.tensor(Moments.point(r, 2, 3))));
        return Check.of("7.7")
                .example(
                        "Two embeddings of two numbers, both (0, 2). What should a batch in which no"
                                + " entry varies cost?",
                        Call.of(Value.tensor(new long[] {2, 2}, 0, 2, 0, 2)))
                .property(Property.equal("is right where every entry varies too little", 2, MANY, small, oracle)
                        .asEssential())
                .property(Property.equal("charges nothing for entries that vary enough", 2, MANY, any, oracle))
                .property(Property.equal("notices that all embeddings are the same", 2, SMALL, point, oracle)
                        .asEssential())
                .property(
                        Property.gradient("has the gradient of the formula", 2, WITHOUT_SMALL, few, oracle.gradient()))
                .property(Property.pure(1, any))
                .property(Property.equal("has the 0.0001 under the root", 1, TOLERANCE, point, oracle));
    }
}
