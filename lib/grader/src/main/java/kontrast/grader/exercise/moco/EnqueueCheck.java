package kontrast.grader.exercise.moco;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 12.2: the newest keys take the place of the oldest, in a ring. */
final class EnqueueCheck {

    private EnqueueCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(
                MoCoFormulas.enqueue(Draw.matrix(a.get(0)), (int) a.get(1).number(), Draw.matrix(a.get(2)))));
        Cases inside = Cases.times(5, r -> {
            int n = r.nextInt(3, 5);
            int capacity = 2 * n + r.nextInt(2, 6);
            return call(r, capacity, r.nextInt(1, n), n);
        });
        Cases ends = r -> List.of(call(r, 9, 0, 4), call(r, 9, 5, 4), call(r, 7, 3, 1), call(r, 7, 6, 1));
        Cases over = Cases.times(5, r -> {
            int n = r.nextInt(4, 7);
            int capacity = n + r.nextInt(2, 6);
            return call(r, capacity, capacity - r.nextInt(1, n - 1), n);
        });
        // One that does not go over the end tells who always writes at the front.
        Cases wrapped = r -> Stream.concat(
                        over.draw(r).stream(), inside.draw(r).stream().limit(1))
                .toList();
        Cases whole = Cases.times(3, r -> {
            int n = r.nextInt(4, 7);
            return call(r, n, r.nextInt(1, n), n);
        });
        return Check.of("12.2")
                .example(
                        "A queue of five keys of one number each: 1, 2, 3, 4, 5. position is 4, the"
                                + " new keys are 8 and 9. Draw the five rows as a circle.",
                        Call.of(Value.of(new float[][] {{1}, {2}, {3}, {4}, {5}}), Value.of(4), Value.of(new float[][] {
                            {8}, {9}
                        })))
                .property(Property.equal("writes a batch that ends before the end of the queue", 2, 0, inside, oracle)
                        .asEssential())
                .property(Property.equal(
                        "writes a batch that begins at row 0, or ends with the last row", 1, 0, ends, oracle))
                .property(Property.equal("continues at the beginning when the queue ends", 3, 0, wrapped, oracle))
                .property(Property.equal("replaces all keys if N is K", 1, 0, whole, oracle))
                .property(Property.pure(1, inside));
    }

    private static Call call(RandomGenerator r, int capacity, int position, int n) {
        int d = r.nextInt(2, 5);
        return Call.of(Value.of(Draw.unitRows(r, capacity, d)), Value.of(position), Value.of(Draw.unitRows(r, n, d)));
    }
}
