package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import kontrast.data.MatchedPairs;
import kontrast.evaluate.PixelMatching;
import kontrast.evaluate.PixelPatches;
import kontrast.method.DenseObjectNet;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DenseRecipesTest {

    @BeforeAll
    static void quiet() {
        System.setProperty("kontrast.progress", "none");
    }

    @Test
    void theSmallestRecipeRunsOnItsPairs() {
        MatchedPairs pairs = DenseRecipes.knownThings(8, 1, Preset.SMOKE);
        assertEquals(new Shape(9, 32, 32), pairs.shape());
        assertEquals(6, DenseRecipes.things().size());
        Recipe<DenseObjectNet.Options> recipe = DenseRecipes.denseObjectNet(Preset.SMOKE);
        try (DenseObjectNet net = new DenseObjectNet(recipe.method(), pairs.shape(), Devices.best(), 1);
                Pretraining training = new Pretraining(net, pairs, recipe.training())) {
            assertTrue(Double.isFinite(training.run().last().loss()));
        }
    }

    /** A hundred steps find new places of known things better than before, and than the colour of the pixel. */
    @Tag("slow")
    @Test
    void aShortTrainingFindsPoints() {
        MatchedPairs train = DenseRecipes.knownThings(320, 1, Preset.CPU);
        MatchedPairs test = DenseRecipes.knownThings(20, 2, Preset.CPU);
        Recipe<DenseObjectNet.Options> recipe = DenseRecipes.denseObjectNet(Preset.CPU);
        TrainingOptions fiveEpochs = recipe.training().with(o -> {
            o.epochs = 5;
            o.seed = 1;
        });
        try (DenseObjectNet net = new DenseObjectNet(recipe.method(), train.shape(), Devices.best(), 1);
                Pretraining training = new Pretraining(net, train, fiveEpochs)) {
            PixelMatching before = PixelMatching.of(net::descriptors, test, 50, net.manager());
            training.run();
            PixelMatching after = PixelMatching.of(net::descriptors, test, 50, net.manager());
            PixelMatching colour = PixelMatching.of(new PixelPatches(1)::colours, test, 50, net.manager());
            System.out.printf("before: %s%nafter:  %s%ncolour: %s%n", before, after, colour);
            assertTrue(after.pck(3) > 2 * before.pck(3), before + ", then " + after);
            assertTrue(after.meanError() < colour.meanError(), colour + ", and " + after);
        }
    }
}
