package kontrast.method;

import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.train.Judge;
import kontrast.train.Learning;
import kontrast.train.Lengths;
import kontrast.train.MultiviewRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * CMC learns on the emoji views: held-out drawings are told better from its features than from
 * those of the same network before. What cross-view prediction gains in so few steps is less than
 * three standard errors. The recipes for two CPU cores, cut short.
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
                Lengths.MULTIVIEW,
                Map.of(
                        "probe", judge::probe,
                        "neighbours", judge::neighbours,
                        "retrieval", judge::retrieval));
    }

    /**
     * The same views and encoders, and two losses: the contrast keeps more of what serves later.
     */
    @Test
    void contrastLearnsAndKeepsMoreThanPrediction() {
        Learning contrast =
                learn("CMC", MultiviewRecipes.cmc(Preset.CPU), Cmc::new)
                        .assertRaised("probe")
                        .assertRaised("retrieval");
        Learning prediction =
                learn(
                        "cross-view prediction",
                        MultiviewRecipes.crossView(Preset.CPU),
                        CrossView::new);
        contrast.assertAbove(prediction, "retrieval");
    }

    @Test
    void cmcLearnsWithNceAndMemoryBanks() {
        learn("CMC with banks", MultiviewRecipes.nce(Preset.CPU, DRAWINGS.size()), Cmc::new)
                .assertRaised("probe");
    }
}
