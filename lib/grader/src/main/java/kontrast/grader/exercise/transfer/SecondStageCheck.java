package kontrast.grader.exercise.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 15.1: a loss on stages of which the first ones do not learn. */
final class SecondStageCheck {

    /** Float32: a cross entropy of a few numbers behind a few stages. */
    private static final double TOLERANCE = 1e-4;

    private static final int W = 1;
    private static final int V = 2;
    private static final int FROZEN = 4;

    private SecondStageCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.tensor(new long[0], loss(a));
        Cases any = Cases.times(4, r -> call(r, r.nextInt(2, 5), 3, r.nextInt(4)));
        Cases tuned = Cases.times(2, r -> call(r, 3, 3, 0));
        Cases between = r -> List.of(call(r, 3, 3, 1), call(r, 3, 3, 2), call(r, 4, 4, 2));
        Cases frozen = r -> List.of(call(r, 3, 3, 3), call(r, 3, 1, 1));
        Property nothing = new Property(
                "lets no stage learn if all are frozen",
                1,
                false,
                0,
                frozen.withGradient(W),
                Property.each((call, outcome) -> still(outcome)));
        return Check.of("15.1")
                .example(
                        "One picture (1, 0), one stage that swaps the two numbers, a head that leaves them as"
                                + " they are, class 1 is right. tanh 1 is 0.7616; how sure is the softmax of class"
                                + " 1?",
                        Call.of(
                                Value.tensor(new long[] {1, 2}, 1, 0),
                                Value.tensor(new long[] {1, 2, 2}, 0, 1, 1, 0),
                                Value.tensor(new long[] {2, 2}, 1, 0, 0, 1),
                                Value.tensor(new long[] {1, 2}, 0, 1),
                                Value.of(0)))
                .property(Property.equal("is the loss of the formula, whatever is frozen", 2, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.gradient(
                        "lets every stage learn if none is frozen", 1, TOLERANCE, tuned, W, oracle.gradient(W)))
                .property(Property.gradient(
                        "keeps the first stages as they are, and lets the others learn",
                        3,
                        TOLERANCE,
                        between,
                        W,
                        a -> without(oracle.gradient(W).expect(a), (int)
                                a.get(FROZEN).number())))
                .property(nothing)
                .property(Property.gradient(
                        "always lets the head learn",
                        1,
                        TOLERANCE,
                        tuned.and(between).and(frozen),
                        V,
                        oracle.gradient(V)))
                .property(Property.pure(1, any));
    }

    /** No gradient at all, or one of zeros: both ways to freeze are right. */
    private static Optional<String> still(Outcome outcome) {
        if (outcome.gradient().kind() == Kind.NOTHING
                || Arrays.stream(outcome.gradient().data()).allMatch(g -> g == 0)) {
            return Optional.empty();
        }
        return Optional.of("a gradient reaches stages that are frozen");
    }

    /** The gradient with zeros for the first stages. */
    private static Value without(Value gradient, int stages) {
        double[] data = gradient.data();
        Arrays.fill(data, 0, stages * gradient.length(1) * gradient.length(2), 0);
        return Value.of(gradient.kind(), gradient.dtype(), gradient.shape(), data);
    }

    private static Call call(RandomGenerator r, int n, int stages, int frozen) {
        int d = 3;
        int classes = 4;
        double[] y = new double[n * classes];
        for (int i = 0; i < n; i++) {
            y[i * classes + r.nextInt(classes)] = 1;
        }
        Value w = Value.of(Draw.numbers(r, stages * d, d, 0.8));
        return Call.of(
                Draw.tensor(Draw.numbers(r, n, d, 1)),
                Value.tensor(new long[] {stages, d, d}, w.data()),
                Draw.tensor(Draw.numbers(r, d, classes, 1)),
                Value.tensor(new long[] {n, classes}, y),
                Value.of(frozen));
    }

    /** The oracle: one picture after the other, number by number. */
    private static double loss(List<Value> a) {
        double[][] x = Draw.matrix(a.get(0));
        double[] w = a.get(W).data();
        double[][] v = Draw.matrix(a.get(V));
        int d = v.length;
        double loss = 0;
        for (int n = 0; n < x.length; n++) {
            double[] h = x[n];
            for (int s = 0; s < a.get(W).length(0); s++) {
                double[] next = new double[d];
                for (int j = 0; j < d; j++) {
                    for (int i = 0; i < d; i++) {
                        next[j] += h[i] * w[(s * d + i) * d + j];
                    }
                    next[j] = Math.tanh(next[j]);
                }
                h = next;
            }
            double right = 0;
            double all = 0;
            for (int k = 0; k < v[0].length; k++) {
                double score = 0;
                for (int i = 0; i < d; i++) {
                    score += h[i] * v[i][k];
                }
                right += a.get(3).at(n, k) * score;
                all += Math.exp(score);
            }
            loss += (Math.log(all) - right) / x.length;
        }
        return loss;
    }
}
