package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.ProtocolExercises.LabelledRows;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 1.6: the same share of the labels of every class. */
final class LabelFractionCheck {

    private LabelFractionCheck() {}

    static Check<LabelledRows> create() {
        Oracle oracle = a -> Value.of(
                kept(Unpack.ints(a.get(0)), Unpack.ints(a.get(1)), a.get(2).number()));
        Cases plain = Cases.times(5, r -> call(r, r.nextInt(3, 6) / 8.0, 8));
        Cases rounded = r -> List.of(
                call(r, 0.5, 0),
                call(r, 0.5, 0),
                call(r, r.nextDouble(0.3, 0.8), 0),
                call(r, r.nextDouble(0.3, 0.8), 0),
                call(r, 1, 0));
        Cases few = Cases.times(4, r -> call(r, r.nextDouble(0.01, 0.05), 0));
        return Check.of("1.6", "One per cent of the labels", 3, signature())
                .reference((labels, order, share) -> new Choice().rows(labels, order, share))
                .example(
                        "Labels 0, 0, 1, 0, 1, 0; order 5, 4, 3, 2, 1, 0; share 0.5. How many of each"
                                + " class may keep their label? Then walk through the order with"
                                + " two counters.",
                        Call.of(
                                Value.of(new int[] {0, 0, 1, 0, 1, 0}),
                                Value.of(new int[] {5, 4, 3, 2, 1, 0}),
                                Value.of(0.5)))
                .property(Property.equal(
                                "is right where each class has a multiple of 8 and the share" + " is in eighths",
                                3,
                                0,
                                plain,
                                oracle)
                        .asEssential())
                .property(Property.equal("rounds to the nearest number", 1, 0, rounded, oracle))
                .property(Property.equal("leaves every class one label", 1, 0, few, oracle))
                .property(Property.pure(1, plain))
                .misconception(
                        "share of all labels",
                        (labels, order, share) -> Arrays.stream(order)
                                .limit(Math.max(1, Math.round(share * labels.length)))
                                .sorted()
                                .toArray(),
                        "You take a share of all labels, whatever their class. At 1 % a rare class"
                                + " then has no label at all on some days and three on others:"
                                + " chance decides about your curve.")
                .misconception(
                        "same number for every class",
                        variant(c -> c.balanced = true),
                        "You take equally many of each class. The classes differ in size, and 10 % of"
                                + " the labels is to mean 10 % of each.")
                .misconception(
                        "order ignored",
                        variant(c -> c.order = Order.ROWS),
                        "You go through the rows as they lie. A data set that is sorted by style, or"
                                + " by photographer, then gives you labels of one kind only; the"
                                + " order has been drawn for that reason.")
                .misconception(
                        "places for rows",
                        variant(c -> c.places = true),
                        "You return at which place of the order the chosen rows stand. Wanted are the" + " rows.")
                .misconception(
                        "order read as ranks",
                        variant(c -> c.order = Order.RANKS),
                        "You read order[i] as the turn of row i. It is the other way round: order[0]"
                                + " is the row that comes first.")
                .misconception(
                        "from the end of the order",
                        variant(c -> c.order = Order.REVERSED),
                        "You keep the last rows of the order. Begin at its beginning.")
                .misconception(
                        "label at the wrong place",
                        variant(c -> c.wrongLabel = true),
                        "You walk through the order, but look up the label of the place and not that"
                                + " of the row which stands there.")
                .misconception(
                        "in the order drawn",
                        variant(c -> c.sorted = false),
                        "You have the right rows, in the order in which you met them. The text wants"
                                + " them ascending.")
                .misconception(
                        "the others", variant(c -> c.complement = true), "You return the rows that lose their label.")
                .misconception(
                        "labels for rows",
                        (labels, order, share) -> Arrays.stream(new Choice().rows(labels, order, share))
                                .map(i -> labels[i])
                                .toArray(),
                        "You return labels. Wanted are the numbers of the rows that keep theirs.")
                .misconception(
                        "rounded down",
                        variant(c -> c.rounding = Math::floor),
                        "You round down (a cast to int does). A class of 7 at one half gets 3 of its"
                                + " labels in your code; look up what the text wants.")
                .misconception(
                        "rounded up",
                        variant(c -> c.rounding = Math::ceil),
                        "You round up. At 1 % that makes a label of every hundredth of one, and 1 %"
                                + " becomes a good deal more.")
                .misconception(
                        "half to even",
                        variant(c -> c.rounding = Math::rint),
                        "You round a half to the nearest even number, as Math.rint does. The text"
                                + " names the method that rounds a half up.")
                .misconception(
                        "class without a label",
                        variant(c -> c.least = 0),
                        "A small class loses all its labels at a small share, and the probe never"
                                + " hears of it. What does the text promise to every class?")
                .build();
    }

    private static Signature<LabelledRows> signature() {
        return new Signature<>(
                "labelledRows",
                Kind.INTS,
                List.of("labels", "order", "share"),
                List.of(Kind.INTS, Kind.INTS, Kind.DOUBLE),
                (f, a) -> f.apply((int[]) a[0], (int[]) a[1], (double) a[2]));
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

    private static LabelledRows variant(Consumer<Choice> mistake) {
        return (labels, order, share) -> {
            Choice choice = new Choice();
            mistake.accept(choice);
            return choice.rows(labels, order, share);
        };
    }

    private enum Order {
        DRAWN,
        ROWS,
        RANKS,
        REVERSED
    }

    /** Rounds the number of labels of a class. */
    @FunctionalInterface
    private interface Rounding {
        double round(double number);
    }

    /** The choice, with a switch for each way to get it wrong. */
    private static final class Choice {
        private Order order = Order.DRAWN;
        private Rounding rounding = Math::round;
        private boolean balanced;
        private boolean places;
        private boolean wrongLabel;
        private boolean sorted = true;
        private boolean complement;
        private int least = 1;

        int[] rows(int[] labels, int[] drawn, double share) {
            int n = labels.length;
            int[] left = new int[Arrays.stream(labels).max().orElse(0) + 1];
            for (int label : labels) {
                left[label]++;
            }
            for (int c = 0; c < left.length; c++) {
                double wanted = share * (balanced ? (double) n / left.length : left[c]);
                left[c] = (int) Math.max(least, rounding.round(wanted));
            }
            int[] places = IntStream.range(0, n).toArray();
            int[] turns = turns(drawn);
            int[] kept = Arrays.stream(places)
                    .filter(p -> left[labels[wrongLabel ? p : turns[p]]]-- > 0 != complement)
                    .map(p -> this.places ? p : turns[p])
                    .toArray();
            return sorted ? Arrays.stream(kept).sorted().toArray() : kept;
        }

        private int[] turns(int[] drawn) {
            int n = drawn.length;
            int[] turns = new int[n];
            for (int i = 0; i < n; i++) {
                switch (order) {
                    case DRAWN -> turns[i] = drawn[i];
                    case ROWS -> turns[i] = i;
                    case RANKS -> turns[drawn[i]] = i;
                    case REVERSED -> turns[i] = drawn[n - 1 - i];
                }
            }
            return turns;
        }
    }
}
