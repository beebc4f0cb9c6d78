package kontrast.grader.exercise.comparison;

import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 19.5: what training needs in memory. */
final class BytesCheck {

    /** A float, and sums of a few. */
    private static final double TOLERANCE = 1e-5;

    private BytesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(bytes(a));
        Cases any = Cases.times(5, BytesCheck::small);
        Cases large = Cases.times(3, BytesCheck::large);
        Cases ones = r -> List.of(call(1, 1, 1, 1, 1, 1), call(3, 2, 1, 4, 5, 2));
        return Check.of("19.5")
                .example(
                        "10 weights, 5 kept numbers, a batch of 2, a queue of 3 rows, 7 pictures, rows of 2 numbers."
                                + " Count numbers first, bytes at the end.",
                        call(10, 5, 2, 3, 7, 2))
                .property(Property.equal("is right for small networks", 3, TOLERANCE, any, oracle)
                        .asEssential())
                .property(Property.equal("is right for more bytes than an int can hold", 2, TOLERANCE, large, oracle))
                .property(Property.equal("is right for the smallest sizes", 1, TOLERANCE, ones, oracle));
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
