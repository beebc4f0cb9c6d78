package kontrast.grader.exercise.completion;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 5.6: the mean colour of a sharpened distribution. */
final class AnnealedMeanCheck {

    /** Float32: a dozen products of a probability with a number below 10. */
    private static final double TOLERANCE = 1e-3;

    private AnnealedMeanCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> mean(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number());
        Cases plain = Cases.times(4, r -> call(r, 2, 1));
        Cases cold = Cases.times(4, r -> call(r, 1, r.nextDouble(0.15, 0.6)));
        Cases hot = Cases.times(3, r -> call(r, 2, r.nextDouble(1.5, 4)));
        Cases large = Cases.times(3, r -> call(r, 300, r.nextDouble(0.3, 0.6)))
                .and(Cases.times(2, r -> call(r, 300, 50))); // hot enough that small probabilities count
        return Check.of("5.6")
                .example(
                        "One pixel, two bins: red at (60, 0), yellow at (0, 40). The logits are 0.5493 (half of ln"
                                + " 3) and 0, T = 0.5. What is 0.5493 / 0.5? So the probabilities are in the ratio 3"
                                + " to 1.",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, (float) Math.log(3) / 2, 0),
                                Value.tensor(new long[] {2, 2}, 60, 0, 0, 40),
                                Value.of(0.5)))
                .property(Property.equal("is the mean colour at T = 1", 2, TOLERANCE, plain, oracle)
                        .asEssential())
                .property(Property.equal("sharpens at a low temperature", 2, TOLERANCE, cold, oracle))
                .property(Property.equal("flattens at a high temperature", 1, TOLERANCE, hot, oracle))
                .property(Property.equal(
                        "stays finite and correct for logits in the hundreds", 1, TOLERANCE, large, oracle))
                .property(Property.pure(1, cold));
    }

    private static Call call(RandomGenerator r, double size, double temperature) {
        int bins = r.nextInt(5, 9);
        return Call.of(
                Draw.tensor(Draw.numbers(r, r.nextInt(9, 13), bins, size)),
                Draw.tensor(Draw.numbers(r, bins, 2, 3)),
                Value.of(temperature));
    }

    /** The oracle, in double precision. */
    private static Value mean(double[][] logits, double[][] centres, double temperature) {
        double[] colours = new double[2 * logits.length];
        for (int p = 0; p < logits.length; p++) {
            double largest = Arrays.stream(logits[p]).max().orElseThrow();
            double sum = 0;
            for (int q = 0; q < centres.length; q++) {
                double e = Math.exp((logits[p][q] - largest) / temperature);
                sum += e;
                colours[2 * p] += e * centres[q][0];
                colours[2 * p + 1] += e * centres[q][1];
            }
            colours[2 * p] /= sum;
            colours[2 * p + 1] /= sum;
        }
        return Value.tensor(new long[] {logits.length, 2}, colours);
    }
}
