package kontrast.grader.exercise.video;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 6.4: marks of the first frame, carried through a film by the attention to it and to the frame before. */
final class CarriedCheck {

    private static final double TOLERANCE = 1e-4;

    private CarriedCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> marks(a.get(0), a.get(1), a.get(2).number());
        Cases two = Cases.times(3, r -> call(r, 2));
        Cases longer = Cases.times(4, r -> call(r, r.nextInt(4, 7)));
        return Check.of("6.4")
                .example(
                        "Three frames of two cells, one number each: (1, -1), (-1, 2), (-1, 1). One thing, marked in"
                                + " cell 0: (1, 0). Temperature 1: a cell looks mostly at cells of its own sign."
                                + " Where is the thing in frame 2?",
                        Call.of(
                                Value.tensor(new long[] {3, 2, 1}, 1, -1, -1, 2, -1, 1),
                                Value.tensor(new long[] {2, 1}, 1, 0),
                                Value.of(1.0)))
                .property(Property.equal("carries marks from frame 0 into frame 1", 1, TOLERANCE, two, oracle)
                        .asEssential())
                .property(Property.equal("carries them on, from both references", 3, TOLERANCE, longer, oracle))
                .property(Property.pure(1, longer));
    }

    private static Call call(RandomGenerator r, int frames) {
        int n = r.nextInt(5, 8);
        int d = r.nextInt(3, 5);
        int things = r.nextInt(2, 4);
        double[] features = new double[frames * n * d];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) r.nextGaussian();
        }
        double[] first = new double[n * things];
        for (int i = 0; i < n; i++) {
            double share = i % 3 == 2 ? 1 : r.nextDouble(0.3, 0.9); // the rest is background
            first[i * things + i % things] = (float) share;
        }
        return Call.of(
                Value.tensor(new long[] {frames, n, d}, features),
                Value.tensor(new long[] {n, things}, first),
                Value.of(r.nextDouble(0.3, 0.7)));
    }

    /** The oracle: number by number, in double precision. Frame 0 counts once where it is also the frame before. */
    private static Value marks(Value features, Value first, double temperature) {
        int frames = features.length(0);
        int n = features.length(1);
        int things = first.length(1);
        double[][][] y = new double[frames][n][things];
        double[] out = new double[frames * n * things];
        for (int t = 0; t < frames; t++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int frame : t < 2 ? new int[] {0} : new int[] {0, t - 1}) {
                    for (int i = 0; i < n && t > 0; i++) {
                        double e = Math.exp(dot(features, frame * n + i, t * n + j) / temperature);
                        sum += e;
                        for (int k = 0; k < things; k++) {
                            y[t][j][k] += e * y[frame][i][k];
                        }
                    }
                }
                for (int k = 0; k < things; k++) {
                    y[t][j][k] = t == 0 ? first.at(j, k) : y[t][j][k] / sum;
                    out[(t * n + j) * things + k] = y[t][j][k];
                }
            }
        }
        return Value.tensor(new long[] {frames, n, things}, out);
    }

    private static double dot(Value features, int one, int other) {
        int d = features.length(2);
        double[] f = features.data();
        double sum = 0;
        for (int c = 0; c < d; c++) {
            sum += f[one * d + c] * f[other * d + c];
        }
        return sum;
    }
}
