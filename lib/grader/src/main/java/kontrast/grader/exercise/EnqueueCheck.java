package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MoCoExercises.Enqueue;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 12.2: the newest keys take the place of the oldest, in a ring. */
final class EnqueueCheck {

    private EnqueueCheck() {}

    static Check<Enqueue> create() {
        Oracle oracle = a -> MoCoFormulas.matrix(
                MoCoFormulas.enqueue(Draw.matrix(a.get(0)), (int) a.get(1).number(), Draw.matrix(a.get(2))));
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
        return Check.of("12.2", "Into the queue", 3, signature())
                .reference((queue, p, keys) -> write(queue, keys, i -> (p + i) % queue.length))
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
                .property(Property.equal("goes on at the beginning where the queue ends", 3, 0, wrapped, oracle))
                .property(Property.equal("replaces all keys if N is K", 1, 0, whole, oracle))
                .property(Property.pure(1, inside))
                .misconception(
                        "runs over the end",
                        (queue, p, keys) -> write(queue, keys, i -> p + i),
                        "Your index runs beyond the last row. The queue is a ring: which row follows"
                                + " the last one?")
                .misconception(
                        "cut off at the end",
                        (queue, p, keys) -> {
                            int fit = Math.min(keys.length, queue.length - p);
                            return write(queue, Arrays.copyOf(keys, fit), i -> p + i);
                        },
                        "Keys that do not fit before the end of the queue are lost in your code. All"
                                + " N keys have a place: which rows are the oldest then?")
                .misconception(
                        "batch moved to the front",
                        (queue, p, keys) -> {
                            int from = p + keys.length > queue.length ? 0 : p;
                            return write(queue, keys, i -> from + i);
                        },
                        "Where the batch does not fit before the end, you write all of it at the"
                                + " front. The last rows then keep keys that are older than those"
                                + " that you overwrite.")
                .misconception(
                        "always at the front",
                        (queue, p, keys) -> write(queue, keys, i -> i),
                        "position changes nothing: you always overwrite the first rows, and the rest"
                                + " of the queue stays as it was for ever.")
                .misconception(
                        "one row too late",
                        (queue, p, keys) -> write(queue, keys, i -> (p + 1 + i) % queue.length),
                        "Your first key lands one row too late. position is the row that the next key"
                                + " overwrites, not the one that was written last.")
                .misconception(
                        "one row too early",
                        (queue, p, keys) -> write(queue, keys, i -> (p - 1 + i + queue.length) % queue.length),
                        "Your first key lands one row too early. Rows count from 0, and position is"
                                + " the very row that the next key overwrites.")
                .misconception(
                        "shifted like a list",
                        (queue, p, keys) -> shifted(queue, keys),
                        "You move all rows up and put the new keys at the end, as in the lecture's"
                                + " picture. In a ring nothing moves but position: K rows copied in"
                                + " each step would be a waste.")
                .misconception(
                        "queue grows",
                        (queue, p, keys) -> Stream.concat(Arrays.stream(queue), Arrays.stream(keys))
                                .toArray(float[][]::new),
                        "Your queue has grown. It holds K keys at all times: whoever comes in takes"
                                + " the place of somebody.")
                .misconception(
                        "batch reversed",
                        (queue, p, keys) -> write(queue, keys, i -> (p + keys.length - 1 - i) % queue.length),
                        "Your keys stand in the reverse order.")
                .misconception(
                        "backwards",
                        (queue, p, keys) -> write(queue, keys, i -> Math.floorMod(p - i, queue.length)),
                        "You go backwards from position. The rows behind it hold the newest keys of"
                                + " the last step; the oldest lie ahead.")
                .misconception(
                        "ring one row too short",
                        (queue, p, keys) -> write(queue, keys, i -> (p + i) % (queue.length - 1)),
                        "Your ring is closed one row too early: the last row is never written.")
                .misconception(
                        "mixed with the old key",
                        (queue, p, keys) -> {
                            float[][] after = copy(queue);
                            for (int i = 0; i < keys.length; i++) {
                                float[] row = after[(p + i) % queue.length];
                                for (int j = 0; j < row.length; j++) {
                                    row[j] = 0.5f * (row[j] + keys[i][j]);
                                }
                            }
                            return after;
                        },
                        "You mix new keys with the old ones, as a memory bank does, where a row"
                                + " belongs to one image for ever. Here the old key belongs to"
                                + " another image: it goes.")
                .misconception(
                        "queue overwritten",
                        (queue, p, keys) -> {
                            for (int i = 0; i < keys.length; i++) {
                                queue[(p + i) % queue.length] = keys[i].clone();
                            }
                            return queue;
                        },
                        "The rows are right, but the queue that came in is changed too. Note that"
                                + " clone() of a float[][] is a new array of the same old rows.")
                .build();
    }

    private static Signature<Enqueue> signature() {
        return new Signature<>(
                "enqueue",
                Kind.MATRIX,
                List.of("queue", "position", "keys"),
                List.of(Kind.MATRIX, Kind.INT, Kind.MATRIX),
                (f, a) -> f.apply((float[][]) a[0], (int) a[1], (float[][]) a[2]));
    }

    private static Call call(RandomGenerator r, int capacity, int position, int n) {
        int d = r.nextInt(2, 5);
        return Call.of(Value.of(Draw.unitRows(r, capacity, d)), Value.of(position), Value.of(Draw.unitRows(r, n, d)));
    }

    private static float[][] write(float[][] queue, float[][] keys, java.util.function.IntUnaryOperator row) {
        float[][] after = copy(queue);
        for (int i = 0; i < keys.length; i++) {
            after[row.applyAsInt(i)] = keys[i].clone();
        }
        return after;
    }

    private static float[][] shifted(float[][] queue, float[][] keys) {
        float[][] both =
                Stream.concat(Arrays.stream(queue), Arrays.stream(keys)).toArray(float[][]::new);
        return copy(Arrays.copyOfRange(both, keys.length, both.length));
    }

    private static float[][] copy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }
}
