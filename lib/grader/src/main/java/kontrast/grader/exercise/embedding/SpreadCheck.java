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

    private SpreadCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], Moments.hinge(Draw.matrix(a.get(0)), 1));
        Cases small = Cases.times(4, r -> Call.of(Draw.tensor(Draw.numbers(r, r.nextInt(4, 9), 3, 0.2))));
        Cases any = Cases.times(5, r -> Call.of(Draw.tensor(Moments.embeddings(r, r.nextInt(4, 9), r.nextInt(3, 6)))));
        Cases point = r -> List.of(
                Call.of(Draw.tensor(Moments.point(r, r.nextInt(3, 6), 4))),
                Call.of(Draw.tensor(Moments.point(r, 2, 3))));
        return Check.of("7.7")
                .example(
                        "Two embeddings of two numbers, both (0, 2). What should a batch in which no"
                                + " entry varies cost?",
                        Call.of(Value.tensor(new long[] {2, 2}, 0, 2, 0, 2)))
                .property(Property.equal("is right where every entry varies too little", 2, TOLERANCE, small, oracle)
                        .asEssential())
                .property(Property.equal("charges nothing for entries that vary enough", 2, TOLERANCE, any, oracle))
                .property(Property.equal("notices that all embeddings are the same", 2, TOLERANCE, point, oracle)
                        .asEssential())
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, small, oracle.gradient()))
                .property(Property.pure(1, any));
    }
}
