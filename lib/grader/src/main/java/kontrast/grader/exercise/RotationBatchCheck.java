package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.RotationExercises.RotationBatch;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 3.3: all four rotations of a batch of pictures, as tensors. */
final class RotationBatchCheck {

    private static final int TURNS = 4;

    private RotationBatchCheck() {}

    static Check<RotationBatch> create() {
        Oracle oracle = a -> stacked(a.get(0));
        Cases grey = Cases.times(3, r -> call(r, r.nextInt(2, 4), 1));
        Cases colour = Cases.times(4, r -> call(r, r.nextInt(2, 4), 3));
        return Check.of("3.3", "A batch in all four rotations", 3, signature())
                .reference(x -> stack(RotationBatchCheck::left, x))
                .example(
                        "One picture with one channel, 1 2 over 3 4: a tensor of shape (1, 1, 2, 2)."
                                + " The result has four pictures; the first is the one you gave.",
                        Call.of(Value.tensor(new long[] {1, 1, 2, 2}, 1, 2, 3, 4)))
                .property(Property.equal("turns pictures of one channel", 2, 0, grey, oracle)
                        .asEssential())
                .property(Property.equal("turns pictures of three channels", 2, 0, colour, oracle))
                .property(Property.pure(1, colour))
                .misconception(
                        "clockwise",
                        x -> stack(RotationBatchCheck::right, x),
                        "You turn clockwise: what should be label 1 is 3 and the other way round. The"
                                + " loss would not notice, but who compares with others would.")
                .misconception(
                        "rotations of one image side by side",
                        x -> {
                            NDArray all = stack(RotationBatchCheck::left, x);
                            Shape s = x.getShape();
                            return all.reshape(TURNS, s.get(0), s.get(1), s.get(2), s.get(3))
                                    .swapAxes(0, 1)
                                    .reshape(all.getShape());
                        },
                        "In your batch the four rotations of one picture are neighbours. The labels"
                                + " of 3.1 belong to a stacked batch: all pictures unturned, then"
                                + " all turned once.")
                .misconception(
                        "mirrored, not turned",
                        x -> {
                            NDArray wide = x.flip(3);
                            NDArray high = x.flip(2);
                            return join(x, wide, wide.flip(2), high);
                        },
                        "Two of your four are mirror images. Turning by a quarter exchanges rows and"
                                + " columns as well.")
                .misconception(
                        "transposed only",
                        x -> {
                            NDArray t = x.swapAxes(2, 3);
                            return join(x, t, x.flip(2).flip(3), t.flip(2).flip(3));
                        },
                        "Where a quarter turn is due you exchange rows and columns and stop, which"
                                + " mirrors the picture. One more flip makes a rotation of it:"
                                + " which?")
                .misconception(
                        "colours reversed",
                        x -> stack(y -> left(y).flip(1), x),
                        "Your pictures are turned, but red and blue change places with every turn:"
                                + " one axis too many is flipped.")
                .misconception(
                        "images exchanged",
                        x -> stack(y -> left(y).flip(0), x),
                        "Your pictures are turned, but their order in the batch changes: the batch"
                                + " axis is flipped too.")
                .misconception(
                        "reshaped",
                        x -> join(x, x, x, x),
                        "Your four parts are all the same: nothing is turned. For a square picture a"
                                + " reshape with height and width exchanged changes nothing.")
                .misconception(
                        "turns add up",
                        x -> {
                            NDArray once = left(x);
                            NDArray three = left(left(once));
                            return join(x, once, three, left(left(left(three))));
                        },
                        "Your turns add up: you turn by one, then by two more, then by three more."
                                + " Either turn the original by r, or the one before by 1.")
                .misconception(
                        "without the upright ones",
                        x -> join(left(x), left(left(x)), left(left(left(x))), x),
                        "Your batch begins with the pictures turned once, and ends with the upright"
                                + " ones: the label 0 stands on a turned picture.")
                .misconception(
                        "three rotations",
                        x -> join(left(x), left(left(x)), left(left(left(x)))),
                        "The pictures as they are are missing. Upright is one of the four answers.")
                .misconception(
                        "one rotation an image",
                        x -> {
                            NDList some = new NDList();
                            NDArray y = x;
                            for (int r = 0; r < TURNS; r++) {
                                for (long b = r; b < x.getShape().get(0); b += TURNS) {
                                    some.add(y.get(b).expandDims(0));
                                }
                                y = left(y);
                            }
                            return NDArrays.concat(some, 0);
                        },
                        "Each of your pictures has one rotation only. All four of each belong into"
                                + " the batch: what they differ in is then the rotation and nothing"
                                + " else.")
                .build();
    }

    private static Signature<RotationBatch> signature() {
        return new Signature<>(
                "rotationBatch",
                Kind.NDARRAY,
                List.of("images"),
                List.of(Kind.NDARRAY),
                (f, a) -> f.apply((NDArray) a[0]));
    }

    private static Call call(RandomGenerator r, int images, int channels) {
        int side = r.nextInt(4, 7);
        double[] pixels = new double[images * channels * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = r.nextInt(256);
        }
        return Call.of(Value.tensor(new long[] {images, channels, side, side}, pixels));
    }

    private static NDArray left(NDArray x) {
        return x.swapAxes(2, 3).flip(2);
    }

    private static NDArray right(NDArray x) {
        return x.swapAxes(2, 3).flip(3);
    }

    private static NDArray stack(UnaryOperator<NDArray> turn, NDArray x) {
        NDArray once = turn.apply(x);
        NDArray twice = turn.apply(once);
        return join(x, once, twice, turn.apply(twice));
    }

    private static NDArray join(NDArray... parts) {
        return NDArrays.concat(new NDList(parts), 0);
    }

    /** The oracle: index by index, in loops. */
    private static Value stacked(Value images) {
        int b = images.length(0);
        int c = images.length(1);
        int s = images.length(2);
        double[] in = images.data();
        double[] out = new double[TURNS * in.length];
        for (int plane = 0; plane < b * c; plane++) {
            for (int y = 0; y < s; y++) {
                for (int x = 0; x < s; x++) {
                    double pixel = in[(plane * s + y) * s + x];
                    int row = y;
                    int column = x;
                    for (int r = 0; r < TURNS; r++) {
                        out[r * in.length + (plane * s + row) * s + column] = pixel;
                        int kept = row; // to the left: a column becomes a row from below
                        row = s - 1 - column;
                        column = kept;
                    }
                }
            }
        }
        return Value.tensor(new long[] {(long) TURNS * b, c, s, s}, out);
    }
}
