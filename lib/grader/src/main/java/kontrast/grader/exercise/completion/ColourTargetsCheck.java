package kontrast.grader.exercise.completion;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 5.8: a and b of squares, in their own units. */
final class ColourTargetsCheck {

    /** Float32: numbers below 110. */
    private static final double TOLERANCE = 1e-3;

    private ColourTargetsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> targets(a.get(0), (int) a.get(1).number());
        Cases pixels = Cases.times(3, r -> call(r, 1));
        Cases squares = Cases.times(4, r -> call(r, r.nextInt(2, 5)));
        return Check.of("5.8")
                .example(
                        "One picture of one pixel, L' = 0.5, a' = 0, b' = 1; squares of one pixel. Which a gives a'"
                                + " = 0?",
                        Call.of(Value.tensor(new long[] {1, 3, 1, 1}, 0.5, 0, 1), Value.of(1)))
                .property(Property.equal("gives a and b of single pixels in their units", 2, TOLERANCE, pixels, oracle)
                        .asEssential())
                .property(Property.equal("takes the mean over each square", 2, TOLERANCE, squares, oracle))
                .property(Property.pure(1, squares));
    }

    private static Call call(RandomGenerator r, int square) {
        long[] shape = {r.nextInt(2, 4), 3, (long) square * r.nextInt(2, 4), (long) square * r.nextInt(4, 6)};
        double[] numbers = new double[(int) (shape[0] * 3 * shape[2] * shape[3])];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) r.nextDouble(-1, 1);
        }
        return Call.of(Value.tensor(shape, numbers), Value.of(square));
    }

    /** The oracle: pixel by pixel. */
    static Value targets(Value normalised, int square) {
        int images = normalised.length(0);
        int h = normalised.length(2);
        int w = normalised.length(3);
        double[] in = normalised.data();
        double[] out = new double[images * 2 * (h / square) * (w / square)];
        for (int i = 0; i < images * 2 * h * w; i++) {
            int plane = i / (h * w); // image and channel
            boolean isA = plane % 2 == 0;
            double x = in[(plane / 2 * 3 + 1 + plane % 2) * h * w + i % (h * w)];
            double colour = isA ? 92.208 * x + 6.025 : 101.1675 * x - 6.6895;
            int row = i / w % h / square;
            int column = i % w / square;
            out[(plane * (h / square) + row) * (w / square) + column] += colour / (square * square);
        }
        return Value.tensor(new long[] {images, 2, h / square, w / square}, out);
    }
}
