package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import kontrast.data.Images;
import kontrast.loss.BarlowTwins;
import kontrast.loss.Sinkhorn;
import kontrast.method.Byol;
import kontrast.method.Dino;
import kontrast.method.JointEmbedding;
import kontrast.method.Method;
import kontrast.method.Pirl;
import kontrast.method.SimSiam;
import kontrast.method.SwAv;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recipes of the other families: the published constants, what they share, and that they run. */
class FamilyRecipesTest {

    @ParameterizedTest
    @EnumSource(Preset.class)
    void constantsAreThePublishedOnes(Preset preset) {
        assertEquals(new Sinkhorn(0.05, 3), FamilyRecipes.swAv(preset).method().sinkhorn());
        assertEquals(0.1, FamilyRecipes.swAv(preset).method().temperature());
        assertEquals(
                new BarlowTwins(0.005),
                FamilyRecipes.barlowTwins(preset).method().loss());
        Dino.Options dino = FamilyRecipes.dino(preset).method();
        assertEquals(
                List.of(0.1, 0.04, 0.9),
                List.of(dino.studentTemperature(), dino.teacherTemperature(), dino.centreMomentum()));
        assertTrue(dino.centring());
        Pirl.Options pirl = FamilyRecipes.pirl(preset, 50).method();
        assertEquals(List.of(0.5, 0.07, 0.5), List.of(pirl.weight(), pirl.temperature(), pirl.momentum()));
        assertEquals(50, pirl.negatives()); // never more than there are images
        assertTrue(FamilyRecipes.simSiam(preset).method().stopGradient());
        assertEquals(1, FamilyRecipes.byol(preset).method().momentum().end());
    }

    /** Methods are compared and nothing else: views, encoders, heads and training are one for all. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void theyShareAllButTheMethod(Preset preset) {
        Recipe<Byol.Options> byol = FamilyRecipes.byol(preset);
        Recipe<SimSiam.Options> simSiam = FamilyRecipes.simSiam(preset);
        Recipe<SwAv.Options> swAv = FamilyRecipes.swAv(preset);
        Recipe<Dino.Options> dino = FamilyRecipes.dino(preset);
        Recipe<JointEmbedding.Options> barlow = FamilyRecipes.barlowTwins(preset);
        Recipe<Pirl.Options> pirl = FamilyRecipes.pirl(preset, 5000);
        Byol.Options one = byol.method();
        for (List<Object> shared : List.<List<Object>>of(
                List.of(
                        simSiam.method().view(),
                        simSiam.method().encoder(),
                        simSiam.method().head()),
                List.of(
                        swAv.method().view(),
                        swAv.method().encoder(),
                        swAv.method().head()),
                List.of(
                        dino.method().view(),
                        dino.method().encoder(),
                        dino.method().head()),
                List.of(
                        barlow.method().view(),
                        barlow.method().encoder(),
                        barlow.method().head()),
                List.of(pirl.method().view(), pirl.method().encoder(), one.head()))) {
            assertEquals(List.of(one.view(), one.encoder(), one.head()), shared);
        }
        for (TrainingOptions training :
                List.of(simSiam.training(), swAv.training(), dino.training(), barlow.training(), pirl.training())) {
            assertEquals(byol.training(), training);
        }
        assertNotEquals(one.predictor(), simSiam.method().predictor());
    }

    @Test
    void smokeRecipesRun() {
        System.setProperty("kontrast.progress", "none");
        Images images = Synthetic.discs(256, 32, 4, 1);
        Shape shape = new Shape(3, 32, 32);
        Preset smoke = Preset.SMOKE;
        List<Supplier<Method>> methods = List.of(
                () -> new Byol(FamilyRecipes.byol(smoke).method(), shape, Devices.best(), 1),
                () -> new SimSiam(FamilyRecipes.simSiam(smoke).method(), shape, Devices.best(), 1),
                () -> new SwAv(FamilyRecipes.swAv(smoke).method(), shape, Devices.best(), 1),
                () -> new Dino(FamilyRecipes.dino(smoke).method(), shape, Devices.best(), 1),
                () -> new JointEmbedding(FamilyRecipes.barlowTwins(smoke).method(), shape, Devices.best(), 1),
                () -> new Pirl(FamilyRecipes.pirl(smoke, 256).method(), shape, Devices.best(), 1));
        for (Supplier<Method> make : methods) {
            try (Method method = make.get();
                    Pretraining training = new Pretraining(
                            method, images, FamilyRecipes.byol(smoke).training())) {
                assertEquals(2, training.run().rows().size());
            }
        }
    }
}
