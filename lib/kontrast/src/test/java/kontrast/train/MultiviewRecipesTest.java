package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import kontrast.data.Images;
import kontrast.method.Cmc;
import kontrast.method.CrossView;
import kontrast.method.Method;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MultiviewRecipesTest {

    @BeforeAll
    static void quiet() {
        System.setProperty("kontrast.progress", "none");
    }

    private static List<Double> losses(Supplier<Method> method, Images images, TrainingOptions options) {
        try (Method made = method.get();
                Pretraining training = new Pretraining(made, images, options.with(o -> {
                    o.batchSize = 16;
                    o.epochs = 2;
                }))) {
            return training.run().rows().stream().map(History.Row::loss).toList();
        }
    }

    /** Everything runs, and starts near its chance line. */
    @Test
    void smokeRecipesTrain() {
        Images images = Synthetic.discs(32, 32, 4, 5);
        for (Recipe<Cmc.Options> recipe :
                List.of(MultiviewRecipes.cmc(Preset.SMOKE), MultiviewRecipes.nce(Preset.SMOKE, 32))) {
            List<Double> losses = losses(
                    () -> new Cmc(recipe.method(), new Shape(3, 32, 32), Devices.best(), 1), images, recipe.training());
            assertEquals(4, losses.size());
        }
        Recipe<CrossView.Options> recipe = MultiviewRecipes.crossView(Preset.SMOKE);
        List<Double> losses = losses(
                () -> new CrossView(recipe.method(), new Shape(3, 32, 32), Devices.best(), 1),
                images,
                recipe.training());
        assertTrue(losses.stream().allMatch(loss -> loss > 0 && loss < 10), losses::toString);
    }

    /** A scene of two drawings: two encoders, each of three channels. */
    @Test
    void scenesTrainAcrossStyles() {
        Images discs = Synthetic.discs(32, 32, 4, 5);
        Images scenes = Images.of(discs.bytes(), 6, 32, 32); // 16 scenes of 2 drawings
        Recipe<Cmc.Options> recipe = MultiviewRecipes.acrossStyles(Preset.SMOKE, 2);
        List<Double> losses = losses(
                () -> new Cmc(recipe.method(), new Shape(6, 32, 32), Devices.best(), 1), scenes, recipe.training());
        assertEquals(2, losses.size());
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void theTwoLossesHaveTheSameViewsAndEncoders(Preset preset) {
        Recipe<Cmc.Options> contrast = MultiviewRecipes.cmc(preset);
        Recipe<CrossView.Options> prediction = MultiviewRecipes.crossView(preset);
        assertEquals(contrast.method().encoder(), prediction.method().encoder());
        assertEquals(contrast.method().views(), prediction.method().views());
        assertEquals(contrast.training(), prediction.training());
    }

    @Test
    void thePublishedSettingIsThatOfThePaper() {
        Cmc.Options paper = MultiviewRecipes.paper(1_281_167).method();
        assertEquals(0.07, paper.critic().temperature());
        assertEquals(128, paper.head().output());
        assertEquals(16384, paper.bank().orElseThrow().negatives());
        assertEquals(0.5, paper.bank().orElseThrow().momentum());
        assertEquals(
                List.of(new Shape(1, 1, 224, 224), new Shape(1, 2, 224, 224)),
                paper.views().shapes(new Shape(3, 256, 256)));
        assertEquals(
                20,
                MultiviewRecipes.nce(Preset.GPU, 20)
                        .method()
                        .bank()
                        .orElseThrow()
                        .negatives());
        assertThrows(IllegalArgumentException.class, () -> MultiviewRecipes.paper(1));
    }
}
