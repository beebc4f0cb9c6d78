package kontrast.claim;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import kontrast.claim.run.Drawings;
import kontrast.claim.run.Once;
import kontrast.claim.run.Photographs;
import kontrast.claim.run.Training;
import kontrast.claim.run.Trial;
import kontrast.claim.run.WithoutTraining;
import kontrast.data.Cifar10;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Examples;
import kontrast.data.FashionMnist;
import kontrast.data.FewLabels;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.ClassAccuracy;
import kontrast.evaluate.Movement;
import kontrast.evaluate.ProtocolOptions;
import kontrast.evaluate.TransferOptions;
import kontrast.evaluate.TransferReport;
import kontrast.evaluate.TransferTable;
import kontrast.method.Downstream;
import kontrast.method.Method;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.tensor.Devices;
import kontrast.train.Preset;
import kontrast.train.Pretraining;
import kontrast.train.Recipe;
import kontrast.train.SimClrRecipes;
import kontrast.train.TrainingOptions;

/** Row 22, transfer to other data. */
final class TransferClaims {

    private static final String PHOTOGRAPHS = "SimCLR on photographs";
    private static final String DRAWINGS = "SimCLR on drawings";
    private static final String SUPERVISED = "supervised on photographs";
    private static final String EMOJI = "emoji of a new hand";
    private static final String FASHION = "Fashion-MNIST";
    private static final String CIFAR = "CIFAR-10";
    private static final Style HAND = Style.FLUENT_MODERN; // never seen before the transfer
    private static final int STEPS = 234; // three epochs of the photographs
    private static final int TEST = 3_000;
    private static final List<Double> RATES = List.of(3e-3, 1e-2);
    private static final double RATE = 1e-2; // where two runs are to differ in something else
    private static final TransferOptions OPTIONS = TransferOptions.of(Preset.CPU)
            .with(o -> {
                o.fineTuning = new ProtocolOptions.Learning(80, 50, RATES);
                o.fromScratch = o.fineTuning;
            });

    private TransferClaims() {}

    static List<Claim> all() {
        Claim claim = Claim.row(
                        "22",
                        "Both frozen and fine-tuned, the features transfer to other data as well as supervised ones do",
                        "Chen et al. 2020, table 8: ResNet-50 (4x), twelve data sets: linear on Food 76.9 and CIFAR-10 95.3 %, supervised 75.2 and 95.7; fine-tuned 89.4 and 98.6, supervised 88.7 and 98.3, random start 88.3 and 96.0 %")
                .on("to emoji of a new hand; Fashion-MNIST; CIFAR-10 (JPEG copy); 20 labels a class")
                .variant(
                        PHOTOGRAPHS,
                        () -> simClr().judged(new Judge(false, true)).judged(new Depth()))
                .variant(SUPERVISED, () -> supervised().judged(new Judge(false, false)))
                .variant(DRAWINGS, () -> drawings().judged(new Judge(false, false)))
                .variant(TransferTable.RANDOM, () -> simClr().untrained().judged(new Judge(true, true)))
                .variant(TransferTable.PIXELS, TransferClaims::pixels);
        for (String how : List.of(TransferTable.LINEAR, TransferTable.FINE_TUNED)) {
            for (String target : List.of(EMOJI, FASHION, CIFAR)) {
                claim.says(figure(how, target), PHOTOGRAPHS, TransferTable.RANDOM);
            }
            for (String target : List.of(EMOJI, FASHION)) { // the labels of photographs taught the third
                claim.says(figure(how, target), PHOTOGRAPHS, SUPERVISED);
            }
        }
        return List.of(claim.says(figure(TransferTable.LINEAR, EMOJI), DRAWINGS, PHOTOGRAPHS)
                .says(figure(TransferTable.LINEAR, CIFAR), PHOTOGRAPHS, DRAWINGS)
                .shows(shown()));
    }

    private static String[] shown() {
        return List.of(TransferTable.LINEAR, TransferTable.FINE_TUNED).stream()
                .flatMap(how -> List.of(EMOJI, FASHION, CIFAR).stream().map(target -> figure(how, target)))
                .toArray(String[]::new);
    }

    private static String figure(String how, String target) {
        return how + " " + target;
    }

    /** The images themselves, without an encoder. */
    private static Trial pixels() {
        return new WithoutTraining(
                "pixels; " + new Judge(true, true).how(), seed -> Judge.figures(table -> table.rawPixels(seed), true));
    }

    private static Recipe<SimClr.Options> recipe() {
        return ContrastClaims.photographs();
    }

    /** The training of row 15, but shorter. */
    private static Training<SimClr.Options, SimClr> simClr() {
        return Training.of(TransferClaims::recipe, SimClr::new, Photographs::train, STEPS);
    }

    /** The same network and steps with the labels. */
    private static Training<Supervised.Options, Supervised> supervised() {
        return Training.of(
                () -> new Recipe<>(
                        new Supervised.Options(
                                Photographs.CROP, recipe().method().encoder(), Cifar10.CLASSES.size()),
                        recipe().training()),
                Supervised::new,
                Photographs::train,
                STEPS);
    }

    /** The same network and steps on the drawings of three artists. */
    private static Training<SimClr.Options, SimClr> drawings() {
        return Training.of(
                        () -> {
                            SimClr.Options across =
                                    SimClrRecipes.acrossStyles(Preset.CPU, 3).method();
                            return new Recipe<>(
                                    recipe().method().with(o -> o.view = across.view()), recipe().training());
                        },
                        SimClr::new,
                        KNOWN,
                        STEPS)
                .sees(new Shape(3, 32, 32));
    }

    private static final Once<Images> KNOWN =
            new Once<>(() -> Drawings.emoji().scenes(Split.TRAIN, Style.NOTO, Style.TWEMOJI, Style.FLUENT_FLAT));
    private static final Once<TransferTable.Target> NEW_HAND = new Once<>(() -> new TransferTable.Target(
            EMOJI,
            Drawings.emoji().images(HAND, Split.TRAIN),
            Drawings.emoji().images(HAND, Split.VALIDATION),
            Drawings.emoji().images(HAND, Split.TEST)));
    private static final Once<TransferTable.Target> CLOTHES = new Once<>(() -> {
        Images train = FashionMnist.load(Split.TRAIN);
        return new TransferTable.Target(
                FASHION,
                part(train, 0, 10_000).framed(32),
                part(train, 10_000, 10_500).framed(32),
                part(FashionMnist.load(Split.TEST), 0, TEST).framed(32));
    });
    private static final Once<TransferTable.Target> OTHERS = new Once<>(() -> {
        Images train = Cifar10.load(Split.TRAIN);
        return new TransferTable.Target(
                CIFAR,
                part(train, 10_000, 20_000), // pretraining has seen the first ten thousand
                part(train, 20_000, 20_500),
                part(Cifar10.load(Split.TEST), 0, TEST));
    });

    private static Images part(Images images, int from, int to) {
        return images.subset(IntStream.range(from, to).toArray());
    }

    /**
     * The columns of the table.
     *
     * @param random whether the encoder is not trained, so that fine-tuning is learning from scratch
     * @param labels whether Fashion-MNIST is learned with fewer and with more labels, too
     */
    private record Judge(boolean random, boolean labels) implements Training.Judge<Method> {

        private static final List<Integer> COUNTS = List.of(5, 100);

        @Override
        public String how() {
            return "transfer to %s, %s and %s of %s, %d of test; %s; %s%s"
                    .formatted(
                            EMOJI,
                            FASHION,
                            CIFAR,
                            HAND,
                            TEST,
                            OPTIONS,
                            Photographs.CROP,
                            (random ? "; from scratch" : "") + (labels ? "; " + COUNTS : ""));
        }

        @Override
        public Map<String, Double> figures(Method method, long seed) {
            return figures(
                    table -> random ? table.randomInit(seed) : table.transfer(method.name(), method, seed), labels);
        }

        static Map<String, Double> figures(Function<TransferTable, List<TransferReport.Score>> scores, boolean labels) {
            Map<String, Double> figures = new LinkedHashMap<>();
            TransferTable all =
                    table(OPTIONS).target(NEW_HAND.get()).target(CLOTHES.get()).target(OTHERS.get());
            for (TransferReport.Score score : scores.apply(all)) {
                figures.put(figure(score.evaluation(), score.target()), score.accuracy());
            }
            for (int count : labels ? COUNTS : List.<Integer>of()) {
                TransferTable one = table(OPTIONS.with(o -> o.perClass = count)).target(CLOTHES.get());
                for (TransferReport.Score score : scores.apply(one)) {
                    figures.put("%s with %d labels".formatted(score.evaluation(), count), score.accuracy());
                }
            }
            return figures;
        }

        private static TransferTable table(TransferOptions options) {
            return TransferTable.of(recipe().method().encoder(), Photographs.CROP, options);
        }
    }

    /** What is frozen, how far the stages move, and what goes wrong: Fashion-MNIST. */
    private record Depth() implements Training.Judge<SimClr> {

        private static final int STAGES = 4;
        private static final double TOO_HIGH = 0.1;

        @Override
        public String how() {
            return "%s by depth, rate %s, or the best of %s on validation where stages are frozen, or %s; %s; %s"
                    .formatted(FASHION, RATE, RATES, TOO_HIGH, OPTIONS, Photographs.CROP);
        }

        @Override
        public Map<String, Double> figures(SimClr method, long seed) {
            Map<String, Double> figures = new LinkedHashMap<>();
            for (int frozen = 1; frozen <= STAGES; frozen++) { // none is the table's fine-tuned
                int k = frozen;
                learn(method, seed, RATES, o -> o.frozenStages = k, k + " stages frozen", figures);
            }
            learn(method, seed, List.of(RATE), o -> {}, "one rate", figures);
            learn(method, seed, List.of(RATE), o -> o.layerDecay = 0.4, "rate by depth", figures);
            learn(method, seed, List.of(RATE), o -> o.batchStatistics = false, "statistics of the source", figures);
            learn(method, seed, List.of(TOO_HIGH), o -> {}, "rate too high", figures);
            return figures;
        }

        private static void learn(
                SimClr method,
                long seed,
                List<Double> rates,
                Consumer<Downstream.Options.Draft> change,
                String name,
                Map<String, Double> figures) {
            TransferTable.Target target = CLOTHES.get();
            Examples some = new FewLabels(OPTIONS.perClass(), seed).of(target.train());
            Shape image = some.shape();
            Downstream.Options options = new Downstream.Options(
                            Photographs.CROP,
                            recipe().method().encoder(),
                            some.classes().size(),
                            false)
                    .with(o -> o.batchStatistics = true)
                    .with(change);
            int batch = OPTIONS.fineTuning().batchSize();
            int epochs = OPTIONS.fineTuning().steps() * batch / some.size();
            double most = -1;
            for (double rate : rates) {
                TrainingOptions plan = TrainingOptions.of(epochs, batch).with(o -> {
                    o.learningRate = rate;
                    o.seed = seed;
                });
                try (Downstream stage = new Downstream(options, method.encoder(), image, Devices.best(), seed);
                        Pretraining training = new Pretraining(stage, some, plan)) {
                    training.quietly().run();
                    double validation = ClassAccuracy.mean(stage, target.validation());
                    if (validation > most) {
                        most = validation;
                        figures.put(name, ClassAccuracy.mean(stage, target.test()));
                        List<Double> moved = Movement.of(method.encoder(), stage.encoder(), image);
                        for (int s = 0; s < moved.size(); s++) {
                            figures.put("%s: stage %d moved".formatted(name, s + 1), moved.get(s));
                        }
                    }
                }
            }
        }
    }
}
