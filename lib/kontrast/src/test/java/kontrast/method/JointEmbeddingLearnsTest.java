package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Collapse;
import kontrast.evaluate.Features;
import kontrast.evaluate.Retrieval;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.train.AdamW;
import kontrast.train.Course;
import kontrast.train.NoGrad;
import kontrast.train.Pretraining;
import kontrast.train.TrainingOptions;
import kontrast.view.Views;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A joint embedding collapses without the term that prevents the trivial solution, and does not
 * with it. Each training takes about half a minute; all figures are those of held-out concepts.
 */
@Tag("slow")
class JointEmbeddingLearnsTest {

    @BeforeAll
    static void quiet() {
        System.setProperty("kontrast.progress", "none");
    }

    /**
     * What a run reached.
     *
     * @param before of the embeddings z of a random network
     * @param after of the trained network's
     * @param random top-1 retrieval from h of the random encoder
     * @param trained of the trained one
     */
    private record Reached(Collapse before, Collapse after, double random, double trained) {}

    private static Reached train(JointEmbeddingLoss loss, long seed) {
        EmojiViews emoji = EmojiViews.load();
        Images images = emoji.images(Split.TRAIN, Style.values());
        Images noto = emoji.images(Style.NOTO, Split.VALIDATION);
        Images twemoji = emoji.images(Style.TWEMOJI, Split.VALIDATION);
        JointEmbedding.Options options =
                new JointEmbedding.Options(
                        Views.simclr(32, new Views.Options(0.3, 0, 0.5, 0.8, 0.1, 0)),
                        new SmallCnn(8, 4),
                        ProjectionHead.mlp(64, 32),
                        loss);
        try (JointEmbedding method =
                        new JointEmbedding(options, new Shape(3, 32, 32), Course.device(), seed);
                Pretraining training =
                        new Pretraining(
                                method,
                                images,
                                TrainingOptions.of(3, 128)
                                        .withOptimizer(new AdamW(1e-4), 2e-3)
                                        .withSeed(seed))) {
            Collapse before = collapse(method, noto);
            double random = top1(method, noto, twemoji);
            training.run();
            Reached reached =
                    new Reached(
                            before, collapse(method, noto), random, top1(method, noto, twemoji));
            System.out.printf("%s, seed %d: %s%n", loss, seed, reached);
            return reached;
        }
    }

    private static Collapse collapse(JointEmbedding method, Images images) {
        return NoGrad.call(
                () -> Collapse.of(Features.of(method.network(), images, method.manager())));
    }

    private static double top1(JointEmbedding method, Images queries, Images gallery) {
        return NoGrad.call(
                () ->
                        Retrieval.of(
                                        Features.of(method.encoder(), queries, method.manager()),
                                        Features.of(method.encoder(), gallery, method.manager()))
                                .top1());
    }

    /** One network, one energy: the variance term alone decides. */
    @Test
    void varianceTermPreventsCollapse() {
        JointEmbeddingLoss pull = JointEmbeddingLoss.pullOnly(Energy.NEGATIVE_COSINE);
        Reached without = train(pull, 1);
        Reached with = train(pull.with(1, 0.04), 1);
        assertTrue(without.after.channelStd() < 0.5 * without.before.channelStd(), "" + without);
        assertTrue(without.after.effectiveRank() < 0.6 * without.before.effectiveRank());
        assertTrue(without.after.uniformity() > -0.15, "" + without);
        assertTrue(with.after.channelStd() > 0.8 * with.before.channelStd(), "" + with);
        assertTrue(with.after.effectiveRank() > 0.8 * with.before.effectiveRank(), "" + with);
        assertTrue(with.trained > without.trained, with + " " + without);
    }
}
