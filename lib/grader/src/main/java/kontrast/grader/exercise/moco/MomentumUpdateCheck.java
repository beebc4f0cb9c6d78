package kontrast.grader.exercise.moco;

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

/** 12.1: the key encoder follows the query encoder. */
final class MomentumUpdateCheck {

    /** A sum of two products of floats. */
    private static final double TOLERANCE = 1e-5;

    private MomentumUpdateCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            double[] moved = MoCoFormulas.momentumUpdate(
                    a.get(0).data(), a.get(1).data(), a.get(2).number());
            return Value.of(Unpack.rounded(moved));
        };
        Cases any = Cases.times(5, r -> call(r, r.nextDouble(0.6, 0.95)));
        Cases ends = r -> List.of(call(r, 0), call(r, 1));
        Cases slow = Cases.times(3, r -> call(r, 0.99));
        return Check.of("12.1")
                .example(
                        "Two parameters, 2 and 0 in the key encoder, 10 and 4 in the query encoder; momentum 0.75:"
                                + " each keeps three quarters of its old value and takes one quarter of the"
                                + " query's.",
                        Call.of(Value.of(2f, 0f), Value.of(10f, 4f), Value.of(0.75)))
                .property(Property.equal("mixes the two parameters", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal(
                        "keeps all of the key encoder at momentum 1, and none of it at 0", 1, TOLERANCE, ends, oracle))
                .property(Property.equal("hardly moves at momentum 0.99", 1, TOLERANCE, slow, oracle))
                .property(Property.pure(1, any));
    }

    private static Call call(RandomGenerator r, double momentum) {
        float[][] both = Draw.rows(r, 2, r.nextInt(3, 9));
        return Call.of(Value.of(both[0]), Value.of(both[1]), Value.of(momentum));
    }
}
