package kontrast.grader.exercise.cpc;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 13.6: what the two losses and accuracies are without any learning. */
final class BaselinesCheck {

    /** Float32 of a logarithm. */
    private static final double TOLERANCE = 1e-6;

    private BaselinesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(found(
                (int) a.get(0).number(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases any = Cases.times(2, r -> call(r, r.nextInt(2, 4))) // first: with many, most formulas are nearly right
                .and(Cases.times(5, r -> call(r, r.nextInt(3, 40))));
        Cases all = any.and(Cases.times(3, r -> call(r, 1)));
        return Check.of("13.6")
                .example(
                        "B = 2 images with Q = 4 codes each, n = 3 wrong codes for each right one."
                                + " How many sides does the die have, and how often is the answer"
                                + " \"wrong\" right?",
                        call(2, 4, 3))
                .property(Property.mostly("returns four numbers, half of them right", TOLERANCE, any, oracle, 2)
                        .asEssential())
                .property(Property.equalAt("knows the loss of 13.4 for equal scores", 1, TOLERANCE, all, oracle, 0))
                .property(Property.equalAt("knows the accuracy of a guess in 13.4", 1, TOLERANCE, all, oracle, 1))
                .property(
                        Property.equalAt("knows the least loss of 13.5 without learning", 1, TOLERANCE, all, oracle, 2))
                .property(Property.equalAt(
                        "knows the best accuracy of 13.5 without learning", 1, TOLERANCE, all, oracle, 3));
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

    private static Call call(RandomGenerator r, int negatives) {
        return call(r.nextInt(8, 65), r.nextInt(70, 90), negatives);
    }

    private static Call call(int images, int codes, int negatives) {
        return Call.of(Value.of(images), Value.of(codes), Value.of(negatives));
    }
}
