package kontrast.claim;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import kontrast.claim.run.Drawings;
import kontrast.claim.run.Once;
import kontrast.claim.run.Training;
import kontrast.claim.run.WithoutTraining;
import kontrast.data.Recording;
import kontrast.data.Sounds;
import kontrast.data.Split;
import kontrast.data.SpokenDigits;
import kontrast.encoder.Norm;
import kontrast.encoder.PatchCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.Mfcc;
import kontrast.loss.CpcBce;
import kontrast.loss.Negatives;
import kontrast.method.Cpc;
import kontrast.method.CpcAudio;
import kontrast.method.CpcObjective;
import kontrast.method.CpcOptions;
import kontrast.tensor.Seeds;
import kontrast.train.CpcRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.view.PatchViews;

/** Rows 19 to 21: Contrastive Predictive Coding. */
final class PredictiveClaims {

    private static final int GROUP = 50; // images whose codes are told apart
    private static final String UNTRAINED = "untrained";

    private PredictiveClaims() {}

    static List<Claim> all() {
        return List.of(bothLosses(), secondPaper(), sound());
    }

    private static Training<CpcOptions, Cpc> cpc(
            int steps, Recipe<CpcOptions> recipe, Consumer<CpcOptions.Draft> change) {
        return Training.of(
                        () -> new Recipe<>(recipe.method().with(change), recipe.training()),
                        Cpc::new,
                        Drawings::train,
                        steps)
                .judged(new Drawings())
                .judged(Training.judge(
                        "accuracy by k and what guessing gives, among %d images of test".formatted(GROUP),
                        PredictiveClaims::accuracies));
    }

    private static Map<String, Double> accuracies(Cpc cpc) {
        try (NDManager scope = cpc.manager().newSubManager()) {
            int[] some = IntStream.range(0, GROUP).toArray();
            double[] byStep = cpc.accuracies(Drawings.held().tensor(scope, some), Seeds.stream(1, "negatives", 0));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("accuracy", Arrays.stream(byStep).average().orElseThrow());
            for (int k = 0; k < byStep.length; k++) {
                figures.put("accuracy of step " + (k + 1), byStep[k]);
            }
            figures.put("guessing", cpc.trivialAccuracy(GROUP));
            return figures;
        }
    }

    private static Consumer<CpcOptions.Draft> binary(int wrong) {
        return o -> o.objective = new CpcObjective.Bce(Negatives.ALL, new CpcBce(wrong));
    }

    private static Claim bothLosses() {
        Recipe<CpcOptions> recipe = CpcRecipes.cpc(Preset.CPU);
        return Claim.row(
                        "19",
                        "CPC on images finds what follows better than guessing, with InfoNCE and with binary cross entropy, and its features improve",
                        "van den Oord et al. 2018, table 3: ResNet-101 v2, ImageNet, linear: 48.7 %; with such a network the next best is colorization, 39.6 %")
                .on(Drawings.DATA)
                .variant("InfoNCE", () -> cpc(345, recipe, o -> {}))
                .variant("binary cross entropy", () -> cpc(345, recipe, binary(16)))
                .variant("binary cross entropy; halves", () -> cpc(345, recipe, binary(1)))
                .variant(UNTRAINED, () -> cpc(345, recipe, o -> {}).untrained())
                .shows("accuracy", "guessing", Claim.PROBE, Claim.RETRIEVAL)
                .saysOf("InfoNCE", "accuracy", "guessing")
                .saysOf("binary cross entropy", "accuracy", "guessing")
                .says(Claim.PROBE, "InfoNCE", UNTRAINED)
                .saysOf("binary cross entropy; halves", "accuracy", "guessing")
                .says(Claim.PROBE, "binary cross entropy", UNTRAINED)
                .says(Claim.PROBE, "binary cross entropy; halves", UNTRAINED);
    }

    private static Claim secondPaper() {
        int steps = 345; // five epochs, in batches of 64
        Recipe<CpcOptions> one = CpcRecipes.cpc(Preset.CPU);
        int width = one.method().encoder().dimension() / 4;
        Claim claim = Claim.row(
                        "20",
                        "Each change in CPC's second version helps on its own",
                        "Henaff et al. 2020: ImageNet, linear: 48.7 % by the first version (ResNet-101), 71.5 by the second (ResNet-161); colour dropping brings 3 points, further changes of the patches 4.5")
                .on(Drawings.DATA)
                .shows("accuracy", Claim.PROBE, Claim.RETRIEVAL)
                .variant("first paper", () -> cpc(steps, one, o -> {}));
        Map<String, Consumer<CpcOptions.Draft>> changes = new LinkedHashMap<>();
        changes.put("twice the width", o -> o.encoder = new PatchCnn(2 * width, Norm.none()));
        changes.put("layer norm", o -> o.encoder = new PatchCnn(width, Norm.layer()));
        changes.put("batch norm", o -> o.encoder = new PatchCnn(width, Norm.batch()));
        changes.put("four directions", o -> o.directions = List.of(CpcOptions.Direction.values()));
        changes.put("patch views", o -> o.patchView = PatchViews.of(PatchViews.Options.cpc2()));
        changes.put(
                "patch views; 3 in 10 grey",
                o -> o.patchView = CpcRecipes.cpc2(Preset.CPU).method().patchView());
        changes.forEach((name, change) -> claim.variant(name, () -> cpc(steps, one, change)));
        claim.variant("second paper", () -> cpc(690, CpcRecipes.cpc2(Preset.CPU), o -> {})); // in batches of 32
        return claim.says(Claim.PROBE, "second paper", "first paper")
                .says(Claim.RETRIEVAL, "second paper", "first paper")
                .says(Claim.PROBE, "twice the width", "first paper")
                .says(Claim.PROBE, "layer norm", "first paper")
                .says(Claim.PROBE, "layer norm", "batch norm")
                .says(Claim.PROBE, "four directions", "first paper")
                .says(Claim.PROBE, "patch views", "first paper")
                .says(Claim.PROBE, "patch views; 3 in 10 grey", "first paper");
    }

    private static final Once<Sounds> TRAIN = spoken(Split.TRAIN);
    private static final Once<Sounds> VALIDATION = spoken(Split.VALIDATION);
    private static final Once<Sounds> TEST = spoken(Split.TEST);

    private static Once<Sounds> spoken(Split split) {
        return new Once<>(() -> Sounds.of(SpokenDigits.load(split), 2560, Recording::speaker, SpokenDigits.SPEAKERS));
    }

    private static final LinearProbe SPEAKER = new LinearProbe(List.of(1e-3, 0.01, 0.1), 200, 1e-3);

    private static double speaker(Function<Sounds, Features> features) {
        return SPEAKER.fit(
                        features.apply(TRAIN.get()),
                        TRAIN.get().labels(),
                        features.apply(VALIDATION.get()),
                        VALIDATION.get().labels())
                .accuracy(features.apply(TEST.get()), TEST.get().labels());
    }

    private static Training<CpcAudio.Options, CpcAudio> voices() {
        return Training.of(() -> CpcRecipes.sound(Preset.CPU), CpcAudio::new, TRAIN, 300)
                .judged(Training.judge(
                        "speaker of stretches of 0.32 s of test",
                        method -> Map.of(
                                "speaker", speaker(sounds -> Training.features(method.encoder(), sounds, method)))));
    }

    private static Claim sound() {
        return Claim.row(
                        "21",
                        "CPC on sound identifies the speaker better than the untrained network and than MFCC",
                        "van den Oord et al. 2018, table 1: LibriSpeech, 251 speakers, linear: random 1.87, MFCC 17.6, CPC 97.4, supervised 98.5 %")
                .on("spoken digits, six speakers, 0.32 s")
                .variant("CPC", PredictiveClaims::voices)
                .variant(UNTRAINED, () -> voices().untrained())
                .variant(
                        "MFCC",
                        () -> new WithoutTraining(
                                "MFCC of stretches of 0.32 s of test",
                                seed -> Map.of(
                                        "speaker",
                                        speaker(sounds -> Mfcc.telephone().features(Features.pixels(sounds))))))
                .says("speaker", "CPC", UNTRAINED)
                .says("speaker", "CPC", "MFCC");
    }
}
