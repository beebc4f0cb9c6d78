package kontrast.grader.exercise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MemoryBankExercises.NceLoss;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 10.6: noise contrastive estimation in tensor operations. */
final class NceLossCheck {

    /** Float32 sums of up to 10 terms of size 1 to 100, relative. */
    private static final double TOLERANCE = 1e-4;

    private static final int[] ROW = {1};

    private NceLossCheck() {}

    static Check<NceLoss> create() {
        Oracle oracle = a -> {
            double loss =
                    loss(Draw.matrix(a.get(0)), a.get(1).number(), a.get(2).number());
            return Value.tensor(new long[0], loss);
        };
        Cases one = Cases.times(3, r -> draw(r, 1, 2));
        Cases batch = Cases.times(4, r -> draw(r, r.nextInt(2, 6), 2));
        Cases few = Cases.times(2, r -> draw(r, 2, 2));
        Cases guess = Cases.times(2, r -> {
            int images = r.nextInt(50, 500);
            return call(new float[3][r.nextInt(3, 7)], images, images);
        });
        Cases huge = Cases.times(3, r -> {
            float[][] scores = NormaliserCheck.scores(r, 3, 60);
            scores[0][0] = 90; // exp(90) does not fit into a float
            scores[1][0] = -90;
            scores[2][1] = 90;
            scores[2][2] = -90;
            int images = r.nextInt(50, 500);
            return call(scores, images * r.nextDouble(0.4, 1.8), images);
        });
        return Check.of("10.6", "The NCE loss", 4, signature())
                .reference(NceLossCheck::right)
                .example(
                        "One row of scores, (0, 0): the positive and one negative, Z = 100 and 100"
                                + " images. Then every h is the noise's own density, and each"
                                + " question is the toss of a coin.",
                        call(new float[1][2], 100, 100))
                .property(Property.equal("is right for one row", 2, TOLERANCE, one, oracle)
                        .asEssential())
                .property(Property.equal("is right for a batch", 2, TOLERANCE, batch, oracle))
                .property(Property.equal("is ln(1 + m) + m ln(1 + 1/m) for a guess", 1, TOLERANCE, guess, oracle))
                .property(Property.gradient("has the gradient of the formula", 2, TOLERANCE, few, oracle.gradient()))
                .property(
                        Property.equal("stays finite and right for scores from -90 to 90", 1, TOLERANCE, huge, oracle))
                .property(Property.pure(1, batch))
                .misconception(
                        "softmax over the candidates",
                        (s, z, n) ->
                                s.logSoftmax(1).get(new NDIndex(":, 0")).mean().neg(),
                        "This is InfoNCE: one question with 1 + m answers. NCE asks 1 + m questions"
                                + " with two answers each, and needs Z and n for that.")
                .misconception(
                        "positive only",
                        (s, z, n) -> terms(s, z, n).get(new NDIndex(":, 0")).mean(),
                        "Only the positive counts in your loss: it could be solved by calling"
                                + " everything data. What do the negatives add?")
                .misconception(
                        "negatives only",
                        (s, z, n) -> terms(s, z, n)
                                .get(new NDIndex(":, 1:"))
                                .sum(ROW)
                                .mean(),
                        "Only the negatives count in your loss. What does the positive add?")
                .misconception(
                        "everything called data",
                        (s, z, n) -> Activation.softPlus(logit(s, z, n).neg())
                                .sum(ROW)
                                .mean(),
                        "Your negatives are rewarded for looking like data. What is the probability"
                                + " that a candidate is noise?")
                .misconception(
                        "data and noise exchanged",
                        (s, z, n) -> terms(logit(s, z, n).neg()).sum(ROW).mean(),
                        "You call the positive noise and the negatives data. Column 0 is the" + " positive.")
                .misconception(
                        "mean over the negatives",
                        (s, z, n) -> {
                            NDArray t = terms(s, z, n);
                            NDArray noise = t.get(new NDIndex(":, 1:")).mean(ROW);
                            return t.get(new NDIndex(":, 0")).add(noise).mean();
                        },
                        "You average over the negatives of a row. The m P_n in the probability"
                                + " reckons with m of them: their terms are added.")
                .misconception(
                        "mean over the whole matrix",
                        (s, z, n) -> terms(s, z, n).mean(),
                        "You take the mean over all entries. The terms of a row are added; only over"
                                + " the rows the mean is taken.")
                .misconception(
                        "sum over the rows",
                        (s, z, n) -> terms(s, z, n).sum(),
                        "Your loss grows with the batch: over the rows, take the mean.")
                .misconception(
                        "sign",
                        (s, z, n) -> right(s, z, n).neg(),
                        "Your loss falls when the answers get worse. What sign has the logarithm of"
                                + " a probability?")
                .misconception(
                        "number of negatives forgotten",
                        (s, z, n) -> terms(shifted(s, z / n)).sum(ROW).mean(),
                        "The number of negatives plays no part in your probabilities: for each draw"
                                + " from the data there are m from the noise.")
                .misconception(
                        "positive counted as noise",
                        (s, z, n) -> terms(shifted(s, z / n * s.getShape().get(1)))
                                .sum(ROW)
                                .mean(),
                        "Your m is the number of all candidates. One of them is the positive.")
                .misconception(
                        "normaliser forgotten",
                        (s, z, n) -> terms(logit(s, 1, n)).sum(ROW).mean(),
                        "Z plays no part in your loss: exp(s) alone is no density.")
                .misconception(
                        "plain sigmoid",
                        (s, z, n) -> terms(s.mul(1)).sum(ROW).mean(),
                        "Your probability is the sigmoid of the score. Z, m and n are missing.")
                .misconception(
                        "logarithm of zero",
                        (s, z, n) -> {
                            NDArray h = s.exp().div(factor(s, z));
                            NDArray p = h.div(h.add(factor(s, (s.getShape().get(1) - 1.0) / n)));
                            NDArray data = p.get(new NDIndex(":, 0")).log();
                            NDArray noise = p.neg()
                                    .add(1)
                                    .log()
                                    .get(new NDIndex(":, 1:"))
                                    .sum(ROW);
                            return data.add(noise).mean().neg();
                        },
                        "Right on paper. But in a float exp(90) is infinite, and a probability near"
                                + " 1 is 1, so that log(1 - P) is infinite. The probability is a"
                                + " sigmoid: work with its logit, and with softPlus.")
                .misconception(
                        "logarithm of an exponential",
                        (s, z, n) -> terms(logit(s.exp().log(), z, n)).sum(ROW).mean(),
                        "Right on paper. But exp(90) does not fit into a float, so that the logarithm of h is"
                                + " infinite. What is log(exp(s) / Z), written without exp?")
                .misconception(
                        "cut off from the graph",
                        (s, z, n) -> right(s.duplicate(), z, n),
                        "The value is right, but no gradient comes back to the scores. In DJL"
                                + " duplicate(), toType() and a detour over float[] cut the graph.")
                .build();
    }

    private static Signature<NceLoss> signature() {
        return new Signature<>(
                "nceLoss",
                Kind.NDARRAY,
                List.of("scores", "z", "images"),
                List.of(Kind.NDARRAY, Kind.DOUBLE, Kind.INT),
                (f, a) -> f.apply((NDArray) a[0], (double) a[1], (int) a[2]));
    }

    private static Call call(float[][] scores, double z, int images) {
        return Call.of(Draw.tensor(scores), Value.of(z), Value.of(images));
    }

    private static Call draw(RandomGenerator r, int rows, double scale) {
        int images = r.nextInt(50, 500);
        float[][] scores = NormaliserCheck.scores(r, rows, scale);
        return call(scores, images * r.nextDouble(0.4, 1.8), images);
    }

    /** The formula in double, with log(1 + e^x) such that it does not overflow. */
    private static double loss(double[][] scores, double z, double images) {
        double sum = 0;
        for (double[] row : scores) {
            for (int j = 0; j < row.length; j++) {
                double logit = row[j] - Math.log(z) - Math.log((row.length - 1) / images);
                double x = j == 0 ? -logit : logit;
                sum += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            }
        }
        return sum / scores.length;
    }

    private static NDArray right(NDArray scores, double z, int images) {
        return terms(scores, z, images).sum(ROW).mean();
    }

    private static NDArray terms(NDArray scores, double z, int images) {
        return terms(logit(scores, z, images));
    }

    /** -log P in column 0, -log(1 - P) in the others. */
    private static NDArray terms(NDArray logit) {
        NDArray data = Activation.softPlus(logit.get(new NDIndex(":, :1")).neg());
        NDArray noise = Activation.softPlus(logit.get(new NDIndex(":, 1:")));
        return data.concat(noise, 1);
    }

    private static NDArray logit(NDArray scores, double z, int images) {
        return shifted(scores, z * (scores.getShape().get(1) - 1) / images);
    }

    private static NDArray shifted(NDArray scores, double factor) {
        return scores.sub(factor(scores, Math.log(factor)));
    }

    /** A number that the backward pass may still read. */
    private static NDArray factor(NDArray scores, double number) {
        return scores.getManager().create((float) number);
    }
}
