package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnnTest {

    /** The definition in double precision, with switches for what people get wrong. */
    private static int[] naive(Features bank, int[] labels, Features queries, int k, double t, String wrong) {
        int[] predicted = new int[queries.rows()];
        for (int q = 0; q < predicted.length; q++) {
            int query = q;
            double[] score = IntStream.range(0, bank.rows())
                    .mapToDouble(i -> switch (wrong) {
                        case "dot" -> dot(queries, query, bank, i);
                        case "euclidean" -> -distance(queries, query, bank, i);
                        default -> Feature.cosine(queries, query, bank, i);
                    })
                    .toArray();
            double[] votes = new double[Arrays.stream(labels).max().orElseThrow() + 1];
            IntStream.range(0, bank.rows())
                    .boxed()
                    .sorted((a, b) -> wrong.equals("farthest")
                            ? Double.compare(score[a], score[b])
                            : Double.compare(score[b], score[a]))
                    .limit(k)
                    .forEach(i -> votes[labels[i]] += wrong.equals("unweighted")
                            ? 1
                            : wrong.equals("times") ? Math.exp(score[i] * t) : Math.exp(score[i] / t));
            for (int c = 1; c < votes.length; c++) {
                predicted[q] = votes[c] > votes[predicted[q]] ? c : predicted[q];
            }
        }
        return predicted;
    }

    private static double dot(Features a, int i, Features b, int j) {
        double sum = 0;
        for (int k = 0; k < a.dim(); k++) {
            sum += (double) a.row(i)[k] * b.row(j)[k];
        }
        return sum;
    }

    private static double distance(Features a, int i, Features b, int j) {
        double sum = 0;
        for (int k = 0; k < a.dim(); k++) {
            sum += Math.pow((double) a.row(i)[k] - b.row(j)[k], 2);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"1, 0.07", "5, 0.07", "40, 0.1", "150, 0.5"})
    void equalsTheDefinition(int k, double temperature) {
        Features bank = Feature.clusters(150, 4, 5, 1.5, 1, 2);
        Features queries = Feature.clusters(80, 4, 5, 1.5, 1, 3);
        int[] labels = Feature.labels(150, 5);
        assertArrayEquals(
                naive(bank, labels, queries, k, temperature, ""),
                new Knn(k, temperature).predict(bank, labels, queries));
    }

    @ParameterizedTest
    @CsvSource({"dot", "euclidean", "unweighted", "times", "farthest"})
    void wrongVariantsAreCaught(String wrong) {
        Features bank = Feature.clusters(150, 4, 5, 1.5, 1, 2);
        Features queries = Feature.clusters(80, 4, 5, 1.5, 1, 3);
        int[] labels = Feature.labels(150, 5);
        assertFalse(Arrays.equals(
                naive(bank, labels, queries, 40, 0.1, wrong), new Knn(40, 0.1).predict(bank, labels, queries)));
    }

    @Test
    void aNearVoiceOutweighsTwoFarOnes() {
        // Cosines 1 (class 0) and 0.6, 0.6 (class 1): e^(1/T) against 2 e^(0.6/T); the near one
        // wins
        // as long as T < 0.4 / ln 2 = 0.577.
        Features bank = Feature.of(new double[][] {{1, 0}, {0.6, 0.8}, {0.6, -0.8}});
        Features query = Feature.of(new double[][] {{3, 0}});
        int[] labels = {0, 1, 1};
        assertEquals(0, new Knn(3, 0.57).predict(bank, labels, query)[0]);
        assertEquals(1, new Knn(3, 0.59).predict(bank, labels, query)[0]);
    }

    @Test
    void aVerySmallTemperatureIsTheNearestNeighbour() {
        Features bank = Feature.noise(60, 3, 4);
        Features queries = Feature.noise(30, 3, 5);
        int[] labels = Feature.labels(60, 4);
        assertArrayEquals(
                new Knn(1, 1).predict(bank, labels, queries), new Knn(60, 1e-6).predict(bank, labels, queries));
    }

    @Test
    void scalingOfTheFeaturesChangesNothing() {
        Features bank = Feature.noise(60, 3, 6);
        Features queries = Feature.noise(30, 3, 7);
        float[] scaled = queries.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 1 + i / 3; // one factor a row
        }
        int[] labels = Feature.labels(60, 4);
        assertArrayEquals(
                new Knn(7, 0.1).predict(bank, labels, queries),
                new Knn(7, 0.1).predict(bank, labels, new Features(scaled, 30, 3)));
    }

    @Test
    void accuracyIsTheShareOfRightAnswers() {
        Features bank = Feature.clusters(100, 8, 4, 0.01, 8, 9);
        int[] labels = Feature.labels(100, 4);
        int[] truth = Feature.labels(40, 4);
        Features queries = Feature.clusters(40, 8, 4, 0.01, 8, 10);
        assertEquals(1, new Knn(5, 0.07).accuracy(bank, labels, queries, truth));
        truth[0] = 3;
        assertEquals(39 / 40.0, new Knn(5, 0.07).accuracy(bank, labels, queries, truth), 1e-15);
    }

    @Test
    void wrongArgumentsAreRefused() {
        Features bank = Feature.noise(10, 3, 11);
        int[] labels = Feature.labels(10, 2);
        assertThrows(IllegalArgumentException.class, () -> new Knn(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Knn(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Knn(11, 1).predict(bank, labels, bank));
        assertThrows(IllegalArgumentException.class, () -> new Knn(1, 1).predict(bank, new int[9], bank));
        assertThrows(IllegalArgumentException.class, () -> new Knn(1, 1).predict(bank, labels, Feature.noise(2, 4, 1)));
    }
}
