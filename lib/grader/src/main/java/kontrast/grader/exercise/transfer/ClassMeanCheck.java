package kontrast.grader.exercise.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 15.3: the mean of the accuracies of the classes that occur. */
final class ClassMeanCheck {

    /** A mean of a few shares. */
    private static final double TOLERANCE = 2e-6;

    private ClassMeanCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(mean(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        Cases all = Cases.times(4, r -> call(r, false, 0, 1, 2, 3));
        Cases gaps = Cases.times(4, r -> call(r, false, gaps(r)))
                .and(Cases.times(2, r -> call(r, false, 40_000 + r.nextInt(100), 5, 700, 2018)));
        Cases strange = Cases.times(4, r -> call(r, true, 0, 1, 2, 3));
        Cases one = r -> List.of(
                Call.of(Value.of(new int[] {0, 3, 0, 0, 7}), Value.of(new int[] {0, 0, 0, 0, 0})),
                Call.of(Value.of(new int[] {5}), Value.of(new int[] {5})),
                Call.of(Value.of(new int[] {2, 5, 5}), Value.of(new int[] {5, 2, 2})));
        return Check.of("15.3")
                .example(
                        "Five pictures of the classes 0, 0, 0, 0, 1, and 0 is always guessed. Four of five are"
                                + " right; what share of class 0, and of class 1?",
                        Call.of(Value.of(new int[] {0, 0, 0, 0, 0}), Value.of(new int[] {0, 0, 0, 0, 1})))
                .property(Property.equal("gives each class the same weight", 3, TOLERANCE, all, oracle)
                        .asEssential())
                .property(Property.equal("leaves out classes without a picture", 1, TOLERANCE, gaps, oracle))
                .property(Property.equal(
                        "is not affected by classes that are guessed but do not occur", 1, TOLERANCE, strange, oracle))
                .property(Property.equal(
                        "is right for a single class, and where nothing is right", 1, TOLERANCE, one, oracle))
                .property(Property.pure(1, all));
    }

    /** Four of the numbers 0 to 8, the largest among them, in any order. */
    private static int[] gaps(RandomGenerator r) {
        return Arrays.stream(Draw.permutation(r, 8))
                .limit(4)
                .map(c -> c == 0 ? 8 : c)
                .toArray();
    }

    /** Four classes of very unequal size, each with a share of its own that is right. */
    private static Call call(RandomGenerator r, boolean strange, int... names) {
        int[] sizes = {r.nextInt(10, 14), 6, 4, 3};
        int[] right = {9, r.nextInt(1, 3), 3, 1};
        int[] truth = IntStream.range(0, 4)
                .flatMap(c -> IntStream.generate(() -> names[c]).limit(sizes[c]))
                .toArray();
        int[] guesses = truth.clone();
        int at = 0;
        for (int c = 0; c < 4; c++) {
            for (int i = right[c]; i < sizes[c]; i++) {
                guesses[at + i] = names[(c + 1 + (i + c) % 3) % 4];
            }
            at += sizes[c];
        }
        if (strange) {
            guesses[truth.length - 1] = 9 + r.nextInt(3);
            guesses[sizes[0] - 1] = 15;
        }
        int[] order = Draw.permutation(r, truth.length);
        return Call.of(
                Value.of(Arrays.stream(order).map(i -> guesses[i]).toArray()),
                Value.of(Arrays.stream(order).map(i -> truth[i]).toArray()));
    }

    /** The oracle: each picture weighs one over the number of classes, and one over the pictures of its class. */
    private static double mean(int[] guesses, int[] truth) {
        double classes = Arrays.stream(truth).distinct().count();
        double mean = 0;
        for (int i = 0; i < truth.length; i++) {
            int own = truth[i];
            double size = Arrays.stream(truth).filter(y -> y == own).count();
            mean += guesses[i] == own ? 1 / classes / size : 0;
        }
        return mean;
    }
}
