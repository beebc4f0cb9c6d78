package kontrast.grader.exercise.input;

import java.util.random.RandomGenerator;

/** Scores of one positive among negatives: draws them, and holds InfoNCE's formulas in double. */
public final class Scores {

    private Scores() {}

    /** Numbers in [-1, 1], like cosines; no two of them nearly equal. */
    public static float[] cosines(RandomGenerator random, int count) {
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            double step = 2.0 / count; // one from each stretch of [-1, 1], then shuffled
            scores[i] = (float) (-1 + step * (i + random.nextDouble(0.1, 0.9)));
            int other = random.nextInt(i + 1);
            float swapped = scores[other];
            scores[other] = scores[i];
            scores[i] = swapped;
        }
        return scores;
    }

    public static float[][] cosines(RandomGenerator random, int rows, int columns) {
        float[][] scores = new float[rows][];
        for (int i = 0; i < rows; i++) {
            scores[i] = cosines(random, columns);
        }
        return scores;
    }

    /**
     * -ln( exp(beta s_+) / sum exp(beta s_j) ); van den Oord et al. (2018), equation 4. The sum over exp(beta (s_j -
     * s_+)) grows by one term after the other, as a logarithm: ln(e^a + e^b) = max + ln(1 + e^-|a - b|).
     */
    public static double infoNce(double[] scores, int positive, double beta) {
        double loss = Double.NEGATIVE_INFINITY;
        for (double s : scores) {
            double term = beta * (s - scores[positive]);
            loss = Math.max(loss, term) + Math.log1p(Math.exp(-Math.abs(loss - term)));
        }
        return loss;
    }

    /** L12 + L21. */
    public static double symmetric(double[][] scores) {
        return crossEntropy(scores) + crossEntropy(transposed(scores));
    }

    /** The mean of InfoNCE over the rows, the positive of row i in column i. */
    public static double crossEntropy(double[][] scores) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            loss += infoNce(scores[i], i, 1);
        }
        return loss / scores.length;
    }

    /** The cosines of all queries with all candidates, over the temperature. */
    public static double[][] ofEmbeddings(double[][] z1, double[][] z2, double tau) {
        double[][] scores = new double[z1.length][z2.length];
        for (int i = 0; i < z1.length; i++) {
            for (int j = 0; j < z2.length; j++) {
                scores[i][j] = Draw.cosine(z1[i], z2[j]) / tau;
            }
        }
        return scores;
    }

    public static double[][] transposed(double[][] matrix) {
        double[][] turned = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }
}
