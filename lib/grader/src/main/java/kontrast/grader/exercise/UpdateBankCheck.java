package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MemoryBankExercises.UpdateBank;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 10.7: rows move towards new embeddings, and back to length 1. */
final class UpdateBankCheck {

    /** A few operations in float. */
    private static final double TOLERANCE = 1e-5;

    private UpdateBankCheck() {}

    static Check<UpdateBank> create() {
        Oracle oracle = a -> Value.of(
                Unpack.rounded(updated(a.get(0), a.get(1), a.get(2), a.get(3).number())));
        Cases half = Cases.times(4, r -> call(r, 0.5, true));
        Cases slow = Cases.times(4, r -> call(r, r.nextDouble(0.7, 0.95), true));
        Cases fresh = Cases.times(3, r -> call(r, 0, true));
        Cases any = Cases.times(3, r -> call(r, r.nextDouble(0.3, 0.8), false));
        return Check.of("10.7", "The bank takes a batch in", 3, signature())
                .reference((bank, own, z, m) -> update(bank, own, z, m, 1 - m, Rows.UNIT))
                .example(
                        "A bank of the rows (1, 0), (0, 1) and (0, -1); the batch is image 2 alone,"
                                + " with z = (1, 0); momentum 0.5. Draw old row, new embedding and"
                                + " the point between them.",
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
                        Judged.each(UpdateBankCheck::others)))
                .property(Property.equal("is right for old rows of any length", 1, TOLERANCE, any, oracle))
                .property(Property.pure(1, slow))
                .misconception(
                        "not renormalised",
                        (bank, own, z, m) -> update(bank, own, z, m, 1 - m, Rows.AS_THEY_ARE),
                        "Your new rows are shorter than 1: a point between two points on a sphere"
                                + " lies inside of it.")
                .misconception(
                        "momentum exchanged",
                        (bank, own, z, m) -> update(bank, own, z, 1 - m, m, Rows.UNIT),
                        "The higher the momentum, the more your rows change. Momentum is the share"
                                + " of the old row that stays.")
                .misconception(
                        "momentum ignored",
                        (bank, own, z, m) -> update(bank, own, z, 0.5, 0.5, Rows.UNIT),
                        "You always take the middle between old and new. Momentum says how much of"
                                + " the old row stays.")
                .misconception(
                        "replaced",
                        (bank, own, z, m) -> update(bank, own, z, 0, 1, Rows.UNIT),
                        "You put the new embeddings in place of the old rows. What does momentum" + " keep of them?")
                .misconception(
                        "new embedding at full weight",
                        (bank, own, z, m) -> update(bank, own, z, m, 1, Rows.UNIT),
                        "Your two weights do not add up to 1: the new embedding comes in" + " undiminished.")
                .misconception(
                        "first rows of the bank",
                        (bank, own, z, m) ->
                                update(bank, IntStream.range(0, own.length).toArray(), z, m, 1 - m, Rows.UNIT),
                        "You write row b of the batch into row b of the bank. Which image does row b"
                                + " of the batch show?")
                .misconception(
                        "old row of another image",
                        (bank, own, z, m) -> {
                            float[][] now = copy(bank);
                            for (int b = 0; b < own.length; b++) {
                                now[own[b]] = unit(mix(bank[b], z[b], m, 1 - m));
                            }
                            return now;
                        },
                        "You write into the right rows, but mix the embedding with row b of the"
                                + " bank: another image's past.")
                .misconception(
                        "embedding of another image",
                        (bank, own, z, m) -> {
                            float[][] now = copy(bank);
                            for (int i : own) {
                                now[i] = unit(mix(bank[i], z[i % z.length], m, 1 - m));
                            }
                            return now;
                        },
                        "You look the embedding up by the number of the image. z has one row for"
                                + " each image of the batch, in the batch's order.")
                .misconception(
                        "all rows renormalised",
                        (bank, own, z, m) -> {
                            float[][] now = update(bank, own, z, m, 1 - m, Rows.UNIT);
                            for (int i = 0; i < now.length; i++) {
                                now[i] = unit(now[i]);
                            }
                            return now;
                        },
                        "You renormalise the whole bank. Rows that are not in the batch stay as they"
                                + " are, the random ones of the beginning too.")
                .misconception(
                        "divided by the squared length",
                        (bank, own, z, m) -> update(bank, own, z, m, 1 - m, Rows.SQUARED),
                        "You divide by the sum of the squares. The length is its square root.")
                .misconception(
                        "divided by the sum of absolute values",
                        (bank, own, z, m) -> update(bank, own, z, m, 1 - m, Rows.ABSOLUTE),
                        "You divide by the sum of the absolute values, another norm. Length means"
                                + " the Euclidean one.")
                .misconception(
                        "batch only",
                        (bank, own, z, m) -> {
                            float[][] now = update(bank, own, z, m, 1 - m, Rows.UNIT);
                            return IntStream.of(own).mapToObj(i -> now[i]).toArray(float[][]::new);
                        },
                        "You return the rows of the batch alone. Asked for is the whole bank.")
                .misconception(
                        "old bank overwritten",
                        (bank, own, z, m) -> {
                            float[][] now = update(bank, own, z, m, 1 - m, Rows.UNIT);
                            for (int i = 0; i < bank.length; i++) {
                                System.arraycopy(now[i], 0, bank[i], 0, bank[i].length);
                            }
                            return bank;
                        },
                        "The rows are right, but the old bank is gone: here you return a new matrix"
                                + " (bank.clone() copies the outer array only, not the rows).")
                .build();
    }

    private static Signature<UpdateBank> signature() {
        return new Signature<>(
                "updateBank",
                Kind.MATRIX,
                List.of("bank", "own", "z", "momentum"),
                List.of(Kind.MATRIX, Kind.INTS, Kind.MATRIX, Kind.DOUBLE),
                (f, a) -> f.apply((float[][]) a[0], (int[]) a[1], (float[][]) a[2], (double) a[3]));
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

    private static Optional<String> others(Call call, Value updated) {
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

    /** What becomes of a mixed row. */
    private enum Rows {
        UNIT,
        AS_THEY_ARE,
        SQUARED,
        ABSOLUTE;

        float[] scaled(float... row) {
            double squares = 0;
            double absolute = 0;
            for (float x : row) {
                squares += (double) x * x;
                absolute += Math.abs(x);
            }
            double length = switch (this) {
                case UNIT -> Math.sqrt(squares);
                case AS_THEY_ARE -> 1;
                case SQUARED -> squares;
                case ABSOLUTE -> absolute;
            };
            float[] scaled = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                scaled[j] = (float) (row[j] / length);
            }
            return scaled;
        }
    }

    private static float[][] update(float[][] bank, int[] own, float[][] z, double old, double fresh, Rows rows) {
        float[][] now = copy(bank);
        for (int b = 0; b < own.length; b++) {
            now[own[b]] = rows.scaled(mix(bank[own[b]], z[b], old, fresh));
        }
        return now;
    }

    private static float[] mix(float[] row, float[] z, double old, double fresh) {
        float[] mixed = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            mixed[j] = (float) (old * row[j] + fresh * z[j]);
        }
        return mixed;
    }

    private static float[] unit(float... row) {
        return Rows.UNIT.scaled(row);
    }

    static float[][] copy(float[][] bank) {
        float[][] copy = new float[bank.length][];
        for (int i = 0; i < bank.length; i++) {
            copy[i] = bank[i].clone();
        }
        return copy;
    }
}
