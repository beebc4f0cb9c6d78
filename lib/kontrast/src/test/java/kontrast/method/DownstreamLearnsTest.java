package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.loss.CrossEntropy;
import kontrast.tensor.NoGrad;
import kontrast.train.Course;
import kontrast.train.Judge;
import kontrast.train.Learning;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.SimClrRecipes;
import kontrast.train.TrainingOptions;
import kontrast.view.Views;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The second stage learns a task with labels, with the stop-gradient and without, and learns it
 * better on SimCLR's encoder than on a random one. Accuracy of the nine categories of held-out
 * drawings.
 */
@Tag("slow")
class DownstreamLearnsTest {

    private static final EmojiViews EMOJI = EmojiViews.load();
    private static final Recipe<SimClr.Options> RECIPE = SimClrRecipes.simclr(Preset.CPU);
    private static final Map<Long, SimClr> PRETRAINED = new HashMap<>();

    @AfterAll
    static void close() {
        PRETRAINED.values().forEach(SimClr::close);
    }

    private static SimClr random(long seed) {
        return new SimClr(RECIPE.method(), Learning.IMAGE, Course.device(), seed);
    }

    private static SimClr pretrained(long seed) {
        return PRETRAINED.computeIfAbsent(
                seed, s -> Learning.trained(RECIPE, SimClr::new, EMOJI.images(Split.TRAIN, Style.values()), 102, s));
    }

    private static Downstream on(SimClr simclr, boolean stopGradient, long seed) {
        return new Downstream(
                new Downstream.Options(
                        Views.simclr(32, Views.Options.none().with(o -> o.minScale = 0.6)),
                        RECIPE.method().encoder(),
                        EMOJI.categories().size(),
                        stopGradient),
                simclr.encoder(),
                Learning.IMAGE,
                Course.device(),
                seed);
    }

    private static double accuracy(Downstream method, Images held) {
        Features logits = NoGrad.call(() -> Features.of(method.network(), held, method.manager()));
        try (NDManager scope = method.manager().newSubManager()) {
            NDArray answers =
                    scope.create(Arrays.stream(held.labels()).asLongStream().toArray());
            return CrossEntropy.accuracy(logits.tensor(scope), answers);
        }
    }

    private static Learning learn(boolean onPretrained, boolean stopGradient) {
        Images held = new Judge(Split.TEST).held();
        return Learning.of(
                "%s on %s encoder"
                        .formatted(
                                stopGradient ? "feature extraction" : "fine-tuning",
                                onPretrained ? "SimCLR's" : "a random"),
                seed -> {
                    if (onPretrained) {
                        return on(pretrained(seed), stopGradient, seed);
                    }
                    try (SimClr simclr = random(seed)) {
                        return on(simclr, stopGradient, seed);
                    }
                },
                EMOJI.images(Style.NOTO, Split.TRAIN),
                TrainingOptions.of(4, 64),
                Map.of("accuracy", m -> accuracy(m, held)));
    }

    @Test
    void featureExtractionIsBetterOnAPretrainedEncoder() {
        learn(true, true).assertRaised("accuracy").assertAbove(learn(false, true), "accuracy");
    }

    @Test
    void fineTuningIsBetterOnAPretrainedEncoder() {
        learn(true, false).assertRaised("accuracy").assertAbove(learn(false, false), "accuracy");
    }
}
