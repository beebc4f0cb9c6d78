package kontrast.grader.exercise.infonce;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 8.6: I(x; y) >= log k - L, in bits. */
final class InformationBoundCheck {

    /** Losses are floats, exact in double; the mean may be in float. */
    private static final double TOLERANCE = 1e-5;

    private static final double LN_2 = Math.log(2);

    private InformationBoundCheck() {}

    static Check.Draft create() {
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
        return Check.of("8.6")
                .example(
                        "Two queries with losses 0.6931 and 0.6931 (that is ln 2), 7 negatives:"
                                + " how many candidates are there at first, and how many does this"
                                + " loss leave?",
                        Call.of(Value.of((float) LN_2, (float) LN_2), Value.of(7)))
                .property(Property.equal("is right for losses below that of a guess", 2, TOLERANCE, useful, oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right where some queries are worse than a guess", 1, TOLERANCE, mixed, oracle))
                .property(Property.equal("is 0 where the loss proves nothing", 1, TOLERANCE, useless, oracle))
                .property(Property.equal("reaches its ceiling at loss 0", 1, TOLERANCE, solved, oracle))
                .property(Property.pure(1, useful));
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
}
