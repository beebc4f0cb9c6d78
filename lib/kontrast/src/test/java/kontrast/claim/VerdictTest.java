package kontrast.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import kontrast.claim.Verdict.Kind;
import kontrast.evaluate.Summary;
import org.junit.jupiter.api.Test;

/** The rule against examples that were computed by hand. */
class VerdictTest {

    /** Differences 2, 3, 4: mean 3, deviation 1, standard error 1/sqrt(3), so t = 3 sqrt(3) = 5.196. */
    @Test
    void differencesArePaired() {
        double[] a = {12, 33, 54};
        double[] b = {10, 30, 50};
        Verdict verdict = Verdict.of(a, b);
        assertEquals(Kind.HOLDS, verdict.kind());
        assertEquals(3, verdict.difference(), 1e-12);
        assertEquals(1, verdict.spread(), 1e-12);
        assertEquals(3 * Math.sqrt(3), verdict.errors(), 1e-12);
        assertEquals(3, verdict.seeds());
        // The wrong variant: the seeds differ by more than the two figures do, which the pairs do not see.
        double unpaired =
                Math.hypot(Summary.of(a).std() / Math.sqrt(3), Summary.of(b).std() / Math.sqrt(3));
        assertEquals(0.179, 3 / unpaired, 1e-3);
    }

    /** 0, 1, 2 is sqrt(3) = 1.73 errors from 0; 1, 2, 3 is 3.46; 1, 3, 4 is 8/3 / (1.5275/sqrt(3)) = 3.02; 0, 2, 3 is 1.89. */
    @Test
    void theBarsStandAtTwoAndThreeStandardErrors() {
        double[] zero = {0, 0, 0};
        assertEquals(Kind.UNDECIDED, Verdict.of(new double[] {0, 1, 2}, zero).kind());
        assertEquals(Kind.UNDECIDED, Verdict.of(new double[] {0, 2, 3}, zero).kind());
        assertEquals(
                Kind.POINTS_THAT_WAY, Verdict.of(new double[] {1, 2, 4}, zero).kind()); // 2.65
        assertEquals(Kind.HOLDS, Verdict.of(new double[] {1, 3, 4}, zero).kind());
        assertEquals(Kind.HOLDS, Verdict.of(new double[] {1, 2, 3}, zero).kind());
    }

    /** A claim that is the wrong way round is not "undecided"; one that leans the wrong way is. */
    @Test
    void theOppositeNeedsTheSameBar() {
        double[] zero = {0, 0, 0};
        assertEquals(Kind.OPPOSITE, Verdict.of(zero, new double[] {1, 2, 3}).kind());
        assertEquals(Kind.UNDECIDED, Verdict.of(zero, new double[] {1, 2, 4}).kind());
    }

    @Test
    void equalDifferencesAreSureAndNoneIsNone() {
        assertEquals(
                Kind.HOLDS,
                Verdict.of(new double[] {2, 3, 4}, new double[] {1, 2, 3}).kind());
        Verdict same = Verdict.of(new double[] {1, 2, 3}, new double[] {1, 2, 3});
        assertEquals(Kind.UNDECIDED, same.kind());
        assertEquals(0, same.errors());
    }

    @Test
    void twoSeedsSayNothing() {
        Verdict verdict = Verdict.of(new double[] {9, 9}, new double[] {1, 2});
        assertEquals(Kind.NOT_MEASURED, verdict.kind());
        assertEquals("not measured yet", verdict.toString());
        assertThrows(IllegalArgumentException.class, () -> Verdict.of(new double[3], new double[2]));
    }

    @Test
    void theOrderOfSeedsMatters() {
        Verdict paired = Verdict.of(new double[] {2, 12, 22}, new double[] {1, 10, 21});
        Verdict mixed = Verdict.of(new double[] {2, 12, 22}, new double[] {21, 1, 10});
        assertNotEquals(paired.kind(), mixed.kind());
    }
}
