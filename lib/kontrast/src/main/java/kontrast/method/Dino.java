package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import kontrast.encoder.Encoder;
import kontrast.encoder.MomentumEncoder;
import kontrast.encoder.MomentumSchedule;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Prototypes;
import kontrast.loss.Distillation;
import kontrast.memory.Centre;
import kontrast.view.View;

/**
 * DINO, self-distillation with no labels: the student gives for one view the distribution that a slower teacher gives
 * for the other one.
 *
 * <pre>
 *   s = student(.),  t = teacher(.), K numbers each; no gradient to the teacher, which follows as in BYOL
 *   P_s = softmax(s / tau_s),   P_t = softmax((t - c) / tau_t)
 *   minimise  H(P_t(y), P_s(x)) / 2 + H(P_t(x), P_s(y)) / 2,   H(a, b) = - sum_k a_k log b_k
 *   c &lt;- m_c c + (1 - m_c) mean of t over the batch
 * </pre>
 *
 * <p>Caron et al., Emerging properties in self-supervised vision transformers, 2021, equations 1 to 4 and algorithm 1.
 * It is {@link Byol} with two lines changed: the teacher is the whole network, and they are compared by
 * {@link Distillation} with a {@link Centre}. The networks end in {@link Prototypes}, the paper's last layer with
 * weight normalisation. Without centring it collapses: {@link Options#centring()}.
 *
 * <p>Deviations: two large crops, and no small ones that only the student sees (multi-crop); convolutional encoders;
 * tau_t is not warmed up; a head of two layers, where the paper has three before the last; no clipping of gradients.
 */
public final class Dino extends Siamese {

    private final Options options;
    private final Distillation loss;
    private final Centre centre;
    private NDArray latest; // [2N, K], what the teacher gave, until afterStep

    /**
     * What DINO consists of.
     *
     * @param view T, drawn twice for each image
     * @param encoder f
     * @param head g, to the bottleneck before the last layer
     * @param prototypes K, numbers that student and teacher give, at least 2; 65,536 in the paper
     * @param studentTemperature tau_s, above 0; 0.1 in the paper
     * @param teacherTemperature tau_t, above 0; 0.04 in the paper; not below tau_s, it does not sharpen
     * @param centring whether c is subtracted; false keeps c at 0, to see what it is for
     * @param centreMomentum m_c, in [0, 1); 0.9 in the paper
     * @param momentum m_k, the share of the teacher that stays in step k
     */
    public record Options(
            View view,
            Encoder encoder,
            ProjectionHead head,
            int prototypes,
            double studentTemperature,
            double teacherTemperature,
            boolean centring,
            double centreMomentum,
            MomentumSchedule momentum) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(momentum, "momentum");
            Prototypes.check(prototypes);
            new Distillation(studentTemperature, teacherTemperature);
            Centre.checkMomentum(centreMomentum);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.centring = false)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(
                    o.view,
                    o.encoder,
                    o.head,
                    o.prototypes,
                    o.studentTemperature,
                    o.teacherTemperature,
                    o.centring,
                    o.centreMomentum,
                    o.momentum);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public Encoder encoder = Options.this.encoder;
            public ProjectionHead head = Options.this.head;
            public int prototypes = Options.this.prototypes;
            public double studentTemperature = Options.this.studentTemperature;
            public double teacherTemperature = Options.this.teacherTemperature;
            public boolean centring = Options.this.centring;
            public double centreMomentum = Options.this.centreMomentum;
            public MomentumSchedule momentum = Options.this.momentum;
        }
    }

    /**
     * Builds the networks and draws their weights; the teacher begins with the same.
     *
     * @param options what DINO consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Dino(Options options, Shape image, Device device, long seed) {
        super(
                "DINO",
                options.view(),
                options.encoder(),
                options.head(),
                Norm.none(),
                new Prototypes(options.prototypes()),
                image,
                device,
                seed);
        this.options = options;
        loss = new Distillation(options.studentTemperature(), options.teacherTemperature());
        follow(
                network(),
                copy(options.encoder(), options.head(), Norm.none()).add(new Prototypes(options.prototypes())),
                options.momentum());
        centre = new Centre(manager(), options.prototypes());
    }

    @Override
    public Options options() {
        return options;
    }

    /** Returns the frozen teacher: from images to t, {@code [B, K]}. */
    public MomentumEncoder teacher() {
        return follower();
    }

    /** Returns c, the slow mean of what the teacher gave; 0 without centring. */
    public Centre centre() {
        return centre;
    }

    @Override
    NDArray target(NDArray x, NDArray z) {
        return teacher().forward(x);
    }

    @Override
    NDArray loss(NDArray sx, NDArray tx, NDArray sy, NDArray ty) {
        latest = ty.concat(tx, 0); // [2N, K]
        return loss.loss(sx.concat(sy, 0), latest, centre.mean()); // the mean halves both
    }

    @Override
    public void afterStep(Batch batch) {
        super.afterStep(batch);
        if (options.centring()) {
            centre.update(latest, options.centreMomentum());
        }
        latest = null;
    }

    /**
     * Returns the loss of a student that prefers no output.
     *
     * @return ln K
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(Distillation.chance(options.prototypes()));
    }

    @Override
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>(super.state());
        state.putAll(centre.state());
        return state;
    }

    @Override
    public void close() {
        centre.close();
        super.close();
    }
}
