package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.data.Captions;
import kontrast.data.Images;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.InfoNce;
import kontrast.method.ColorClusters;
import kontrast.method.MoCo;
import kontrast.method.SimClr;
import kontrast.view.ColorBins;
import kontrast.view.ColorPrior;
import kontrast.view.View;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two runs have one fingerprint if, and only if, they compute the same numbers. */
class FingerprintTest {

    private static final Images IMAGES = TinyRun.images();
    private static final TrainingOptions TRAINING = TrainingOptions.of(3, 20);
    private static final MoCo.Options MOCO = MomentumRecipes.v2(Preset.SMOKE).method();

    private static Fingerprint moco(Consumer<MoCo.Options.Draft> change) {
        return Fingerprint.of(MOCO.with(change), TRAINING, IMAGES, 0);
    }

    private static Fingerprint training(Consumer<TrainingOptions.Draft> change) {
        return Fingerprint.of(MOCO, TRAINING.with(change), IMAGES, 0);
    }

    private static View views(double strength) {
        return Views.simclr(16, Views.Options.cifar().with(o -> o.strength = strength));
    }

    /** Maps such as Map.of have another order in each process; a hash in that order would name the process. */
    @Test
    void theOrderOfAStateIsNoPartOfIt() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> forth = new LinkedHashMap<>();
            forth.put("keys", manager.create(new float[] {1, 2}));
            forth.put("position", manager.create(3f));
            Map<String, NDArray> back = new LinkedHashMap<>();
            back.put("position", forth.get("position"));
            back.put("keys", forth.get("keys"));
            assertEquals(Fingerprint.content(forth), Fingerprint.content(back));
            back.put("position", manager.create(4f));
            assertNotEquals(Fingerprint.content(forth), Fingerprint.content(back));
        }
    }

    @Test
    void whateverChangesTheTrainingChangesIt() {
        byte[] pixels = IMAGES.bytes();
        pixels[pixels.length - 1] ^= 1;
        Images onePixel = Images.of(pixels, 3, 16, 16);
        int[] labels = new int[IMAGES.size()];
        List<Fingerprint> all = new ArrayList<>(List.of(
                moco(o -> {}),
                moco(o -> o.temperature = 0.21),
                moco(o -> o.momentum = 0.5),
                moco(o -> o.queue += 128),
                moco(o -> o.view = views(0.5)),
                moco(o -> o.view = views(0.4)),
                moco(o -> o.view = views(0.5).then(Views.unchanged())),
                moco(o -> o.encoder = new SmallCnn(5)),
                moco(o -> o.encoder = new SmallCnn(5, 1, Norm.none())),
                moco(o -> o.head = ProjectionHead.linear(7)),
                training(o -> o.epochs = 4),
                training(o -> o.batchSize = 19),
                training(o -> o.optimizer = new Sgd(0.9, 0)),
                training(o -> o.optimizer = new Sgd(0.9, true, 0)),
                training(o -> o.learningRate = 3e-3),
                training(o -> o.decay = Decay.STEPS),
                training(o -> o.seed = 1),
                Fingerprint.of(MOCO, TRAINING, IMAGES, 1),
                Fingerprint.of(MOCO, TRAINING, onePixel, 0),
                Fingerprint.of(MOCO, TRAINING, IMAGES.subset(1, 0, 2), 0),
                Fingerprint.of(MOCO, TRAINING, IMAGES.subset(0, 1, 2), 0),
                Fingerprint.of(MOCO, TRAINING, Images.of(IMAGES.bytes(), 3, 8, 32), 0), // other shape, same bytes
                Fingerprint.of(MOCO, TRAINING, IMAGES.labelled(labels, List.of("a", "b")), 0),
                Fingerprint.of(
                        new SimClr.Options(MOCO.view(), MOCO.encoder(), MOCO.head(), 0.2), TRAINING, IMAGES, 0)));
        Set<String> hashes = new HashSet<>();
        for (Fingerprint fingerprint : all) {
            assertTrue(hashes.add(fingerprint.hash()), () -> "twice: " + fingerprint);
        }
    }

    @Test
    void whatChangesNothingLeavesIt() {
        Fingerprint one = training(o -> {});
        assertEquals(one, training(o -> o.checkpoint = Optional.of(Path.of("somewhere"))));
        Images again = Images.of(IMAGES.bytes(), 3, 16, 16);
        Images same = IMAGES.isLabelled() ? again.labelled(IMAGES.labels(), IMAGES.classes()) : again;
        assertEquals(one, Fingerprint.of(MomentumRecipes.v2(Preset.SMOKE).method(), TRAINING, same, 0));
        assertEquals("", one.differences(training(o -> {})));
        assertEquals(12, one.hash().length());
    }

    /** The first weights are named by their content, so that their seed is seen without being asked for. */
    @Test
    void theSeedOfTheWeightsIsSeenInThem() {
        assertEquals(weights(3), weights(3));
        assertNotEquals(weights(3), weights(4));
    }

    private static Fingerprint weights(long seed) {
        try (SimClr method = TinyRun.method(seed);
                Pretraining run = new Pretraining(method, IMAGES, TinyRun.options()).quietly()) {
            return run.fingerprint();
        }
    }

    @Test
    void differencesAreNamed() {
        Fingerprint expected = Fingerprint.of(MOCO.with(o -> o.temperature = 0.1), TRAINING, IMAGES, 0);
        Fingerprint found =
                Fingerprint.of(MOCO.with(o -> o.temperature = 1), TRAINING.with(o -> o.seed = 9), IMAGES, 0);
        assertEquals(
                List.of("method.temperature: 1.0, expected 0.1", "training.seed: 9, expected 0"),
                expected.differences(found).lines().toList());
    }

    /** An identity is another one in the next process: it would name a new run each time. */
    @Test
    void whatHasNoTextIsRefused() {
        View lambda = (images, random) -> images.mul(1);
        View anonymous = new View() {
            @Override
            public NDArray apply(NDArray images, RandomGenerator random) {
                return images.mul(1);
            }
        };
        for (View view : List.of(lambda, anonymous, views(0.5).then(lambda))) {
            String message = assertThrows(IllegalArgumentException.class, () -> moco(o -> o.view = view))
                    .getMessage();
            assertTrue(message.startsWith("method.view") && message.contains("record"), message);
        }
        assertFalse(Fingerprint.of(new Own(0.5), TRAINING, IMAGES, 0).text().contains("@"));
    }

    private record Own(double strength) {}

    /** Long arrays are told apart although nobody wants to read them. */
    @Test
    void contentOfArraysCounts() {
        float[] many = new float[100];
        float[] other = many.clone();
        other[99] = 1;
        assertNotEquals(
                Fingerprint.of(new ColorClusters(many), TRAINING, IMAGES, 0),
                Fingerprint.of(new ColorClusters(other), TRAINING, IMAGES, 0));
        ColorBins bins = ColorBins.inGamut(50);
        double[] counts = new double[bins.size()];
        counts[0] = 1;
        assertNotEquals(
                ColorPrior.uniform(bins).toString(), ColorPrior.of(bins, counts).toString());
    }

    /** Every recipe of the course has a text: none holds a lambda, or an object without one. */
    @ParameterizedTest
    @EnumSource
    void everyRecipeHasAText(Preset preset) {
        MovingSprites clips = MovingSprites.emoji(Split.TRAIN, 4, 0, VideoRecipes.clips(Preset.SMOKE));
        for (Recipe<?> recipe : List.of(
                SimClrRecipes.simclr(preset),
                SimClrRecipes.acrossStyles(preset, 4),
                ClipRecipes.acrossStyles(preset, 4, Captions.of(List.of(List.of("a cat"), List.of("a dog")))),
                CpcRecipes.cpc(preset),
                CpcRecipes.cpc2(preset),
                CpcRecipes.sound(preset),
                JointEmbeddingRecipes.vicReg(preset),
                JointEmbeddingRecipes.linear(preset, 4, new InfoNce(0.1)),
                FamilyRecipes.byol(preset),
                FamilyRecipes.simSiam(preset),
                FamilyRecipes.swAv(preset),
                FamilyRecipes.barlowTwins(preset),
                FamilyRecipes.dino(preset),
                FamilyRecipes.pirl(preset, 5000),
                MomentumRecipes.v1(preset),
                MomentumRecipes.v2(preset),
                MultiviewRecipes.cmc(preset),
                MultiviewRecipes.nce(preset, 5000),
                MultiviewRecipes.acrossStyles(preset, 4),
                MultiviewRecipes.paper(5000),
                MultiviewRecipes.crossView(preset),
                PretextRecipes.autoencoder(preset),
                PretextRecipes.rotation(preset),
                PretextRecipes.relativePatch(preset),
                PretextRecipes.jigsaw(preset),
                PretextRecipes.inpainting(preset),
                PretextRecipes.colorization(preset, Synthetic.discs(20, 32, 4, 5)),
                VideoRecipes.videoColorization(preset, clips))) {
            String text = Fingerprint.of(recipe.method(), recipe.training(), IMAGES, new Shape(3, 16, 16))
                    .text();
            assertFalse(text.matches("(?s).*@[0-9a-f]{5,}.*"), text);
        }
    }
}
