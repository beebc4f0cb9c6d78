package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalTest {

    private static double[] naiveRanks(Features queries, Features gallery) {
        return IntStream.range(0, queries.rows())
                .mapToDouble(i -> 1
                        + IntStream.range(0, gallery.rows())
                                .filter(j ->
                                        Feature.cosine(queries, i, gallery, j) > Feature.cosine(queries, i, gallery, i))
                                .count())
                .toArray();
    }

    private static Features shifted(Features features, double by) {
        float[] values = features.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) by;
        }
        return new Features(values, features.rows(), features.dim());
    }

    private static Features noisy(Features features, double spread, long seed) {
        float[] values = features.values().clone();
        Features noise = Feature.noise(features.rows(), features.dim(), seed);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (spread * noise.values()[i]);
        }
        return new Features(values, features.rows(), features.dim());
    }

    @Test
    void ranksEqualTheDefinition() {
        Features queries = Feature.noise(60, 5, 1);
        Features gallery = shifted(noisy(queries, 0.8, 2), 0.7);
        double[] plain = naiveRanks(queries, gallery);
        double[] centred = naiveRanks(queries.centred(), gallery.centred());
        assertArrayEquals(centred, Retrieval.of(queries, gallery).ranks());
        assertArrayEquals(plain, Retrieval.of(queries, gallery, false).ranks());
        assertTrue(!Arrays.equals(plain, centred), "the data do not tell centred from plain");
        Retrieval found = Retrieval.of(queries, gallery);
        assertEquals(Arrays.stream(centred).filter(r -> r == 1).count() / 60.0, found.top1(), 1e-12);
        assertEquals(Arrays.stream(centred).filter(r -> r <= 5).count() / 60.0, found.top5(), 1e-12);
        assertEquals(Arrays.stream(centred).average().orElseThrow(), found.meanRank(), 1e-12);
        // Wrong variant: gallery and queries swapped gives other ranks.
        assertTrue(!Arrays.equals(centred, Retrieval.of(gallery, queries).ranks()));
    }

    @Test
    void nearestAreSortedAndBeginWithTheRightAnswerAtRankOne() {
        Features queries = Feature.noise(60, 5, 3);
        Features gallery = noisy(queries, 0.8, 4);
        Retrieval found = Retrieval.of(queries, gallery, false);
        for (int i = 0; i < 60; i++) {
            int[] nearest = found.nearest()[i];
            assertEquals(10, nearest.length);
            for (int k = 1; k < 10; k++) {
                assertTrue(Feature.cosine(queries, i, gallery, nearest[k - 1])
                        >= Feature.cosine(queries, i, gallery, nearest[k]) - 1e-6);
            }
            assertEquals(found.ranks()[i] == 1, nearest[0] == i);
        }
    }

    @Test
    void identicalSetsAreRetrievedPerfectly() {
        Features features = Feature.noise(40, 6, 5);
        Retrieval found = Retrieval.of(features, features);
        assertEquals(1, found.top1());
        assertEquals(1, found.meanRank());
        // ... also when one style has another brightness everywhere.
        assertEquals(1, Retrieval.of(features, shifted(features, 3)).top1());
    }

    @Test
    void collapsedFeaturesScoreChance() {
        float[] same = new float[40 * 3];
        Arrays.fill(same, 0.5f);
        Features collapsed = new Features(same, 40, 3);
        for (boolean centred : new boolean[] {true, false}) {
            Retrieval found = Retrieval.of(collapsed, collapsed, centred);
            assertEquals(1 / 40.0, found.top1(), 1e-12);
            assertEquals(5 / 40.0, found.top5(), 1e-12);
            assertEquals(41 / 2.0, found.meanRank(), 1e-12);
        }
        // The usual count, with nobody strictly better, would call this perfect.
        assertNotEquals(1, Retrieval.of(collapsed, collapsed).top1());
    }

    @Test
    void collapsedFeaturesScoreChanceAtRealSizesToo() {
        // 300 x 130: products of equal rows differ in their last bits, which must not decide.
        Features row = Feature.noise(1, 130, 9);
        Retrieval found = Retrieval.of(row.subset(new int[300]), row.subset(new int[300]), false);
        assertEquals(1 / 300.0, found.top1(), 1e-12);
        assertEquals(301 / 2.0, found.meanRank(), 1e-12);
    }

    @Test
    void twoEqualCandidatesShareTheHit() {
        // Row 0's right answer occurs twice in the gallery.
        Features queries = Feature.of(new double[][] {{1, 0}, {0, 1}, {-1, 0}});
        Features gallery = Feature.of(new double[][] {{2, 0}, {3, 0}, {-1, 0}});
        Retrieval found = Retrieval.of(queries, gallery, false);
        assertArrayEquals(new double[] {1.5, 2, 1}, found.ranks());
        // Row 1 meets three cosines of 0 and wins each third time.
        assertEquals((0.5 + 1 / 3.0 + 1) / 3, found.top1(), 1e-12);
        assertArrayEquals(new int[] {0, 1, 2}, found.nearest()[0]);
    }

    @Test
    void unrelatedSetsScoreNearChance() {
        Retrieval found = Retrieval.of(Feature.noise(500, 16, 6), Feature.noise(500, 16, 7));
        // Uniform ranks: mean 250.5, standard error 500 / sqrt(12 * 500) = 6.5; five of them.
        assertEquals(250.5, found.meanRank(), 33);
        assertTrue(found.top1() < 0.02);
    }

    @Test
    void setsThatAreNotAlignedAreRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Retrieval.of(Feature.noise(5, 3, 8), Feature.noise(6, 3, 8)))
                .getMessage();
        assertTrue(message.contains("aligned"), message);
        assertThrows(
                IllegalArgumentException.class, () -> Retrieval.of(Feature.noise(5, 3, 8), Feature.noise(5, 4, 8)));
    }
}
