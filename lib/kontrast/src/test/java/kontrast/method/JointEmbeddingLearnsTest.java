package kontrast.method;

import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Collapse;
import kontrast.evaluate.Features;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.tensor.NoGrad;
import kontrast.train.JointEmbeddingRecipes;
import kontrast.train.Judge;
import kontrast.train.Learning;
import kontrast.train.Lengths;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A joint embedding collapses without the terms that prevent the trivial solution, and learns with
 * them. The recipe for two CPU cores, cut short; all figures are those of held-out concepts.
 */
@Tag("slow")
class JointEmbeddingLearnsTest {

    private static Learning train(String what, Recipe<JointEmbedding.Options> recipe) {
        Judge judge = new Judge(Split.TEST);
        return Learning.of(
                what,
                recipe,
                JointEmbedding::new,
                Learning.IMAGE,
                EmojiViews.load().images(Split.TRAIN, Style.values()),
                Lengths.JOINT,
                Map.of(
                        "probe", judge::probe,
                        "retrieval", judge::retrieval,
                        "std", m -> collapse(m, judge.held()).channelStd(),
                        "rank", m -> collapse(m, judge.held()).effectiveRank(),
                        "uniformity", m -> collapse(m, judge.held()).uniformity()));
    }

    /** Of the embeddings z. */
    private static Collapse collapse(JointEmbedding method, Images images) {
        return NoGrad.call(() -> Collapse.of(Features.of(method.network(), images, method.manager())));
    }

    /** One network, one energy: the loss functionals alone decide. */
    @Test
    void lossFunctionalsPreventCollapse() {
        Learning pull = train("pull only", JointEmbeddingRecipes.pullOnly(Preset.CPU, Energy.NEGATIVE_COSINE));
        Learning vicReg = train("VICReg", JointEmbeddingRecipes.vicReg(Preset.CPU));
        pull.assertLowered("std").assertLowered("rank");
        vicReg.assertAbove(pull, "std").assertAbove(pull, "rank");
        vicReg.assertAbove(pull, "retrieval");
        vicReg.assertRaised("probe");
    }
}
