package kontrast.claim;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import kontrast.encoder.Encoder;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Standardised;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.method.Clip;
import kontrast.method.CpcAudio;
import kontrast.method.DenseObjectNet;
import kontrast.method.Jigsaw;
import kontrast.method.Method;
import kontrast.method.Rotation;
import kontrast.method.VideoColorization;
import kontrast.tensor.NoGrad;
import kontrast.train.AdamW;
import kontrast.train.DenseRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.TrainingOptions;
import kontrast.train.VideoRecipes;
import kontrast.view.HorizontalFlip;
import kontrast.view.PatchGrid;

/**
 * Runs in which one thing is wrong, for the exercises that ask which. Run A is as it should be, run B has the fault;
 * the others are faults that the answers speak of. They are no claims, so one seed will do, and the figures are curves.
 */
final class FaultyRuns {

    private static final String A = "A";
    private static final String B = "B";
    private static final int EVERY = 20; // steps between two points of a curve
    private static final int BATCH = 64;

    private FaultyRuns() {}

    static List<Claim> all() {
        return List.of(
                leakySplit(),
                pastTheCode(),
                letterbox(),
                lamp(),
                colours(),
                masks(),
                spread(),
                pairs(),
                eye(),
                bank(),
                simClr(),
                moCo(),
                cpc(),
                voices(),
                rates(),
                words(),
                light(),
                centre(),
                readings());
    }

    private static Claim run(String exercise, String what) {
        return Claim.row(exercise, what, "").on("emoji");
    }

    private static <O, M extends Method> Training<O, M> training(
            O options,
            Training.Factory<O, M> factory,
            Supplier<? extends Examples> data,
            TrainingOptions training,
            int steps,
            int every,
            Training.Judge<? super M> curve) {
        return Training.of(() -> new Recipe<>(options, training), factory, data, steps)
                .curves(every, List.of(curve));
    }

    private static Claim leakySplit() {
        return run("1.7", "A test set that asks about what was learned")
                .variant(A, () -> LeakySplit.reading(true))
                .variant(B, () -> LeakySplit.reading(false));
    }

    private static Claim pastTheCode() {
        return run("2.6", "A picture that reaches what is painted by a way past the code")
                .variant(A, () -> autoencoder(false))
                .variant(B, () -> autoencoder(true));
    }

    private static Training<FaultyAutoencoder.Options, FaultyAutoencoder> autoencoder(boolean broken) {
        Images train = EmojiViews.load().images(Style.NOTO, Split.TRAIN);
        Images validation = EmojiViews.load().images(Style.NOTO, Split.VALIDATION);
        return training(
                new FaultyAutoencoder.Options(broken),
                FaultyAutoencoder::new,
                () -> train,
                TrainingOptions.of(1, BATCH),
                340,
                34,
                Training.judge("errors and probe on validation", method -> {
                    Map<String, Double> figures = method.errors(validation);
                    figures.put(Claim.PROBE, probe(method, train, validation));
                    return figures;
                }));
    }

    private static Claim letterbox() {
        return run("3.6", "A preparation that shows which way a picture is turned")
                .variant(A, () -> rotation(FaultyPictures::middle, 3))
                .variant(B, () -> rotation(FaultyPictures::letterbox, 2));
    }

    /** What is done to the drawings, which are square ones. */
    private interface Preparation {
        Images of(Images images);
    }

    /** Cells of the encoder: of a last map of 3 x 3 and 4 x 4 positions. */
    private static Training<Rotation.Options, Rotation> rotation(Preparation preparation, int cells) {
        Images train = preparation.of(EmojiViews.load().images(Style.NOTO, Split.TRAIN));
        Images square = EmojiViews.load().images(Style.NOTO, Split.VALIDATION);
        Images validation = preparation.of(square);
        return training(
                new Rotation.Options(new HorizontalFlip(0), new SmallCnn(4, cells)),
                Rotation::new,
                () -> train,
                TrainingOptions.of(1, BATCH),
                102,
                17,
                Training.judge(
                        "accuracy on validation, prepared and square; probe",
                        method -> Map.of(
                                "prepared",
                                method.accuracy(validation, 1),
                                "square",
                                method.accuracy(validation.width() == 32 ? square : validation, 1),
                                Claim.PROBE,
                                probe(method, train, validation))));
    }

    private static double probe(Method method, Images train, Images validation) {
        return NoGrad.call(() -> {
            Features fit = Features.of(method.encoder(), train, method.manager());
            Features test = Features.of(method.encoder(), validation, method.manager());
            return LinearProbe.standard().fit(fit, train.labels(), 0.1).accuracy(test, validation.labels());
        });
    }

    private static Claim lamp() {
        return run("4.6", "Brightness that tells the place of a tile")
                .variant(A, () -> jigsaw(new Standardised(new SmallCnn(8))))
                .variant(B, () -> jigsaw(new FaultyPictures.ByImage(new SmallCnn(8))));
    }

    private static Training<Jigsaw.Options, Jigsaw> jigsaw(Encoder encoder) {
        Images train = FaultyPictures.lit(EmojiViews.load().images(Style.NOTO, Split.TRAIN));
        Images even = EmojiViews.load().images(Style.NOTO, Split.VALIDATION);
        Images lit = FaultyPictures.lit(even);
        Images blank = FaultyPictures.lit(FaultyPictures.blank(even));
        return training(
                new Jigsaw.Options(new HorizontalFlip(0), new PatchGrid(3, 8, 2, 2), 24, encoder, 64),
                Jigsaw::new,
                () -> train,
                TrainingOptions.of(1, BATCH),
                204,
                34,
                Training.judge(
                        "accuracy on validation: lit, blank, even",
                        method -> Map.of(
                                "lit", method.accuracy(lit, 1),
                                "blank", method.accuracy(blank, 1),
                                "even", method.accuracy(even, 1))));
    }

    private static Claim colours() {
        return run("5.7", "Targets that are not in the units of the bins")
                .variant(A, () -> colours(false))
                .variant(B, () -> colours(true));
    }

    private static Training<FaultyColors.Options, FaultyColors> colours(boolean broken) {
        Images train = EmojiViews.load().images(Style.NOTO, Split.TRAIN);
        return training(
                new FaultyColors.Options(broken),
                FaultyColors::new,
                () -> train,
                TrainingOptions.of(1, BATCH),
                204,
                17,
                Training.judge("chroma and bins of validation, T = 0.38", FaultyColors::painted));
    }

    private static Claim masks() {
        return run("6.7", "A mask that drifts, since each cell is placed where its first pixel is")
                .variant(A, () -> masks(false))
                .variant(B, () -> masks(true));
    }

    /** The same training in both runs: the fault is in what is done with the features. */
    private static Training<VideoColorization.Options, VideoColorization> masks(boolean faulty) {
        MovingSprites clips = PretextClaims.clips();
        return Training.<VideoColorization.Options, VideoColorization>of(
                        () -> VideoRecipes.videoColorization(Preset.CPU, clips),
                        VideoColorization::new,
                        () -> clips,
                        100)
                .judged(Training.judge(
                        FaultyMasks.HOW + (faulty ? ", corners" : ", middles"), m -> FaultyMasks.figures(m, faulty)));
    }

    private static Claim spread() {
        return run("7.6", "A deviation over the wrong axis")
                .variant(A, () -> spread(false))
                .variant(B, () -> spread(true));
    }

    private static Training<FaultySpread.Options, FaultySpread> spread(boolean broken) {
        return training(
                new FaultySpread.Options(broken),
                FaultySpread::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 1e-2),
                170,
                10,
                Training.judge("terms; deviation and retrieval on validation", FaultySpread::figures));
    }

    private static Claim pairs() {
        return run("8.7", "A temperature that multiplies")
                .variant(A, () -> pairs(false))
                .variant(B, () -> pairs(true));
    }

    private static Training<FaultyPairs.Options, FaultyPairs> pairs(boolean broken) {
        return training(
                new FaultyPairs.Options(broken),
                FaultyPairs::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 1e-3),
                680,
                34,
                Training.judge("cosines and retrieval", FaultyPairs::similarity));
    }

    private static Claim eye() {
        return run("9.8", "An encoder of the colour that no gradient reaches")
                .variant(A, () -> eye(false))
                .variant(B, () -> eye(true));
    }

    private static Training<FaultyEye.Options, FaultyEye> eye(boolean broken) {
        return training(
                new FaultyEye.Options(broken),
                FaultyEye::new,
                Drawings::train,
                TrainingOptions.of(1, BATCH),
                207,
                23,
                Training.judge("retrieval on validation, by either eye and across", FaultyEye::figures));
    }

    private static Claim bank() {
        return run("10.8", "A bank that is updated before it is scored")
                .variant(A, () -> bank(false))
                .variant(B, () -> bank(true));
    }

    private static Training<FaultyBank.Options, FaultyBank> bank(boolean broken) {
        return training(
                new FaultyBank.Options(broken, Drawings.scenes().size()),
                FaultyBank::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 1e-3),
                680,
                34,
                Training.judge("cosine with the own row, and retrieval", FaultyBank::figures));
    }

    private static Claim simClr() {
        return run("11.8", "Two views that are one")
                .variant(A, () -> simClr(FaultySimClr.Fault.NONE))
                .variant(B, () -> simClr(FaultySimClr.Fault.SAME_VIEWS))
                .variant("c: wrong partner", () -> simClr(FaultySimClr.Fault.WRONG_PARTNER))
                .variant("d: temperature 1", () -> simClr(FaultySimClr.Fault.NO_TEMPERATURE))
                .variant("raw pixels", FaultySimClr::pixels);
    }

    private static Training<FaultySimClr.Options, FaultySimClr> simClr(FaultySimClr.Fault fault) {
        return training(
                new FaultySimClr.Options(fault),
                FaultySimClr::new,
                Drawings::train,
                TrainingOptions.of(1, BATCH),
                414,
                EVERY,
                Training.judge("256 drawings of test among each other", FaultySimClr::found));
    }

    private static Claim moCo() {
        return run("12.7", "Keys that enter the queue before they are compared with it")
                .variant(A, () -> moCo(FaultyMoCo.Fault.NONE))
                .variant(B, () -> moCo(FaultyMoCo.Fault.ENQUEUED_FIRST))
                .variant("c: no momentum", () -> moCo(FaultyMoCo.Fault.NO_MOMENTUM))
                .variant("e: queue stuck", () -> moCo(FaultyMoCo.Fault.STUCK));
    }

    private static Training<FaultyMoCo.Options, FaultyMoCo> moCo(FaultyMoCo.Fault fault) {
        return training(
                new FaultyMoCo.Options(fault),
                FaultyMoCo::new,
                Drawings::train,
                TrainingOptions.of(1, BATCH),
                414,
                EVERY,
                Training.judge("own key on top, mean of the steps", FaultyMoCo::noted));
    }

    private static Claim cpc() {
        return run("13.7", "A context that has seen the next row")
                .variant(A, () -> cpc(false))
                .variant(B, () -> cpc(true));
    }

    private static Training<FaultyCpc.Options, FaultyCpc> cpc(boolean broken) {
        return training(
                new FaultyCpc.Options(broken),
                FaultyCpc::new,
                Drawings::train,
                TrainingOptions.of(1, 32),
                417,
                EVERY,
                Training.judge("accuracy by k, mean of the steps", FaultyCpc::noted));
    }

    private static Claim voices() {
        return Claim.row("14.7", "A constant that tells at which desk a voice was recorded", "")
                .on("synthesised voices")
                .variant(A, () -> voices(false))
                .variant(B, () -> voices(true));
    }

    private static Training<CpcAudio.Options, CpcAudio> voices(boolean broken) {
        FaultyVoices voices = new FaultyVoices(broken);
        return training(
                CpcAudio.Options.small(24),
                CpcAudio::new,
                voices::train,
                TrainingOptions.of(1, 32),
                180,
                30,
                Training.judge("speaker of speech and pauses of test, and at another desk", voices::figures));
    }

    private static Claim rates() {
        return run("15.6", "Rates that grow towards the pixels")
                .variant(A, () -> rates(false))
                .variant(B, () -> rates(true));
    }

    private static Training<FaultyRates.Options, FaultyRates> rates(boolean broken) {
        return training(
                new FaultyRates.Options(broken, 20),
                FaultyRates::new,
                () -> FaultyRates.target(Split.TRAIN),
                TrainingOptions.of(1, 32, new AdamW(1e-4), 5e-3),
                120,
                5,
                Training.judge("target and source on validation, movement", FaultyRates::figures));
    }

    private static Claim words() {
        return run("16.8", "Words that are numbered anew for each list of captions")
                .variant(A, () -> words(false))
                .variant(B, () -> words(true));
    }

    private static Training<Clip.Options, Clip> words(boolean broken) {
        FaultyWords words = new FaultyWords(broken);
        Recipe<Clip.Options> recipe = words.recipe();
        return training(
                        recipe.method(),
                        Clip::new,
                        words::train,
                        recipe.training(),
                        240,
                        24,
                        Training.judge(FaultyWords.HOW + (broken ? ", numbered anew" : ""), words::figures))
                .sees(new Shape(3, 32, 32));
    }

    private static Claim light() {
        return Claim.row("17.8", "Pairs in which both pictures have the same light", "")
                .on("scenes of six emoji before made backgrounds")
                .variant(A, () -> light(false))
                .variant(B, () -> light(true));
    }

    private static Training<DenseObjectNet.Options, DenseObjectNet> light(boolean broken) {
        Recipe<DenseObjectNet.Options> recipe = DenseRecipes.denseObjectNet(Preset.CPU);
        return training(
                recipe.method(),
                DenseObjectNet::new,
                () -> FaultyLight.train(broken),
                recipe.training(),
                300,
                30,
                Training.judge(FaultyLight.HOW, FaultyLight::figures));
    }

    private static Claim centre() {
        return run("18.8", "A centre over the wrong axis")
                .variant(A, () -> centre(false))
                .variant(B, () -> centre(true));
    }

    private static Training<FaultyCentre.Options, FaultyCentre> centre(boolean broken) {
        return training(
                new FaultyCentre.Options(broken, BATCH),
                FaultyCentre::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 3e-3),
                170,
                10,
                Training.judge("entropies of the outputs on validation", FaultyCentre::figures));
    }

    private static Claim readings() {
        return run("19.7", "Readings of one run that are counted as runs")
                .variant(A, () -> RepeatedReadings.reading(false))
                .variant(B, () -> RepeatedReadings.reading(true));
    }
}
