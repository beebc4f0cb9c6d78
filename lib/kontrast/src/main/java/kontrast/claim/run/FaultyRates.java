package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Examples;
import kontrast.data.FewLabels;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Stages;
import kontrast.encoder.Weights;
import kontrast.evaluate.ClassAccuracy;
import kontrast.evaluate.Features;
import kontrast.evaluate.Movement;
import kontrast.evaluate.Retrieval;
import kontrast.loss.CrossEntropy;
import kontrast.method.Batch;
import kontrast.method.SimClr;
import kontrast.tensor.NoGrad;
import kontrast.train.AdamW;
import kontrast.train.Preset;
import kontrast.train.Pretraining;
import kontrast.train.SimClrRecipes;
import kontrast.train.TrainingOptions;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * Fine-tuning with a rate for each stage, without and with the fault of exercise 15.6: the rate is multiplied by the
 * factor from stage to stage, in place of divided by it, so that the stages next to the pixels, of use everywhere, are
 * moved most.
 */
public final class FaultyRates extends Sketch {

    private static final SmallCnn PLAN = new SmallCnn(8);
    private static final Shape IMAGE = new Shape(3, 32, 32);
    private static final Style[] KNOWN = {Style.NOTO, Style.TWEMOJI, Style.FLUENT_FLAT};
    private static final Style STRANGER = Style.FLUENT_MODERN;
    private static final double FACTOR = 2.6;

    private final Options options;
    private final View view = Views.simclr(32, Views.Options.none().with(o -> o.minScale = 0.6));
    private final Block pretrained;
    private final Block head;
    private final IdentityHashMap<Parameter, Double> rates = new IdentityHashMap<>();

    /**
     * What is trained.
     *
     * @param broken whether stages far from the head have the larger rate
     * @param source epochs of SimCLR on the drawings of three artists, before
     */
    private record Options(boolean broken, int source) {}

    private FaultyRates(Options options, Block encoder, Block head, Device device, long seed) {
        super(
                "fine-tuning",
                encoder,
                new SequentialBlock().add(encoder).add(head),
                device,
                seed,
                new Shape(1).addAll(IMAGE));
        this.options = options;
        this.head = head;
        pretrained = learned(device, seed);
        NoGrad.run(() -> {
            for (int p = 0; p < pretrained.getParameters().size(); p++) {
                NDArray value = pretrained.getParameters().valueAt(p).getArray();
                value.copyTo(encoder.getParameters().valueAt(p).getArray());
            }
        });
        List<List<Block>> stages = Stages.layers(encoder, IMAGE);
        for (int s = 0; s < stages.size(); s++) {
            double below = Math.pow(FACTOR, stages.size() - s);
            for (Block layer : stages.get(s)) {
                layer.getParameters().values().forEach(p -> rates.put(p, options.broken() ? below : 1 / below));
            }
        }
    }

    private FaultyRates(Options options, Shape image, Device device, long seed) {
        this(
                options,
                PLAN.block(),
                Linear.builder().setUnits(target(Split.TRAIN).classes().size()).build(),
                device,
                seed);
    }

    /**
     * Returns the run of exercise 15.6.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        return Training.withCurve(
                new Options(broken, 20),
                FaultyRates::new,
                () -> target(Split.TRAIN),
                TrainingOptions.of(1, 32, new AdamW(1e-4), 5e-3),
                120,
                5,
                Training.judge("target and source on validation, movement", FaultyRates::figures));
    }

    /** The encoder of the source. */
    private Block learned(Device device, long seed) {
        SimClr.Options across =
                SimClrRecipes.acrossStyles(Preset.CPU, KNOWN.length).method().with(o -> o.encoder = PLAN);
        TrainingOptions plan = TrainingOptions.of(options.source(), 64).with(o -> o.seed = seed);
        Block learned = PLAN.block();
        try (SimClr source = new SimClr(across, IMAGE, device, seed);
                Pretraining training = new Pretraining(source, EmojiViews.load().scenes(Split.TRAIN, KNOWN), plan)) {
            training.quietly().run();
            Weights.copy(source.encoder(), learned, manager(), new Shape(1).addAll(IMAGE));
        }
        return learned;
    }

    /** Drawings by an artist whom the source does not know; for training 20 of each category, or all. */
    private static Examples target(Split split) {
        Images drawings = EmojiViews.load().images(STRANGER, split);
        return split == Split.TRAIN ? new FewLabels(20, 1).of(drawings) : drawings;
    }

    @Override
    public double rate(Parameter parameter) {
        return rates.getOrDefault(parameter, 1.0);
    }

    /** Batch normalisation keeps the statistics of the source. */
    @Override
    public NDArray loss(Batch batch) {
        NDArray views = view.apply(batch.images(), batch.random());
        return CrossEntropy.loss(pass(head, pass(encoder(), views, false), true), batch.labels());
    }

    private NDArray pass(Block block, NDArray input, boolean training) {
        return block.forward(new ParameterStore(manager(), false), new NDList(input), training)
                .singletonOrThrow();
    }

    /** Returns what is known of the target and of the source, and how far the first and the last stage have moved. */
    private Map<String, Double> figures() {
        EmojiViews emoji = EmojiViews.load();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("target", ClassAccuracy.mean(this, target(Split.VALIDATION)));
        figures.put(
                "source",
                NoGrad.call(() -> Retrieval.of(
                                Features.of(encoder(), emoji.images(Style.NOTO, Split.VALIDATION), manager()),
                                Features.of(encoder(), emoji.images(Style.TWEMOJI, Split.VALIDATION), manager()))
                        .top1()));
        List<Double> moved = Movement.of(pretrained, encoder(), IMAGE);
        figures.put("first stage", moved.get(0));
        figures.put("last stage", moved.get(moved.size() - 1));
        return figures;
    }
}
