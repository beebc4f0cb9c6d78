package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.data.Examples;
import kontrast.data.Recording;
import kontrast.data.Sounds;
import kontrast.encoder.Context;
import kontrast.encoder.Norm;
import kontrast.encoder.SoundEncoder;
import kontrast.encoder.WaveCnn;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.train.AdamW;
import kontrast.train.Pretraining;
import kontrast.train.TrainingOptions;
import kontrast.view.Unchanged;
import org.junit.jupiter.api.Test;

class CpcAudioTest extends MethodContract {

    private static final Shape SOUND = new Shape(1, 64);

    /** Tones of a pitch for each speaker, with noise: what comes can be told from what was. */
    static Sounds tones(int count, int length) {
        List<Recording> recordings = new ArrayList<>();
        RandomGenerator random = Seeds.stream(1, "tones", 0);
        for (int n = 0; n < count; n++) {
            double pitch = 0.3 + 0.5 * (n % 2) + 0.05 * random.nextDouble();
            short[] samples = new short[length];
            for (int i = 0; i < length; i++) {
                samples[i] = (short) (9000 * Math.sin(pitch * i) + 500 * random.nextGaussian());
            }
            recordings.add(new Recording("tone", n % 2 == 0 ? "low" : "high", "", 8000, samples));
        }
        return Sounds.of(recordings, length, Recording::speaker, List.of("low", "high"));
    }

    private static CpcAudio.Options tiny() {
        return CpcAudio.Options.small(6).with(o -> {
            o.encoder = new WaveCnn(6, List.of(4, 2), Norm.moment());
            o.last = 3;
        });
    }

    @Override
    protected Method method(long seed) {
        return new CpcAudio(tiny(), SOUND, Devices.best(), seed);
    }

    @Override
    protected Examples examples() {
        return tones(48, 64);
    }

    @Test
    void codesComeAtTheStatedRate() {
        for (WaveCnn plan : List.of(
                new WaveCnn(3, List.of(5, 4, 4, 2), Norm.none()),
                new WaveCnn(3, List.of(5, 4, 2, 2, 2), Norm.batch()),
                new WaveCnn(3, List.of(4), Norm.moment()))) {
            CpcAudio.Options options = tiny().with(o -> {
                o.encoder = plan;
                o.last = 2;
            });
            Shape sound = new Shape(1, 7L * plan.samples());
            try (CpcAudio cpc = new CpcAudio(options, sound, Devices.best(), 1);
                    NDManager manager = cpc.manager().newSubManager()) {
                ParameterStore store = new ParameterStore(manager, false);
                NDArray x = manager.randomNormal(new Shape(2, 1, 7L * plan.samples()));
                NDList h = cpc.encoder().forward(store, new NDList(x), false);
                assertEquals(new Shape(2, 6), h.head().getShape());
                NDArray codes = cpc.network()
                        .getChildren()
                        .values()
                        .get(0)
                        .getChildren()
                        .values()
                        .get(0)
                        .forward(store, new NDList(x), false)
                        .head();
                assertEquals(new Shape(2, 3, 7), codes.getShape());
                // Moved by one code, the sound has moved codes: nothing depends on the place.
                NDArray moved = x.get(":, :, {}:", plan.samples()).concat(x.get(":, :, :{}", plan.samples()), 2);
                NDArray again = cpc.network()
                        .getChildren()
                        .values()
                        .get(0)
                        .getChildren()
                        .values()
                        .get(0)
                        .forward(store, new NDList(moved), false)
                        .head();
                float difference = codes.get(":, :, 3:5")
                        .sub(again.get(":, :, 2:4"))
                        .abs()
                        .max()
                        .getFloat();
                assertEquals(0, difference, 1e-5);
            }
        }
        assertEquals(160, WaveCnn.paper().samples());
        assertEquals(160, CpcAudio.Options.small(4).encoder().samples());
    }

    @Test
    void accuraciesAreThereForEachStep() {
        try (CpcAudio cpc = (CpcAudio) method(1);
                NDManager manager = cpc.manager().newSubManager()) {
            double[] found = cpc.accuracies(tones(16, 64).tensor(manager), Seeds.stream(1, "negatives", 0));
            assertEquals(3, found.length);
            for (double accuracy : found) {
                assertTrue(accuracy >= 0 && accuracy < 0.3, "accuracy " + accuracy);
            }
            assertEquals(1 / (16 * 8.0), cpc.trivialAccuracy(16), 1e-12);
            assertEquals(Math.log(16 * 8), cpc.chance(16).orElseThrow(), 1e-12);
        }
    }

    /** The supervised baseline has the same encoder, and learns which tone it hears. */
    @Test
    void itsEncoderLearnsWithLabelsToo() {
        SoundEncoder.Plan plan = new SoundEncoder.Plan(tiny().encoder(), tiny().context());
        Supervised.Options options = new Supervised.Options(new Unchanged(), plan, 2);
        try (Supervised supervised = new Supervised(options, SOUND, Devices.best(), 1);
                Pretraining training =
                        new Pretraining(supervised, tones(48, 64), TrainingOptions.of(20, 16, new AdamW(0), 1e-2))) {
            assertEquals(6, plan.dimension());
            double last = training.quietly().run().meanLoss(3);
            assertTrue(last < 0.2 * Math.log(2), "loss " + last);
        }
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> tiny().with(o -> o.last = 0));
        assertThrows(IllegalArgumentException.class, () -> new WaveCnn(4, List.of(), Norm.none()));
        assertThrows(IllegalArgumentException.class, () -> new WaveCnn(4, List.of(2, 0), Norm.none()));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new CpcAudio(tiny(), new Shape(1, 63), Devices.best(), 1))
                .getMessage();
        assertTrue(message.contains("a multiple of 8 samples"), message);
        assertThrows(IllegalArgumentException.class, () -> new CpcAudio(tiny(), new Shape(1, 24), Devices.best(), 1));
        assertEquals(256, CpcAudio.Options.paper().context().units());
        assertEquals(Context.Kind.GRU, CpcAudio.Options.paper().context().kind());
    }
}
