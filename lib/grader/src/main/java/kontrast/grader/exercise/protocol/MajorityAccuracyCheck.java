package kontrast.grader.exercise.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 1.4: the accuracy of the commonest training label, the baseline of baselines. */
final class MajorityAccuracyCheck {

    private MajorityAccuracyCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(accuracy(Unpack.ints(a.get(0)), Unpack.ints(a.get(1))));
        // As it is, with 0 and 1 exchanged so that 0 is the commonest, and with names from 0 to 8 that leave gaps.
        Cases clear = r -> List.of(
                call(r, false, 0, 1, 2, 3, 4, 5),
                call(r, false, 1, 0, 2, 3, 4, 5),
                call(r, false, 0, 1, 2, 3, 4, 5),
                call(r, false, names(r)),
                call(r, false, names(r)));
        Cases tied = r -> List.of(
                call(r, true, 0, 1, 2, 3, 4, 5),
                call(r, true, 1, 0, 2, 3, 4, 5),
                call(r, true, 0, 1, 2, 3, 4, 5),
                call(r, true, 1, 0, 2, 3, 4, 5));
        Cases unseen = Cases.times(3, r -> withUnseen(call(r, false, 0, 1, 2, 3, 4, 5)))
                .and(r -> List.of(withUnseen(call(r, false, far(names(r))))));
        return Check.of("1.4")
                .example(
                        "Training labels 2, 0, 2, 1; test labels 1, 1, 2, 0, 1. If you have seen"
                                + " only the training labels, you name the same class five times.",
                        Call.of(Value.of(new int[] {2, 0, 2, 1}), Value.of(new int[] {1, 1, 2, 0, 1})))
                .property(Property.equal("is right where one training label is the commonest", 2, 1e-6, clear, oracle)
                        .asEssential())
                .property(Property.equal("takes the smallest of the commonest labels", 1, 1e-6, tied, oracle))
                .property(Property.equal("allows for labels that training has not seen", 1, 1e-6, unseen, oracle));
    }

    /** The same, and one test label more, which is larger than all others. */
    private static Call withUnseen(Call call) {
        int[] train = Unpack.ints(call.arguments().get(0));
        int[] test = Unpack.ints(call.arguments().get(1));
        int[] more = Arrays.copyOf(test, test.length + 1);
        more[test.length] = Arrays.stream(train).max().orElseThrow() + 1;
        return Call.of(Value.of(train), Value.of(more));
    }

    /**
     * Six labels, of which the second (with ties the third and the fifth, too) is the commonest in training, the
     * fourth in the test set and the first in both together; each has a share of its own in the test set.
     */
    private static Call call(RandomGenerator r, boolean tied, int... names) {
        int extra = r.nextInt(0, 4);
        int[] train = {8, 9, r.nextInt(3, 6), r.nextInt(3, 6), r.nextInt(3, 6), r.nextInt(3, 6)};
        int[] test = {14 + extra, 5, 7 + extra, 16 + extra, 12, 3};
        if (tied) {
            train[0] = 4;
            train[2] = 9;
            train[4] = 9;
            train[5] = 8; // so that the mean is none of the three
        }
        int[] trainLabels = labels(names, train);
        shuffle(r, trainLabels);
        int[] testLabels = labels(names, test);
        shuffle(r, testLabels);
        if (tied) {
            // The third is met first: neither the smallest nor the largest of the three.
            int at = IntStream.range(0, trainLabels.length)
                    .filter(i -> trainLabels[i] == names[2])
                    .min()
                    .orElseThrow();
            trainLabels[at] = trainLabels[0];
            trainLabels[0] = names[2];
        }
        return Call.of(Value.of(trainLabels), Value.of(testLabels));
    }

    private static int[] labels(int[] names, int... counts) {
        return IntStream.range(0, counts.length)
                .flatMap(c -> IntStream.generate(() -> names[c]).limit(counts[c]))
                .toArray();
    }

    /** Six of the numbers from 0 to 8. */
    private static int[] names(RandomGenerator r) {
        int[] names = IntStream.range(0, 9).toArray();
        shuffle(r, names);
        return Arrays.copyOf(names, 6);
    }

    /** Names above 9, which do not fit into an array for nine or ten classes. */
    private static int[] far(int[] names) {
        return Arrays.stream(names).map(name -> 10 + 3 * name).toArray();
    }

    /** The first of the longest runs of the sorted training labels is the guess. */
    private static double accuracy(int[] train, int[] test) {
        int[] sorted = Arrays.stream(train).sorted().toArray();
        int guess = -1;
        int longest = 0;
        for (int from = 0, to = 0; from < sorted.length; from = to) {
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            if (to - from > longest) {
                longest = to - from;
                guess = sorted[from];
            }
        }
        double right = 0;
        for (int label : test) {
            right += label == guess ? 1 : 0;
        }
        return right / test.length;
    }

    private static void shuffle(RandomGenerator r, int[] numbers) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int j = r.nextInt(i + 1);
            int kept = numbers[i];
            numbers[i] = numbers[j];
            numbers[j] = kept;
        }
    }
}
