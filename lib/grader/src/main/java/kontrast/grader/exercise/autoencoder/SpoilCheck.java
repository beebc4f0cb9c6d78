package kontrast.grader.exercise.autoencoder;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 2.1: noise whose root mean square is known, for each picture its own. */
final class SpoilCheck {

    /** Float32: sums of some dozen squares, a root and a quotient. */
    private static final double TOLERANCE = 1e-4;

    private SpoilCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> spoilt(a.get(0), a.get(1), Unpack.floats(a.get(2)));
        Cases one = Cases.times(4, r -> call(r, 1, 0.05, 0.1));
        Cases several = Cases.times(4, r -> call(r, r.nextInt(3, 6), 0.02, 0.1));
        Cases heavy = Cases.times(4, r -> call(r, r.nextInt(2, 4), 0.5, 1));
        Cases none = Cases.times(3, r -> call(r, 2, 0, 0));
        return Check.of("2.1")
                .example(
                        "One picture of 1 x 2 pixels and one colour: 0.5, 0.9. The draws are 3 and 4, the level is"
                                + " 0.1. (The root mean square of the draws is 3.5355.)",
                        Call.of(
                                Value.tensor(new long[] {1, 1, 1, 2}, 0.5, 0.9),
                                Value.tensor(new long[] {1, 1, 1, 2}, 3, 4),
                                Value.of(new float[] {0.1f})))
                .property(Property.equal("adds noise of the given level to one picture", 2, TOLERANCE, one, oracle)
                        .asEssential())
                .property(Property.equal("gives each picture its own level", 2, TOLERANCE, several, oracle))
                .property(Property.equal("stays between black and white", 1, TOLERANCE, heavy, oracle))
                .property(Property.equal("leaves a picture as it is at level 0", 1, TOLERANCE, none, oracle))
                .property(Property.pure(1, several));
    }

    /**
     * Pictures between 0.3 and 0.7: light noise stays within [0, 1]. Every picture's draws have a size of their own,
     * and every colour's; they are not normal and their mean is not 0.
     */
    private static Call call(RandomGenerator r, int batch, double low, double high) {
        int channels = r.nextInt(2, 4);
        int height = r.nextInt(2, 5);
        int width = height + 1;
        int plane = height * width;
        double[] pictures = new double[batch * channels * plane];
        double[] draws = new double[pictures.length];
        float[] levels = new float[batch];
        for (int b = 0; b < batch; b++) {
            levels[b] = (float) (high > low ? r.nextDouble(low, high) : low);
            double size = b % 2 == 0 ? r.nextDouble(2, 3) : r.nextDouble(0.2, 0.4);
            for (int c = 0; c < channels; c++) {
                double mean = size * r.nextDouble(0.2, 0.4);
                for (int i = 0; i < plane; i++) {
                    int at = (b * channels + c) * plane + i;
                    pictures[at] = (float) r.nextDouble(0.3, 0.7);
                    draws[at] = (float) (mean + (c + 1) * size * r.nextDouble(-1, 1));
                }
            }
        }
        long[] shape = {batch, channels, height, width};
        return Call.of(Value.tensor(shape, pictures), Value.tensor(shape, draws), Value.of(levels));
    }

    /** The oracle: in loops and double precision. */
    private static Value spoilt(Value pictures, Value draws, float... levels) {
        double[] x = pictures.data();
        double[] e = draws.data();
        int values = x.length / levels.length;
        for (int b = 0; b < levels.length; b++) {
            double squares = 0;
            for (int i = b * values; i < (b + 1) * values; i++) {
                squares += e[i] * e[i];
            }
            double factor = levels[b] / Math.sqrt(squares / values);
            for (int i = b * values; i < (b + 1) * values; i++) {
                x[i] = Math.min(1, Math.max(0, x[i] + factor * e[i]));
            }
        }
        return Value.tensor(pictures.shape(), x);
    }
}
