package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LossCurveTest {

    /** The chance line of 2N views counts 2N - 1 candidates: ln 2N or ln N would be wrong. */
    @Test
    void chanceLineIsLnOf2NMinus1() {
        Series line = LossCurve.ntXent("t", 64).figure().series().get(0);
        assertEquals(Math.log(127), line.y()[0]);
        assertTrue(line.isReference());
    }

    @Test
    void longCurvesAreAveragedAndKeepTheirMean() {
        LossCurve curve = LossCurve.ntXent("t", 2);
        for (int i = 0; i < 1000; i++) {
            curve.add(i, i);
        }
        Series drawn = curve.figure().series().get(0);
        assertTrue(drawn.x().length <= 400, drawn.x().length + " points");
        assertEquals(drawn.x()[7], drawn.y()[7], 1e-9);
        assertEquals("loss (mean of 3 steps)", drawn.name());
    }

    @Test
    void survivesDivergence() {
        LossCurve curve = LossCurve.ntXent("t", 2);
        assertFalse(curve.isDue(), "nothing to show");
        curve.add(0, Double.NaN);
        assertTrue(curve.html().startsWith("<img"));
        curve.add(1, 1);
        assertTrue(curve.isDue());
        assertFalse(curve.isDue(), "not again within two seconds");
        assertEquals(1, curve.figure().series().get(0).leftOut());
    }

    @Test
    void aLossThatIsNoEntropyHasItsOwnUnit() {
        LossCurve curve = new LossCurve("t", "the mean picture", 0.07).inUnit("squared error");
        curve.add(0, 0.5);
        assertEquals("loss (squared error)", curve.figure().yTitle());
        assertEquals(0.07, curve.figure().series().get(1).y()[0]);
    }

    @Test
    void oneImageHasNoNegatives() {
        assertThrows(IllegalArgumentException.class, () -> LossCurve.ntXent("t", 1));
    }
}
