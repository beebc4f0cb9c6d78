package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.InfoNceExercises.TensorLoss;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/**
 * Exercises 8.7 and 8.8: a run whose scores were multiplied by the temperature. {@code ./course
 * claims 8.7} measures its curves.
 */
final class PairLossRepair {

    /** Float32: cosines are right to about 1e-7, divided by a temperature of 0.1 and summed. */
    private static final double TOLERANCE = 1e-4;

    private PairLossRepair() {}

    static Check<Choice> nameTheFault() {
        return Choice.named("8.7", "The loss that hardly falls: name the fault", 3, "fault")
                .wrong(
                        'a',
                        "no gradient",
                        "Then the weights would stay as they are, and so would the cosines. Compare"
                                + " their first row with their last.")
                .wrong(
                        'b',
                        "pairs mixed up",
                        "Then the loss would pull unrelated drawings together, and those of one"
                                + " concept would end no closer than others. What do the two"
                                + " cosines say?")
                .wrong(
                        'c',
                        "collapse",
                        "In a collapse all vectors point one way, and both cosines end near 1. Here"
                                + " one of them went the other way.")
                .right('d')
                .wrong(
                        'e',
                        "learning rate",
                        "A rate that is too high makes the loss jump, one that is too low leaves"
                                + " everything as it was. This loss sinks calmly and then stays,"
                                + " while the cosines have long arrived.")
                .wrong(
                        'f',
                        "positive not in the denominator",
                        "Then pairs as close as these would take the loss far below 0: nothing"
                                + " would hold it near the chance line.")
                .wrong(
                        'g',
                        "overfitting",
                        "Overfitted is what does well in training and badly on held-out concepts."
                                + " Look at the training columns: which task is solved there?")
                .build();
    }

    static Check<TensorLoss> repair() {
        Oracle oracle = a -> Value.tensor(
                new long[0],
                loss(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), a.get(2).number()));
        Cases asInTheRun = Cases.times(3, r -> batch(r, 0.1));
        Cases others = Cases.times(4, r -> batch(r, r.nextDouble(0.2, 0.8)));
        Cases one = Cases.times(2, r -> batch(r, 1));
        Cases few = Cases.times(2, r -> batch(r, r.nextDouble(0.3, 0.8)));
        return Check.of("8.8", "The loss that hardly falls: repair it", 1, signature())
                .reference((z1, z2, tau) -> both(cosines(z1, z2), 1 / tau, 1 / tau))
                .handedOut(
                        (z1, z2, tau) -> both(cosines(z1, z2), tau, tau),
                        "This still computes what was handed out. Take two drawings with the"
                                + " cosine 0.8 and temperature 0.1: what score should they get, and"
                                + " what score do they get?")
                .example(
                        "z1 and z2 have the rows (1, 0) and (0, 1), temperature 0.5: every cosine is" + " 0 or 1.",
                        Call.of(
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.of(0.5)))
                .property(
                        Property.equal("is right at the temperature of the run, 0.1", 2, TOLERANCE, asInTheRun, oracle)
                                .asEssential())
                .property(Property.equal("is right at other temperatures", 2, TOLERANCE, others, oracle))
                .property(Property.equal("is still right at temperature 1", 1, TOLERANCE, one, oracle))
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, few, oracle.gradient()))
                .property(Property.pure(1, others))
                .misconception(
                        "one direction repaired",
                        (z1, z2, tau) -> both(cosines(z1, z2), 1 / tau, tau),
                        "The first direction is repaired, the second is not.")
                .misconception(
                        "the other direction repaired",
                        (z1, z2, tau) -> both(cosines(z1, z2), tau, 1 / tau),
                        "The second direction is repaired, the first is not.")
                .misconception(
                        "loss scaled",
                        (z1, z2, tau) -> scaled(both(cosines(z1, z2), tau, tau), 1 / tau),
                        "You scale the finished loss. The gradient grows with it, but each question"
                                + " stays as undecided as before: it is the scores that must spread"
                                + " out.")
                .misconception(
                        "length let loose",
                        (z1, z2, tau) -> both(z1.matMul(z2.transpose()), tau, tau),
                        "Without the normalisation the scores can grow, so the loss would fall. But"
                                + " the temperature still acts the wrong way, and the score is no"
                                + " longer a cosine.")
                .misconception(
                        "repaired, but not normalised",
                        (z1, z2, tau) -> both(z1.matMul(z2.transpose()), 1 / tau, 1 / tau),
                        "The temperature is right now. But the normalisation is gone, and it was not" + " the fault.")
                .misconception(
                        "temperature left out",
                        (z1, z2, tau) -> both(cosines(z1, z2), 1, 1),
                        "Your scores are the plain cosines: the loss can fall further than before,"
                                + " but the temperature plays no part any more.")
                .misconception(
                        "0.1 written into the code",
                        (z1, z2, tau) -> both(cosines(z1, z2), 10, 10),
                        "Right at temperature 0.1 and at no other: the number is written into your"
                                + " code. The method is told its temperature.")
                .misconception(
                        "temperature twice",
                        (z1, z2, tau) -> both(cosines(z1, z2), 1 / (tau * tau), 1 / (tau * tau)),
                        "You divide by the temperature twice. Each score is divided by it once.")
                .misconception(
                        "mean of the directions",
                        (z1, z2, tau) -> scaled(both(cosines(z1, z2), 1 / tau, 1 / tau), 0.5),
                        "The scores are right now. But the two directions were added, and now they"
                                + " are averaged: that was not the fault.")
                .misconception(
                        "cut off from the graph",
                        (z1, z2, tau) -> both(cosines(z1.duplicate(), z2), 1 / tau, 1 / tau),
                        "The value is right, but no gradient comes back to z1 any more. In DJL"
                                + " duplicate(), toType() and a detour over float[] cut the graph.")
                .build();
    }

    private static Signature<TensorLoss> signature() {
        return new Signature<>(
                "pairLoss",
                Kind.NDARRAY,
                List.of("z1", "z2", "temperature"),
                List.of(Kind.NDARRAY, Kind.NDARRAY, Kind.DOUBLE),
                (f, a) -> f.apply((NDArray) a[0], (NDArray) a[1], (double) a[2]));
    }

    private static Call batch(RandomGenerator r, double temperature) {
        int n = r.nextInt(4, 7);
        int d = r.nextInt(3, 6);
        return Call.of(Draw.tensor(Draw.rows(r, n, d)), Draw.tensor(Draw.rows(r, n, d)), Value.of(temperature));
    }

    private static double loss(double[][] z1, double[][] z2, double tau) {
        double[][] scores = new double[z1.length][z2.length];
        for (int i = 0; i < z1.length; i++) {
            for (int j = 0; j < z2.length; j++) {
                scores[i][j] = Draw.cosine(z1[i], z2[j]) / tau;
            }
        }
        return Scores.crossEntropy(scores) + Scores.crossEntropy(Scores.transposed(scores));
    }

    private static NDArray cosines(NDArray z1, NDArray z2) {
        return z1.normalize(2, 1).matMul(z2.normalize(2, 1).transpose()); // [N, N]
    }

    /** L12 with one beta plus L21 with another. */
    private static NDArray both(NDArray similarities, double forth, double back) {
        return crossEntropy(scaled(similarities, forth)).add(crossEntropy(scaled(similarities.transpose(), back)));
    }

    private static NDArray crossEntropy(NDArray scores) {
        return scores.logSoftmax(1).diagonal().mean().neg();
    }

    /** A number that the backward pass may still read. */
    private static NDArray scaled(NDArray array, double factor) {
        return array.mul(array.getManager().create((float) factor));
    }
}
