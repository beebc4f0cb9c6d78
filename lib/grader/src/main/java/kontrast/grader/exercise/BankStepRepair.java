package kontrast.grader.exercise;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Choice;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.MemoryBankExercises.BankStep;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/**
 * Exercises 10.8 and 10.9: a run whose bank took the embeddings in before they were scored. {@code ./course
 * claims 10.8} measures its curves.
 */
final class BankStepRepair {

    /** Products of floats, summed in float or double. */
    private static final double TOLERANCE = 1e-5;

    private BankStepRepair() {}

    static Check<Choice> nameTheFault() {
        return Choice.named("10.8", "Too good to be true: name the fault", 3, "fault")
                .wrong(
                        'a',
                        "bank never updated",
                        "Then the rows would be random to the end, no embedding could come near its"
                                + " own, and the loss would stay near the chance line.")
                .wrong(
                        'b',
                        "rows not renormalised",
                        "Then the rows would shrink, and the scores with them: that makes the"
                                + " questions harder, not easier. The loss of the first epoch would"
                                + " not be this low.")
                .wrong(
                        'c',
                        "written into the wrong rows",
                        "Then the own row would hold the past of other images, and nothing would be"
                                + " found in it. The cosine with the own row is high from the first"
                                + " epoch.")
                .wrong(
                        'd',
                        "negatives always the same image",
                        "A loss can be low because the negatives are easy. But in the first epoch"
                                + " the own row should be as random as they are: why is the cosine"
                                + " with it so high?")
                .right('e')
                .wrong(
                        'f',
                        "collapse",
                        "In a collapse all vectors are alike, negatives fit as well as the positive,"
                                + " and the loss lies at the chance line. Here it lies far below.")
                .wrong(
                        'g',
                        "learning rate too high",
                        "A high rate may learn fast, but not in a single pass: in the first epoch"
                                + " each row is met for the first time, and random rows cannot be"
                                + " foreseen at any rate.")
                .build();
    }

    static Check<BankStep> repair() {
        Oracle oracle = a -> Value.of(Unpack.rounded(scores(a.get(0), a.get(1), a.get(2), a.get(3))));
        Cases any = r -> List.of(call(r, false), call(r, true), call(r, false), call(r, true));
        return Check.of("10.9", "Too good to be true: repair it", 2, signature())
                .reference((bank, own, noise, z, m) -> new Step().run(bank, own, noise, z, m))
                .handedOut(
                        (bank, own, noise, z, m) ->
                                new Step().order(Order.UPDATE_FIRST).run(bank, own, noise, z, m),
                        "This still computes what was handed out. Follow one image through the code:"
                                + " what does its row hold at the moment when it is scored?")
                .example(
                        "A bank of the rows (0, 1) and (0, -1); the batch is image 0 alone, with z ="
                                + " (1, 0), the noise image 1; momentum 0.5. z is perpendicular to"
                                + " all that the bank remembers.",
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
                        Judged.outcomes(BankStepRepair::bankFault)))
                .misconception(
                        "update left out",
                        (bank, own, noise, z, m) ->
                                new Step().order(Order.NO_UPDATE).run(bank, own, noise, z, m),
                        "The scores are right now, but the bank never changes (or a copy of it does,"
                                + " which is thrown away): the random rows of the beginning stay.")
                .misconception(
                        "image by image",
                        (bank, own, noise, z, m) ->
                                new Step().order(Order.ONE_BY_ONE).run(bank, own, noise, z, m),
                        "You score and update image by image. The second image of the batch meets"
                                + " a row that the first has just changed: score the whole batch"
                                + " first.")
                .misconception(
                        "positives only",
                        (bank, own, noise, z, m) ->
                                new Step().order(Order.NOISE_LAST).run(bank, own, noise, z, m),
                        "The positives are scored before the update now, the noise still after it.")
                .misconception(
                        "noise only",
                        (bank, own, noise, z, m) ->
                                new Step().order(Order.NOISE_FIRST).run(bank, own, noise, z, m),
                        "The noise is scored before the update now, the positives still after it:"
                                + " that is the half that matters.")
                .misconception(
                        "momentum exchanged",
                        (bank, own, noise, z, m) -> new Step().run(bank, own, noise, z, 1 - m),
                        "The order is right now. But your update keeps the share 1 - momentum of the"
                                + " old row: that part was not the fault.")
                .misconception(
                        "renormalisation lost",
                        (bank, own, noise, z, m) -> new Step().withoutLength().run(bank, own, noise, z, m),
                        "The order is right now. But the rows no longer have length 1 after the"
                                + " update: that part was not the fault.")
                .misconception(
                        "row replaced",
                        (bank, own, noise, z, m) -> new Step().run(bank, own, noise, z, 0),
                        "The order is right now. But the update forgets the old row altogether:"
                                + " momentum was not the fault.")
                .misconception(
                        "positive behind the noise",
                        (bank, own, noise, z, m) -> {
                            float[][] scores = new Step().run(bank, own, noise, z, m);
                            for (float[] row : scores) {
                                float positive = row[0];
                                System.arraycopy(row, 1, row, 0, row.length - 1);
                                row[row.length - 1] = positive;
                            }
                            return scores;
                        },
                        "The order of the steps is right, that of the columns is not: the positive"
                                + " stands in column 0.")
                .build();
    }

    private static Signature<BankStep> signature() {
        return new Signature<>(
                "bankStep",
                Kind.MATRIX,
                List.of("bank", "own", "noise", "z", "momentum"),
                List.of(Kind.MATRIX, Kind.INTS, Kind.INTS, Kind.MATRIX, Kind.DOUBLE),
                (f, a) -> f.apply((float[][]) a[0], (int[]) a[1], (int[]) a[2], (float[][]) a[3], (double) a[4]));
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
                : Optional.of("after the call the bank is not what the update makes of it");
    }

    private enum Order {
        SCORE_FIRST,
        UPDATE_FIRST,
        NO_UPDATE,
        ONE_BY_ONE,
        NOISE_LAST,
        NOISE_FIRST
    }

    /** One step of the bank, with a switch for each way to get it wrong. */
    private static final class Step {
        private Order order = Order.SCORE_FIRST;
        private boolean unit = true;

        Step order(Order order) {
            this.order = order;
            return this;
        }

        Step withoutLength() {
            unit = false;
            return this;
        }

        float[][] run(float[][] bank, int[] own, int[] noise, float[][] z, double momentum) {
            float[][] before = UpdateBankCheck.copy(bank);
            float[][] scores = new float[z.length][1 + noise.length];
            if (order == Order.ONE_BY_ONE) {
                for (int b = 0; b < z.length; b++) {
                    score(scores[b], bank, bank, own[b], noise, z[b]);
                    update(bank[own[b]], z[b], momentum);
                }
                return scores;
            }
            for (int b = 0; b < z.length && order != Order.NO_UPDATE; b++) {
                update(bank[own[b]], z[b], momentum);
            }
            boolean positiveLate = order == Order.UPDATE_FIRST || order == Order.NOISE_FIRST;
            boolean noiseLate = order == Order.UPDATE_FIRST || order == Order.NOISE_LAST;
            for (int b = 0; b < z.length; b++) {
                score(scores[b], positiveLate ? bank : before, noiseLate ? bank : before, own[b], noise, z[b]);
            }
            return scores;
        }

        private static void score(float[] scores, float[][] own, float[][] others, int image, int[] noise, float[] z) {
            scores[0] = dot(z, own[image]);
            for (int k = 0; k < noise.length; k++) {
                scores[1 + k] = dot(z, others[noise[k]]);
            }
        }

        private void update(float[] row, float[] z, double momentum) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (momentum * row[j] + (1 - momentum) * z[j]);
            }
            double length = unit ? Draw.norm(row) : 1;
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (row[j] / length);
            }
        }

        private static float dot(float[] u, float[] v) {
            double sum = 0;
            for (int j = 0; j < u.length; j++) {
                sum += (double) u[j] * v[j];
            }
            return (float) sum;
        }
    }
}
