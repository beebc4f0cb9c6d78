package kontrast.grader.exercise.families;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Draw;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 18.4: Sinkhorn's algorithm with shares. */
final class CodesCheck {

    /** Computed in double precision, returned as floats of at most 1. */
    private static final double TOLERANCE = 1e-5;

    /** Scores are floats: divided by an epsilon of 0.001 their rounding counts a thousandfold. */
    private static final double SHARP_TOLERANCE = 1e-3;

    private CodesCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(FamilyFormulas.codes(
                Draw.matrix(a.get(0)),
                a.get(1).number(),
                (int) a.get(2).number(),
                a.get(3).data())));
        Cases equal = Cases.times(3, r -> call(r, r.nextDouble(0.2, 0.6), r.nextInt(1, 4), true));
        Cases shared = Cases.times(4, r -> call(r, r.nextDouble(0.2, 0.6), r.nextInt(1, 4), false));
        Cases none = Cases.times(3, r -> call(r, r.nextDouble(0.2, 0.6), 0, false));
        Cases sharp = Cases.times(4, r -> call(r, 0.001, r.nextInt(1, 4), false));
        return Check.of("18.4")
                .example(
                        "Two pictures with equal scores, two prototypes that should get 3/4 and 1/4, one"
                                + " round: what share of each picture goes to each prototype?",
                        Call.of(
                                Value.of(new float[][] {{0, 0}, {0, 0}}),
                                Value.of(0.5),
                                Value.of(1),
                                Value.of(0.75f, 0.25f)))
                .property(Property.equal("is right for equal shares", 2, TOLERANCE, equal, oracle)
                        .asEssential())
                .property(Property.equal("is right for shares of any size", 3, TOLERANCE, shared, oracle))
                .property(Property.equal("is a softmax with 0 rounds", 1, TOLERANCE, none, oracle))
                .property(
                        Property.equal("stays finite and correct for epsilon 0.001", 2, SHARP_TOLERANCE, sharp, oracle))
                .property(Property.pure(1, shared));
    }

    /** Prototypes of which one is liked by all pictures, and shares with sum 1. */
    private static Call call(RandomGenerator r, double epsilon, int rounds, boolean even) {
        int pictures = r.nextInt(4, 8);
        int prototypes = r.nextInt(2, 5);
        float[][] scores = new float[pictures][prototypes];
        for (float[] row : scores) {
            for (int k = 0; k < prototypes; k++) {
                row[k] = (float) Math.round(1000 * (r.nextDouble(-0.5, 0.5) + (k == 0 ? 0.4 : 0))) / 1000;
            }
        }
        double[] parts = new double[prototypes];
        Arrays.setAll(parts, k -> even ? 1 : r.nextDouble(0.3, 2) + k);
        double sum = Arrays.stream(parts).sum();
        return Call.of(
                Value.of(scores),
                Value.of(epsilon),
                Value.of(rounds),
                Value.of(Unpack.rounded(Arrays.stream(parts).map(p -> p / sum).toArray())));
    }
}
