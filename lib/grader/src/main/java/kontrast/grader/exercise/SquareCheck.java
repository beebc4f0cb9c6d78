package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.RotationExercises.Square;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercises 3.6 and 3.7: a task that is solved at once, because a bar tells which way is up. */
final class SquareCheck {

    private SquareCheck() {}

    static Check<Choice> diagnosis() {
        return Choice.named("3.6", "Solved in one epoch: name the fault", 2, "fault")
                .wrong(
                        'a',
                        "learning rate too low",
                        "With too low a rate the loss would stay near ln 4. Here the task is"
                                + " solved; it is the features that gain nothing.")
                .wrong(
                        'b',
                        "overfitting",
                        "A network that knows its training images by heart fails on others. The"
                                + " validation images are others, and it is right about them"
                                + " too.")
                .wrong(
                        'c',
                        "labels interleaved",
                        "Labels in the wrong order have nothing to do with the images: the accuracy"
                                + " would stay at one quarter.")
                .right('d')
                .wrong(
                        'e',
                        "validation images in the training set",
                        "Then the network would also be right about square drawings, which show the"
                                + " same things. Compare the two curves of the rotation.")
                .wrong(
                        'f',
                        "task too hard",
                        "A task that is too hard is not solved. This one is solved after one"
                                + " epoch, which is the problem.")
                .wrong(
                        'g',
                        "collapse",
                        "If all features were the same, no rotation could be told from another. They"
                                + " tell the rotations perfectly.")
                .build();
    }

    static Check<Square> repair() {
        Oracle oracle = a -> cut(a.get(0));
        Cases even = Cases.times(4, r -> call(r, 2 * r.nextInt(1, 4)));
        // With one column too many, who leaves all out on the left leaves out one more there.
        Cases odd = r -> List.of(call(r, 1), call(r, 3), call(r, 5));
        Cases square = Cases.times(2, r -> call(r, 0));
        return Check.of("3.7", "Solved in one epoch: repair it", 2, signature())
                .reference(x -> columns(x, (x.getShape().get(3) - x.getShape().get(2)) / 2))
                .handedOut(
                        x -> below(
                                x, zeros(x, x.getShape().get(3) - x.getShape().get(2))),
                        "Nothing has changed yet. Turn a result of yours by a quarter in your mind:"
                                + " what does a network need to look at to name the turn?")
                .example(
                        "One picture, one channel, two rows: 1 2 3 4 over 5 6 7 8. A square of two"
                                + " rows and two columns is wanted.",
                        Call.of(Value.tensor(new long[] {1, 1, 2, 4}, 1, 2, 3, 4, 5, 6, 7, 8)))
                .property(Property.equal("cuts the middle square out where the middle is exact", 3, 0, even, oracle)
                        .asEssential())
                .property(Property.equal("leaves the column too many on the right", 1, 0, odd, oracle))
                .property(Property.equal("leaves square pictures alone", 1, 0, square, oracle))
                .property(Property.pure(1, even))
                .misconception(
                        "bars above and below",
                        x -> {
                            long bar = x.getShape().get(3) - x.getShape().get(2);
                            NDArray upper = zeros(x, bar / 2);
                            return below(below(upper, x), zeros(x, bar - bar / 2));
                        },
                        "Bars above and below are lying in the upright picture and standing in one"
                                + " that has been turned by a quarter: half of the answer is still"
                                + " written on the wall.")
                .misconception(
                        "white bar",
                        x -> below(
                                x,
                                zeros(x, x.getShape().get(3) - x.getShape().get(2))
                                        .add(1)),
                        "A bar of another colour is a bar.")
                .misconception(
                        "last row repeated",
                        x -> {
                            NDArray filled = x;
                            NDArray last = x.get(new NDIndex(":,:,-1:,:"));
                            while (filled.getShape().get(2) < filled.getShape().get(3)) {
                                filled = below(filled, last);
                            }
                            return filled;
                        },
                        "You fill up with copies of the last row. They make vertical stripes at the"
                                + " bottom, and the stripes turn with the picture.")
                .misconception(
                        "left part",
                        x -> columns(x, 0),
                        "You keep the columns on the left. The text asks for those in the middle, where"
                                + " a photograph more often has what it shows.")
                .misconception(
                        "right part",
                        x -> columns(x, x.getShape().get(3) - x.getShape().get(2)),
                        "You keep the columns on the right. The text asks for those in the middle, where"
                                + " a photograph more often has what it shows.")
                .misconception(
                        "squeezed",
                        x -> {
                            long h = x.getShape().get(2);
                            long w = x.getShape().get(3);
                            NDList kept = new NDList();
                            for (long i = 0; i < h; i++) {
                                kept.add(x.get(new NDIndex(":,:,:,{}:{}", i * w / h, i * w / h + 1)));
                            }
                            return NDArrays.concat(kept, 3);
                        },
                        "You leave columns out in between: everything becomes slim, and in a turned"
                                + " picture flat. That gives the quarter turns away.")
                .misconception(
                        "wrong side of a half",
                        x -> columns(x, (x.getShape().get(3) - x.getShape().get(2) + 1) / 2),
                        "Where the columns to be left out are odd in number, you leave out one more"
                                + " on the left. The text rounds the other way.")
                .misconception(
                        "rows for columns",
                        x -> x.get(new NDIndex(
                                ":,:,{}:,:", (x.getShape().get(3) - x.getShape().get(2)) / 2)),
                        "You cut rows away, of which there are too few already. Axes count from 0:"
                                + " which is the width?")
                .build();
    }

    private static Signature<Square> signature() {
        return new Signature<>(
                "square", Kind.NDARRAY, List.of("images"), List.of(Kind.NDARRAY), (f, a) -> f.apply((NDArray) a[0]));
    }

    /** Pictures that are wider than high by some columns. */
    private static Call call(RandomGenerator r, int more) {
        int images = r.nextInt(2, 4);
        int height = r.nextInt(8, 11);
        int width = height + more;
        double[] pixels = new double[images * 3 * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = r.nextInt(1, 256) / 256.0;
        }
        return Call.of(Value.tensor(new long[] {images, 3, height, width}, pixels));
    }

    private static NDArray columns(NDArray x, long from) {
        return x.get(new NDIndex(":,:,:,{}:{}", from, from + x.getShape().get(2)));
    }

    private static NDArray zeros(NDArray x, long rows) {
        Shape s = x.getShape();
        return x.getManager().zeros(new Shape(s.get(0), s.get(1), rows, s.get(3)));
    }

    private static NDArray below(NDArray upper, NDArray lower) {
        return lower.getShape().get(2) == 0 ? upper : NDArrays.concat(new NDList(upper, lower), 2);
    }

    /** The oracle: pixel by pixel. */
    private static Value cut(Value images) {
        int planes = images.length(0) * images.length(1);
        int h = images.length(2);
        int w = images.length(3);
        double[] in = images.data();
        double[] out = new double[planes * h * h];
        for (int i = 0; i < out.length; i++) {
            out[i] = in[i / h * w + (w - h) / 2 + i % h];
        }
        return Value.tensor(new long[] {images.length(0), images.length(1), h, h}, out);
    }
}
