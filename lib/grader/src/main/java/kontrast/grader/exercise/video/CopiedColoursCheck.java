package kontrast.grader.exercise.video;

import java.util.random.RandomGenerator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.input.Unpack;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 6.2: the shares of the colours that are copied. */
final class CopiedColoursCheck {

    private static final double TOLERANCE = 1e-5;

    private CopiedColoursCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(shares(
                Unpack.rows(a.get(0)), Unpack.ints(a.get(1)), (int) a.get(2).number()));
        Cases square = Cases.times(3, r -> {
            int n = r.nextInt(5, 8);
            return call(r, n, n);
        });
        Cases more = Cases.times(4, r -> call(r, r.nextInt(3, 6), r.nextInt(10, 15)));
        return Check.of("6.2")
                .example(
                        "One cell looks at three with the weights 0.5, 0.25, 0.25; their clusters are 1, 0, 1, of"
                                + " three. How much of cluster 1 does it copy?",
                        Call.of(
                                Value.of(new float[][] {{0.5f, 0.25f, 0.25f}}),
                                Value.of(new int[] {1, 0, 1}),
                                Value.of(3)))
                .property(Property.equal("sums the weights of each cluster", 2, TOLERANCE, square, oracle)
                        .asEssential())
                .property(Property.equal("accepts more reference cells than target cells", 1, TOLERANCE, more, oracle))
                .property(Property.pure(1, more));
    }

    /** With more reference cells there is one cluster more, which none of them has. */
    private static Call call(RandomGenerator r, int n, int m) {
        int used = r.nextInt(4, 6);
        int count = m > n ? used + 1 : used;
        float[][] attention = new float[n][m];
        for (float[] row : attention) {
            double sum = 0;
            for (int i = 0; i < m; i++) {
                row[i] = (float) -Math.log(1 - r.nextDouble());
                sum += row[i];
            }
            for (int i = 0; i < m; i++) {
                row[i] /= (float) sum;
            }
        }
        int[] clusters = new int[m];
        for (int i = 0; i < m; i++) {
            clusters[i] = i < 3 ? 1 : r.nextInt(1, used); // nobody has cluster 0, and several share one
        }
        clusters[m - 1] = used - 1;
        return Call.of(Value.of(attention), Value.of(clusters), Value.of(count));
    }

    /** The oracle: share by share. */
    private static float[][] shares(float[][] attention, int[] clusters, int count) {
        double[][] shares = new double[attention.length][count];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < attention.length; j++) {
                for (int i = 0; i < clusters.length; i++) {
                    shares[j][k] += clusters[i] == k ? attention[j][i] : 0;
                }
            }
        }
        return Unpack.rounded(shares);
    }
}
