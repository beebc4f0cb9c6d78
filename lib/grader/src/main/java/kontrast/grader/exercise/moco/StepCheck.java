package kontrast.grader.exercise.moco;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 12.8: repair the step in which the queue knows the keys too early. */
final class StepCheck {

    /** All is computed in double precision, from floats that are exact there. */
    private static final double TOLERANCE = 1e-6;

    private StepCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(MoCoFormulas.firstIsPositive(MoCoFormulas.logits(
                Draw.matrix(a.get(0)),
                Draw.matrix(a.get(1)),
                Draw.matrix(a.get(2)),
                a.get(4).number())));
        Cases any = Cases.times(4, r -> call(r, false));
        Cases wrapped = Cases.times(4, r -> call(r, true));
        return Check.of("12.8")
                .example(
                        "One query (1, 0) with its key (1, 0), a queue of one key, (0, 1),"
                                + " position 0, temperature 1. How many candidates does the query"
                                + " have, and which?",
                        Call.of(
                                Value.of(new float[][] {{1, 0}}),
                                Value.of(new float[][] {{1, 0}}),
                                Value.of(new float[][] {{0, 1}}),
                                Value.of(0),
                                Value.of(1.0)))
                .property(Property.equal("returns the loss of the step", 2, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal(
                        "returns it where the batch runs past the end of the queue", 1, TOLERANCE, wrapped, oracle))
                .property(new Property(
                        "leaves the keys of the batch in the queue",
                        2,
                        false,
                        0,
                        random -> both(any, wrapped, random),
                        Property.each(StepCheck::queueFault)));
    }

    private static Call call(RandomGenerator r, boolean wrapped) {
        int d = r.nextInt(3, 5);
        int n = r.nextInt(3, 6);
        int capacity = 3 * n + r.nextInt(0, 4);
        int position = wrapped ? capacity - r.nextInt(1, n) : r.nextInt(0, n);
        return Call.of(
                Value.of(Draw.unitRows(r, n, d)),
                Value.of(Draw.unitRows(r, n, d)),
                Value.of(Draw.unitRows(r, capacity, d)),
                Value.of(position),
                Value.of(r.nextDouble(0.2, 1)));
    }

    private static List<Call> both(Cases one, Cases other, RandomGenerator random) {
        return Stream.concat(one.draw(random).stream(), other.draw(random).stream())
                .toList();
    }

    /** The queue is an argument that is to be changed: all rows are compared afterwards. */
    private static Optional<String> queueFault(Call call, Outcome outcome) {
        List<Value> a = call.arguments();
        double[][] expected =
                MoCoFormulas.enqueue(Draw.matrix(a.get(2)), (int) a.get(3).number(), Draw.matrix(a.get(1)));
        double[][] found = Draw.matrix(outcome.after().get(2));
        int wrong = 0;
        for (int row = 0; row < found.length; row++) {
            wrong += Arrays.equals(found[row], expected[row]) ? 0 : 1;
        }
        return wrong == 0
                ? Optional.empty()
                : Optional.of("%d of %d rows of the queue are wrong afterwards".formatted(wrong, found.length));
    }
}
