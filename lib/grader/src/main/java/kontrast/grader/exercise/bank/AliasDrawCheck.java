package kontrast.grader.exercise.bank;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 10.3: draws with an alias table. */
final class AliasDrawCheck {

    private AliasDrawCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            double[] threshold = a.get(0).data();
            double[] alias = a.get(1).data();
            double[] columns = a.get(2).data();
            double[] coins = a.get(3).data();
            int[] drawn = new int[columns.length];
            for (int k = 0; k < drawn.length; k++) {
                int i = (int) columns[k];
                drawn[k] = coins[k] < threshold[i] ? i : (int) alias[i];
            }
            return Value.of(drawn);
        };
        Cases few = Cases.times(5, r -> draws(r, 8, 6));
        Cases many = Cases.times(3, r -> draws(r, r.nextInt(3, 6), 40));
        Cases edge = Cases.times(3, r -> {
            Call call = draws(r, 6, 9);
            float[] threshold = Unpack.floats(call.arguments().get(0));
            threshold[r.nextInt(3)] = 0; // an outcome of weight 0 ...
            threshold[r.nextInt(3, 6)] = 1; // ... and one that fills its column
            double[] columns = call.arguments().get(2).data();
            float[] coins = new float[columns.length];
            for (int k = 0; k < coins.length; k++) {
                float height = threshold[(int) columns[k]];
                coins[k] = switch (height == 1 ? 1 : k % 3) {
                    case 0 -> height;
                    case 1 -> height * r.nextFloat();
                    default -> 1 - (1 - height) * r.nextFloat(0.1f, 0.9f);
                };
            }
            return Call.of(
                    Value.of(threshold),
                    call.arguments().get(1),
                    call.arguments().get(2),
                    Value.of(coins));
        });
        return Check.of("10.3")
                .example(
                        "Three outcomes, thresholds (0.25, 1, 0.5), aliases (2, 1, 1); three draws:"
                                + " columns (0, 0, 2) with coins (0.1, 0.9, 0.7).",
                        call(new float[] {0.25f, 1, 0.5f}, new int[] {2, 1, 1}, new int[] {0, 0, 2}, new float[] {
                            0.1f, 0.9f, 0.7f
                        }))
                .property(Property.equal("draws correctly, a few at once", 2, 0, few, oracle)
                        .asEssential())
                .property(Property.equal("draws correctly, more than there are columns", 1, 0, many, oracle))
                .property(Property.equal("takes the alias where the coin equals the threshold", 1, 0, edge, oracle))
                .property(Property.pure(1, few));
    }

    private static Call call(float[] threshold, int[] alias, int[] columns, float[] coins) {
        return Call.of(Value.of(threshold), Value.of(alias), Value.of(columns), Value.of(coins));
    }

    /** A table of n columns, none of which is its own alias, and so many draws. */
    private static Call draws(RandomGenerator r, int n, int draws) {
        float[] threshold = new float[n];
        int[] alias = new int[n];
        for (int i = 0; i < n; i++) {
            threshold[i] = (float) r.nextDouble(0.1, 0.9);
            alias[i] = (i + r.nextInt(1, n)) % n;
        }
        int[] columns = new int[draws];
        float[] coins = new float[draws];
        for (int k = 0; k < draws; k++) {
            columns[k] = r.nextInt(n);
            coins[k] = r.nextFloat();
        }
        return call(threshold, alias, columns, coins);
    }
}
