package kontrast.grader.exercise.rotation;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 3.7: the middle square of a picture, without a bar that tells which way is up. */
final class SquareCheck {

    private SquareCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> cut(a.get(0));
        Cases even = Cases.times(4, r -> call(r, 2 * r.nextInt(1, 4)));
        // With one column too many, who leaves all out on the left leaves out one more there.
        Cases odd = r -> List.of(call(r, 1), call(r, 3), call(r, 5));
        Cases square = Cases.times(2, r -> call(r, 0));
        return Check.of("3.7")
                .example(
                        "One picture, one channel, two rows: 1 2 3 4 over 5 6 7 8. Make a square"
                                + " of two rows and two columns.",
                        Call.of(Value.tensor(new long[] {1, 1, 2, 4}, 1, 2, 3, 4, 5, 6, 7, 8)))
                .property(Property.equal("cuts out the middle square where the middle is exact", 3, 0, even, oracle)
                        .asEssential())
                .property(Property.equal("drops the extra column on the right", 1, 0, odd, oracle))
                .property(Property.equal("leaves square pictures alone", 1, 0, square, oracle))
                .property(Property.pure(1, even));
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
