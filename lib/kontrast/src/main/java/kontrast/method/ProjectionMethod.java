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
public abstract sealed class ProjectionMethod extends AbstractMethod permits SimClr, MoCo, JointEmbedding {

    private final Block encoder;
    private final Block head;
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
        super(name);
        this.encoder = encoder.block();
        this.head = head.block();
        network = new SequentialBlock().add(this.encoder).add(this.head);
        if (!output.isNone()) {
            network.add(output.block());
        }
        open(device, manager -> Weights.draw(network, manager, seed, new Shape(1).addAll(image)));
    }

    /** Projects views in training mode: {@code [B, C, H, W]} to z, {@code [B, d]}. */
    final NDArray project(NDArray views) {
        return forward(network, views, true);
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
    @Override
    public Block network() {
        return network;
    }
}
