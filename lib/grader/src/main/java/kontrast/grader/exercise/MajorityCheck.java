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
import kontrast.grader.exercise.ProtocolExercises.MajorityAccuracy;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 1.4: the accuracy of the commonest training label, the baseline of baselines. */
final class MajorityCheck {

    private MajorityCheck() {}

    static Check<MajorityAccuracy> create() {
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
        return Check.of("1.4", "The majority baseline", 1, signature())
                .reference((train, test) -> share(test, commonest(train)))
                .example(
                        "Training labels 2, 0, 2, 1; test labels 1, 1, 2, 0, 1. Whoever has only seen"
                                + " the training labels says the same class five times.",
                        Call.of(Value.of(new int[] {2, 0, 2, 1}), Value.of(new int[] {1, 1, 2, 0, 1})))
                .property(Property.equal("is right where one training label is the commonest", 3, 1e-6, clear, oracle)
                        .asEssential())
                .property(Property.equal("takes the smallest of the commonest labels", 1, 1e-6, tied, oracle))
                .misconception(
                        "commonest label of the test set",
                        (train, test) -> share(test, commonest(test)),
                        "Your baseline names the commonest label of the test set, which it cannot"
                                + " know: a baseline that peeks makes every honest method look"
                                + " worse.")
                .misconception(
                        "commonest label of both sets",
                        (train, test) -> share(test, commonest(concat(train, test))),
                        "You count the labels of both sets to find the commonest. The test labels"
                                + " are for the last step only.")
                .misconception(
                        "share of the training set",
                        (train, test) -> share(train, commonest(train)),
                        "Your number says how often the guess is right on the training labels."
                                + " Report on the test labels, as for every other row of the"
                                + " table.")
                .misconception(
                        "one over the number of classes",
                        (train, test) -> 1.0 / Arrays.stream(train).distinct().count(),
                        "This is the accuracy of a guess without any knowledge. Where classes differ"
                                + " in size, a better guess costs nothing.")
                .misconception(
                        "guessing in proportion",
                        (train, test) -> proportional(train, test),
                        "You guess each label as often as training has it. Always the commonest one"
                                + " is right more often, and a baseline must be as strong as it is"
                                + " cheap.")
                .misconception(
                        "mean label",
                        (train, test) -> share(test, (int)
                                Math.round(Arrays.stream(train).average().orElse(0))),
                        "You average the training labels. Labels are names: between a cat (1) and a"
                                + " tree (3) there is no 2.")
                .misconception(
                        "largest label",
                        (train, test) -> share(test, Arrays.stream(train).max().orElse(0)),
                        "You take the largest label itself. Wanted is the label with the largest" + " count.")
                .misconception(
                        "label for its share",
                        (train, test) -> commonest(train),
                        "You return the commonest label. Wanted is how often it is right on the test" + " labels.")
                .misconception(
                        "number of hits",
                        (train, test) -> share(test, commonest(train)) * test.length,
                        "You count the hits. An accuracy is a share of the test labels.")
                .misconception(
                        "per cent",
                        (train, test) -> 100 * share(test, commonest(train)),
                        "Your accuracy is in per cent. The text wants a share between 0 and 1.")
                .misconception(
                        "whole-number division",
                        (train, test) -> (double) (int) share(test, commonest(train)),
                        "One int divided by another is an int in Java: 3 / 5 is 0. Make one of them a"
                                + " double first.")
                .misconception(
                        "error rate",
                        (train, test) -> 1 - share(test, commonest(train)),
                        "This is the share of mistakes. Accuracy counts what is right.")
                .misconception(
                        "tie to the largest label",
                        (train, test) -> share(test, commonestFromAbove(train)),
                        "Of several labels that are equally common you take the largest. Any rule"
                                + " would do, but the text sets one, so that results repeat.")
                .misconception(
                        "tie to the label met first",
                        (train, test) -> share(test, commonestMetFirst(train)),
                        "Of several labels that are equally common you take the one that comes first"
                                + " in the array: shuffle the training set, and the baseline"
                                + " changes. The text sets another rule.")
                .build();
    }

    private static Signature<MajorityAccuracy> signature() {
        return new Signature<>(
                "majorityAccuracy",
                Kind.DOUBLE,
                List.of("trainLabels", "testLabels"),
                List.of(Kind.INTS, Kind.INTS),
                (f, a) -> f.apply((int[]) a[0], (int[]) a[1]));
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

    private static int[] counts(int[] labels) {
        int[] counts = new int[Arrays.stream(labels).max().orElse(0) + 1];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        return counts;
    }

    private static int commonest(int[] labels) {
        int[] counts = counts(labels);
        int best = 0;
        for (int c = 1; c < counts.length; c++) {
            best = counts[c] > counts[best] ? c : best;
        }
        return best;
    }

    private static int commonestFromAbove(int[] labels) {
        int[] counts = counts(labels);
        int best = 0;
        for (int c = 1; c < counts.length; c++) {
            best = counts[c] >= counts[best] ? c : best;
        }
        return best;
    }

    private static int commonestMetFirst(int[] labels) {
        int[] counts = counts(labels);
        int best = labels[0];
        for (int label : labels) {
            best = counts[label] > counts[best] ? label : best;
        }
        return best;
    }

    private static double proportional(int[] train, int[] test) {
        return Arrays.stream(test)
                .mapToDouble(label -> share(train, label))
                .average()
                .orElse(0);
    }

    private static int[] concat(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    private static double share(int[] labels, int guess) {
        return (double) Arrays.stream(labels).filter(label -> label == guess).count() / labels.length;
    }
}
