package kontrast.grader.exercise;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.RotationExercises.Confusion;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 3.5: which rotation is taken for which. */
final class ConfusionCheck {

    private static final int TURNS = 4;

    private ConfusionCheck() {}

    static Check<Confusion> create() {
        Oracle oracle = a -> Value.of(table(Unpack.rows(a.get(0))));
        Cases clear = Cases.times(4, r -> Call.of(Value.of(logits(r))));
        Cases ties = Cases.times(4, ConfusionCheck::tied);
        return Check.of("3.5", "Which rotation is taken for which", 3, signature())
                .reference(logits -> new Table().of(logits))
                .example(
                        "One image. The four rows of logits, for the image turned 0, 1, 2, 3 times:"
                                + " (5, 0, 1, 0), (0, 5, 0, 1), (4, 0, 3, 0), (0, 3, 0, 4). In one"
                                + " row the largest is not where it should be.",
                        Call.of(Value.of(new float[][] {{5, 0, 1, 0}, {0, 5, 0, 1}, {4, 0, 3, 0}, {0, 3, 0, 4}})))
                .property(Property.equal(
                                "gives the shares of the answers, a row for each rotation", 3, 1e-5, clear, oracle)
                        .asEssential())
                .property(Property.equal("gives a tie to the smaller number of turns", 1, 1e-5, ties, oracle))
                .property(Property.pure(1, clear))
                .misconception(
                        "rows and columns exchanged",
                        variant(t -> t.transposed = true),
                        "Your table lies on its side: a row is for the rotation that it is, a column"
                                + " for the one that was answered.")
                .misconception(
                        "counts",
                        variant(t -> t.images = 1),
                        "You count. Shares are asked for, so that tables of different batches can be"
                                + " compared: each row adds up to 1.")
                .misconception(
                        "shares of the whole batch",
                        variant(t -> t.wholeBatch = true),
                        "All your numbers together add up to 1. Asked for are the shares within each" + " row.")
                .misconception(
                        "shares of the columns",
                        variant(t -> t.columns = true),
                        "Your columns add up to 1: of all that were answered so, how many are? Asked"
                                + " is the other way round.")
                .misconception(
                        "labels side by side",
                        variant(t -> t.neighbours = true),
                        "You take row i for turned i % 4 times. The batch is stacked: the first B"
                                + " rows are the unturned images.")
                .misconception(
                        "smallest logit",
                        variant(t -> t.smallest = true),
                        "You take the smallest logit of each row for the answer.")
                .misconception(
                        "mean probabilities",
                        variant(t -> t.soft = true),
                        "You average probabilities. An answer is one rotation, however sure the" + " network is of it.")
                .misconception(
                        "right or wrong",
                        variant(t -> t.diagonalOnly = true),
                        "You only keep what is right. The point of the table is what a wrong answer" + " was instead.")
                .misconception(
                        "by how much too far",
                        variant(t -> t.relative = true),
                        "Your columns say by how much the answer is off. They should say what the" + " answer was.")
                .misconception(
                        "per cent",
                        variant(t -> t.factor = 100),
                        "Your shares are in per cent. The text wants them between 0 and 1.")
                .misconception(
                        "maximum from 0 on",
                        variant(t -> t.fromZero = true),
                        "Where all four logits are below 0, your answer is 0, whatever they are: your search"
                                + " for the largest begins with the number 0. Begin with the first logit.")
                .misconception(
                        "tie to the larger number",
                        variant(t -> t.lastTie = true),
                        "Where two logits are equal you take the larger number of turns. Look up"
                                + " what the text wants (>= and > decide).")
                .misconception(
                        "tie to the right answer",
                        variant(t -> t.kindTie = true),
                        "Where two logits are equal, your table believes that the right one was"
                                + " meant. A network that always answers 0, 0, 0, 0 would be"
                                + " perfect.")
                .build();
    }

    private static Signature<Confusion> signature() {
        return new Signature<>(
                "confusion", Kind.MATRIX, List.of("logits"), List.of(Kind.MATRIX), (f, a) -> f.apply((float[][]) a[0]));
    }

    private static float[][] logits(RandomGenerator r) {
        int images = r.nextInt(5, 10);
        float[][] logits = Probe.numbers(r, TURNS * images, TURNS, 1);
        for (int i = 0; i < logits.length; i++) {
            int turns = i / images;
            logits[i][turns] += 0.5f;
            logits[i][(turns + 2) % TURNS] += turns == 1 ? 1f : 0.3f;
            logits[i][0] += 0.2f;
        }
        logits[0] = new float[] {-4, -3, -1, -2}; // all below 0, and not 0 the answer
        return logits;
    }

    /** In every third row or so, three of the four logits are the largest, the right one too. */
    private static Call tied(RandomGenerator r) {
        float[][] logits = logits(r);
        int images = logits.length / TURNS;
        for (int i = 0; i < logits.length; i++) {
            if (i % images % 3 == 0) {
                logits[i] = new float[] {4, 4, 4, 4};
                logits[i][i % 2 * (TURNS - 1)] = 0; // the smallest of the rest, 0 or 1, is wrong often
            }
        }
        return Call.of(Value.of(logits));
    }

    /** Entry by entry; the answer is the first number whose logit is not below any other. */
    private static float[][] table(float[][] logits) {
        int images = logits.length / TURNS;
        float[][] table = new float[TURNS][TURNS];
        for (int turns = 0; turns < TURNS; turns++) {
            for (int answer = 0; answer < TURNS; answer++) {
                int count = 0;
                for (int image = 0; image < images; image++) {
                    count += isAnswer(logits[turns * images + image], answer) ? 1 : 0;
                }
                table[turns][answer] = (float) count / images;
            }
        }
        return table;
    }

    private static boolean isAnswer(float[] logits, int c) {
        for (int other = 0; other < TURNS; other++) {
            if (logits[other] > logits[c] || (other < c && logits[other] == logits[c])) {
                return false;
            }
        }
        return true;
    }

    private static Confusion variant(Consumer<Table> mistake) {
        return logits -> {
            Table table = new Table();
            mistake.accept(table);
            return table.of(logits);
        };
    }

    /** The table, with a switch for each way to get it wrong. */
    private static final class Table {
        private int images;
        private boolean wholeBatch;
        private boolean columns;
        private boolean transposed;
        private boolean neighbours;
        private boolean smallest;
        private boolean soft;
        private boolean diagonalOnly;
        private boolean relative;
        private boolean lastTie;
        private boolean kindTie;
        private boolean fromZero;
        private double factor = 1;

        float[][] of(float[][] logits) {
            double[][] table = new double[TURNS][TURNS];
            int n = logits.length / TURNS;
            for (int i = 0; i < logits.length; i++) {
                int turns = neighbours ? i % TURNS : i / n;
                double[] answer = answer(logits[i], turns);
                for (int c = 0; c < TURNS; c++) {
                    int column = relative ? Math.floorMod(c - turns, TURNS) : c;
                    if (c == turns || !diagonalOnly) {
                        table[transposed ? column : turns][transposed ? turns : column] += factor * answer[c];
                    }
                }
            }
            for (int r = 0; r < TURNS; r++) {
                for (int c = 0; c < TURNS; c++) {
                    table[r][c] /= images > 0 ? images : wholeBatch ? TURNS * n : n;
                }
            }
            return Unpack.rounded(columns ? byColumn(table) : table);
        }

        private static double[][] byColumn(double[][] table) {
            double[][] shares = new double[TURNS][TURNS];
            for (int c = 0; c < TURNS; c++) {
                double sum = 0;
                for (double[] row : table) {
                    sum += row[c];
                }
                for (int r = 0; r < TURNS; r++) {
                    shares[r][c] = sum > 0 ? table[r][c] / sum : 0;
                }
            }
            return shares;
        }

        private double[] answer(float[] logits, int turns) {
            double[] answer = new double[TURNS];
            if (soft) {
                double[] row = {logits[0], logits[1], logits[2], logits[3]};
                double all = Probe.logSumExp(row);
                for (int c = 0; c < TURNS; c++) {
                    answer[c] = Math.exp(row[c] - all);
                }
                return answer;
            }
            int best = 0;
            for (int c = 1; c < TURNS; c++) {
                boolean better = smallest ? logits[c] < logits[best] : logits[c] > logits[best];
                best = better || (lastTie && logits[c] == logits[best]) ? c : best;
            }
            best = fromZero && logits[best] <= 0 ? 0 : best;
            best = kindTie && logits[turns] == logits[best] ? turns : best;
            answer[best] = 1;
            return answer;
        }
    }
}
