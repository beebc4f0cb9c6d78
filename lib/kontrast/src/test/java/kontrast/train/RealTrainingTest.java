package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Split;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.ResNet18;
import kontrast.encoder.SmallCnn;
import kontrast.method.SimClr;
import kontrast.tensor.Devices;
import kontrast.view.Views;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts that only a real training shows to work together: SimCLR's optimizer and its network. */
@Tag("slow")
class RealTrainingTest {

    private static History train(Encoder encoder, Optimizer optimizer, double rate, int steps) {
        System.setProperty("kontrast.progress", "none");
        SimClr.Options options = new SimClr.Options(
                Views.simclr(32, new Views.Options(0.3, 0, 0.5, 0.8, 0.1, 0)),
                encoder,
                ProjectionHead.mlp(64, 32),
                0.2);
        try (SimClr method = new SimClr(options, new Shape(3, 32, 32), Devices.best(), 1);
                Pretraining training = new Pretraining(
                        method,
                        EmojiViews.load().images(Split.TRAIN, Style.values()),
                        TrainingOptions.of(2, 64, optimizer, rate).with(o -> o.seed = 1))) {
            History history = training.runTo(steps);
            System.out.printf(
                    "%s, %s: %s, mean of the last ten %.3f, chance %.3f%n",
                    encoder,
                    optimizer,
                    history,
                    history.meanLoss(10),
                    method.chance(64).orElseThrow());
            assertEquals(Math.log(127), method.chance(64).orElseThrow(), 1e-12);
            return history;
        }
    }

    /** LARS with SimCLR's momentum and weight decay. */
    @Test
    void larsTrains() {
        History history = train(new SmallCnn(8, 4), new Lars(0.9, 1e-6), 2, 80);
        double first = history.rows().get(0).loss();
        assertTrue(history.meanLoss(10) < first - 0.3, history.toString());
        assertTrue(history.meanLoss(10) < Math.log(127) - 0.5, history.toString());
    }

    /** The network of the published settings, an eighth as wide. */
    @Test
    void resNetTrains() {
        History history = train(new ResNet18(8), new AdamW(1e-4), 2e-3, 60);
        double first = history.rows().get(0).loss();
        assertTrue(history.meanLoss(10) < first - 0.3, history.toString());
        assertTrue(history.meanLoss(10) < Math.log(127) - 0.5, history.toString());
    }
}
