package kontrast.method;

import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.train.Judge;
import kontrast.train.Learning;
import kontrast.train.MultiviewRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * CMC with both kinds of negatives and cross-view prediction learn on the emoji views: held-out
 * drawings are told better from their features than from those of the same network before. The
 * recipes for two CPU cores, cut short.
 */
@Tag("slow")
class MultiviewLearningTest {

    private static final Images DRAWINGS = EmojiViews.load().images(Split.TRAIN, Style.values());

    private static <O> Learning learn(
            String what, Recipe<O> recipe, Learning.Factory<O, Method> factory) {
        Judge judge = new Judge(Split.TEST);
        return Learning.of(
                what,
                recipe,
                factory,
                Learning.IMAGE,
                DRAWINGS,
                102,
                Map.of(
                        "probe", judge::probe,
                        "neighbours", judge::neighbours,
                        "retrieval", judge::retrieval));
    }

    @Test
    void cmcLearnsWithTheSoftmaxOverTheBatch() {
        learn("CMC", MultiviewRecipes.cmc(Preset.CPU), Cmc::new)
                .assertRaised("probe")
                .assertRaised("retrieval");
    }

    @Test
    void cmcLearnsWithNceAndMemoryBanks() {
        learn("CMC with banks", MultiviewRecipes.nce(Preset.CPU, DRAWINGS.size()), Cmc::new)
                .assertRaised("probe");
    }

    @Test
    void crossViewPredictionLearns() {
        learn("cross-view prediction", MultiviewRecipes.crossView(Preset.CPU), CrossView::new)
                .assertRaised("neighbours");
    }
}
