package kontrast.grader.exercise.dense;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 17.9: a light of its own for each channel of each picture. */
final class LitCheck {

    /** Float32 products below 1. */
    private static final double TOLERANCE = 1e-5;

    private LitCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(
                lit(Draw.matrix(a.get(0)), a.get(1).data(), a.get(2).number())));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(7, 12), r.nextDouble(0.3, 1)));
        Cases strong = Cases.times(3, r -> call(r, r.nextInt(7, 12), r.nextDouble(2, 4)));
        Cases none = Cases.times(2, r -> call(r, r.nextInt(7, 12), 0));
        Cases single = Cases.times(2, r -> call(r, 1, r.nextDouble(0.3, 1)));
        return Check.of("17.9")
                .example(
                        "One pixel of 1 in each channel; numbers 0, 0, 0, 1, 0.5, 0; strength 0.6931, which is ln 2."
                                + " Which of the six stay as they are?",
                        Call.of(
                                Value.of(new float[][] {{1}, {1}, {1}, {1}, {1}, {1}}),
                                Value.of(0, 0, 0, 1, 0.5f, 0),
                                Value.of(0.6931f)))
                .property(Property.equal("lights each channel of each picture", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for a large strength", 1, TOLERANCE, strong, oracle))
                .property(Property.equal("changes nothing at strength 0", 1, TOLERANCE, none, oracle))
                .property(Property.equal("is right for a picture of one pixel", 1, TOLERANCE, single, oracle))
                .property(Property.pure(1, any));
    }

    /** So many pixels a channel; six numbers of which no two are nearly equal. */
    private static Call call(RandomGenerator r, int pixels, double strength) {
        float[][] pair = new float[6][pixels];
        float[] drawn = Draw.cosines(r, 6);
        for (int c = 0; c < 6; c++) {
            drawn[c] = (drawn[c] + 1) / 2;
            for (int p = 0; p < pixels; p++) {
                pair[c][p] = (float) r.nextDouble(0.2, 1);
            }
        }
        return Call.of(Value.of(pair), Value.of(drawn), Value.of((float) strength));
    }

    /** The oracle: a power of the factor of the full strength. */
    private static double[][] lit(double[][] pair, double[] drawn, double strength) {
        double full = Math.exp(-strength);
        double[][] lit = new double[pair.length][pair[0].length];
        for (int c = 0; c < lit.length; c++) {
            for (int p = 0; p < lit[c].length; p++) {
                lit[c][p] = pair[c][p] * Math.pow(full, drawn[c]);
            }
        }
        return lit;
    }
}
