package kontrast.grader.exercise.transfer;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 15.7: rates with which no stage can move further than it should, relative to its weights. */
final class RatesCheck {

    /** Float32: roots of some dozen squares; the rates are of size 0.01 to 10. */
    private static final double TOLERANCE = 2e-5;

    private RatesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(rates(
                Unpack.rows(a.get(0)),
                (int) a.get(1).number(),
                a.get(2).number(),
                a.get(3).number())));
        Cases alike = Cases.times(5, r -> call(r, r.nextInt(2, 5), r.nextDouble(1.4, 2.8), true));
        Cases any = Cases.times(5, r -> call(r, r.nextInt(2, 5), r.nextDouble(1.4, 2.8), false));
        Cases single = Cases.times(2, r -> call(r, 1, r.nextDouble(1.4, 2.8), false));
        Cases equal = Cases.times(2, r -> call(r, r.nextInt(2, 5), 1, false));
        return Check.of("15.7")
                .example(
                        "Two stages with two weights each, (7, 1) and (5, -5); 10 steps, share 0.4, factor 2. The mean"
                                + " of the squares is 25 in both. How far may a weight of the last stage move?",
                        Call.of(Value.of(new float[][] {{7, 1}, {5, -5}}), Value.of(10), Value.of(0.4), Value.of(2.0)))
                .property(new Property(
                        "makes the rates fall from the last stage to the pixels, each time by the factor",
                        3,
                        true,
                        TOLERANCE,
                        alike,
                        Property.each(RatesCheck::fall)))
                .property(Property.equal("goes by the typical weight of each stage", 3, TOLERANCE, any, oracle))
                .property(Property.equal("is right for one stage", 1, TOLERANCE, single, oracle))
                .property(Property.equal(
                        "lets all stages move equally far if the factor is 1", 1, TOLERANCE, equal, oracle))
                .property(Property.pure(1, any));
    }

    /** Where the weights of all stages are of one size, each rate is the factor times the one before it. */
    private static Optional<String> fall(Call call, Outcome outcome) {
        Value found = outcome.result();
        int stages = call.arguments().get(0).length(0);
        double factor = call.arguments().get(3).number();
        if (found.shape().length != 1 || found.size() != stages) {
            return Optional.of(
                    "the result is " + found.describe() + "; expected a rate for each of " + stages + " stages");
        }
        double[] rates = found.data();
        return IntStream.range(1, stages).allMatch(s -> Math.abs(rates[s] / rates[s - 1] / factor - 1) < 1e-4)
                ? Optional.empty()
                : Optional.of("the rates of two stages in a row do not differ by the factor");
    }

    /** Stages as large as one another; the weights all of one size, or of another size in each stage. */
    private static Call call(RandomGenerator r, int stages, double factor, boolean alike) {
        double size = r.nextDouble(3, 9);
        int count = r.nextInt(5, 9);
        float[][] weights = new float[stages][count];
        for (int s = 0; s < stages; s++) {
            double own = alike ? size : r.nextDouble(1, 3) * (s % 2 == 0 ? 6 : 2);
            float[] drawn = Draw.numbers(r, 1, count, own)[0];
            for (int i = 0; i < count; i++) {
                weights[s][i] = (float) (alike ? Math.copySign(size, drawn[i]) : drawn[i] + 0.3 * own);
            }
        }
        return Call.of(Value.of(weights), Value.of(r.nextInt(2, 6)), Value.of(r.nextDouble(0.3, 1)), Value.of(factor));
    }

    /** The oracle: from the last stage downwards, first the way that is left to a weight. */
    private static double[] rates(float[][] weights, int steps, double share, double factor) {
        double[] rates = new double[weights.length];
        double left = share;
        for (int s = weights.length - 1; s >= 0; s--) {
            double length = 0;
            for (float w : weights[s]) {
                length = Math.hypot(length, w);
            }
            rates[s] = left * length / Math.sqrt(weights[s].length) / steps;
            left /= factor;
        }
        return rates;
    }
}
