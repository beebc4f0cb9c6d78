package kontrast.claim.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ComparedMethodTest {

    @Test
    void aCurveIsReadBetweenItsPoints() {
        double[] curve = {0.1, 0.3, 0.4};
        assertEquals(0.1, ComparedMethod.at(curve, 0), 1e-12);
        assertEquals(0.15, ComparedMethod.at(curve, 0.25), 1e-12);
        assertEquals(0.3, ComparedMethod.at(curve, 1), 1e-12);
        assertEquals(0.39, ComparedMethod.at(curve, 1.9), 1e-12);
        assertEquals(0.4, ComparedMethod.at(curve, 2), 1e-12);
        assertEquals(0.4, ComparedMethod.at(curve, 7), 1e-12); // there are no more images
    }
}
