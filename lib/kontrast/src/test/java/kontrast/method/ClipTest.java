package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.data.Captions;
import kontrast.data.Images;
import kontrast.data.Vocabulary;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.WordBag;
import kontrast.encoder.WordTransformer;
import kontrast.loss.ClipLoss;
import kontrast.tensor.Devices;
import kontrast.train.AdamW;
import kontrast.train.Fingerprint;
import kontrast.train.Pretraining;
import kontrast.train.Synthetic;
import kontrast.train.TrainingOptions;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

/** CLIP: the contract of all methods, its scale, and that it learns what words mean. */
class ClipTest extends MethodContract {

    private static final List<String> COLOURS = List.of("red", "green", "blue", "grey");
    private static final Shape IMAGE = new Shape(3, 16, 16);

    private static Captions captions(Images discs) {
        return Captions.of(Arrays.stream(discs.labels())
                .mapToObj(label -> List.of("a disc", COLOURS.get(label) + " thing"))
                .toList());
    }

    private static Clip.Options options() {
        Captions captions = captions(Synthetic.discs(48, 16, 4, 5));
        return new Clip.Options(
                Views.unchanged(),
                new SmallCnn(4),
                ProjectionHead.linear(8),
                new WordBag(8),
                ProjectionHead.linear(8),
                Vocabulary.of(captions.captions(), 1),
                captions,
                0.07,
                true,
                ClipLoss.MAX_SCALE);
    }

    @Override
    protected Method method(long seed) {
        return new Clip(options().with(o -> o.text = new WordTransformer(8, 2, 1)), IMAGE, Devices.best(), seed);
    }

    /**
     * The constructor's scale is 1 / temperature. What is learned on coloured discs raises it: without a bound the
     * temperature falls far below 1 / 2.5, with a bound of 2.5 it comes to rest there.
     */
    @Test
    void theScaleStartsAtTheTemperatureAndStaysInItsBound() {
        try (Clip clip = bounded(2.5)) {
            assertEquals(0.5, clip.temperature(), 1e-6);
        }
        double free = leastTemperature(Double.POSITIVE_INFINITY);
        assertTrue(free < 0.35, () -> "nothing holds the scale: " + free);
        assertEquals(1 / 2.5, leastTemperature(2.5), 1e-6);
    }

    private static Clip bounded(double maxScale) {
        Clip.Options tight = options().with(o -> {
            o.temperature = 0.5;
            o.maxScale = maxScale;
        });
        return new Clip(tight, IMAGE, Devices.best(), 1);
    }

    private static double leastTemperature(double maxScale) {
        double[] least = {Double.POSITIVE_INFINITY};
        TrainingOptions fast = TrainingOptions.of(30, 8, new AdamW(0), 0.03);
        try (Clip clip = bounded(maxScale);
                Pretraining training = new Pretraining(clip, Synthetic.discs(48, 16, 4, 5), fast).quietly()) {
            training.onStep(row -> least[0] = Math.min(least[0], clip.temperature()));
            training.run();
        }
        return least[0];
    }

    @Test
    void aFixedTemperatureIsNotLearned() {
        Clip.Options fixed = options().with(o -> o.learned = false);
        try (Clip clip = new Clip(fixed, IMAGE, Devices.best(), 1);
                Pretraining training =
                        new Pretraining(clip, Synthetic.discs(48, 16, 4, 5), TrainingOptions.of(2, 8)).quietly()) {
            training.run();
            assertEquals(0.07, clip.temperature(), 1e-7);
        }
    }

    /**
     * Eight in ten of the discs are told by one word that training has paired with others of their colour; a quarter
     * by chance. Words paired with images of another place (captions turned by one) learn nothing of the kind.
     */
    @Test
    void itLearnsWhatWordsMean() {
        Images train = Synthetic.discs(160, 16, 4, 5);
        Captions right = captions(train);
        int[] turned = IntStream.range(0, 160).map(i -> (i + 1) % 160).toArray();
        double learned = found(train, right);
        double mixed = found(train, right.subset(turned));
        assertTrue(learned >= 0.8, "found " + learned);
        assertTrue(mixed <= 0.5, "with the captions of others " + mixed);
    }

    private static double found(Images train, Captions captions) {
        Images unseen = Synthetic.discs(80, 16, 4, 6);
        Clip.Options options = options().with(o -> o.captions = captions);
        TrainingOptions training = TrainingOptions.of(30, 32, new AdamW(1e-2), 1e-2);
        try (Clip clip = new Clip(options, IMAGE, Devices.best(), 1);
                NDManager manager = clip.manager().newSubManager()) {
            new Pretraining(clip, train, training).quietly().run();
            NDArray x = clip.embed(unseen.tensor(manager)); // [80, 8]
            NDArray y = clip.embed(manager, COLOURS); // [4, 8]
            long[] nearest = x.matMul(y.transpose()).argMax(1).toLongArray();
            int[] labels = unseen.labels();
            return IntStream.range(0, 80).filter(i -> nearest[i] == labels[i]).count() / 80.0;
        }
    }

    @Test
    void embeddingsHaveLengthOneAndBothTowersFit() {
        try (Clip clip = new Clip(options(), IMAGE, Devices.best(), 1);
                NDManager manager = clip.manager().newSubManager()) {
            NDArray y = clip.embed(manager, List.of("red thing", "nobody knows"));
            assertEquals(new Shape(2, 8), y.getShape());
            assertArrayEquals(new float[] {1, 1}, y.square().sum(new int[] {1}).toFloatArray(), 1e-5f);
        }
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> options().with(o -> o.textHead = ProjectionHead.linear(9)))
                .getMessage();
        assertTrue(message.contains("8 and 9"), message);
        assertThrows(IllegalArgumentException.class, () -> options().with(o -> o.maxScale = 10));
    }

    /** Captions of fewer images than there are: which image has none is said, before it would be another's. */
    @Test
    void everyTrainingImageNeedsItsCaption() {
        Clip.Options few = options().with(o -> o.captions = o.captions.subset(0, 1, 2));
        try (Clip clip = new Clip(few, IMAGE, Devices.best(), 1);
                Pretraining training =
                        new Pretraining(clip, Synthetic.discs(48, 16, 4, 5), TrainingOptions.of(1, 8)).quietly()) {
            String message =
                    assertThrows(IllegalArgumentException.class, training::run).getMessage();
            assertTrue(message.contains("captions of 3 images"), message);
        }
    }

    /** Other words are another run. */
    @Test
    void theFingerprintTellsTheCaptions() {
        TrainingOptions training = TrainingOptions.of(1, 8);
        Images data = Synthetic.discs(48, 16, 4, 5);
        Clip.Options mixed = options()
                .with(o -> o.captions = o.captions.subset(
                        IntStream.range(0, 48).map(i -> 47 - i).toArray()));
        String one = Fingerprint.of(options(), training, data, 1).hash();
        assertEquals(one, Fingerprint.of(options(), training, data, 1).hash());
        assertTrue(!one.equals(Fingerprint.of(mixed, training, data, 1).hash()));
    }
}
