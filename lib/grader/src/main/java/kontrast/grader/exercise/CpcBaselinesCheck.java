package kontrast.grader.exercise;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.CpcExercises.Baselines;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 13.6: what the two losses and accuracies are without any learning. */
final class CpcBaselinesCheck {

    /** Float32 of a logarithm. */
    private static final double TOLERANCE = 1e-6;

    private CpcBaselinesCheck() {}

    static Check<Baselines> create() {
        Oracle oracle = a -> Value.of(found(
                (int) a.get(0).number(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases any = Cases.times(6, r -> call(r, r.nextInt(3, 40)));
        Cases halves = Cases.times(3, r -> call(r, 1));
        return Check.of("13.6", "Better than nothing?", 2, signature())
                .reference((b, q, n) -> CpcFormulas.baselines(b, q, n))
                .example(
                        "B = 2 images with Q = 4 codes each, n = 3 wrong codes for each right one. How"
                                + " many sides has the die, and how often is \"wrong\" right?",
                        call(2, 4, 3))
                .property(Property.equal("is right for many sizes", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(
                        Property.equal("is right for one wrong code for each right one", 1, TOLERANCE, halves, oracle))
                .misconception(
                        "coin instead of a constant",
                        (b, q, n) -> with(b, q, n, 3, 0.5),
                        "Your accuracy for BCE is that of a coin. Who always gives the commoner answer"
                                + " is right more often.")
                .misconception(
                        "always right",
                        (b, q, n) -> with(b, q, n, 3, 1 / (n + 1.0)),
                        "Your accuracy for BCE is that of always saying \"right\". Which answer is"
                                + " the commoner one?")
                .misconception(
                        "guess by share",
                        (b, q, n) -> with(b, q, n, 3, (1 + n * (double) n) / ((n + 1.0) * (n + 1))),
                        "Your accuracy for BCE is that of a guess which says \"right\" as often as it"
                                + " is. A constant answer does better.")
                .misconception(
                        "loss of a coin",
                        (b, q, n) -> with(b, q, n, 2, Math.log(2)),
                        "Your loss for BCE is ln 2, that of the probability one half. Who knows how"
                                + " common right codes are says another probability, and loses"
                                + " less.")
                .misconception(
                        "half of the entropy: wrong",
                        (b, q, n) -> with(b, q, n, 2, -Math.log(n / (n + 1.0)) * n / (n + 1)),
                        "Your loss for BCE leaves out the right codes. They are rare, but each costs" + " much.")
                .misconception(
                        "half of the entropy: right",
                        (b, q, n) -> with(b, q, n, 2, Math.log(n + 1.0) / (n + 1)),
                        "Your loss for BCE leaves out the wrong codes. Each costs little, but there" + " are many.")
                .misconception(
                        "loss of InfoNCE for BCE",
                        (b, q, n) -> with(b, q, n, 2, Math.log(n + 1.0)),
                        "Your loss for BCE is that of choosing one of n + 1. In BCE each code is"
                                + " judged by itself, yes or no.")
                .misconception(
                        "positive not counted",
                        (b, q, n) -> with(b, q, n, 0, Math.log(b * q - 1.0)),
                        "Your loss for InfoNCE counts the wrong codes only. The right one is a" + " candidate too.")
                .misconception(
                        "candidates of one image",
                        (b, q, n) -> candidates(b, q, n, q),
                        "You count the codes of one image. In 13.4 those of all images compete.")
                .misconception(
                        "one candidate an image",
                        (b, q, n) -> candidates(b, q, n, b),
                        "You count one code for each image. In 13.4 all places compete.")
                .misconception(
                        "candidates of BCE",
                        (b, q, n) -> candidates(b, q, n, n + 1),
                        "Your InfoNCE chooses among n + 1. n belongs to BCE; in 13.4 all codes of the"
                                + " batch compete.")
                .misconception(
                        "bits",
                        (b, q, n) -> {
                            float[] four = CpcFormulas.baselines(b, q, n);
                            four[0] /= (float) Math.log(2);
                            four[2] /= (float) Math.log(2);
                            return four;
                        },
                        "Your losses are in bits. The text has natural logarithms.")
                .misconception(
                        "per cent",
                        (b, q, n) -> {
                            float[] four = CpcFormulas.baselines(b, q, n);
                            four[1] *= 100;
                            four[3] *= 100;
                            return four;
                        },
                        "Your accuracies are in per cent. The text has shares from 0 to 1.")
                .misconception(
                        "sign of the losses",
                        (b, q, n) -> {
                            float[] four = CpcFormulas.baselines(b, q, n);
                            four[0] = -four[0];
                            four[2] = -four[2];
                            return four;
                        },
                        "Your losses are negative. What sign has minus the logarithm of a" + " probability?")
                .misconception(
                        "BCE first",
                        (b, q, n) -> {
                            float[] four = CpcFormulas.baselines(b, q, n);
                            return new float[] {four[2], four[3], four[0], four[1]};
                        },
                        "Your numbers are in another order: InfoNCE comes first.")
                .build();
    }

    /** By counting and by search: the best probability of "yes" is where the mean loss is least. */
    private static float[] found(int images, int codes, int negatives) {
        double sum = 0; // of exp of equal scores
        for (int candidate = 0; candidate < images * codes; candidate++) {
            sum += Math.exp(1);
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < 200; i++) { // a third less each time, and the loss has one minimum
            double left = low + (high - low) / 3;
            double right = high - (high - low) / 3;
            if (loss(left, negatives) < loss(right, negatives)) {
                high = right;
            } else {
                low = left;
            }
        }
        double always = 1.0 / (1 + negatives); // the share of right answers of who always says "yes"
        return new float[] {
            (float) (Math.log(sum) - 1),
            (float) (Math.exp(1) / sum),
            (float) loss((low + high) / 2, negatives),
            (float) Math.max(always, 1 - always)
        };
    }

    /** The mean cross entropy of the probability q of "yes", for one right code and so many wrong ones. */
    private static double loss(double q, int negatives) {
        return -(Math.log(q) + negatives * Math.log(1 - q)) / (1 + negatives);
    }

    private static Signature<Baselines> signature() {
        return new Signature<>(
                "baselines",
                Kind.FLOATS,
                List.of("images", "codes", "negatives"),
                List.of(Kind.INT, Kind.INT, Kind.INT),
                (f, a) -> f.apply((int) a[0], (int) a[1], (int) a[2]));
    }

    private static Call call(RandomGenerator r, int negatives) {
        return call(r.nextInt(8, 65), r.nextInt(70, 90), negatives);
    }

    private static Call call(int images, int codes, int negatives) {
        return Call.of(Value.of(images), Value.of(codes), Value.of(negatives));
    }

    private static float[] with(int images, int codes, int negatives, int place, double number) {
        float[] four = CpcFormulas.baselines(images, codes, negatives);
        four[place] = (float) number;
        return four;
    }

    private static float[] candidates(int images, int codes, int negatives, int count) {
        float[] four = CpcFormulas.baselines(images, codes, negatives);
        four[0] = (float) Math.log(count);
        four[1] = 1f / count;
        return four;
    }
}
