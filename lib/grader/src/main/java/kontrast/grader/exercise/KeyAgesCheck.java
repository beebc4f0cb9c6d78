package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MoCoExercises.KeyAges;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 12.3: how old each key of the queue is. */
final class KeyAgesCheck {

    private KeyAgesCheck() {}

    static Check<KeyAges> create() {
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
        Cases odd = Cases.times(5, KeyAgesCheck::odd);
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
        return Check.of("12.3", "How old are the keys?", 3, signature())
                .reference((k, n, steps) -> new Ring(k, n).play(steps).ages(steps))
                .example(
                        "A queue of 5 rows, batches of 2, after 3 steps: the steps wrote the rows 0"
                                + " and 1, then 2 and 3, then 4 and 0.",
                        call(5, 2, 3))
                .property(Property.equal("is right for a full queue that a number of batches fills", 3, 0, even, oracle)
                        .asEssential())
                .property(Property.equal("tells the rows that no step has written yet", 2, 0, filling, oracle))
                .property(Property.equal("is right where a batch goes over the end of the queue", 2, 0, odd, oracle))
                .property(Property.equal("is right for batches of one key, and of K", 1, 0, ends, oracle))
                .property(Property.equal("is right before the first step", 1, 0, none, oracle))
                .misconception(
                        "counted from 1",
                        (k, n, steps) -> map(new Ring(k, n).play(steps).ages(steps), a -> a < 0 ? a : a + 1),
                        "Your newest keys have the age 1. They were written in the last step: no step"
                                + " has passed since.")
                .misconception(
                        "number of the step",
                        (k, n, steps) -> new Ring(k, n).play(steps).writtenIn,
                        "You give the step in which a row was written. Wanted is how many steps have"
                                + " passed since: the newest keys have the smallest age.")
                .misconception(
                        "unwritten counts as new",
                        (k, n, steps) -> map(new Ring(k, n).play(steps).ages(steps), a -> Math.max(a, 0)),
                        "Rows that no step has written get the age 0 in your result, like the newest"
                                + " keys. (A new int[] is full of zeros.)")
                .misconception(
                        "unwritten counts as oldest",
                        (k, n, steps) -> map(new Ring(k, n).play(steps).ages(steps), a -> a < 0 ? steps : a),
                        "Rows that no step has written get an age in your result. They hold random"
                                + " directions from before the training: the text has a number of"
                                + " its own for them.")
                .misconception(
                        "newest first",
                        (k, n, steps) -> IntStream.range(0, k)
                                .map(r -> r / n < steps ? r / n : -1)
                                .toArray(),
                        "You sort the keys by age, the newest in front. In a ring a key stays in the"
                                + " row where it was written.")
                .misconception(
                        "newest last",
                        (k, n, steps) -> IntStream.range(0, k)
                                .map(r -> (k - 1 - r) / n < steps ? (k - 1 - r) / n : -1)
                                .toArray(),
                        "You sort the keys by age, the newest at the end, as if all rows moved up in"
                                + " each step. In a ring a key stays in the row where it was"
                                + " written.")
                .misconception(
                        "stops at the end",
                        (k, n, steps) ->
                                new Ring(k, n).withoutWrap().play(steps).ages(steps),
                        "Each row keeps its first key in your result, as if nothing were written any"
                                + " more once the queue is full. It is a ring; after the last row"
                                + " comes the first, and the old key goes.")
                .misconception(
                        "batch cut off at the end",
                        (k, n, steps) -> new Ring(k, n).cutOff().play(steps).ages(steps),
                        "Where a batch goes over the end, its rest is lost in your code, and the next"
                                + " batch begins at row 0. Its rest goes to the front, and the next"
                                + " batch begins behind it.")
                .misconception(
                        "batch moved to the front",
                        (k, n, steps) ->
                                new Ring(k, n).movedToFront().play(steps).ages(steps),
                        "Where a batch does not fit before the end, you write all of it at the front."
                                + " Its first keys still have room before the end.")
                .misconception(
                        "one step too many",
                        (k, n, steps) -> new Ring(k, n).play(steps + 1).ages(steps + 1),
                        "You have played one step more than asked for. Look at the bound of the" + " loop.")
                .misconception(
                        "one step too few",
                        (k, n, steps) ->
                                new Ring(k, n).play(Math.max(0, steps - 1)).ages(Math.max(0, steps - 1)),
                        "You have played one step fewer than asked for. Look at the bound of the" + " loop.")
                .misconception(
                        "counted in keys",
                        (k, n, steps) -> new Ring(k, 1).play(n * steps).ages(n * steps),
                        "Your ages count keys: how many were written after this one. Asked for are"
                                + " steps; all keys of a batch are of one age.")
                .build();
    }

    private static Signature<KeyAges> signature() {
        return new Signature<>(
                "ages",
                Kind.INTS,
                List.of("capacity", "batch", "steps"),
                List.of(Kind.INT, Kind.INT, Kind.INT),
                (f, a) -> f.apply((int) a[0], (int) a[1], (int) a[2]));
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

    private static int[] map(int[] ages, java.util.function.IntUnaryOperator change) {
        return Arrays.stream(ages).map(change).toArray();
    }

    /** The queue as the steps in which its rows were written, with ways to get it wrong. */
    private static final class Ring {
        private final int[] writtenIn;
        private final int batch;
        private boolean endless;
        private boolean cut;
        private boolean front;

        Ring(int capacity, int batch) {
            this.batch = batch;
            writtenIn = new int[capacity];
            Arrays.fill(writtenIn, -1);
        }

        Ring withoutWrap() {
            endless = true;
            return this;
        }

        Ring cutOff() {
            cut = true;
            return this;
        }

        Ring movedToFront() {
            front = true;
            return this;
        }

        Ring play(int steps) {
            int capacity = writtenIn.length;
            int position = 0;
            for (int step = 0; step < steps; step++) {
                if (front && position + batch > capacity) {
                    position = 0;
                }
                for (int i = 0; i < batch; i++) {
                    int row = position + i;
                    if (row < capacity || !(endless || cut)) {
                        writtenIn[row % capacity] = step;
                    }
                }
                position += batch;
                if (cut && position >= capacity) {
                    position = 0;
                } else if (!endless) {
                    position %= capacity;
                }
            }
            return this;
        }

        int[] ages(int steps) {
            return map(writtenIn, s -> s < 0 ? -1 : steps - 1 - s);
        }
    }
}
