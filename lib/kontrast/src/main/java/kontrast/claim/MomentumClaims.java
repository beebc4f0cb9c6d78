package kontrast.claim;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kontrast.claim.run.Photographs;
import kontrast.claim.run.Training;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.method.MoCo;
import kontrast.train.Decay;
import kontrast.train.Recipe;
import kontrast.train.TrainingOptions;
import kontrast.view.Views;

/** Rows 16 to 18: MoCo. */
final class MomentumClaims {

    private static final int STEPS = 390; // five epochs of photographs
    private static final int QUEUE = 1024;
    private static final Views.Options WEAK = new Views.Options(0.2, 0.5, 0.25, 0.8, 0.2, 0);
    private static final Views.Options STRONG = new Views.Options(0.2, 0.5, 0.5, 0.8, 0.2, 0.5);

    private MomentumClaims() {}

    static List<Claim> all() {
        return List.of(slowKeys(), versions(), leak());
    }

    /** MoCo for photographs, small enough for a core, with version 2's three switches. */
    private static Recipe<MoCo.Options> photographs(boolean mlp, boolean strong, boolean cosine) {
        return new Recipe<>(
                new MoCo.Options(
                        Views.simclr(32, strong ? STRONG : WEAK),
                        new SmallCnn(32),
                        mlp ? ProjectionHead.mlp(128, 64, Norm.none()) : ProjectionHead.linear(64),
                        mlp ? 0.2 : 0.1,
                        0.99,
                        QUEUE,
                        false,
                        false),
                TrainingOptions.of(1, 128).with(o -> o.decay = cosine ? Decay.COSINE : Decay.STEPS));
    }

    private static Training<MoCo.Options, MoCo> train(Recipe<MoCo.Options> recipe, int steps) {
        return Training.of(() -> recipe, MoCo::new, Photographs::train, steps).judged(new Photographs());
    }

    private static Training<MoCo.Options, MoCo> train(Recipe<MoCo.Options> recipe) {
        return train(recipe, STEPS);
    }

    /** Version 1 but for its head, or but for its temperature: in version 2 both change at once. */
    private static Training<MoCo.Options, MoCo> atTemperature(double temperature, boolean mlp, int steps) {
        Recipe<MoCo.Options> photographs = photographs(mlp, false, false);
        return train(
                new Recipe<>(photographs.method().with(o -> o.temperature = temperature), photographs.training()),
                steps);
    }

    private static Training<MoCo.Options, MoCo> v2(Consumer<MoCo.Options.Draft> change, int steps) {
        Recipe<MoCo.Options> v2 = photographs(true, true, true);
        return train(new Recipe<>(v2.method().with(change), v2.training()), steps);
    }

    private static Training<MoCo.Options, MoCo> v2(Consumer<MoCo.Options.Draft> change) {
        return v2(change, STEPS);
    }

    /** A queue whose keys agree more with each other, because their encoder hardly moves. */
    private static Consumer<MoCo.Options.Draft> slowly(int queue) {
        return o -> {
            o.queue = queue;
            o.momentum = 0.999;
        };
    }

    private static Claim slowKeys() {
        return Claim.row(
                        "16",
                        "MoCo needs a slow key encoder, and a large queue helps",
                        "He et al. 2020, section 4.1: ResNet-50, ImageNet, linear after 200 epochs, K = 4,096: m = 0 fails, 0.9 gives 55.2, 0.99 57.8, 0.999 59.0, 0.9999 58.9 %")
                .on(Photographs.DATA)
                .variant("m = 0", () -> v2(o -> o.momentum = 0))
                .variant("m = 0.9", () -> v2(o -> o.momentum = 0.9))
                .variant("m = 0.99", () -> v2(o -> {}))
                .variant("m = 0.999", () -> v2(o -> o.momentum = 0.999))
                .variant("m = 0.9999", () -> v2(o -> o.momentum = 0.9999))
                .variant("K = 128", () -> v2(o -> o.queue = 128))
                .variant("K = 4096", () -> v2(o -> o.queue = 4096))
                .variant("untrained", () -> v2(o -> {}).untrained())
                .variant("K = 128; m = 0.999", () -> v2(slowly(128)))
                .variant("K = 4096; m = 0.999", () -> v2(slowly(4096)))
                .variant("K = 128" + Photographs.AFTER_TWENTY, () -> v2(o -> o.queue = 128, Photographs.TWENTY))
                .variant("K = 4096" + Photographs.AFTER_TWENTY, () -> v2(o -> o.queue = 4096, Photographs.TWENTY))
                .says(Claim.KNN, "m = 0.99", "m = 0")
                .says(Claim.PROBE, "m = 0.99", "m = 0")
                .says(Claim.KNN, "K = 4096", "K = 128")
                .says(Claim.KNN, "K = 4096; m = 0.999", "K = 128; m = 0.999")
                .says(Claim.KNN, "K = 4096" + Photographs.AFTER_TWENTY, "K = 128" + Photographs.AFTER_TWENTY);
    }

    private static Claim versions() {
        return Claim.row(
                        "17",
                        "Each step from MoCo v1 to v2 helps",
                        "Chen et al. 2020 (Improved baselines), table 1: ResNet-50, ImageNet, linear after 200 epochs: v1 60.6, MLP 66.2 (62.9 at v1's temperature), augmentation 63.4, both 67.3, cosine too 67.5 %")
                .on(Photographs.DATA)
                .variant("v1", () -> train(photographs(false, false, false)))
                .variant("MLP", () -> train(photographs(true, false, false)))
                .variant("augmentation", () -> train(photographs(false, true, false)))
                .variant("MLP + augmentation", () -> train(photographs(true, true, false)))
                .variant("v2: MLP + augmentation + cosine", () -> train(photographs(true, true, true)))
                .variant("untrained", () -> train(photographs(true, true, true)).untrained())
                .variant("MLP; temperature 0.1", () -> atTemperature(0.1, true, STEPS))
                .variant("v1; temperature 0.2", () -> atTemperature(0.2, false, STEPS))
                .variant(
                        "v1" + Photographs.AFTER_TWENTY,
                        () -> train(photographs(false, false, false), Photographs.TWENTY))
                .variant(
                        "MLP" + Photographs.AFTER_TWENTY,
                        () -> train(photographs(true, false, false), Photographs.TWENTY))
                .variant(
                        "v2" + Photographs.AFTER_TWENTY, () -> train(photographs(true, true, true), Photographs.TWENTY))
                .variant(
                        "MLP; temperature 0.1" + Photographs.AFTER_TWENTY,
                        () -> atTemperature(0.1, true, Photographs.TWENTY))
                .variant(
                        "v1; temperature 0.2" + Photographs.AFTER_TWENTY,
                        () -> atTemperature(0.2, false, Photographs.TWENTY))
                .says(Claim.KNN, "v2: MLP + augmentation + cosine", "v1")
                .says(Claim.KNN, "MLP", "v1")
                .says(Claim.KNN, "MLP; temperature 0.1", "v1")
                .says(Claim.KNN, "MLP", "MLP; temperature 0.1")
                .says(Claim.KNN, "v1; temperature 0.2", "v1")
                .says(Claim.KNN, "augmentation", "v1")
                .says(Claim.KNN, "v2: MLP + augmentation + cosine", "MLP + augmentation")
                .says(Claim.KNN, "v2" + Photographs.AFTER_TWENTY, "v1" + Photographs.AFTER_TWENTY)
                .says(Claim.KNN, "MLP" + Photographs.AFTER_TWENTY, "v1" + Photographs.AFTER_TWENTY)
                .says(Claim.KNN, "MLP; temperature 0.1" + Photographs.AFTER_TWENTY, "v1" + Photographs.AFTER_TWENTY)
                .says(Claim.KNN, "v1; temperature 0.2" + Photographs.AFTER_TWENTY, "v1" + Photographs.AFTER_TWENTY);
    }

    private static Training<MoCo.Options, MoCo> split(boolean shuffle) {
        return v2(o -> {
            o.encoder = new SmallCnn(32, 1, Norm.split(16));
            o.shuffle = shuffle;
        });
    }

    /** What the task itself gives: only where there was a last batch. */
    private static Training<MoCo.Options, MoCo> splitAndTrained(boolean shuffle) {
        return split(shuffle)
                .judged(Training.judge(
                        "share of keys found in the last batch", moco -> Map.of("contrastive", moco.accuracy())));
    }

    private static Claim leak() {
        return Claim.row(
                        "18",
                        "Batch statistics leak which key belongs to a query: the task is solved better, the features are worse",
                        "He et al. 2020, section 3.3 and appendix A.9: without shuffling the task is solved to more than 99.9 % early, and the accuracy of the neighbours falls")
                .on(Photographs.DATA)
                .variant("same groups", () -> splitAndTrained(false))
                .variant("shuffled", () -> splitAndTrained(true))
                .variant("untrained", () -> split(true).untrained())
                .says("contrastive", "same groups", "shuffled")
                .says(Claim.KNN, "shuffled", "same groups");
    }
}
