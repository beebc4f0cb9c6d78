package kontrast.grader.exercise;

import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MoCoExercises.Unshuffle;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 12.6: the way back from a shuffled batch. */
final class UnshuffleCheck {

    private UnshuffleCheck() {}

    static Check<Unshuffle> create() {
        Oracle oracle = a -> {
            double[] order = a.get(0).data();
            int[] back = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                back[(int) order[i]] = i;
            }
            return Value.of(back);
        };
        Cases any = Cases.times(6, r -> Call.of(Value.of(order(r, r.nextInt(7, 20)))));
        Cases unchanged = Cases.times(
                2, r -> Call.of(Value.of(IntStream.range(0, r.nextInt(3, 9)).toArray())));
        return Check.of("12.6", "Shuffle, and back", 2, signature())
                .reference(order -> back(order, 0))
                .example(
                        "order = 2, 0, 1: the images A, B, C go into the key encoder as C, A, B, and"
                                + " so come out the keys c, a, b. In which places do you find a, b"
                                + " and c?",
                        Call.of(Value.of(2, 0, 1)))
                .property(Property.equal("is right for random orders", 3, 0, any, oracle)
                        .asEssential())
                .property(Property.equal("leaves a batch that was not shuffled", 1, 0, unchanged, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "the same order again",
                        order -> order.clone(),
                        "You apply the same order a second time. After one turn of C, A, B another"
                                + " turn gives B, C, A: not yet A, B, C.")
                .misconception(
                        "not shuffled back",
                        order -> each(order, (i, o) -> i),
                        "You leave the keys as they come out, so that query i meets the key of" + " another image.")
                .misconception(
                        "read backwards",
                        order -> each(order, (i, o) -> order[order.length - 1 - i]),
                        "You read the order from its end. That is another shuffle, not the way" + " back.")
                .misconception(
                        "mirrored",
                        order -> each(order, (i, o) -> order.length - 1 - o),
                        "You turn places around (n - 1 - place). That is another shuffle, not the" + " way back.")
                .misconception(
                        "order twice",
                        order -> each(order, (i, o) -> order[o]),
                        "You follow the order twice. Going two steps forwards does not lead back.")
                .misconception(
                        "counted from 1", order -> back(order, 1), "You count places from 1. Arrays count from 0.")
                .misconception(
                        "displacement",
                        order -> each(order, (i, o) -> Math.floorMod(2 * i - o, order.length)),
                        "You send each row back by as many places as it has moved, but you start"
                                + " from the wrong row: entry i is about the image i, not about"
                                + " what stands in place i.")
                .misconception(
                        "order overwritten",
                        order -> {
                            int[] back = back(order, 0);
                            System.arraycopy(back, 0, order, 0, order.length);
                            return order;
                        },
                        "The places are right, but they are written into order itself. Return a new" + " array.")
                .build();
    }

    private static Signature<Unshuffle> signature() {
        return new Signature<>(
                "unshuffle", Kind.INTS, List.of("order"), List.of(Kind.INTS), (f, a) -> f.apply((int[]) a[0]));
    }

    /** Fisher and Yates. */
    private static int[] order(RandomGenerator r, int n) {
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = r.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    private static int[] back(int[] order, int from) {
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i + from;
        }
        return back;
    }

    private static int[] each(int[] order, IntBinaryOperator place) {
        return IntStream.range(0, order.length)
                .map(i -> place.applyAsInt(i, order[i]))
                .toArray();
    }
}
