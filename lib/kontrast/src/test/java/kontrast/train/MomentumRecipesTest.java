package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import kontrast.data.Images;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.ResNet18;
import kontrast.loss.InfoNce;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.method.JointEmbedding;
import kontrast.method.Method;
import kontrast.method.MoCo;
import kontrast.tensor.Devices;
import kontrast.view.HorizontalFlip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recipes of momentum contrast and of joint embeddings. */
class MomentumRecipesTest {

    /** The switches turn one thing each, and all of them are the difference of v1 and v2. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void eachSwitchTurnsOneThing(Preset preset) {
        Recipe<MoCo.Options> v1 = MomentumRecipes.v1(preset);
        Recipe<MoCo.Options> mlp = MomentumRecipes.moco(preset, true, false, false);
        assertEquals(v1.training(), mlp.training());
        assertEquals(ProjectionHead.Kind.LINEAR, v1.method().head().kind());
        assertEquals(ProjectionHead.Kind.MLP, mlp.method().head().kind());
        assertEquals(Norm.none(), mlp.method().head().norm());
        assertEquals(
                v1.method().with(o -> {
                    o.head = mlp.method().head();
                    o.temperature = 0.2;
                }),
                mlp.method());

        Recipe<MoCo.Options> strong = MomentumRecipes.moco(preset, false, true, false);
        assertEquals(v1.training(), strong.training());
        assertNotEquals(v1.method().view(), strong.method().view());
        assertEquals(v1.method().with(o -> o.view = strong.method().view()), strong.method());

        Recipe<MoCo.Options> cosine = MomentumRecipes.moco(preset, false, false, true);
        assertEquals(v1.method(), cosine.method());
        assertEquals(Decay.STEPS, v1.training().decay());
        assertEquals(
                v1.training().with(o -> {
                    o.warmup = v1.training().warmup();
                    o.decay = Decay.COSINE;
                }),
                cosine.training());

        Recipe<MoCo.Options> v2 = MomentumRecipes.v2(preset);
        assertEquals(mlp.method().with(o -> o.view = strong.method().view()), v2.method());
        assertEquals(cosine.training(), v2.training());
    }

    /** The published setting for CIFAR. */
    @Test
    void gpuIsThePublishedSetting() {
        Recipe<MoCo.Options> v2 = MomentumRecipes.v2(Preset.GPU);
        assertEquals(new ResNet18(64, Norm.split(8)), v2.method().encoder());
        assertEquals(4096, v2.method().queue());
        assertEquals(0.99, v2.method().momentum());
        assertEquals(0.2, v2.method().temperature());
        assertEquals(0.1, MomentumRecipes.v1(Preset.GPU).method().temperature());
        assertTrue(v2.method().shuffle());
        assertEquals(new Sgd(0.9, 5e-4), v2.training().optimizer());
        assertEquals(0.06, v2.training().learningRate());
        assertEquals(4096 % v2.training().batchSize(), 0);
        assertTrue(
                v2.method().view().toString().contains("Blur"), "" + v2.method().view());
        assertTrue(v2.method().view().toString().contains(HorizontalFlip.class.getSimpleName()));
    }

    /** Version 2 but for what scenes need; their queue must not hold the key of the image that asks. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void acrossStylesIsVersionTwo(Preset preset) {
        Recipe<MoCo.Options> scenes = MomentumRecipes.acrossStyles(preset, 4);
        MoCo.Options v2 = MomentumRecipes.v2(preset).method();
        assertEquals(
                v2.with(o -> {
                    o.view = SimClrRecipes.acrossStyles(preset, 4).method().view();
                    o.encoder = scenes.method().encoder();
                    o.queue = scenes.method().queue();
                }),
                scenes.method());
        int steps = scenes.method().queue() / scenes.training().batchSize();
        assertEquals(0, scenes.method().queue() % scenes.training().batchSize());
        assertTrue(scenes.method().queue() <= (preset == Preset.SMOKE ? 128 : 600), "queue of " + steps + " steps");
        assertEquals(Decay.COSINE, scenes.training().decay());
    }

    @Test
    void smokeRecipesRun() {
        Images images = Synthetic.discs(256, 32, 4, 1);
        for (Recipe<MoCo.Options> recipe :
                java.util.List.of(MomentumRecipes.v1(Preset.SMOKE), MomentumRecipes.v2(Preset.SMOKE))) {
            run(new MoCo(recipe.method(), new Shape(3, 32, 32), Devices.best(), 1), images, recipe.training());
        }
        for (Recipe<JointEmbedding.Options> recipe : java.util.List.of(
                JointEmbeddingRecipes.vicReg(Preset.SMOKE),
                JointEmbeddingRecipes.linear(Preset.SMOKE, 1, new InfoNce(0.1)),
                JointEmbeddingRecipes.pullOnly(Preset.SMOKE, Energy.NEGATIVE_COSINE))) {
            run(
                    new JointEmbedding(recipe.method(), new Shape(3, 32, 32), Devices.best(), 1),
                    images,
                    recipe.training());
        }
    }

    private static void run(Method method, Images images, TrainingOptions options) {
        System.setProperty("kontrast.progress", "none");
        try (method;
                Pretraining training = new Pretraining(method, images, options)) {
            assertEquals(2, training.run().rows().size());
        }
    }
}
