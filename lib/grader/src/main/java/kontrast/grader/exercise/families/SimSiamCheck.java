package kontrast.grader.exercise.families;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 18.3: SimSiam's loss, and where its gradient stops. */
final class SimSiamCheck {

    /** Float32: cosines of a few numbers. */
    private static final double TOLERANCE = 1e-4;

    private SimSiamCheck() {}

    static Check.Draft create() {
        Oracle frozen = a -> FamilyFormulas.scalar(FamilyFormulas.simSiam(m(a, 0), m(a, 1), m(a, 2)));
        Oracle oracle = a -> frozen.expect(beside(a));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 5), r.nextInt(2, 5)));
        Cases one = Cases.times(2, r -> call(r, 1, 3));
        Cases few = Cases.times(3, r -> call(r, r.nextInt(2, 4), 3));
        return Check.of("18.3")
                .example(
                        "One picture: z is (2, 0) and (0, 3), and the predictor swaps the two entries."
                                + " What is predicted from each, and does it match its target?",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 2, 0, 0, 3),
                                Value.tensor(new long[] {2, 2}, 0, 1, 1, 0)))
                .property(Property.equal("is right for embeddings of any length", 2, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for a single picture", 1, TOLERANCE, one, oracle))
                .property(Property.gradient(
                        "lets a gradient reach the embeddings through the predictions, and through nothing else",
                        3,
                        TOLERANCE,
                        few,
                        a -> frozen.gradient().expect(beside(a))))
                .property(Property.gradient(
                        "lets a gradient reach the predictor",
                        2,
                        TOLERANCE,
                        few,
                        1,
                        a -> frozen.gradient(1).expect(beside(a))))
                .property(Property.pure(1, any));
    }

    /** With z once more, as what is to be hit and stays where it is. */
    private static List<Value> beside(List<Value> arguments) {
        return List.of(arguments.get(0), arguments.get(1), arguments.get(0));
    }

    private static double[][] m(List<Value> arguments, int index) {
        return Draw.matrix(arguments.get(index));
    }

    private static Call call(RandomGenerator r, int n, int d) {
        return Call.of(Draw.tensor(Draw.rows(r, 2 * n, d)), Draw.tensor(Draw.numbers(r, d, d, 1)));
    }
}
