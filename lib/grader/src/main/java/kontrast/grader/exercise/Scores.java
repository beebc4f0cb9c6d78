package kontrast.grader.exercise;

import java.util.random.RandomGenerator;

/** Scores of one positive among negatives: draws them, and holds InfoNCE's formulas in double. */
final class Scores {

    private Scores() {}

    /** Numbers in [-1, 1], like cosines; no two of them nearly equal. */
    static float[] cosines(RandomGenerator random, int count) {
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

    static float[][] cosines(RandomGenerator random, int rows, int columns) {
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
    static double infoNce(double[] scores, int positive, double beta) {
        double loss = Double.NEGATIVE_INFINITY;
        for (double s : scores) {
            double term = beta * (s - scores[positive]);
            loss = Math.max(loss, term) + Math.log1p(Math.exp(-Math.abs(loss - term)));
        }
        return loss;
    }

    /** ln sum exp(beta s_j), with the largest exponent taken out. */
    static double logSumExp(double[] scores, double beta) {
        double most = Double.NEGATIVE_INFINITY;
        for (double s : scores) {
            most = Math.max(most, beta * s);
        }
        double sum = 0;
        for (double s : scores) {
            sum += Math.exp(beta * s - most);
        }
        return most + Math.log(sum);
    }

    /** The mean of InfoNCE over the rows, the positive of row i in column i. */
    static double crossEntropy(double[][] scores) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            loss += infoNce(scores[i], i, 1);
        }
        return loss / scores.length;
    }

    static double[][] transposed(double[][] matrix) {
        double[][] turned = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                turned[j][i] = matrix[i][j];
            }
        }
        return turned;
    }
}
