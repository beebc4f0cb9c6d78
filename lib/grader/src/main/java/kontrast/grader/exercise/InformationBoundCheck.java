package kontrast.grader.exercise;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.InfoNceExercises.InformationBound;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 8.6: I(x; y) >= log k - L, in bits. */
final class InformationBoundCheck {

    /** Losses are floats, exact in double; the mean may be in float. */
    private static final double TOLERANCE = 1e-5;

    private static final double LN_2 = Math.log(2);

    private InformationBoundCheck() {}

    static Check<InformationBound> create() {
        // The bits that each query has told by itself, below 0 too, then their mean, then the floor.
        Oracle oracle = a -> Value.of(Math.max(
                0,
                Arrays.stream(a.get(0).data())
                        .map(loss -> Math.log((a.get(1).number() + 1) / Math.exp(loss)) / LN_2)
                        .average()
                        .orElseThrow()));
        Cases useful = r -> List.of(
                losses(r, r.nextInt(3, 9), 0.05, 0.9),
                losses(r, r.nextInt(3, 9), 0.05, 0.9),
                losses(r, r.nextInt(3, 9), 0.05, 0.9),
                losses(r, 9, 0.01, 0.06), // even their sum is below ln k
                losses(r, 10, 0.01, 0.06));
        Cases useless = Cases.times(4, r -> losses(r, r.nextInt(3, 9), 1.05, 1.6));
        Cases mixed = Cases.times(4, InformationBoundCheck::mixed);
        Cases solved = Cases.times(3, r -> Call.of(Value.of(new float[4]), Value.of(r.nextInt(1, 300))));
        return Check.of("8.6", "How much the loss proves", 2, signature())
                .reference((losses, negatives) -> bound(mean(doubles(losses)), negatives + 1))
                .example(
                        "Two queries with the losses 0.6931 and 0.6931 (that is ln 2), 7 negatives:"
                                + " a guess among how many, and a guess among how many is left?",
                        Call.of(Value.of((float) LN_2, (float) LN_2), Value.of(7)))
                .property(Property.equal("is right for losses below that of a guess", 2, TOLERANCE, useful, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right where some queries are worse than a guess", 1, TOLERANCE, mixed, oracle))
                .property(Property.equal("is 0 where the loss proves nothing", 1, TOLERANCE, useless, oracle))
                .property(Property.equal("reaches its ceiling at loss 0", 1, TOLERANCE, solved, oracle))
                .property(Property.pure(1, useful))
                .misconception(
                        "negatives for candidates",
                        (l, m) -> bound(mean(doubles(l)), m),
                        "Your k counts the negatives. Here k is the number of candidates: who else" + " is one?")
                .misconception(
                        "in nats",
                        (l, m) -> bound(mean(doubles(l)), m + 1) * LN_2,
                        "Your number is right in nats. One bit is the information of a choice among"
                                + " two: ln 2 nats.")
                .misconception(
                        "converted the wrong way",
                        (l, m) -> bound(mean(doubles(l)), m + 1) * LN_2 * LN_2,
                        "You multiply by ln 2 to get bits. A bit is less than a nat, so the number"
                                + " of bits must be larger than that of nats.")
                .misconception(
                        "bits minus nats",
                        (l, m) -> Math.max(0, Math.log(m + 1.0) / LN_2 - mean(doubles(l))),
                        "You subtract nats from bits: log k is converted and the loss is not.")
                .misconception(
                        "in digits",
                        (l, m) -> bound(mean(doubles(l)), m + 1) * LN_2 / Math.log(10),
                        "You divide by ln 10: that unit is the information of a decimal digit. A bit"
                                + " is a choice among two.")
                .misconception(
                        "negative bound",
                        (l, m) -> (Math.log(m + 1.0) - mean(doubles(l))) / LN_2,
                        "Your bound can be negative. It is true then, but it says less than what is"
                                + " known anyway: how small can information be?")
                .misconception(
                        "sign",
                        (l, m) -> Math.max(0, (mean(doubles(l)) - Math.log(m + 1.0)) / LN_2),
                        "You subtract the guess from the loss. The further the loss falls below"
                                + " that of a guess, the more is known.")
                .misconception(
                        "each query cut at 0",
                        (l, m) -> DoubleStream.of(doubles(l))
                                .map(x -> bound(x, m + 1))
                                .average()
                                .orElse(0),
                        "You cut each query at 0 and average then. The bound holds for the mean loss"
                                + " only: queries that are worse than a guess count against it.")
                .misconception(
                        "sum of the losses",
                        (l, m) -> bound(DoubleStream.of(doubles(l)).sum(), m + 1),
                        "You add the losses up. Then more queries would prove less: L is the mean.")
                .misconception(
                        "the best query",
                        (l, m) -> bound(DoubleStream.of(doubles(l)).min().orElse(0), m + 1),
                        "You take the query with the lowest loss. One lucky query proves nothing: L"
                                + " is the mean over all of them.")
                .misconception(
                        "queries for candidates",
                        (l, m) -> bound(mean(doubles(l)), l.length),
                        "Your k is the number of queries. It is the number of candidates that each"
                                + " query chooses from.")
                .misconception(
                        "ratio, not logarithm",
                        (l, m) -> (m + 1) * Math.exp(-mean(doubles(l))),
                        "You have the ratio k / exp(L): by how many times the choice has become"
                                + " smaller. Information is its logarithm.")
                .build();
    }

    private static Signature<InformationBound> signature() {
        return new Signature<>(
                "informationBound",
                Kind.DOUBLE,
                List.of("losses", "negatives"),
                List.of(Kind.FLOATS, Kind.INT),
                (f, a) -> f.apply((float[]) a[0], (int) a[1]));
    }

    private static int negatives(RandomGenerator r) {
        return r.nextInt(12, 300);
    }

    /** Losses in a range of shares of ln k; their number is far from k. */
    private static Call losses(RandomGenerator r, int queries, double from, double to) {
        int negatives = negatives(r);
        float[] losses = new float[queries];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = (float) (Math.log(negatives + 1.0) * r.nextDouble(from, to));
        }
        return Call.of(Value.of(losses), Value.of(negatives));
    }

    /** Four queries well below a guess, one above it. */
    private static Call mixed(RandomGenerator r) {
        int negatives = negatives(r);
        float[] losses = new float[5];
        for (int i = 0; i < losses.length; i++) {
            double share = i == 2 ? r.nextDouble(1.3, 1.6) : r.nextDouble(0.2, 0.6);
            losses[i] = (float) (Math.log(negatives + 1.0) * share);
        }
        return Call.of(Value.of(losses), Value.of(negatives));
    }

    private static double bound(double loss, int candidates) {
        return Math.max(0, (Math.log(candidates) - loss) / LN_2);
    }

    private static double mean(double... losses) {
        return Arrays.stream(losses).average().orElse(0);
    }

    private static double[] doubles(float... losses) {
        return InfoNceScoresCheck.doubles(losses);
    }
}
