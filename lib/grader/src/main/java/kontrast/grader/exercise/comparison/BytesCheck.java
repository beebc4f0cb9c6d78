package kontrast.grader.exercise.comparison;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 19.5: what training needs in memory. */
final class BytesCheck {

    /** A float, and sums of a few. */
    private static final double TOLERANCE = 1e-5;

    /** What is different, in each of the calls that are compared with the first. */
    private static final String[] MORE = {"", "a larger network", "a larger batch", "a longer queue, and more pictures"
    };

    private BytesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(bytes(a));
        Cases any = Cases.times(5, BytesCheck::small).and(r -> List.of(call(1, 1, 1, 1, 1, 1), call(3, 2, 1, 4, 5, 2)));
        Cases pairs = r -> {
            Call one = small(r);
            Call other = small(r);
            return Stream.concat(grown(one, other).stream(), grown(other, one).stream())
                    .toList();
        };
        Cases both = r -> {
            Call one = small(r);
            return Stream.of(small(r), large(r), large(r))
                    .flatMap(other -> grown(one, other).stream())
                    .toList();
        };
        return Check.of("19.5")
                .example(
                        "10 weights, 5 kept numbers, a batch of 2, a queue of 3 rows, 7 pictures, rows of 2 numbers."
                                + " Count numbers first, bytes at the end.",
                        call(10, 5, 2, 3, 7, 2))
                .property(Property.mostly("returns four byte counts", TOLERANCE, any, oracle, 0)
                        .asEssential())
                .property(part("counts what is stored of networks that are trained, or follow", 3, pairs, oracle, 1))
                .property(part("counts what the views of a batch leave behind", 3, pairs, oracle, 2))
                .property(part("counts the rows of the queue and the bank", 2, pairs, oracle, 3))
                .property(Property.equal("counts nothing else, for the smallest sizes, too", 1, TOLERANCE, any, oracle))
                .property(new Property(
                        "stays right where there are more bytes than an int can hold",
                        3,
                        false,
                        TOLERANCE,
                        both,
                        (calls, outcomes) -> overflow(calls, outcomes, oracle)));
    }

    /** Four calls: one, and the same with the network, the batch, the queue and the bank of another. */
    private static List<Call> grown(Call one, Call other) {
        int[] n = numbers(one);
        int[] l = numbers(other);
        return List.of(
                one,
                call(l[0], n[1], n[2], n[3], n[4], n[5]),
                call(n[0], l[1], l[2], n[3], n[4], n[5]),
                call(n[0], n[1], n[2], l[3], l[4], l[5]));
    }

    private static int[] numbers(Call call) {
        return call.arguments().stream().mapToInt(v -> (int) v.number()).toArray();
    }

    private static Property part(String name, int weight, Cases pairs, Oracle oracle, int part) {
        return new Property(
                name, weight, false, TOLERANCE, pairs, (calls, outcomes) -> growth(calls, outcomes, oracle, part));
    }

    /** By how much the bytes change with one kind of number: what is wrong with another kind does not show. */
    private static Optional<String> growth(List<Call> calls, List<Outcome> outcomes, Oracle oracle, int part) {
        for (int i = 0; i < calls.size(); i += 4) {
            for (int j : new int[] {i, i + part}) {
                Outcome outcome = outcomes.get(j);
                if (outcome.isThrown() || outcome.result().size() != 4) {
                    return Optional.of("there are no four byte counts");
                }
            }
            double[] from = outcomes.get(i).result().data();
            double[] to = outcomes.get(i + part).result().data();
            double[] less = oracle.expect(calls.get(i).arguments()).data();
            double[] more = oracle.expect(calls.get(i + part).arguments()).data();
            for (int m = 0; m < 4; m++) {
                double off = Math.abs((to[m] - from[m]) - (more[m] - less[m]));
                if (!(off <= TOLERANCE * Math.max(less[m], more[m]))) {
                    return Optional.of("entry " + m + " does not change as it should with " + MORE[part]);
                }
            }
        }
        return Optional.empty();
    }

    /** What is right for small networks must be so for large ones; what is wrong already is not counted again. */
    private static Optional<String> overflow(List<Call> calls, List<Outcome> outcomes, Oracle oracle) {
        int[] right = IntStream.rangeClosed(1, 3)
                .filter(part -> growth(calls.subList(0, 4), outcomes.subList(0, 4), oracle, part)
                        .isEmpty())
                .toArray();
        return right.length == 0
                ? Optional.of("nothing is right for small networks yet")
                : IntStream.of(right)
                        .mapToObj(part -> growth(calls, outcomes, oracle, part))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Call call(int... numbers) {
        return Call.of(
                Value.of(numbers[0]),
                Value.of(numbers[1]),
                Value.of(numbers[2]),
                Value.of(numbers[3]),
                Value.of(numbers[4]),
                Value.of(numbers[5]));
    }

    private static Call small(RandomGenerator r) {
        return call(
                r.nextInt(1000, 3000),
                r.nextInt(200, 500),
                r.nextInt(4, 12),
                r.nextInt(50, 200),
                r.nextInt(300, 900),
                r.nextInt(8, 16));
    }

    /** Four times the weights are more than an int can hold. */
    private static Call large(RandomGenerator r) {
        return call(
                r.nextInt(550_000_000, 700_000_000),
                r.nextInt(10_000_000, 20_000_000),
                r.nextInt(256, 512),
                r.nextInt(60_000, 70_000),
                r.nextInt(5_000_000, 9_000_000),
                r.nextInt(128, 256));
    }

    /** The oracle: a table of how often each kind of number is there, four bytes each. */
    private static float[] bytes(List<Value> a) {
        double[] kinds = {
            a.get(0).number(),
            a.get(1).number() * a.get(2).number(),
            a.get(3).number() * a.get(5).number(),
            a.get(4).number() * a.get(5).number()
        };
        double[][] times = {{4, 2, 0, 0}, {5, 1, 1, 0}, {4, 1, 0, 1}, {5, 2, 0, 0}}; // weights, views, queue, bank
        float[] bytes = new float[4];
        for (int m = 0; m < 4; m++) {
            double numbers = 0;
            for (int k = 0; k < 4; k++) {
                numbers += times[m][k] * kinds[k];
            }
            bytes[m] = (float) (4 * numbers);
        }
        return bytes;
    }
}
