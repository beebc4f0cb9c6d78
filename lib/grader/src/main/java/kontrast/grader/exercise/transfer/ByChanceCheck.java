package kontrast.grader.exercise.transfer;

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

/** 15.5: the sign test on the pictures that one of two classifiers has right. */
final class ByChanceCheck {

    /** A probability, from logarithms of up to some thousand: good to 1e-12 each. */
    private static final double TOLERANCE = 2e-6;

    private ByChanceCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(chance(Unpack.ints(a.get(0)), Unpack.ints(a.get(1)), Unpack.ints(a.get(2))));
        Cases better =
                Cases.times(5, r -> call(r, r.nextInt(5, 10), r.nextInt(2, 5), r.nextInt(4, 7), r.nextInt(3, 6)));
        Cases worse = Cases.times(3, r -> call(r, r.nextInt(1, 4), r.nextInt(4, 8), r.nextInt(4, 7), r.nextInt(3, 6)));
        Cases ends = r -> List.of(
                call(r, r.nextInt(3, 6), 0, 3, 2),
                call(r, 0, r.nextInt(3, 6), 3, 2),
                call(r, 3, 3, 2, 2),
                call(r, 1, 0, 1, 1));
        Cases none = r -> List.of(call(r, 0, 0, 3, 2), call(r, 0, 0, 2, 0), call(r, 0, 0, 0, 3));
        Cases many = Cases.times(2, r -> call(r, r.nextInt(1000, 1030), r.nextInt(980, 1000), 300, 200))
                .and(Cases.times(1, r -> call(r, r.nextInt(95, 105), r.nextInt(80, 90), 60, 40)));
        return Check.of("15.5")
                .example(
                        "Six pictures: three that only A gets right, one that only B gets right, one that both get"
                                + " right and one that neither does. Toss a coin four times: how many of the sixteen"
                                + " outcomes have three heads or more?",
                        Call.of(
                                Value.of(new int[] {0, 1, 2, 7, 4, 8}),
                                Value.of(new int[] {5, 6, 9, 3, 4, 9}),
                                Value.of(new int[] {0, 1, 2, 3, 4, 5})))
                .property(Property.equal("is right where A is better", 3, TOLERANCE, better, oracle)
                        .asEssential())
                .property(Property.equal("is right where A is worse", 1, TOLERANCE, worse, oracle))
                .property(Property.equal(
                        "is right where one never wins, and where they are even", 1, TOLERANCE, ends, oracle))
                .property(Property.equal("is 1 where both get the same pictures right", 1, TOLERANCE, none, oracle))
                .property(Property.equal("is right for hundreds and thousands of pictures", 2, TOLERANCE, many, oracle))
                .property(Property.pure(1, better));
    }

    /** So many pictures that only A, only B, both and neither have right. Half of the last ones are answered alike. */
    private static Call call(RandomGenerator r, int wins, int losses, int both, int neither) {
        int n = wins + losses + both + neither;
        int[] order = Draw.permutation(r, n);
        int[] a = new int[n];
        int[] b = new int[n];
        int[] truth = new int[n];
        for (int i = 0; i < n; i++) {
            int at = order[i];
            truth[at] = r.nextInt(10);
            int wrong = (truth[at] + r.nextInt(1, 5)) % 10;
            int other = (truth[at] + r.nextInt(5, 10)) % 10;
            boolean neitherKnows = i >= wins + losses + both;
            boolean aKnows = i < wins || (i >= wins + losses && !neitherKnows);
            boolean bKnows = i >= wins && !neitherKnows;
            a[at] = aKnows ? truth[at] : wrong;
            b[at] = bKnows ? truth[at] : neitherKnows && i % 2 == 0 ? wrong : other;
        }
        return Call.of(Value.of(a), Value.of(b), Value.of(truth));
    }

    /** The oracle: throws the coin, one throw after the other, and keeps the probability of each number of heads. */
    private static double chance(int[] a, int[] b, int[] truth) {
        int heads = 0;
        int thrown = 0;
        double[] probability = new double[truth.length + 1];
        probability[0] = 1;
        for (int i = 0; i < truth.length; i++) {
            if ((a[i] == truth[i]) != (b[i] == truth[i])) {
                heads += a[i] == truth[i] ? 1 : 0;
                thrown++;
                for (int k = thrown; k >= 0; k--) {
                    probability[k] = (probability[k] + (k == 0 ? 0 : probability[k - 1])) / 2;
                }
            }
        }
        double sum = 0;
        for (int k = heads; k <= truth.length; k++) {
            sum += probability[k];
        }
        return sum;
    }
}
