package kontrast.claim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import kontrast.claim.run.ComparedMethod;
import kontrast.claim.run.Drawings;
import kontrast.claim.run.Photographs;
import kontrast.claim.run.Training;
import kontrast.claim.run.Trial;
import kontrast.data.Examples;
import kontrast.encoder.Context;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Standardised;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearCka;
import kontrast.loss.BarlowTwins;
import kontrast.loss.BatchLoss;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.method.Byol;
import kontrast.method.Cmc;
import kontrast.method.Cpc;
import kontrast.method.CpcOptions;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.Dino;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.JointEmbedding;
import kontrast.method.Method;
import kontrast.method.MoCo;
import kontrast.method.Pirl;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;
import kontrast.method.SimClr;
import kontrast.method.SimSiam;
import kontrast.method.Supervised;
import kontrast.method.SwAv;
import kontrast.train.CpcRecipes;
import kontrast.train.Decay;
import kontrast.train.FamilyRecipes;
import kontrast.train.Fingerprint;
import kontrast.train.MultiviewRecipes;
import kontrast.train.Preset;
import kontrast.train.PretextRecipes;
import kontrast.train.Recipe;
import kontrast.train.TrainingOptions;
import kontrast.view.View;

/**
 * Row 26: all methods on the same images, with the same encoder, optimizer, rate and number of images seen. The methods
 * that compare two views have the same T, the others the mild crop of their papers. Nothing is tuned for any of them.
 *
 * <p>The encoder is {@code SmallCnn(32)} with 256 features. CMC has two of half the width, one for each view; those
 * that see patches apply it to patches; CPC has layer normalisation in it and batches of 32, as its second paper asks
 * for and its comparison of all codes with all others makes cheaper.
 */
final class ComparisonClaims {

    static final String TOGETHER = "all together";

    private static final int STEPS = 156; // two epochs of photographs, five of drawings, 128 images a step
    private static final int BATCH = 128;
    private static final int QUEUE = 1024;
    private static final int SMALL_BATCH = 32;
    private static final SmallCnn ENCODER = new SmallCnn(32);

    private ComparisonClaims() {}

    static List<Claim> all() {
        return List.of(comparison());
    }

    /**
     * The methods on one data set.
     *
     * @param prefix what the names of variants begin with
     * @param view T
     * @param train what is learned from
     * @param arena what is asked of the features
     */
    private record Data(String prefix, View view, Supplier<Examples> train, ComparedMethod.Arena arena) {

        private <O, M extends Method> Training<O, M> train(Supplier<O> method, Training.Factory<O, M> factory) {
            return train(method, factory, BATCH, Decay.COSINE);
        }

        private <O, M extends Method> Training<O, M> train(
                Supplier<O> method, Training.Factory<O, M> factory, int batch, Decay decay) {
            return Training.of(
                    () -> new Recipe<>(
                            method.get(), TrainingOptions.of(1, batch).with(o -> o.decay = decay)),
                    factory,
                    train,
                    STEPS * BATCH / batch);
        }

        private ComparedMethod compared(Training<?, ? extends Method> training, int negatives, int... asMany) {
            OptionalInt batch = asMany.length == 0 ? OptionalInt.empty() : OptionalInt.of(asMany[0]);
            return new ComparedMethod(training, this::simClr, arena, negatives, batch);
        }

        private Training<SimClr.Options, SimClr> simClr() {
            return train(() -> new SimClr.Options(view, ENCODER, ProjectionHead.mlp(256, 128), 0.2), SimClr::new);
        }

        Trial untrained() {
            return simClr().untrained()
                    .judged(Training.judge(
                            arena.judge().how() + "; spread on " + arena.view(), m -> arena.figures(m, 0)));
        }

        ComparedMethod contrast() {
            return compared(simClr(), 2 * BATCH - 2, QUEUE / 2);
        }

        ComparedMethod moco(boolean second) {
            return compared(
                    train(
                            () -> new MoCo.Options(
                                    view,
                                    ENCODER,
                                    second ? ProjectionHead.mlp(256, 128, Norm.none()) : ProjectionHead.linear(128),
                                    second ? 0.2 : 0.1,
                                    0.99,
                                    QUEUE,
                                    false,
                                    false),
                            MoCo::new,
                            BATCH,
                            second ? Decay.COSINE : Decay.STEPS),
                    QUEUE,
                    BATCH);
        }

        ComparedMethod supervised() {
            return compared(
                    train(
                            () -> new Supervised.Options(
                                    Photographs.CROP,
                                    ENCODER,
                                    train.get().classes().size()),
                            Supervised::new),
                    0);
        }

        ComparedMethod rotation() {
            return compared(train(() -> new Rotation.Options(Photographs.CROP, ENCODER), Rotation::new), 0);
        }

        ComparedMethod autoencoder() {
            return compared(
                    train(
                            () -> PretextRecipes.autoencoder(Preset.CPU)
                                    .method()
                                    .with(o -> o.encoder = ENCODER),
                            DenoisingAutoencoder::new),
                    0);
        }

        ComparedMethod inpainting() {
            return compared(
                    train(
                            () -> PretextRecipes.inpainting(Preset.CPU).method().with(o -> o.encoder = ENCODER),
                            Inpainting::new),
                    0);
        }

        ComparedMethod relativePatch() {
            return compared(
                    train(
                            () -> PretextRecipes.relativePatch(Preset.CPU)
                                    .method()
                                    .with(o -> o.encoder = ENCODER),
                            RelativePatch::new),
                    0);
        }

        ComparedMethod jigsaw() {
            return compared(
                    train(
                            () -> {
                                Jigsaw.Options o =
                                        PretextRecipes.jigsaw(Preset.CPU).method();
                                return new Jigsaw.Options(
                                        o.view(), o.grid(), o.permutations(), new Standardised(ENCODER), o.hidden());
                            },
                            Jigsaw::new),
                    0);
        }

        /** Both eyes together have as many features as the encoder of the others. */
        ComparedMethod cmc(boolean bank) {
            return compared(
                    train(
                            () -> {
                                Recipe<Cmc.Options> recipe = bank
                                        ? MultiviewRecipes.nce(
                                                Preset.CPU, train.get().size())
                                        : MultiviewRecipes.cmc(Preset.CPU);
                                return recipe.method().with(o -> o.encoder = new SmallCnn(16));
                            },
                            Cmc::new),
                    bank ? 512 : BATCH - 1);
        }

        /**
         * Wrong codes are those of the whole batch: 25 patches of each image. Two directions: four cost more than 5
         * minutes.
         */
        ComparedMethod cpc() {
            return compared(
                    train(
                            () -> CpcRecipes.cpc2(Preset.CPU).method().with(o -> {
                                o.encoder = new SmallCnn(32, 1, Norm.layer());
                                o.context = Context.causalCnn(128, 4);
                                o.directions = List.of(CpcOptions.Direction.DOWN, CpcOptions.Direction.RIGHT);
                            }),
                            Cpc::new,
                            SMALL_BATCH,
                            Decay.COSINE),
                    25 * SMALL_BATCH - 1);
        }

        ComparedMethod byol() {
            return compared(
                    train(() -> FamilyRecipes.byol(Preset.CPU).method().with(o -> o.view = view), Byol::new), 0);
        }

        ComparedMethod simSiam() {
            return compared(
                    train(() -> FamilyRecipes.simSiam(Preset.CPU).method().with(o -> o.view = view), SimSiam::new), 0);
        }

        ComparedMethod swAv() {
            return compared(
                    train(() -> FamilyRecipes.swAv(Preset.CPU).method().with(o -> o.view = view), SwAv::new), 0);
        }

        ComparedMethod dino() {
            return compared(
                    train(() -> FamilyRecipes.dino(Preset.CPU).method().with(o -> o.view = view), Dino::new), 0);
        }

        ComparedMethod joint(BatchLoss loss) {
            return compared(
                    train(
                            () -> FamilyRecipes.barlowTwins(Preset.CPU).method().with(o -> {
                                o.view = view;
                                o.loss = loss;
                            }),
                            JointEmbedding::new),
                    0);
        }

        ComparedMethod pirl() {
            return compared(
                    train(
                            () -> FamilyRecipes.pirl(Preset.CPU, train.get().size())
                                    .method()
                                    .with(o -> o.view = view),
                            Pirl::new),
                    512);
        }
    }

    private static final Data PHOTOGRAPHS = new Data(
            "",
            Photographs.VIEW,
            Photographs::train,
            new ComparedMethod.Arena(new Photographs(), Photographs::quickly, Photographs::few, Photographs.VIEW));

    private static final Data DRAWINGS = new Data(
            "emoji: ",
            Drawings.VIEW,
            Drawings::train,
            new ComparedMethod.Arena(new Drawings(), Drawings::neighbours, Drawings::held, Drawings.VIEW));

    /** The order is that of the measurement: what is asked for first is measured first. */
    private static Map<String, Supplier<ComparedMethod>> methods(Data data) {
        Map<String, Supplier<ComparedMethod>> all = new LinkedHashMap<>();
        all.put("SimCLR", data::contrast);
        all.put("MoCo v2", () -> data.moco(true));
        all.put("supervised", data::supervised);
        all.put("rotation", data::rotation);
        all.put("BYOL", data::byol);
        all.put("denoising autoencoder", data::autoencoder);
        all.put("VICReg", () -> data.joint(JointEmbeddingLoss.vicReg()));
        all.put("SwAV", data::swAv);
        all.put("CMC", () -> data.cmc(false));
        all.put("Barlow Twins", () -> data.joint(BarlowTwins.paper()));
        all.put("MoCo v1", () -> data.moco(false));
        all.put("SimSiam", data::simSiam);
        all.put("DINO", data::dino);
        all.put("inpainting", data::inpainting);
        all.put("jigsaw", data::jigsaw);
        all.put("relative patch", data::relativePatch);
        all.put("CMC; memory bank", () -> data.cmc(true));
        all.put("PIRL", data::pirl);
        all.put("CPC v2", data::cpc);
        return all;
    }

    /** Those that are measured on drawings, too, in the order of their measurement there. */
    private static final List<String> ON_DRAWINGS =
            List.of("SimCLR", "MoCo v2", "supervised", "rotation", "denoising autoencoder", "VICReg", "BYOL");

    /** Returns the names of all methods. */
    static List<String> methods() {
        return List.copyOf(methods(PHOTOGRAPHS).keySet());
    }

    private static ComparedMethod onPhotographs(String method) {
        return methods(PHOTOGRAPHS).get(method).get();
    }

    /** Any of the methods on drawings, also one that is not measured there. */
    static ComparedMethod onDrawings(String method) {
        return methods(DRAWINGS).get(method).get();
    }

    private static final String UNTRAINED = "untrained";
    private static final String PIXELS = "raw pixels";
    private static final List<String> ALIKE = List.of(
            "SimCLR",
            "MoCo v2",
            "VICReg",
            "BYOL",
            "rotation",
            "denoising autoencoder",
            "supervised",
            UNTRAINED,
            PIXELS);
    private static final String ANOTHER_SEED = "SimCLR of another seed";

    /** Returns the name of the figure that says how alike two methods are, in the order of the list. */
    static String alike(String one, String other) {
        return "CKA %s ~ %s".formatted(one, other);
    }

    /** How alike the features of the photographs of the test set are, for each pair of some methods. */
    private record Together() implements Trial {

        @Override
        public Fingerprint recipe(long seed) {
            Fingerprint text = new Fingerprint("").and("alike", ALIKE).and("pixels and untrained", seed);
            for (String name : ALIKE) {
                if (!name.equals(UNTRAINED) && !name.equals(PIXELS)) {
                    text = text.and(
                            name, onPhotographs(name).training().recipe(seed).hash());
                }
            }
            return text.and(ANOTHER_SEED, another(seed));
        }

        private static long another(long seed) {
            return seed % Claim.SEEDS.size() + 1;
        }

        @Override
        public Outcome run(long seed) {
            Examples images = Photographs.test();
            List<String> names = new ArrayList<>(ALIKE);
            List<Features> features = new ArrayList<>();
            for (String name : ALIKE) {
                features.add(
                        switch (name) {
                            case PIXELS -> Features.pixels(images);
                            case UNTRAINED -> PHOTOGRAPHS.contrast().features(seed, images, false);
                            default -> onPhotographs(name).features(seed, images, true);
                        });
            }
            names.add(ANOTHER_SEED);
            features.add(PHOTOGRAPHS.contrast().features(another(seed), images, true));
            double[][] cka = LinearCka.matrix(features);
            Map<String, Double> figures = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    figures.put(alike(names.get(i), names.get(j)), cka[i][j]);
                }
            }
            return new Outcome(0, 0, figures, new double[0]);
        }

        @Override
        public double[] canary(long seed) {
            return new double[0];
        }
    }

    private static Claim comparison() {
        Claim claim = Claim.row(
                        "26",
                        "At an equal budget SimCLR leads the methods with a pretext task, and MoCo needs less memory"
                                + " than SimCLR for as many negatives",
                        "Chen et al. 2020 (Improved baselines), tables 2 and 3: ResNet-50, ImageNet, linear after 200"
                                + " epochs, batch 256: SimCLR 61.9, MoCo v2 67.5 %; memory 7.4 and 5.0 GB")
                .on(Photographs.DATA + "; " + Drawings.DATA)
                .shows(
                        Claim.KNN,
                        Claim.PROBE,
                        ComparedMethod.EQUAL_SECONDS,
                        ComparedMethod.SECONDS,
                        ComparedMethod.MEGABYTES,
                        ComparedMethod.AS_MANY,
                        ComparedMethod.NEGATIVES,
                        ComparedMethod.ALIGNMENT,
                        ComparedMethod.UNIFORMITY)
                .variant(UNTRAINED, PHOTOGRAPHS::untrained)
                .variant(PIXELS, Photographs::pixels);
        methods().forEach(name -> claim.variant(name, () -> onPhotographs(name)));
        String emoji = DRAWINGS.prefix();
        claim.variant(emoji + UNTRAINED, DRAWINGS::untrained).variant(emoji + PIXELS, Drawings::pixels);
        ON_DRAWINGS.forEach(name -> claim.variant(emoji + name, () -> onDrawings(name)));
        claim.variant(TOGETHER, Together::new);
        for (String task : List.of("rotation", "denoising autoencoder", "inpainting", "jigsaw", "relative patch")) {
            claim.says(Claim.KNN, "SimCLR", task);
        }
        methods().forEach(name -> claim.says(Claim.KNN, name, UNTRAINED));
        claim.says(Claim.KNN, "supervised", "SimCLR")
                .says(Claim.KNN, "SimCLR", "MoCo v2")
                .says(Claim.KNN, "SimCLR", "CMC")
                .says(Claim.KNN, "SimCLR", "BYOL")
                .says(Claim.KNN, "SimCLR", "VICReg")
                .says(ComparedMethod.EQUAL_SECONDS, "SimCLR", "MoCo v2")
                .says(ComparedMethod.EQUAL_SECONDS, "CMC", "SimCLR")
                .says(ComparedMethod.EQUAL_SECONDS, "SimCLR", "rotation")
                .says(ComparedMethod.EQUAL_SECONDS, "SimCLR", "BYOL")
                .says(ComparedMethod.AS_MANY, "SimCLR", "MoCo v2")
                .says(ComparedMethod.SECONDS, "SimCLR", "MoCo v2")
                .saysOf(TOGETHER, alike("SimCLR", ANOTHER_SEED), alike("SimCLR", "rotation"))
                .saysOf(TOGETHER, alike("SimCLR", "MoCo v2"), alike("SimCLR", "rotation"))
                .saysOf(TOGETHER, alike("SimCLR", "VICReg"), alike("SimCLR", "supervised"));
        for (String name : ON_DRAWINGS) {
            claim.says(Claim.KNN, emoji + name, emoji + UNTRAINED);
        }
        return claim.says(Claim.KNN, emoji + "SimCLR", emoji + "rotation")
                .says(Claim.KNN, emoji + "SimCLR", emoji + "denoising autoencoder")
                .says(Claim.KNN, emoji + "SimCLR", emoji + "MoCo v2")
                .says(Claim.RETRIEVAL, emoji + "SimCLR", emoji + "supervised");
    }
}
