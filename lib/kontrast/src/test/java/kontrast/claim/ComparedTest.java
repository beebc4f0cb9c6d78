package kontrast.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import kontrast.train.TrainingOptions;
import org.junit.jupiter.api.Test;

/** What makes row 26 a comparison. */
class ComparedTest {

    @Test
    void aCurveIsReadBetweenItsPoints() {
        double[] curve = {0.1, 0.3, 0.4};
        assertEquals(0.1, Compared.at(curve, 0), 1e-12);
        assertEquals(0.15, Compared.at(curve, 0.25), 1e-12);
        assertEquals(0.3, Compared.at(curve, 1), 1e-12);
        assertEquals(0.39, Compared.at(curve, 1.9), 1e-12);
        assertEquals(0.4, Compared.at(curve, 2), 1e-12);
        assertEquals(0.4, Compared.at(curve, 7), 1e-12); // there are no more images
    }

    /** Equal images: whatever the batch. */
    @Test
    void allMethodsSeeAsManyImages() {
        Claim claim = Claims.row("26");
        List<Compared> methods = claim.variants().stream()
                .filter(variant -> variant.startsWith("emoji: "))
                .map(claim::trial)
                .filter(Compared.class::isInstance)
                .map(Compared.class::cast)
                .toList();
        assertFalse(methods.isEmpty());
        for (Compared method : methods) {
            TrainingOptions plan = method.training().plan(1);
            int images = method.training().data().size();
            int seen = images / plan.batchSize() * plan.batchSize() * plan.epochs();
            assertEquals(5 * (images / 128) * 128, seen, 4 * 128); // batches of another size leave out others
            assertEquals(2e-3, plan.learningRate(), 1e-12);
        }
    }
}
