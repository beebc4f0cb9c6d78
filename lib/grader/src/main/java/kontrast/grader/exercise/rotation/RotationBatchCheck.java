package kontrast.grader.exercise.rotation;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 3.3: all four rotations of a batch of pictures, as tensors. */
final class RotationBatchCheck {

    private static final int TURNS = 4;

    private RotationBatchCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> stacked(a.get(0));
        Cases grey = Cases.times(3, r -> call(r, r.nextInt(2, 4), 1));
        Cases colour = Cases.times(4, r -> call(r, r.nextInt(2, 4), 3));
        return Check.of("3.3")
                .example(
                        "One picture with one channel, 1 2 over 3 4: a tensor of shape (1, 1, 2, 2)."
                                + " The result has four pictures; the first is the one you gave.",
                        Call.of(Value.tensor(new long[] {1, 1, 2, 2}, 1, 2, 3, 4)))
                .property(Property.equal("turns pictures of one channel", 2, 0, grey, oracle)
                        .asEssential())
                .property(Property.equal("turns pictures of three channels", 2, 0, colour, oracle))
                .property(Property.pure(1, colour));
    }

    private static Call call(RandomGenerator r, int images, int channels) {
        int side = r.nextInt(4, 7);
        double[] pixels = new double[images * channels * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = r.nextInt(256);
        }
        return Call.of(Value.tensor(new long[] {images, channels, side, side}, pixels));
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
