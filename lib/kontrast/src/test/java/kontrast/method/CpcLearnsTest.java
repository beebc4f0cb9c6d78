package kontrast.method;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Examples;
import kontrast.data.Split;
import kontrast.tensor.Seeds;
import kontrast.train.Course;
import kontrast.train.CpcRecipes;
import kontrast.train.Judge;
import kontrast.train.Learning;
import kontrast.train.Lengths;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.SpeakerJudge;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Contrastive Predictive Coding finds what follows among other codes, on images and on sound, and
 * its features serve another task: those of the first paper's method gain on the probe (0.06),
 * those of the second's on retrieval (0.06; on the probe as much, but with a standard deviation of
 * 0.04 over seeds). The recipes for two CPU cores, cut to a minute; measured on what was not
 * trained with.
 */
@Tag("slow")
class CpcLearnsTest {

    private static final int GROUP = 50;

    private static Learning images(String what, Recipe<CpcOptions> recipe, int steps) {
        Judge judge = new Judge(Split.TEST);
        return Learning.of(
                what,
                recipe,
                Cpc::new,
                Learning.IMAGE,
                EmojiViews.load().images(Split.TRAIN, Style.values()),
                steps,
                Map.of(
                        "accuracy", m -> accuracy(m, judge.held()),
                        "probe", judge::probe,
                        "retrieval", judge::retrieval));
    }

    /** The mean over the steps, among the codes of 50 images. */
    private static double accuracy(Cpc cpc, Examples held) {
        try (NDManager scope = cpc.manager().newSubManager()) {
            int[] some = IntStream.range(0, GROUP).toArray();
            return mean(cpc.accuracies(held.tensor(scope, some), Seeds.stream(1, "negatives", 0)));
        }
    }

    private static double mean(double... numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    @Test
    void onImages() {
        Recipe<CpcOptions> recipe = CpcRecipes.cpc(Preset.CPU);
        images("CPC", recipe, Lengths.PREDICTIVE)
                .assertAbove(trivial(recipe), "accuracy")
                .assertRaised("probe");
    }

    @Test
    void onImagesSecondVersion() {
        Recipe<CpcOptions> recipe = CpcRecipes.cpc2(Preset.CPU);
        images("CPC v2", recipe, Lengths.PREDICTIVE_V2)
                .assertAbove(trivial(recipe), "accuracy")
                .assertRaised("retrieval");
    }

    private static double trivial(Recipe<CpcOptions> recipe) {
        try (Cpc any = new Cpc(recipe.method(), Learning.IMAGE, Course.device(), 0)) {
            return any.trivialAccuracy(GROUP);
        }
    }

    @Test
    void onSound() {
        assumeTrue(SpeakerJudge.isThere(), "the recorded voices are not installed");
        SpeakerJudge judge = new SpeakerJudge(Split.TEST);
        System.out.printf("most frequent voice %.3f, MFCC %.3f%n", judge.majority(), judge.mfcc());
        Learning.of(
                        "CPC on sound",
                        CpcRecipes.sound(Preset.CPU),
                        CpcAudio::new,
                        judge.train().shape(),
                        judge.train(),
                        Lengths.SOUND,
                        Map.of("speaker", judge::probe))
                .assertAbove(judge.majority(), "speaker")
                .assertRaised("speaker");
    }
}
