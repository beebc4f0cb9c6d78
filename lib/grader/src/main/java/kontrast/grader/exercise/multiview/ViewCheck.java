package kontrast.grader.exercise.multiview;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 9.1: the channels of one eye, brought to [-1, 1]. */
final class ViewCheck {

    /** Numbers of size 1, some computed in single precision from sums of size 100. */
    private static final double TOLERANCE = 1e-5;

    private ViewCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(view(
                Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), (int) a.get(2).number()));
        Cases light = Cases.times(4, r -> call(r, r.nextInt(3, 9), 0));
        Cases colour = Cases.times(4, r -> call(r, r.nextInt(3, 9), 1));
        Cases one = r -> List.of(call(r, 1, 0), call(r, 1, 1));
        Cases ends = r -> List.of(ends(r, 0), ends(r, 1));
        return Check.of("9.1")
                .example(
                        "Two pixels. L, from 0 to 100, is 50 and 75; a, from -2 to 4, is 4 and 1; b, from -8 to 0,"
                                + " is -8 and -2. What does eye 1 see?",
                        Call.of(
                                Value.of(new float[][] {{50, 75}, {4, 1}, {-8, -2}}),
                                Value.of(new float[][] {{0, 100}, {-2, 4}, {-8, 0}}),
                                Value.of(1)))
                .property(Property.equal("is right for the eye that sees L", 2, TOLERANCE, light, oracle)
                        .asEssential())
                .property(Property.equal("is right for the eye that sees a and b", 2, TOLERANCE, colour, oracle)
                        .asEssential())
                .property(Property.equal("makes the ends of the range -1 and 1", 1, TOLERANCE, ends, oracle))
                .property(Property.equal("is right for a single pixel", 1, TOLERANCE, one, oracle))
                .property(Property.pure(1, r -> List.of(call(r, 4, 0), call(r, 4, 1))));
    }

    /** Ranges of which no two have the same middle or width, and none is centred on 0. */
    private static float[][] ranges(RandomGenerator r) {
        float[][] range = new float[3][];
        for (int c = 0; c < 3; c++) {
            float middle = (c == 1 ? 1 : -1) * r.nextFloat(3 + 4 * c, 6 + 4 * c);
            float half = r.nextFloat(40 + 30 * c, 60 + 30 * c);
            range[c] = new float[] {middle - half, middle + half};
        }
        return range;
    }

    private static Call call(RandomGenerator r, int pixels, int eye) {
        float[][] range = ranges(r);
        float[][] lab = new float[3][pixels];
        for (int c = 0; c < 3; c++) {
            for (int p = 0; p < pixels; p++) {
                lab[c][p] = range[c][0] + r.nextFloat() * (range[c][1] - range[c][0]);
            }
        }
        return Call.of(Value.of(lab), Value.of(range), Value.of(eye));
    }

    private static Call ends(RandomGenerator r, int eye) {
        float[][] range = ranges(r);
        return Call.of(Value.of(range), Value.of(range), Value.of(eye));
    }

    /** The oracle: the place between the ends as a share, doubled, less 1. */
    private static float[][] view(double[][] lab, double[][] range, int eye) {
        double[][] view = new double[eye + 1][lab[0].length];
        for (int c = 0; c < view.length; c++) {
            double[] ends = range[c + eye];
            for (int p = 0; p < view[c].length; p++) {
                view[c][p] = 2 * (lab[c + eye][p] - ends[0]) / (ends[1] - ends[0]) - 1;
            }
        }
        return Unpack.rounded(view);
    }
}
