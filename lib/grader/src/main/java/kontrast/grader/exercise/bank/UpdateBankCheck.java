package kontrast.grader.exercise.bank;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** 10.7: rows move towards new embeddings, and back to length 1. */
final class UpdateBankCheck {

    /** A few operations in float. */
    private static final double TOLERANCE = 1e-5;

    private UpdateBankCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(
                Unpack.rounded(updated(a.get(0), a.get(1), a.get(2), a.get(3).number())));
        Cases half = Cases.times(4, r -> call(r, 0.5, true));
        Cases slow = Cases.times(4, r -> call(r, r.nextDouble(0.7, 0.95), true));
        Cases fresh = Cases.times(3, r -> call(r, 0, true));
        Cases any = Cases.times(3, r -> call(r, r.nextDouble(0.3, 0.8), false));
        return Check.of("10.7")
                .example(
                        "A bank with rows (1, 0), (0, 1) and (0, -1); the batch holds only image"
                                + " 2, with z = (1, 0); momentum 0.5. Draw the old row, the new"
                                + " embedding and the point between them.",
                        Call.of(
                                Value.of(new float[][] {{1, 0}, {0, 1}, {0, -1}}),
                                Value.of(new int[] {2}),
                                Value.of(new float[][] {{1, 0}}),
                                Value.of(0.5)))
                .property(Property.equal("is right for momentum 0.5", 2, TOLERANCE, half, oracle)
                        .asEssential())
                .property(Property.equal("is right for other momenta", 2, TOLERANCE, slow, oracle))
                .property(Property.equal("holds the new embeddings where momentum is 0", 1, TOLERANCE, fresh, oracle))
                .property(new Property(
                        "leaves the rows of other images exactly as they are",
                        1,
                        false,
                        0,
                        any,
                        Property.each(UpdateBankCheck::others)))
                .property(Property.equal("is right for old rows of any length", 1, TOLERANCE, any, oracle))
                .property(Property.pure(1, slow));
    }

    /** The formula in double precision: the rows of the batch move towards its embeddings, and back to length 1. */
    static double[][] updated(Value bank, Value own, Value z, double momentum) {
        double[][] rows = Draw.matrix(bank);
        for (int b = 0; b < own.size(); b++) {
            double[] row = rows[(int) own.data()[b]];
            double squares = 0;
            for (int j = 0; j < row.length; j++) {
                row[j] = momentum * row[j] + (1 - momentum) * z.at(b, j);
                squares += row[j] * row[j];
            }
            for (int j = 0; j < row.length; j++) {
                row[j] /= Math.sqrt(squares);
            }
        }
        return rows;
    }

    private static Optional<String> others(Call call, Outcome outcome) {
        Value updated = outcome.result();
        Value bank = call.arguments().get(0);
        if (updated.kind() != Kind.MATRIX || !Arrays.equals(updated.shape(), bank.shape())) {
            return Optional.of("the result is %s; expected %s".formatted(updated.describe(), bank.describe()));
        }
        Set<Integer> own = Arrays.stream(call.arguments().get(1).data())
                .mapToObj(i -> (int) i)
                .collect(Collectors.toSet());
        for (int i = 0; i < bank.length(0); i++) {
            for (int j = 0; j < bank.length(1); j++) {
                if (!own.contains(i) && updated.at(i, j) != bank.at(i, j)) {
                    return Optional.of("a row has changed whose image is not in the batch");
                }
            }
        }
        return Optional.empty();
    }

    /** A bank of 7 to 10 rows and a batch of 3, none of which is in its own place. */
    private static Call call(RandomGenerator r, double momentum, boolean unit) {
        int n = r.nextInt(7, 11);
        int d = r.nextInt(3, 6);
        int[] own = {n - 1, r.nextInt(3, n - 1), 0};
        float[][] bank = unit ? Draw.unitRows(r, n, d) : Draw.rows(r, n, d);
        return Call.of(Value.of(bank), Value.of(own), Value.of(Draw.unitRows(r, own.length, d)), Value.of(momentum));
    }
}
