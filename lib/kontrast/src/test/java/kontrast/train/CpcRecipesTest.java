package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import kontrast.data.Images;
import kontrast.data.Recording;
import kontrast.data.Sounds;
import kontrast.method.Cpc;
import kontrast.method.CpcAudio;
import kontrast.method.CpcOptions;
import kontrast.method.Method;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.Test;

class CpcRecipesTest {

    /** One epoch of the smoke preset runs, and its loss is at first that of knowing little. */
    private static void assertRuns(Method method, kontrast.data.Examples examples, TrainingOptions options) {
        try (method;
                Pretraining training = new Pretraining(method, examples, options)) {
            History history = training.run();
            double chance = method.chance(options.batchSize()).orElseThrow();
            double first = history.rows().get(0).loss();
            assertTrue(first > 0.5 * chance && first < 4 * chance, first + " against " + chance);
        }
    }

    @Test
    void smokeRunsOnImages() {
        Images images = Synthetic.discs(64, 32, 4, 1);
        for (Recipe<CpcOptions> recipe : List.of(CpcRecipes.cpc(Preset.SMOKE), CpcRecipes.cpc2(Preset.SMOKE))) {
            Cpc cpc = new Cpc(recipe.method(), images.shape(), Devices.best(), 1);
            assertRuns(cpc, images, recipe.training());
        }
    }

    @Test
    void smokeRunsOnSound() {
        List<Recording> recordings = new ArrayList<>();
        for (int n = 0; n < 32; n++) {
            short[] samples = new short[CpcRecipes.STRETCH];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) (8000 * Math.sin((0.1 + 0.02 * n) * i));
            }
            recordings.add(new Recording("tone", "one", "", 8000, samples));
        }
        Sounds sounds = Sounds.of(recordings, CpcRecipes.STRETCH, Recording::speaker, List.of("one"));
        Recipe<CpcAudio.Options> recipe = CpcRecipes.sound(Preset.SMOKE);
        CpcAudio cpc = new CpcAudio(recipe.method(), sounds.shape(), Devices.best(), 1);
        assertRuns(cpc, sounds, recipe.training());
    }

    /** What the papers have, where their size can be had. */
    @Test
    void theGpuPresetIsThePublishedSetting() {
        CpcOptions one = CpcRecipes.cpc(Preset.GPU).method();
        assertEquals(7, one.grid().along(64));
        assertEquals(5, one.last());
        CpcOptions two = CpcRecipes.cpc2(Preset.GPU).method();
        assertEquals(5, two.grid().along(30));
        assertEquals(3, two.last());
        assertEquals(4, two.directions().size());
        CpcAudio.Options sound = CpcRecipes.sound(Preset.GPU).method();
        assertEquals(80, sound.encoder().samples()); // 10 ms
        assertEquals(12, sound.last());
        assertEquals(512, sound.encoder().width());
        assertEquals(0, CpcRecipes.STRETCH % 80);
        // Each fits its data: the networks can be built.
        new CpcAudio(CpcRecipes.sound(Preset.CPU).method(), new Shape(1, CpcRecipes.STRETCH), Devices.best(), 1)
                .close();
        new Cpc(CpcRecipes.cpc(Preset.CPU).method(), new Shape(3, 32, 32), Devices.best(), 1).close();
    }
}
