package kontrast.train;

import java.util.List;
import java.util.function.Function;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Knn;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.Retrieval;
import kontrast.method.Method;
import kontrast.tensor.NoGrad;

/**
 * Says what frozen features of the emoji views are good for: the one judge of all tests and reports
 * that compare methods.
 *
 * <p>Probe and neighbours learn the nine categories from the Noto drawings of the training concepts
 * and are asked about those of held-out concepts; retrieval finds the Twemoji drawing of a held-out
 * Noto drawing. The strength of the probe is one for all.
 */
public final class Judge {

    private static final double STRENGTH = 0.1;

    /** At this precision the accuracy stays, and a fit takes seconds. */
    private static final LinearProbe PROBE = new LinearProbe(List.of(STRENGTH), 100, 1e-3);

    private static final Knn NEIGHBOURS = new Knn(20, 0.07);

    private final Images labelled;
    private final Images asked;
    private final Images answers;

    /** What frozen features reach: shares of right answers. */
    record Score(double probe, double retrieval) {}

    /**
     * Takes the images of a split.
     *
     * @param held what is judged by: VALIDATION to choose settings, TEST to report
     */
    public Judge(Split held) {
        EmojiViews emoji = EmojiViews.load();
        labelled = emoji.images(Style.NOTO, Split.TRAIN);
        asked = emoji.images(Style.NOTO, held);
        answers = emoji.images(Style.TWEMOJI, held);
    }

    /** Returns the held-out drawings. */
    public Images held() {
        return asked;
    }

    private static Features h(Method method, Examples images) {
        return NoGrad.call(() -> Features.of(method.encoder(), images, method.manager()));
    }

    /** Returns the accuracy of the linear probe. */
    public double probe(Method method) {
        return probe(images -> h(method, images));
    }

    private double probe(Function<Images, Features> features) {
        return PROBE.fit(features.apply(labelled), labelled.labels(), STRENGTH)
                .accuracy(features.apply(asked), asked.labels());
    }

    /** Returns the accuracy of 20 nearest neighbours. */
    public double neighbours(Method method) {
        return NEIGHBOURS.accuracy(h(method, labelled), labelled.labels(), h(method, asked), asked.labels());
    }

    /** Returns the top-1 retrieval. */
    public double retrieval(Method method) {
        return retrieval(images -> h(method, images));
    }

    private double retrieval(Function<Images, Features> features) {
        return Retrieval.of(features.apply(asked), features.apply(answers)).top1();
    }

    /** Returns probe and retrieval of a method's encoder. */
    Score score(Method method) {
        return score(images -> h(method, images));
    }

    /** Returns probe and retrieval of any features. */
    Score score(Function<Images, Features> features) {
        return new Score(probe(features), retrieval(features));
    }
}
