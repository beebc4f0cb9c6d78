package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.List;
import kontrast.memory.AliasSampler;
import org.junit.jupiter.api.Test;

class AliasPictureTest {

    private static final List<String> NAMES = List.of("A", "B", "C");

    /** What is filled with an outcome is its weight; thresholds alone, without the aliases, would give the rich too little. */
    @Test
    void theColumnsHoldTheWeights() {
        try (NDManager manager = NDManager.newBaseManager();
                AliasSampler sampler = new AliasSampler(manager, 1, 2, 5)) {
            AliasPicture picture = AliasPicture.of("1 : 2 : 5", NAMES, sampler);
            for (int i = 0; i < 3; i++) {
                assertEquals(new double[] {1, 2, 5}[i] / 8, picture.probability(i), 1e-6);
            }
            assertTrue(sampler.thresholds()[2] / 3 < 0.4, "not its share, 0.625");
        }
    }

    /** A poor column has two colours, the lower one its own. */
    @Test
    void aPoorColumnIsFilledUpByItsAlias() {
        try (NDManager manager = NDManager.newBaseManager();
                AliasSampler sampler = new AliasSampler(manager, 1, 2, 5)) {
            BufferedImage image =
                    Markup.image(AliasPicture.of("", NAMES, sampler).png());
            int inside = 44 + 10; // column 0: 3/8 of it are A
            assertEquals(image.getRGB(inside, 30 + 240 - 10), image.getRGB(inside, 30 + 240 - 80));
            assertEquals(image.getRGB(inside, 30 + 10), image.getRGB(44 + 2 * 84 + 10, 30 + 240 - 10), "filled by C");
            assertTrue(AliasPicture.of("", NAMES, sampler).alt().contains("column 0 is A up to 0.38, then C"));
        }
    }

    @Test
    void eachOutcomeHasAName() {
        try (NDManager manager = NDManager.newBaseManager();
                AliasSampler sampler = AliasSampler.uniform(manager, 2)) {
            assertThrows(IllegalArgumentException.class, () -> AliasPicture.of("", NAMES, sampler));
        }
    }
}
