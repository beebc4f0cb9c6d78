package kontrast.grader.exercise.bank;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 10.9: a step that scores a batch, and then takes it into the bank. */
final class BankStepCheck {

    /** Products of floats, summed in float or double. */
    private static final double TOLERANCE = 1e-5;

    private BankStepCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(scores(a.get(0), a.get(1), a.get(2), a.get(3))));
        Cases any = r -> List.of(call(r, false), call(r, true), call(r, false), call(r, true));
        return Check.of("10.9")
                .example(
                        "A bank with rows (0, 1) and (0, -1); the batch holds only image 0, with z"
                                + " = (1, 0), the noise only image 1; momentum 0.5. z is"
                                + " perpendicular to every row of the bank.",
                        Call.of(
                                Value.of(new float[][] {{0, 1}, {0, -1}}),
                                Value.of(new int[] {0}),
                                Value.of(new int[] {1}),
                                Value.of(new float[][] {{1, 0}}),
                                Value.of(0.5)))
                .property(Property.equal("scores against the bank as it was", 2, TOLERANCE, any, oracle)
                        .asEssential())
                .property(new Property(
                        "leaves the bank updated, its rows of length 1",
                        2,
                        false,
                        TOLERANCE,
                        any,
                        Property.each(BankStepCheck::bankFault)));
    }

    /** A batch of 3 and 4 noise images; with {@code among}, the noise has images of the batch. */
    private static Call call(RandomGenerator r, boolean among) {
        int n = r.nextInt(8, 12);
        int d = r.nextInt(3, 6);
        int[] own = {n - 1, 2, n - 3};
        int[] noise = among ? new int[] {0, n - 1, 2, n - 3} : new int[] {0, 1, 3, n - 2};
        return Call.of(
                Value.of(Draw.unitRows(r, n, d)),
                Value.of(own),
                Value.of(noise),
                Value.of(Draw.unitRows(r, own.length, d)),
                Value.of(r.nextDouble(0.55, 0.9)));
    }

    /** Each embedding times its own row, and times the rows of the noise. */
    private static double[][] scores(Value bank, Value own, Value noise, Value z) {
        double[][] scores = new double[own.size()][1 + noise.size()];
        for (int b = 0; b < scores.length; b++) {
            for (int c = 0; c < scores[b].length; c++) {
                int row = (int) (c == 0 ? own.data()[b] : noise.data()[c - 1]);
                for (int j = 0; j < z.length(1); j++) {
                    scores[b][c] += z.at(b, j) * bank.at(row, j);
                }
            }
        }
        return scores;
    }

    /** Compares what the call left in the bank with what should be there. */
    private static Optional<String> bankFault(Call call, Outcome outcome) {
        List<Value> a = call.arguments();
        double[][] expected =
                UpdateBankCheck.updated(a.get(0), a.get(1), a.get(3), a.get(4).number());
        Value found = outcome.after().get(0);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                worst = Math.max(worst, Math.abs(found.at(i, j) - expected[i][j]));
            }
        }
        return worst <= TOLERANCE
                ? Optional.empty()
                : Optional.of("after the call the bank does not hold the updated rows");
    }
}
