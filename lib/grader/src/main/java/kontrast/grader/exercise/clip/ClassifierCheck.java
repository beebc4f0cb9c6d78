package kontrast.grader.exercise.clip;

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

/** 16.5: one vector a class, out of its prompts. */
final class ClassifierCheck {

    /** Float32 rows of length 1, normalised once or twice. */
    private static final double TOLERANCE = 1e-5;

    private ClassifierCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(classifier(Draw.matrix(a.get(0)), Unpack.ints(a.get(1)))));
        Cases even = Cases.times(4, r -> call(r, 3, 3, 3));
        Cases uneven = Cases.times(4, r -> call(r, 2, 5, 3, 4));
        Cases single = Cases.times(3, r -> call(r, 1, 1, 1));
        Cases alone = r -> List.of(call(r, 4), call(r, 3), call(r, 1));
        return Check.of("16.5")
                .example(
                        "Three prompts (3, 0), (0, 4), (0, 5) of the classes 0, 0, 1. Which direction lies"
                                + " halfway between the first two?",
                        Call.of(Value.of(new float[][] {{3, 0}, {0, 4}, {0, 5}}), Value.of(new int[] {0, 0, 1})))
                .property(Property.equal(
                                "is right for classes with the same number of prompts", 3, TOLERANCE, even, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for classes with different numbers of prompts", 1, TOLERANCE, uneven, oracle))
                .property(Property.equal("is right for one prompt per class", 1, TOLERANCE, single, oracle))
                .property(Property.equal("is right for a single class", 1, TOLERANCE, alone, oracle))
                .property(Property.pure(1, uneven));
    }

    /** So many prompts of each class, of any length, in any order; those of a class are somewhat alike. */
    private static Call call(RandomGenerator r, int... counts) {
        int[] sorted = IntStream.range(0, counts.length)
                .flatMap(c -> IntStream.generate(() -> c).limit(counts[c]))
                .toArray();
        int[] order = Draw.permutation(r, sorted.length);
        int[] classes = Arrays.stream(order).map(i -> sorted[i]).toArray();
        float[][] middles = Draw.unitRows(r, counts.length, 4);
        float[][] prompts = Draw.rows(r, classes.length, 4);
        for (int i = 0; i < classes.length; i++) {
            for (int j = 0; j < 4; j++) {
                prompts[i][j] += middles[classes[i]][j];
            }
        }
        return Call.of(Value.of(prompts), Value.of(classes));
    }

    /** The oracle: class by class, and number by number. */
    private static double[][] classifier(double[][] prompts, int[] classes) {
        int count = Arrays.stream(classes).max().orElseThrow() + 1;
        double[][] rows = new double[count][prompts[0].length];
        for (int c = 0; c < count; c++) {
            for (int j = 0; j < rows[c].length; j++) {
                for (int i = 0; i < prompts.length; i++) {
                    if (classes[i] == c) {
                        rows[c][j] += prompts[i][j] / Math.sqrt(Draw.dot(prompts[i], prompts[i]));
                    }
                }
            }
            double length = Math.sqrt(Draw.dot(rows[c], rows[c]));
            rows[c] = Arrays.stream(rows[c]).map(x -> x / length).toArray();
        }
        return rows;
    }
}
