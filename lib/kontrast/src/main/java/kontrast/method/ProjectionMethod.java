package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import kontrast.encoder.Encoder;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Weights;

/**
 * Methods that compare projections: the loss sees z, what is kept for later is h.
 *
 * <pre>  h = f(x), z = g(h) </pre>
 */
public abstract sealed class ProjectionMethod extends AbstractMethod
        permits SimClr, MoCo, JointEmbedding, Siamese, SwAv {

    private final Block encoder;
    private final Block head;
    private final SequentialBlock projector;
    private final SequentialBlock network;

    /**
     * Builds the networks and draws their weights.
     *
     * @param name the name of the method
     * @param encoder f
     * @param head g
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    ProjectionMethod(String name, Encoder encoder, ProjectionHead head, Shape image, Device device, long seed) {
        this(name, encoder, head, Norm.none(), image, device, seed);
    }

    /** With a normalisation of z, the last layer of the network. */
    ProjectionMethod(
            String name, Encoder encoder, ProjectionHead head, Norm output, Shape image, Device device, long seed) {
        this(name, encoder, head, output, null, image, device, seed);
    }

    /** With a block that takes z, such as a predictor; null for none. */
    ProjectionMethod(
            String name,
            Encoder encoder,
            ProjectionHead head,
            Norm output,
            Block after,
            Shape image,
            Device device,
            long seed) {
        super(name);
        this.encoder = encoder.block();
        this.head = head.block();
        projector = chain(this.encoder, this.head, output);
        network =
                after == null ? projector : new SequentialBlock().add(projector).add(after);
        open(device, manager -> Weights.draw(network, manager, seed, new Shape(1).addAll(image)));
    }

    /** A second projector of the same plan, its weights not drawn yet. */
    static SequentialBlock copy(Encoder encoder, ProjectionHead head, Norm output) {
        return chain(encoder.block(), head.block(), output);
    }

    private static SequentialBlock chain(Block encoder, Block head, Norm output) {
        SequentialBlock chain = new SequentialBlock().add(encoder).add(head);
        return output.isNone() ? chain : chain.add(output.block());
    }

    /** Projects views in training mode: {@code [B, C, H, W]} to z, {@code [B, d]}. */
    final NDArray project(NDArray views) {
        return forward(projector, views, true);
    }

    @Override
    public Block encoder() {
        return encoder;
    }

    /** Returns the projection head g: a block from h, {@code [B, n]}, to z, {@code [B, d]}, not normalised. */
    public Block head() {
        return head;
    }

    /** Returns g after f: a block from {@code [B, C, H, W]} to z, {@code [B, d]}, not normalised. */
    public Block projector() {
        return projector;
    }

    /** Returns g after f, {@link #projector()}, and what the method puts on top of z, such as a predictor. */
    @Override
    public Block network() {
        return network;
    }
}
