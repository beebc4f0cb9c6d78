package kontrast.grader.exercise;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.RotationExercises.RotationLabels;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 3.1: the answers of a batch in which every image stands in all four rotations. */
final class RotationLabelsCheck {

    private static final int TURNS = 4;

    private RotationLabelsCheck() {}

    static Check<RotationLabels> create() {
        Oracle oracle = a -> Value.of(stacked((int) a.get(0).number()));
        return Check.of("3.1", "Labels for nothing", 1, signature())
                .reference(n -> labels(n, i -> i / n))
                .example(
                        "Three images A, B, C. Write the twelve rows of the batch down: A, B, C as"
                                + " they are, then all three turned once, and so on; and beside"
                                + " each how often it is turned.",
                        Call.of(Value.of(3)))
                .property(Property.equal(
                                "is right for batches of many sizes",
                                3,
                                0,
                                Cases.times(6, r -> Call.of(Value.of(r.nextInt(5, 40)))),
                                oracle)
                        .asEssential())
                .property(
                        Property.equal("is right for a single image", 1, 0, r -> List.of(Call.of(Value.of(1))), oracle))
                .misconception(
                        "rotations of one image side by side",
                        n -> labels(n, i -> i % TURNS),
                        "Your labels are right for a batch in which the four rotations of one image"
                                + " are neighbours. Ours is stacked: first all images unturned.")
                .misconception(
                        "number of the image",
                        n -> labels(n, i -> i % n),
                        "You number the images. Which image it is, is not asked; how often is it" + " turned?")
                .misconception(
                        "number of the image, side by side",
                        n -> labels(n, i -> i / TURNS),
                        "Your number grows with every fourth row, up to the number of images. There"
                                + " are only four answers.")
                .misconception(
                        "degrees",
                        n -> labels(n, i -> 90 * (i / n)),
                        "You give degrees. A class is an index from 0: a network with labels up to"
                                + " 270 would need 271 outputs.")
                .misconception(
                        "counted from 1",
                        n -> labels(n, i -> i / n + 1),
                        "You count the classes from 1. An image that is not turned has been turned 0" + " times.")
                .misconception(
                        "one label an image",
                        n -> IntStream.range(0, n).map(i -> i % TURNS).toArray(),
                        "You give one label to each image, as if each were turned once. In this batch"
                                + " every image stands four times.")
                .misconception(
                        "three rotations",
                        n -> IntStream.range(0, (TURNS - 1) * n)
                                .map(i -> i / n + 1)
                                .toArray(),
                        "You leave out the images that are not turned. Upright is an answer too.")
                .misconception(
                        "backwards",
                        n -> labels(n, i -> TURNS - 1 - i / n),
                        "Your labels count down. The batch begins with the images as they are.")
                .misconception(
                        "turned or not",
                        n -> labels(n, i -> Math.min(1, i / n)),
                        "You only say whether an image is turned. The question is by how much.")
                .misconception(
                        "all zeros",
                        n -> labels(n, i -> 0),
                        "Every label of yours is 0. In Java an int divided by a larger int is 0:"
                                + " look at what you divide by what.")
                .build();
    }

    private static Signature<RotationLabels> signature() {
        return new Signature<>(
                "rotationLabels", Kind.INTS, List.of("n"), List.of(Kind.INT), (f, a) -> f.apply((int) a[0]));
    }

    /** All images unturned, then all turned once, and so on. */
    private static int[] stacked(int n) {
        int[] labels = new int[TURNS * n];
        int row = 0;
        for (int turns = 0; turns < TURNS; turns++) {
            for (int image = 0; image < n; image++) {
                labels[row++] = turns;
            }
        }
        return labels;
    }

    private static int[] labels(int n, IntUnaryOperator label) {
        return IntStream.range(0, TURNS * n).map(label).toArray();
    }
}
