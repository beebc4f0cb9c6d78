package kontrast.grader.exercise.transfer;

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

/** 15.2: one step with a rate for each depth. */
final class StepCheck {

    /** Float32: a weight and a step, both of size 1. */
    private static final double TOLERANCE = 1e-5;

    private StepCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(step(
                Draw.matrix(a.get(0)),
                Draw.matrix(a.get(1)),
                a.get(2).number(),
                a.get(3).number(),
                (int) a.get(4).number())));
        Cases one = Cases.times(3, r -> call(r, r.nextInt(2, 5), 1, 0));
        Cases depth = Cases.times(4, r -> call(r, r.nextInt(2, 5), r.nextDouble(0.4, 0.8), 0));
        Cases frozen = Cases.times(4, r -> call(r, 4, r.nextDouble(0.4, 0.8), r.nextInt(1, 4)));
        Cases ends = r -> List.of(
                call(r, 3, r.nextDouble(0.4, 0.8), 3),
                call(r, 1, r.nextDouble(0.4, 0.8), 0),
                call(r, 1, r.nextDouble(0.4, 0.8), 1),
                call(r, 3, r.nextDouble(0.4, 0.8), 2));
        Cases head = Cases.times(2, r -> call(r, 0, r.nextDouble(0.4, 0.8), 0));
        return Check.of("15.2")
                .example(
                        "Two stages and the head, one weight each: 1, 1, 1, and all gradients are 1; rate 0.4,"
                                + " decay 0.5, one stage frozen. What rate does each row have?",
                        Call.of(
                                Value.of(new float[][] {{1}, {1}, {1}}),
                                Value.of(new float[][] {{1}, {1}, {1}}),
                                Value.of(0.4),
                                Value.of(0.5),
                                Value.of(1)))
                .property(Property.equal("is right where all have the same rate", 1, TOLERANCE, one, oracle)
                        .asEssential())
                .property(Property.equal("gives each depth its own rate", 3, TOLERANCE, depth, oracle))
                .property(Property.equal("leaves the frozen stages where they are", 2, TOLERANCE, frozen, oracle))
                .property(Property.equal(
                        "is right for one stage, and where most or all are frozen",
                        1,
                        TOLERANCE,
                        ends.and(head),
                        oracle))
                .property(Property.pure(1, depth));
    }

    private static Call call(RandomGenerator r, int stages, double decay, int frozen) {
        int columns = r.nextInt(2, 4);
        return Call.of(
                Value.of(Draw.numbers(r, stages + 1, columns, 1)),
                Value.of(Draw.rows(r, stages + 1, columns)),
                Value.of(r.nextDouble(0.2, 0.6)),
                Value.of(decay),
                Value.of(frozen));
    }

    /** The oracle: from the head downwards, the rate smaller each time. */
    private static double[][] step(double[][] weights, double[][] gradients, double rate, double decay, int frozen) {
        double[][] moved = new double[weights.length][weights[0].length];
        double own = rate;
        for (int s = weights.length - 1; s >= 0; s--) {
            boolean learns = s == weights.length - 1 || s >= frozen;
            for (int j = 0; j < moved[s].length; j++) {
                moved[s][j] = weights[s][j] - (learns ? own : 0) * gradients[s][j];
            }
            own *= decay;
        }
        return moved;
    }
}
