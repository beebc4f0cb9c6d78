package kontrast.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import kontrast.claim.run.Training;
import kontrast.train.TrainingOptions;
import org.junit.jupiter.api.Test;

/** What makes row 26 a comparison. */
class ComparisonClaimsTest {

    /** Equal images, whatever the batch: 156 steps of 128, but for what whole epochs round away. */
    @Test
    void allMethodsSeeAsManyImages() {
        for (String name : ComparisonClaims.methods()) {
            Training<?, ?> training = ComparisonClaims.onDrawings(name).training();
            TrainingOptions plan = training.plan(1);
            int images = training.data().size();
            int batch = name.equals("CPC v2") ? 32 : 128;
            assertEquals(batch, plan.batchSize(), name);
            assertEquals(156 * 128, images / batch * batch * plan.epochs(), images / 2.0, name);
            assertTrue(batch == 32 || plan.epochs() == 5, name);
            assertEquals(2e-3, plan.learningRate(), 1e-12, name);
        }
    }

    /** What is measured on drawings is measured in the same way as on photographs, and both have a row each. */
    @Test
    void theMethodsOnDrawingsAreAmongThoseOnPhotographs() {
        List<String> variants = Claims.row("26").variants();
        assertTrue(variants.containsAll(ComparisonClaims.methods()), variants.toString());
        List<String> emoji = variants.stream()
                .filter(variant -> variant.startsWith("emoji: "))
                .map(variant -> variant.substring("emoji: ".length()))
                .toList();
        assertEquals(9, emoji.size(), emoji.toString());
        assertTrue(variants.containsAll(emoji), emoji.toString());
    }
}
