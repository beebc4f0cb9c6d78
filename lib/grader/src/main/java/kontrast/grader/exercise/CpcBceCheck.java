package kontrast.grader.exercise;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.CpcExercises.Bce;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 13.5: the other loss of CPC, yes or no instead of which. */
final class CpcBceCheck {

    /** All is computed in double precision, from floats that are exact there. */
    private static final double TOLERANCE = 1e-6;

    private CpcBceCheck() {}

    static Check<Bce> create() {
        Oracle oracle =
                a -> Value.of(CpcFormulas.bce(Draw.matrix(a.get(0)), Draw.matrix(a.get(1)), Draw.matrix(a.get(2))));
        Cases halves = Cases.times(4, r -> call(r, 1, 1));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 5), 1));
        Cases large = Cases.times(3, r -> call(r, 2, 60));
        return Check.of("13.5", "Yes or no: binary cross entropy", 3, signature())
                .reference(variant(v -> {}))
                .example(
                        "One prediction (2, 2); the right code is (1, 1), a wrong one (0, 0). One of"
                                + " the two sigmoids is a half.",
                        Call.of(
                                Value.of(new float[][] {{2, 2}}),
                                Value.of(new float[][] {{1, 1}}),
                                Value.of(new float[][] {{0, 0}})))
                .property(
                        Property.equal("is right for several wrong codes for each right one", 3, TOLERANCE, any, oracle)
                                .asEssential())
                .property(
                        Property.equal("is right for one wrong code for each right one", 1, TOLERANCE, halves, oracle))
                .property(Property.equal("stays finite and right for large scores", 1, TOLERANCE, large, oracle))
                .property(Property.pure(1, any))
                .misconception(
                        "sum over the features",
                        variant(v -> v.sum = true),
                        "Your scores are dot products. In this variant it is their mean over the d" + " features.")
                .misconception(
                        "halves weighted alike",
                        variant(v -> v.balanced = true),
                        "You take the mean of two means, so that a right code counts as much as all"
                                + " wrong ones of its prediction. Asked for is one mean over all"
                                + " answers.")
                .misconception(
                        "sum of two means",
                        variant(v -> v.twoMeans = true),
                        "You add the mean of the right codes and the mean of the wrong ones. Asked for"
                                + " is one mean over all answers.")
                .misconception(
                        "answers exchanged",
                        variant(v -> v.exchanged = true),
                        "Your loss rewards a high score for wrong codes. Which of the two is to get"
                                + " the sigmoid, and which 1 minus it?")
                .misconception(
                        "right codes only",
                        variant(v -> v.rightOnly = true),
                        "The wrong codes change nothing. Saying \"right\" always would be perfect" + " then.")
                .misconception(
                        "divided by the right ones",
                        variant(v -> v.perRight = true),
                        "You divide by the number of predictions. How many answers have you added up?")
                .misconception(
                        "wrong codes in blocks",
                        variant(v -> v.blocks = true),
                        "You hold wrong code j against prediction j / n, as if those of one"
                                + " prediction stood together. In the text they come round by"
                                + " round.")
                .misconception(
                        "first round only",
                        variant(v -> v.firstRound = true),
                        "You use one wrong code for each prediction and leave the others.")
                .misconception(
                        "logarithm of base 2",
                        variant(v -> v.scale = 1 / Math.log(2)),
                        "You count in bits. The text has natural logarithms.")
                .misconception(
                        "sign",
                        variant(v -> v.scale = -1),
                        "Your loss falls when the predictions get worse. What sign has the logarithm"
                                + " of a probability?")
                .misconception(
                        "squared error",
                        variant(v -> v.squared = true),
                        "You square what the sigmoid is off by. Cross entropy takes logarithms: a"
                                + " certain answer that is wrong costs far more than 1.")
                .misconception(
                        "cosine",
                        variant(v -> v.cosine = true),
                        "You divide by the lengths of the vectors. Here it is the product, divided"
                                + " by the number of features.")
                .misconception(
                        "infinite for large scores",
                        variant(v -> v.naive = true),
                        "Right on paper, but for large scores the sigmoid rounds to 0 or 1, whose"
                                + " logarithm may be infinite, and exp leaves the range of a double."
                                + " Write -ln sigmoid(s) as ln(1 + exp(-s)), and think what that is"
                                + " for very large and very small s.")
                .build();
    }

    private static Signature<Bce> signature() {
        return new Signature<>(
                "cpcBce",
                Kind.DOUBLE,
                List.of("predictions", "right", "wrong"),
                List.of(Kind.MATRIX, Kind.MATRIX, Kind.MATRIX),
                (f, a) -> f.apply((float[][]) a[0], (float[][]) a[1], (float[][]) a[2]));
    }

    private static Call call(RandomGenerator r, int negatives, double scale) {
        int n = r.nextInt(4, 7);
        int d = r.nextInt(3, 6);
        return Call.of(
                Value.of(scaled(Draw.rows(r, n, d), scale)),
                Value.of(scaled(Draw.rows(r, n, d), scale)),
                Value.of(scaled(Draw.rows(r, n * negatives, d), scale)));
    }

    private static float[][] scaled(float[][] rows, double scale) {
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= (float) scale;
            }
        }
        return rows;
    }

    private static Bce variant(Consumer<Loss> mistake) {
        return (predictions, right, wrong) -> {
            Loss loss = new Loss();
            mistake.accept(loss);
            return loss.value(predictions, right, wrong);
        };
    }

    /** The loss, with a switch for each way to get it wrong. */
    private static final class Loss {
        private boolean sum;
        private boolean cosine;
        private boolean balanced;
        private boolean twoMeans;
        private boolean exchanged;
        private boolean rightOnly;
        private boolean perRight;
        private boolean blocks;
        private boolean firstRound;
        private boolean squared;
        private boolean naive;
        private double scale = 1;

        double value(float[][] predictions, float[][] right, float[][] wrong) {
            int n = predictions.length;
            int others = firstRound ? n : wrong.length;
            double yes = 0;
            for (int i = 0; i < n; i++) {
                yes += cost(score(predictions[i], right[i]) * (exchanged ? -1 : 1));
            }
            double no = 0;
            for (int j = 0; j < others; j++) {
                float[] prediction = predictions[blocks ? j / (wrong.length / n) : j % n];
                no += cost(score(prediction, wrong[j]) * (exchanged ? 1 : -1));
            }
            if (rightOnly) {
                return yes / n;
            } else if (balanced || twoMeans) {
                return (yes / n + no / others) / (balanced ? 2 : 1);
            }
            return scale * (yes + no) / (perRight ? n : n + others);
        }

        /** What an answer costs, if x is high where it is right. */
        private double cost(double x) {
            double sigmoid = 1 / (1 + Math.exp(-x));
            if (squared) {
                return (1 - sigmoid) * (1 - sigmoid);
            }
            return naive ? -Math.log(sigmoid) : CpcFormulas.surprise(x);
        }

        private double score(float[] u, float[] v) {
            double dot = 0;
            for (int i = 0; i < u.length; i++) {
                dot += (double) u[i] * v[i];
            }
            if (cosine) {
                return dot / (Draw.norm(u) * Draw.norm(v));
            }
            return sum ? dot : dot / u.length;
        }
    }
}
