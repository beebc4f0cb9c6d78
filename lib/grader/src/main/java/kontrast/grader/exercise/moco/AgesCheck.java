package kontrast.grader.exercise.moco;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 12.3: how old each key of the queue is. */
final class AgesCheck {

    private AgesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(MoCoFormulas.ages(
                (int) a.get(0).number(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases even = Cases.times(5, r -> {
            int n = r.nextInt(2, 6);
            int batches = r.nextInt(3, 6);
            // Some batches into the second round or later, never at its end.
            int rounds = r.nextInt(1, 4);
            return call(batches * n, n, batches * rounds + r.nextInt(1, batches));
        });
        Cases filling = Cases.times(4, r -> {
            int n = r.nextInt(2, 6);
            int batches = r.nextInt(4, 7);
            return call(batches * n, n, r.nextInt(2, batches));
        });
        Cases odd = Cases.times(5, AgesCheck::odd);
        Cases ends = r -> {
            int n = r.nextInt(2, 6);
            int batches = r.nextInt(2, 5);
            return List.of(
                    call(n, n, r.nextInt(1, 5)), // a batch fills the queue
                    call(n + 2, 1, r.nextInt(n, n + 5)),
                    call(batches * n, n, batches), // a round ends
                    call(batches * n, n, 2 * batches));
        };
        Cases none = Cases.times(2, r -> call(r.nextInt(4, 9), 2, 0));
        return Check.of("12.3")
                .example(
                        "A queue of 5 rows, batches of 2, after 3 steps: the steps wrote the rows 0"
                                + " and 1, then 2 and 3, then 4 and 0.",
                        call(5, 2, 3))
                .property(Property.equal("is right for a full queue that whole batches fill", 3, 0, even, oracle)
                        .asEssential())
                .property(Property.equal("marks the rows that no step has written yet", 2, 0, filling, oracle))
                .property(Property.equal("is right where a batch runs past the end of the queue", 2, 0, odd, oracle))
                .property(Property.equal(
                        "is right where a round ends, and for batches of one key and of K keys", 1, 0, ends, oracle))
                .property(Property.equal("is right before the first step", 1, 0, none, oracle));
    }

    private static Call call(int capacity, int batch, int steps) {
        return Call.of(Value.of(capacity), Value.of(batch), Value.of(steps));
    }

    /** A queue that no whole number of batches fills, after more than one round. */
    private static Call odd(RandomGenerator r) {
        int n = r.nextInt(3, 6);
        int batches = r.nextInt(2, 5);
        int capacity = batches * n + r.nextInt(1, n);
        return call(capacity, n, batches + r.nextInt(2, 6));
    }
}
