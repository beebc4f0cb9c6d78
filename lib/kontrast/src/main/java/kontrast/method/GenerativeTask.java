package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import kontrast.data.Examples;
import kontrast.encoder.ConvEncoder;
import kontrast.encoder.Decoder;
import kontrast.encoder.Weights;
import kontrast.tensor.NoGrad;

/**
 * A task whose answer is a picture: something is taken out of the image, and drawn again.
 *
 * <pre>
 *   minimise the distance of  g(map(q(x)))  from  x        h = pool(map(x)) is the representation
 * </pre>
 *
 * <p>What the tasks differ in is what is taken out: noise is put in ({@link DenoisingAutoencoder}),
 * a part is hidden ({@link Inpainting}), the colour is removed ({@link Colorization}).
 */
public abstract sealed class GenerativeTask extends AbstractMethod
        permits DenoisingAutoencoder, Inpainting, Colorization {

    private final Block encoder;
    private final SequentialBlock network;

    /**
     * Builds the networks and draws their weights.
     *
     * @param name the name of the task
     * @param plan map and pool
     * @param between what lies between the map and the decoder; keeps the shape
     * @param decoder g
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    GenerativeTask(
            String name, ConvEncoder plan, Block between, Decoder decoder, Shape image, Device device, long seed) {
        super(name);
        Block map = plan.map();
        encoder = new SequentialBlock().add(map).add(plan.pool());
        network = new SequentialBlock().add(map).add(between).add(decoder.block());
        open(device, manager -> Weights.draw(network, manager, seed, new Shape(1).addAll(image)));
    }

    static void checkWidth(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("width must be at least 1 channel, found " + width);
        }
    }

    /** Draws: {@code [B, C, H, W] -> [B, outputs, H', W']}. */
    final NDArray forward(NDArray images, boolean training) {
        return forward(network, images, training);
    }

    /** Draws in evaluation mode and without a graph. */
    final NDArray draw(NDArray images) {
        return NoGrad.call(() -> forward(images, false));
    }

    /**
     * Returns how far the drawing is from the image, on average and in evaluation mode.
     *
     * @param images the images, best ones that were not trained with
     * @param seed seed of what is drawn at random, e.g. noise
     * @return what the class of the task says
     */
    public abstract double error(Examples images, long seed);

    @Override
    public Block encoder() {
        return encoder;
    }

    /** Returns feature map and decoder: a block from {@code [B, C, H, W]} to what is drawn, {@code [B, .., H', W']}. */
    @Override
    public Block network() {
        return network;
    }
}
