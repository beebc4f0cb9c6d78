package kontrast.grader.exercise.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 1.6: the same share of the labels of every class. */
final class LabelledRowsCheck {

    private LabelledRowsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                kept(Unpack.ints(a.get(0)), Unpack.ints(a.get(1)), a.get(2).number()));
        Cases plain = Cases.times(5, r -> call(r, r.nextInt(3, 6) / 8.0, 8));
        Cases rounded = r -> List.of(
                call(r, 0.5, 0),
                call(r, 0.5, 0),
                call(r, r.nextDouble(0.3, 0.8), 0),
                call(r, r.nextDouble(0.3, 0.8), 0),
                call(r, 1, 0));
        Cases few = Cases.times(4, r -> call(r, r.nextDouble(0.01, 0.05), 0))
                .and(Cases.times(2, r -> withLone(call(r, r.nextDouble(0.01, 0.05), 0))));
        return Check.of("1.6")
                .example(
                        "Labels 0, 0, 1, 0, 1, 0; order 5, 4, 3, 2, 1, 0; share 0.5. How many of each"
                                + " class may keep their label? Then walk through the order with"
                                + " two counters.",
                        Call.of(
                                Value.of(new int[] {0, 0, 1, 0, 1, 0}),
                                Value.of(new int[] {5, 4, 3, 2, 1, 0}),
                                Value.of(0.5)))
                .property(Property.equal(
                                "is right where class sizes are multiples of 8 and the share" + " is in eighths",
                                3,
                                0,
                                plain,
                                oracle)
                        .asEssential())
                .property(Property.equal("rounds to the nearest whole number", 1, 0, rounded, oracle))
                .property(Property.equal("leaves every class at least one label", 1, 0, few, oracle))
                .property(Property.pure(1, plain));
    }

    /** The same, and one row more, the only one of its class. */
    private static Call withLone(Call call) {
        int[] labels = Unpack.ints(call.arguments().get(0));
        int[] order = Unpack.ints(call.arguments().get(1));
        int rows = labels.length;
        int[] moreLabels = Arrays.copyOf(labels, rows + 1);
        moreLabels[rows] = Arrays.stream(labels).max().orElseThrow() + 1;
        int[] moreOrder = Arrays.copyOf(order, rows + 1);
        moreOrder[rows] = rows;
        return Call.of(
                Value.of(moreLabels), Value.of(moreOrder), call.arguments().get(2));
    }

    /** Row by row: how many rows of its class are drawn before it? */
    private static int[] kept(int[] labels, int[] order, double share) {
        int[] turn = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            turn[order[i]] = i;
        }
        return IntStream.range(0, labels.length)
                .filter(row -> {
                    long all = 0;
                    long before = 0;
                    for (int other = 0; other < labels.length; other++) {
                        all += labels[other] == labels[row] ? 1 : 0;
                        before += labels[other] == labels[row] && turn[other] < turn[row] ? 1 : 0;
                    }
                    return before < Math.max(1, Math.round(share * all));
                })
                .toArray();
    }

    /**
     * Classes of different sizes, multiples of some number, or else any with halves among them; then one number
     * between 0 and the largest label names no class.
     */
    private static Call call(RandomGenerator r, double share, int multiple) {
        int classes = r.nextInt(3, 5);
        int[] sizes = new int[classes];
        for (int c = 0; c < classes; c++) {
            sizes[c] = multiple > 0 ? multiple * (1 + (c + 1) % classes) : r.nextInt(5, 14);
        }
        if (multiple == 0) {
            sizes[0] = 9; // half of it lies between two whole numbers, the even one below
        }
        int[] labels = IntStream.range(0, classes)
                .flatMap(c -> IntStream.generate(() -> multiple == 0 && c > 0 ? c + 1 : c)
                        .limit(sizes[c]))
                .toArray();
        int[] order = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int j = r.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        for (int i = labels.length - 1; i > 0; i--) {
            int j = r.nextInt(i + 1);
            int kept = labels[i];
            labels[i] = labels[j];
            labels[j] = kept;
        }
        return Call.of(Value.of(labels), Value.of(order), Value.of(share));
    }
}
