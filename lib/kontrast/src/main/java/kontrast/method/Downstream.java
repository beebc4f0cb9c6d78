package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import kontrast.encoder.Encoder;
import kontrast.encoder.Stages;
import kontrast.encoder.Weights;
import kontrast.view.View;

/**
 * The second stage: a head for a downstream task learns with labels, on a pretrained encoder.
 *
 * <pre>
 *   h = f(t(x))
 *   minimise the mean over the batch of -log softmax(W y + b)_y'
 *     feature extraction:  y = stopgrad(h)
 *     fine-tuning:         y = h
 * </pre>
 *
 * <p>The stop-gradient in front of the encoder is the only difference between the two. f starts as
 * a copy of the pretrained encoder, which stays as it is; W, b are drawn; y' is the right class, t
 * = {@link Options#view()}.
 *
 * <p>Between the two lie fine-tuning above the first k stages, which stay as they were pretrained, and
 * fine-tuning with a rate for each depth, slower the nearer to the image:
 *
 * <pre>
 *   rate of stage s of S = rate * d^(S + 1 - s),   rate of the head = rate
 * </pre>
 *
 * <p>d = {@link Options#layerDecay()}; Howard and Ruder, Universal language model fine-tuning for text
 * classification, 2018, section 3.2, take 1 / 2.6 from layer to layer.
 *
 * <p>Deviation from much published code: batch normalisation keeps the running statistics of the
 * pretraining, in fine-tuning too, unless {@link Options#batchStatistics()} says otherwise. Otherwise the two
 * would differ in a second thing, and a batch of a few labelled images would overwrite the statistics of all
 * the unlabelled ones.
 */
public final class Downstream extends Classifier {

    private final Options options;
    private final Set<Block> frozen = Collections.newSetFromMap(new IdentityHashMap<>()); // layers
    private final IdentityHashMap<Parameter, Double> rates = new IdentityHashMap<>(); // of those that differ from 1

    /**
     * What the second stage consists of.
     *
     * @param view t, drawn once for each image
     * @param encoder the plan of f, that of the pretrained encoder
     * @param classes number of classes, at least 2
     * @param stopGradient true: feature extraction; false: fine-tuning
     * @param frozenStages how many of the first stages do not learn, at least 0, see {@link Stages}
     * @param layerDecay factor on the learning rate from one stage to the one before it, in (0, 1]
     * @param batchStatistics whether batch normalisation takes the statistics of the batch and re-estimates the
     *     running ones, also behind a stop-gradient, but not in frozen stages; otherwise those of the pretraining stay
     */
    public record Options(
            View view,
            Encoder encoder,
            int classes,
            boolean stopGradient,
            int frozenStages,
            double layerDecay,
            boolean batchStatistics) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if {@code classes} is below 2, or another number is out of range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            checkClasses(classes);
            if (frozenStages < 0) {
                throw new IllegalArgumentException("frozenStages must be at least 0, found " + frozenStages);
            }
            if (!(layerDecay > 0 && layerDecay <= 1)) {
                throw new IllegalArgumentException(
                        "layerDecay is in (0, 1], where 1 is one rate for all, found " + layerDecay);
            }
        }

        /**
         * Returns the options in which all stages learn, or none, at one rate.
         *
         * @param view t, drawn once for each image
         * @param encoder the plan of f, that of the pretrained encoder
         * @param classes number of classes, at least 2
         * @param stopGradient true: feature extraction; false: fine-tuning
         */
        public Options(View view, Encoder encoder, int classes, boolean stopGradient) {
            this(view, encoder, classes, stopGradient, 0, 1, false);
        }

        /**
         * Returns these options with or without the stop-gradient.
         *
         * @param stopGradient true: feature extraction; false: fine-tuning
         * @return the changed options
         */
        public Options withStopGradient(boolean stopGradient) {
            return with(o -> o.stopGradient = stopGradient);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.frozenStages = 2)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(
                    o.view, o.encoder, o.classes, o.stopGradient, o.frozenStages, o.layerDecay, o.batchStatistics);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public int classes = Options.this.classes;
            public boolean stopGradient = Options.this.stopGradient;
            public int frozenStages = Options.this.frozenStages;
            public double layerDecay = Options.this.layerDecay;
            public boolean batchStatistics = Options.this.batchStatistics;
        }
    }

    /**
     * Copies the encoder and draws the head's weights.
     *
     * @param options what the second stage consists of
     * @param pretrained the encoder to start from, e.g. {@link Method#encoder()}; only read, and
     *     not needed any more afterwards
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the head's weights
     * @throws IllegalArgumentException if the pretrained encoder is not of {@code
     *     options.encoder()}, or has fewer stages than are to be frozen, or none that can be told apart
     */
    public Downstream(Options options, Block pretrained, Shape image, Device device, long seed) {
        super(options.stopGradient() ? "feature extraction" : "fine-tuning", options.encoder(), options.classes());
        this.options = options;
        open(device, manager -> {
            Weights.copy(pretrained, encoder, manager, new Shape(1).addAll(image));
            Weights.draw(head, manager, seed, new Shape(1, options.encoder().dimension()));
            if (options.frozenStages() > 0 || options.layerDecay() < 1) {
                byDepth(image);
            }
        });
    }

    /** Freezes the first stages, and gives the others their rates. */
    private void byDepth(Shape image) {
        List<List<Block>> stages = Stages.layers(encoder, image);
        int count = stages.size();
        if (options.frozenStages() > count) {
            throw new IllegalArgumentException(
                    "%d stages are to be frozen, and the encoder has %d".formatted(options.frozenStages(), count));
        }
        for (int s = 0; s < count; s++) {
            double rate = Math.pow(options.layerDecay(), count - s);
            for (Block layer : stages.get(s)) {
                if (s < options.frozenStages()) {
                    layer.freezeParameters(true);
                    frozen.add(layer);
                }
                layer.getParameters().values().forEach(parameter -> rates.put(parameter, rate));
            }
        }
    }

    @Override
    public double rate(Parameter parameter) {
        return rates.getOrDefault(parameter, 1.0);
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    NDArray logits(Batch batch) {
        NDArray views = options.view().apply(batch.images(), batch.random()); // [B, C, H', W']
        NDArray h = represent(views); // [B, n]
        NDArray y = options.stopGradient() ? h.stopGradient() : h; // the only difference
        return forward(head, y, true); // [B, classes]
    }

    private NDArray represent(NDArray views) {
        if (frozen.isEmpty() || !options.batchStatistics()) {
            return forward(encoder, views, options.batchStatistics());
        }
        NDList now = new NDList(views);
        for (Block layer : encoder.getChildren().values()) {
            now = layer.forward(store(), now, !frozen.contains(layer));
        }
        return now.singletonOrThrow();
    }
}
