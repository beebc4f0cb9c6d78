package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Split;
import kontrast.train.Judge;
import kontrast.train.Learning;
import kontrast.train.MomentumRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

/**
 * MoCo learns with m = 0.99 and fails with m = 0, as published (0.9 to 0.9999 work, 0 does not).
 * The recipe for two CPU cores, cut short.
 */
@Tag("slow")
class MoCoLearnsTest {

    private static final Recipe<MoCo.Options> RECIPE = MomentumRecipes.v2(Preset.CPU);

    private static Learning train(double momentum) {
        Judge judge = new Judge(Split.TEST);
        return Learning.of(
                "MoCo v2, m = " + momentum,
                new Recipe<>(RECIPE.method().withMomentum(momentum), RECIPE.training()),
                MoCo::new,
                Learning.IMAGE,
                EmojiViews.load().images(Split.TRAIN, Style.values()),
                170,
                Map.of("probe", judge::probe, "retrieval", judge::retrieval));
    }

    @Test
    void learnsWithASlowKeyEncoderAndFailsWithoutOne() {
        Learning slow = train(0.99);
        Learning none = train(0);
        slow.assertRaised("probe").assertAbove(none, "retrieval");
        double chance = Math.log(1 + RECIPE.method().queue());
        for (int i = 0; i < Learning.SEEDS; i++) {
            assertTrue(slow.loss()[i] < chance - 1, "loss " + slow.loss()[i]);
            assertTrue(none.loss()[i] > chance - 0.5, "m = 0, loss " + none.loss()[i]);
        }
    }
}
