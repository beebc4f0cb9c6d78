package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MoCoExercises.Step;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** Exercise 12.8: repair the step in which the queue knows the keys too early. */
final class MoCoStepCheck {

    /** All is computed in double precision, from floats that are exact there. */
    private static final double TOLERANCE = 1e-6;

    private MoCoStepCheck() {}

    static Check<Step> create() {
        Oracle oracle = a -> Value.of(MoCoFormulas.firstIsPositive(MoCoFormulas.logits(
                Draw.matrix(a.get(0)),
                Draw.matrix(a.get(1)),
                Draw.matrix(a.get(2)),
                a.get(4).number())));
        Cases any = Cases.times(4, r -> call(r, false));
        Cases wrapped = Cases.times(4, r -> call(r, true));
        return Check.of("12.8", "Repair run B", 2, signature())
                .reference((q, k, queue, p, tau) -> {
                    double loss = loss(q, k, queue, tau);
                    enqueue(k, queue, p);
                    return loss;
                })
                .example(
                        "One query (1, 0) with its key (1, 0), a queue of the one key (0, 1),"
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
                        "returns it where the batch goes over the end of the queue", 1, TOLERANCE, wrapped, oracle))
                .property(new Property(
                        "leaves the keys of the batch in the queue",
                        2,
                        false,
                        0,
                        random -> both(any, wrapped, random),
                        MoCoStepCheck::queueFault))
                .handedOut(
                        (q, k, queue, p, tau) -> {
                            enqueue(k, queue, p);
                            return loss(q, k, queue, tau);
                        },
                        "Nothing has changed yet: this step computes what run B computed. Go through"
                                + " it with a batch of one image and a queue of one key.")
                .misconception(
                        "never enqueued",
                        (q, k, queue, p, tau) -> loss(q, k, queue, tau),
                        "The loss is right, but the queue is not filled any more (or a copy of it"
                                + " is): its keys stay what they were on the first day.")
                .misconception(
                        "negatives of the batch enqueued one by one",
                        (q, k, queue, p, tau) -> {
                            double loss = 0;
                            for (int i = 0; i < q.length; i++) {
                                loss += loss(row(q, i), row(k, i), queue, tau) / q.length;
                                enqueue(row(k, i), queue, p + i);
                            }
                            return loss;
                        },
                        "Each key enters right after its own query, so that later queries of the"
                                + " batch meet other negatives than the first. The whole batch is"
                                + " scored against one and the same queue.")
                .misconception(
                        "positive counted once, queue too new",
                        (q, k, queue, p, tau) -> {
                            enqueue(k, queue, p);
                            double loss = 0;
                            for (int i = 0; i < q.length; i++) {
                                float[][] rest = without(queue, p + i, 1);
                                loss += loss(row(q, i), row(k, i), rest, tau) / q.length;
                            }
                            return loss;
                        },
                        "The positive is counted once again. But the other keys of the batch stand"
                                + " where the oldest keys were a moment ago, before anybody was"
                                + " compared with those, and K negatives have become K - 1.")
                .misconception(
                        "whole batch skipped",
                        (q, k, queue, p, tau) -> {
                            enqueue(k, queue, p);
                            return loss(q, k, without(queue, p, k.length), tau);
                        },
                        "You leave out the rows that were just written. They held N negatives before"
                                + " that; now each query has K - N.")
                .misconception(
                        "enqueued at the wrong place",
                        (q, k, queue, p, tau) -> {
                            double loss = loss(q, k, queue, tau);
                            enqueue(k, queue, p + k.length);
                            return loss;
                        },
                        "The loss is right, but the keys are written N rows too late: position has"
                                + " not moved before this batch is in.")
                .misconception(
                        "queries enqueued",
                        (q, k, queue, p, tau) -> {
                            double loss = loss(q, k, queue, tau);
                            enqueue(q, queue, p);
                            return loss;
                        },
                        "The loss is right, but it is the queries that enter the queue. They come from"
                                + " the encoder that changes fast.")
                .misconception(
                        "logarithm of 2 taken off",
                        (q, k, queue, p, tau) -> {
                            enqueue(k, queue, p);
                            return loss(q, k, queue, tau) - Math.log(2);
                        },
                        "You subtract what the curves differ by in the end. The positive still counts"
                                + " twice, and its gradient with it: a constant changes no"
                                + " gradient.")
                .build();
    }

    private static Signature<Step> signature() {
        return new Signature<>(
                "step",
                Kind.DOUBLE,
                List.of("q", "k", "queue", "position", "temperature"),
                List.of(Kind.MATRIX, Kind.MATRIX, Kind.MATRIX, Kind.INT, Kind.DOUBLE),
                (f, a) -> f.apply((float[][]) a[0], (float[][]) a[1], (float[][]) a[2], (int) a[3], (double) a[4]));
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
        return java.util.stream.Stream.concat(one.draw(random).stream(), other.draw(random).stream())
                .toList();
    }

    /** The queue is an argument that is to be changed: all rows are compared afterwards. */
    private static Optional<String> queueFault(List<Call> calls, List<Outcome> outcomes) {
        for (int i = 0; i < calls.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.isThrown()) {
                return Optional.of("it threw " + outcome.thrown() + ": " + outcome.message());
            }
            List<Value> a = calls.get(i).arguments();
            double[][] expected =
                    MoCoFormulas.enqueue(Draw.matrix(a.get(2)), (int) a.get(3).number(), Draw.matrix(a.get(1)));
            double[][] found = Draw.matrix(outcome.after().get(2));
            int wrong = 0;
            for (int row = 0; row < found.length; row++) {
                wrong += Arrays.equals(found[row], expected[row]) ? 0 : 1;
            }
            if (wrong > 0) {
                return Optional.of("%d of %d rows of the queue are wrong afterwards".formatted(wrong, found.length));
            }
        }
        return Optional.empty();
    }

    private static void enqueue(float[][] keys, float[][] queue, int position) {
        for (int i = 0; i < keys.length; i++) {
            queue[(position + i) % queue.length] = keys[i].clone();
        }
    }

    private static double loss(float[][] q, float[][] k, float[][] negatives, double tau) {
        double loss = 0;
        for (int i = 0; i < q.length; i++) {
            double positive = Math.exp(dot(q[i], k[i]) / tau);
            loss -= Math.log(positive / (positive + sum(q[i], negatives, tau)));
        }
        return loss / q.length;
    }

    private static double sum(float[] query, float[][] keys, double tau) {
        return Arrays.stream(keys)
                .mapToDouble(key -> Math.exp(dot(query, key) / tau))
                .sum();
    }

    private static float[][] row(float[][] rows, int i) {
        return new float[][] {rows[i]};
    }

    /** The rows of a ring but for some that follow each other. */
    private static float[][] without(float[][] ring, int from, int count) {
        float[][] rest = new float[ring.length - count][];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = ring[(from + count + i) % ring.length];
        }
        return rest;
    }

    private static double dot(float[] u, float[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += (double) u[i] * v[i];
        }
        return sum;
    }
}
