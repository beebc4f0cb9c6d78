package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import kontrast.data.Images;
import org.junit.jupiter.api.Test;

class SimClrAblationsTest {

    /** "One thing changed": every setting but one a factor differs from the common one in it. */
    @Test
    void eachFactorContainsTheCommonSettingOnce() {
        SimClrAblations.Case common = SimClrAblations.cases().get(3);
        for (String factor : List.of("views", "head", "batch size", "epochs")) {
            List<SimClrAblations.Case> same = SimClrAblations.cases().stream()
                    .filter(c -> c.factor().equals(factor))
                    .filter(c -> c.equals(new SimClrAblations.Case(
                            factor,
                            c.value(),
                            common.styles(),
                            common.view(),
                            common.head(),
                            common.batchSize(),
                            common.epochs())))
                    .toList();
            assertEquals(1, same.size(), factor);
        }
    }

    /** Every committed result belongs to a setting, and every setting has as many seeds. */
    @Test
    void resultsAreCompleteAndPlausible() {
        List<SimClrAblations.Result> results = SimClrAblations.results();
        Set<String> keys = new HashSet<>();
        for (SimClrAblations.Result r : results) {
            assertTrue(keys.add(r.factor() + "/" + r.value() + "/" + r.seed()), "twice: " + r);
            assertTrue(r.top1H() >= 0 && r.top1H() <= 1 && r.top1Z() >= 0 && r.top1Z() <= 1, "" + r);
        }
        for (SimClrAblations.Case c : SimClrAblations.cases()) {
            for (int seed = 0; seed < 3; seed++) {
                assertTrue(
                        keys.remove(c.factor() + "/" + c.value() + "/" + seed),
                        "missing: %s %s, seed %d".formatted(c.factor(), c.value(), seed));
            }
        }
        assertTrue(keys.isEmpty(), "results of no setting: " + keys);
        for (String factor : List.of("views", "head", "batch size", "epochs")) {
            for (SimClrAblations.Row row : SimClrAblations.summary(factor)) {
                assertEquals(3, row.h().n());
            }
        }
    }

    /** The smallest run: same seed, same numbers. */
    @Test
    void runIsReproducible() {
        Random random = new Random(0);
        byte[] pixels = new byte[32 * 6 * 32 * 32];
        random.nextBytes(pixels);
        Images scenes = Images.of(pixels, 6, 32, 32);
        Images images = Images.of(pixels, 3, 32, 32);
        SimClrAblations.Case common = SimClrAblations.cases().get(3);
        SimClrAblations.Case small =
                new SimClrAblations.Case("views", "test", true, common.view(), common.head(), 16, 1);
        SimClrAblations.Result a = SimClrAblations.run(small, 5, scenes, images, images, images);
        SimClrAblations.Result b = SimClrAblations.run(small, 5, scenes, images, images, images);
        assertEquals(a.loss(), b.loss());
        assertEquals(1, a.top1H(), "identical queries and answers");
    }
}
