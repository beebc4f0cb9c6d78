package kontrast.grader.exercise.sound;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 14.8: recordings without the constants of their desks. */
final class CentredCheck {

    /** Differences of floats of size 1. */
    private static final double TOLERANCE = 1e-5;

    private CentredCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(Unpack.rounded(centred(a.get(0), Unpack.ints(a.get(1)))));
        Cases full = Cases.times(4, r -> call(r, r.nextInt(3, 6), false));
        Cases filled = Cases.times(4, r -> call(r, r.nextInt(3, 6), true));
        Cases single = Cases.times(2, r -> call(r, 1, true));
        return Check.of("14.8")
                .example(
                        "Two recordings, 11, 13, 12 and 1, 3; the second is one sample shorter, and its row"
                                + " ends with a zero. Their means differ. What do they have in common?",
                        Call.of(Value.of(new float[][] {{11, 13, 12}, {1, 3, 0}}), Value.of(new int[] {3, 2})))
                .property(Property.equal("subtracts its own mean from each recording", 2, TOLERANCE, full, oracle)
                        .asEssential())
                .property(
                        Property.equal("leaves the filling at zero, and out of the mean", 2, TOLERANCE, filled, oracle))
                .property(Property.equal("is right for a single recording", 1, TOLERANCE, single, oracle))
                .property(Property.pure(1, filled));
    }

    /** Each recording has a constant and a loudness of its own. Where rows are filled, samples are zero, too. */
    private static Call call(RandomGenerator r, int recordings, boolean filled) {
        int longest = r.nextInt(9, 13);
        float[][] sounds = new float[recordings][longest];
        int[] lengths = new int[recordings];
        for (int i = 0; i < recordings; i++) {
            lengths[i] = filled ? longest - 1 - (i + r.nextInt(2)) % 5 : longest;
            double constant = (i % 2 == 0 ? 1 : -1) * r.nextDouble(0.3, 1);
            double loud = r.nextDouble(0.3, 0.8);
            for (int n = 0; n < lengths[i]; n++) {
                sounds[i][n] = (float) (constant + loud * r.nextGaussian());
            }
            if (filled) { // one of them in the middle, and the last one, just before the filling
                sounds[i][lengths[i] / 2] = 0;
                sounds[i][lengths[i] - 1] = 0;
            }
        }
        return Call.of(Value.of(sounds), Value.of(lengths));
    }

    /** The oracle: cuts each recording out, and puts it back. */
    private static double[][] centred(Value sounds, int[] lengths) {
        int longest = sounds.length(1);
        double[][] rows = new double[lengths.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] samples = Arrays.copyOfRange(sounds.data(), i * longest, i * longest + lengths[i]);
            double mean = Arrays.stream(samples).average().orElseThrow();
            rows[i] = Arrays.copyOf(Arrays.stream(samples).map(s -> s - mean).toArray(), longest);
        }
        return rows;
    }
}
