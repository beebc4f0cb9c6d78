package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.method.SimClr;
import kontrast.train.Learning;
import kontrast.train.Lengths;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.SimClrRecipes;
import kontrast.view.Views;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The protocol tells a pretrained encoder from a random one: with all labels and with a tenth of
 * them a linear probe on SimCLR's frozen features beats one on those of the same network before
 * training; with all labels it also beats the network that was trained with them, for as many steps
 * as a head is.
 *
 * <p>That few labels go further after pretraining does not show after a minute of it: with a tenth
 * of them a head on SimCLR's encoder reaches 0.48, fine-tuning 0.47 and the network that had only
 * these labels 0.48, so that nothing is asserted of it.
 */
@Tag("slow")
class ProtocolLearnsTest {

    private static ProtocolReport report;

    @BeforeAll
    static void run() {
        EmojiViews emoji = EmojiViews.load();
        Images drawings = emoji.images(Split.TRAIN, Style.values());
        Recipe<SimClr.Options> recipe = SimClrRecipes.simclr(Preset.CPU);
        ProtocolOptions.Learning learning = new ProtocolOptions.Learning(60, 64, List.of(3e-3));
        report = Protocol.of(
                        emoji.images(Style.NOTO, Split.TRAIN),
                        emoji.images(Style.NOTO, Split.VALIDATION),
                        emoji.images(Style.NOTO, Split.TEST),
                        recipe.method().encoder(),
                        Views.simclr(32, Views.Options.none().with(o -> o.minScale = 0.6)),
                        new ProtocolOptions(
                                List.of(0.1, 1.0),
                                List.of(1L, 2L, 3L),
                                List.of(new Knn(5, 0.07), new Knn(20, 0.07)),
                                new LinearProbe(List.of(0.1, 1.0), 100, 1e-3),
                                learning,
                                learning))
                .add("SimCLR", seed -> Learning.trained(recipe, SimClr::new, drawings, Lengths.PROTOCOL, seed))
                .run();
        System.out.println(report);
    }

    private static double[] accuracies(String features, String evaluation, double fraction) {
        return report.scores().stream()
                .filter(s -> s.features().equals(features) && s.evaluation().equals(evaluation))
                .filter(s -> s.fraction().share() == fraction)
                .mapToDouble(ProtocolReport.Score::accuracy)
                .toArray();
    }

    private static void assertBeats(String features, String evaluation, String other, String how, double fraction) {
        double[] gain = accuracies(features, evaluation, fraction);
        double[] base = accuracies(other, how, fraction);
        Arrays.setAll(gain, i -> gain[i] - base[i]);
        Summary summary = Summary.of(gain);
        assertTrue(
                summary.mean() > 3 * summary.std() / Math.sqrt(summary.n()),
                () -> "%s, %s over %s, %s at %s: %s"
                        .formatted(features, evaluation, other, how, fraction, Arrays.toString(gain)));
    }

    @Test
    void pretrainedFeaturesBeatRandomOnes() {
        for (double fraction : new double[] {0.1, 1}) {
            assertBeats("SimCLR", "linear probe", "random encoder", "linear probe", fraction);
            assertBeats("random encoder", "linear probe", "labels", "majority class", fraction);
        }
    }

    @Test
    void frozenFeaturesBeatTheNetworkThatHadAllLabels() {
        assertBeats("SimCLR", "linear probe", "supervised", "from scratch", 1);
    }
}
