package kontrast.claim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import kontrast.claim.run.Drawings;
import kontrast.claim.run.Photographs;
import kontrast.claim.run.Training;
import kontrast.data.Examples;
import kontrast.encoder.ProjectionHead;
import kontrast.evaluate.Assignments;
import kontrast.evaluate.Collapse;
import kontrast.evaluate.Features;
import kontrast.loss.BarlowTwins;
import kontrast.loss.BatchLoss;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.method.Byol;
import kontrast.method.Dino;
import kontrast.method.JointEmbedding;
import kontrast.method.Method;
import kontrast.method.Pirl;
import kontrast.method.ProjectionMethod;
import kontrast.method.SimClr;
import kontrast.method.SimSiam;
import kontrast.method.SwAv;
import kontrast.train.FamilyRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.TrainingOptions;
import kontrast.view.View;

/** Row 25: the families that do without the negatives of the batch, and what each has in their place. */
final class FamilyClaims {

    private static final int STEPS = 390; // five epochs of photographs, ten of drawings, 128 images a step
    private static final String UNTRAINED = "untrained";
    private static final String STD = "std of z";
    private static final String INFORMATION = "information";

    private FamilyClaims() {}

    static List<Claim> all() {
        return List.of(families());
    }

    /**
     * What the methods are compared on: the same images, views, encoder and steps for all.
     *
     * @param prefix what the names of variants begin with
     * @param view T
     * @param train what is learned from
     * @param judge what the features are asked
     * @param few images whose embeddings are looked at
     * @param steps how long
     */
    private record Data(
            String prefix,
            View view,
            Supplier<Examples> train,
            Training.Judge<Method> judge,
            Supplier<Examples> few,
            int steps) {

        Data longer() {
            return new Data(prefix, view, train, judge, few, Photographs.TWENTY);
        }

        <O, M extends Method> Training<O, M> train(Supplier<Recipe<O>> recipe, Training.Factory<O, M> factory) {
            return Training.of(
                            () -> new Recipe<>(recipe.get().method(), TrainingOptions.of(1, 128)),
                            factory,
                            train,
                            steps)
                    .judged(judge);
        }

        /** And with the signs of collapse of z. */
        <O, M extends ProjectionMethod> Training<O, M> trainAndLook(
                Supplier<Recipe<O>> recipe, Training.Factory<O, M> factory) {
            return train(recipe, factory).judged(Training.judge("std and rank of z", this::collapse));
        }

        /** And with the signs of collapse of the prototypes. */
        <O, M extends ProjectionMethod> Training<O, M> trainAndCount(
                Supplier<Recipe<O>> recipe, Training.Factory<O, M> factory) {
            return trainAndLook(recipe, factory)
                    .judged(Training.judge("assignments to prototypes at 0.1", this::assignments));
        }

        private Map<String, Double> collapse(ProjectionMethod method) {
            Features z = Training.features(method.projector(), few.get(), method);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(STD, Collapse.channelStd(z));
            figures.put("rank of z", Collapse.effectiveRank(z));
            return figures;
        }

        private Map<String, Double> assignments(ProjectionMethod method) {
            Features scores = Training.features(method.network(), few.get(), method);
            Assignments assignments = Assignments.of(scores, 0.1);
            return Map.of("outputs used", assignments.used(), INFORMATION, assignments.information());
        }

        Training<SimClr.Options, SimClr> simClr() {
            return trainAndLook(
                    () -> {
                        JointEmbedding.Options same =
                                FamilyRecipes.barlowTwins(Preset.CPU).method();
                        return new Recipe<>(
                                new SimClr.Options(view, same.encoder(), same.head(), 0.2), TrainingOptions.of(1, 128));
                    },
                    SimClr::new);
        }

        Training<Byol.Options, Byol> byol(Consumer<Byol.Options.Draft> change) {
            return trainAndLook(
                    () -> FamilyRecipes.byol(Preset.CPU)
                            .method(m -> m.with(o -> o.view = view).with(change)),
                    Byol::new);
        }

        Training<SimSiam.Options, SimSiam> simSiam(Consumer<SimSiam.Options.Draft> change) {
            return trainAndLook(
                    () -> FamilyRecipes.simSiam(Preset.CPU)
                            .method(m -> m.with(o -> o.view = view).with(change)),
                    SimSiam::new);
        }

        Training<SwAv.Options, SwAv> swAv(Consumer<SwAv.Options.Draft> change) {
            return trainAndCount(
                    () -> FamilyRecipes.swAv(Preset.CPU)
                            .method(m -> m.with(o -> o.view = view).with(change)),
                    SwAv::new);
        }

        Training<Dino.Options, Dino> dino(Consumer<Dino.Options.Draft> change) {
            return trainAndCount(
                    () -> FamilyRecipes.dino(Preset.CPU)
                            .method(m -> m.with(o -> o.view = view).with(change)),
                    Dino::new);
        }

        Training<JointEmbedding.Options, JointEmbedding> joint(BatchLoss loss) {
            return trainAndLook(
                    () -> FamilyRecipes.barlowTwins(Preset.CPU)
                            .method(m -> m.with(o -> {
                                o.view = view;
                                o.loss = loss;
                            })),
                    JointEmbedding::new);
        }

        Training<Pirl.Options, Pirl> pirl() {
            return train(
                    () -> FamilyRecipes.pirl(Preset.CPU, train.get().size()).method(m -> m.with(o -> o.view = view)),
                    Pirl::new);
        }
    }

    private static final Data PHOTOGRAPHS =
            new Data("", Photographs.VIEW, Photographs::train, new Photographs(), Photographs::few, STEPS);

    private static final Data DRAWINGS =
            new Data("emoji: ", Drawings.VIEW, Drawings::train, new Drawings(), Drawings::held, STEPS);

    /** Those that are trained for longer, too: SimCLR and the seven, without anything taken away. */
    private static Map<String, Function<Data, Training<?, ?>>> longer() {
        Map<String, Function<Data, Training<?, ?>>> all = new LinkedHashMap<>();
        all.put("SimCLR", Data::simClr);
        all.put("BYOL", data -> data.byol(o -> {}));
        all.put("SimSiam", data -> data.simSiam(o -> {}));
        all.put("SwAV", data -> data.swAv(o -> {}));
        all.put("Barlow Twins", data -> data.joint(BarlowTwins.paper()));
        all.put("VICReg", data -> data.joint(JointEmbeddingLoss.vicReg()));
        all.put("DINO", data -> data.dino(o -> {}));
        all.put("PIRL", Data::pirl);
        return all;
    }

    private static Claim with(Claim claim, Data data) {
        String p = data.prefix();
        return claim.variant(p + "SimCLR", data::simClr)
                .variant(p + "BYOL", () -> data.byol(o -> {}))
                .variant(p + "BYOL; no predictor", () -> data.byol(o -> o.predictor = ProjectionHead.none()))
                .variant(p + "SimSiam", () -> data.simSiam(o -> {}))
                .variant(p + "SimSiam; no stop-gradient", () -> data.simSiam(o -> o.stopGradient = false))
                .variant(p + "SimSiam; no predictor", () -> data.simSiam(o -> o.predictor = ProjectionHead.none()))
                .variant(p + "SwAV", () -> data.swAv(o -> {}))
                .variant(
                        p + "SwAV; no equal shares", () -> data.swAv(o -> o.sinkhorn = o.sinkhorn.withoutEqualShares()))
                .variant(p + "DINO", () -> data.dino(o -> {}))
                .variant(p + "DINO; no centring", () -> data.dino(o -> o.centring = false))
                .variant(p + "DINO; no sharpening", () -> data.dino(o -> o.teacherTemperature = 1))
                .variant(p + "Barlow Twins", () -> data.joint(BarlowTwins.paper()))
                .variant(p + "VICReg", () -> data.joint(JointEmbeddingLoss.vicReg()))
                .variant(p + "PIRL", data::pirl)
                .variant(p + UNTRAINED, () -> data.simClr().untrained());
    }

    private static Claim families() {
        Claim claim = Claim.row(
                        "25",
                        "One can do without negatives, but not without what takes their place",
                        "Chen and He 2021, table 4: ResNet-50, ImageNet, linear after 200 epochs: SimCLR 68.3, MoCo v2 69.9, BYOL 70.6, SwAV 69.1, SimSiam 70.0 %; figure 2: without stop-gradient 0.1 %")
                .on(Photographs.DATA + "; " + Drawings.DATA);
        with(claim, PHOTOGRAPHS);
        claim.variant("raw pixels", Photographs::pixels);
        with(claim, DRAWINGS);
        claim.variant(DRAWINGS.prefix() + "raw pixels", Drawings::pixels);
        longer().forEach((name, training) ->
                claim.variant(name + Photographs.AFTER_TWENTY, () -> training.apply(PHOTOGRAPHS.longer())));
        for (String method : List.of("BYOL", "SimSiam", "SwAV", "DINO", "Barlow Twins", "VICReg", "PIRL")) {
            for (Data data : List.of(PHOTOGRAPHS, DRAWINGS)) {
                claim.says(Claim.KNN, data.prefix() + method, data.prefix() + UNTRAINED);
            }
        }
        for (String method : longer().keySet()) {
            claim.says(Claim.KNN, method + Photographs.AFTER_TWENTY, UNTRAINED);
        }
        for (Data data : List.of(PHOTOGRAPHS, DRAWINGS)) {
            String p = data.prefix();
            claim.says(STD, p + "SimSiam", p + "SimSiam; no stop-gradient")
                    .says(STD, p + "BYOL", p + "BYOL; no predictor")
                    .says(INFORMATION, p + "SwAV", p + "SwAV; no equal shares")
                    .says(INFORMATION, p + "DINO", p + "DINO; no centring")
                    .says(INFORMATION, p + "DINO", p + "DINO; no sharpening")
                    .says(Claim.KNN, p + "SimSiam", p + "SimSiam; no stop-gradient");
        }
        return claim;
    }
}
