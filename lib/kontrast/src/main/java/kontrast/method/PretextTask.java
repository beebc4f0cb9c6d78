package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import kontrast.data.Examples;
import kontrast.encoder.Weights;
import kontrast.loss.CrossEntropy;

/**
 * A question about an image that has one of K answers, which whoever made the question knows:
 * labels without anybody who labels.
 *
 * <pre>
 *   (q, y) = ask(x)
 *   minimise the mean of -log softmax(g(f(q)))_y
 * </pre>
 *
 * <p>What the tasks differ in is {@link #ask} and what g sees of f: one image ({@link Rotation}),
 * two patches ({@link RelativePatch}) or nine ({@link Jigsaw}).
 */
public abstract sealed class PretextTask extends AbstractMethod permits Rotation, RelativePatch, Jigsaw {

    private final int classes;
    private final Block encoder;
    private final SequentialBlock network;

    /**
     * Questions with their answers.
     *
     * @param inputs what the network sees, {@code [M, C, h, w]}
     * @param answers {@code [Q]}, int64 in 0 to K - 1; several inputs may make one question, and
     *     several questions may share one
     */
    public record Question(NDArray inputs, NDArray answers) {}

    /**
     * Builds the networks and draws their weights.
     *
     * @param name the name of the task
     * @param classes K
     * @param encoder f, from {@code [M, C, h, w]} to {@code [M, n]}
     * @param between makes what g sees, {@code [Q, ..]}, from {@code [M, n]}
     * @param head g, to {@code [Q, K]}
     * @param input shape of the inputs of one image, {@code [M, C, h, w]}
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    PretextTask(
            String name, int classes, Block encoder, Block between, Block head, Shape input, Device device, long seed) {
        super(name);
        this.classes = classes;
        this.encoder = encoder;
        network = new SequentialBlock().add(encoder).add(between).add(head);
        open(device, manager -> Weights.draw(network, manager, seed, input));
    }

    /**
     * Makes questions from images.
     *
     * @param images {@code [B, C, H, W]}, float32 in [0, 1]; left unchanged
     * @param random source of all that is drawn
     * @return the questions, which belong to the manager of {@code images}
     */
    public abstract Question ask(NDArray images, RandomGenerator random);

    @Override
    public NDArray loss(Batch batch) {
        Question question = ask(batch.images(), batch.random());
        return CrossEntropy.loss(logits(question, true), question.answers());
    }

    static void checkHidden(int hidden) {
        if (hidden < 1) {
            throw new IllegalArgumentException("hidden must be at least 1 unit, found " + hidden);
        }
    }

    /** Merges the first two axes, images and their patches: {@code [B, n, ..] -> [B n, ..]}. */
    static NDArray flat(NDArray patches) {
        return patches.reshape(new Shape(-1).addAll(patches.getShape().slice(2)));
    }

    private NDArray logits(Question question, boolean training) {
        return forward(network, question.inputs(), training); // [Q, K]
    }

    /**
     * Returns the pretext accuracy: how often the largest logit is that of the right answer, with
     * batch normalisation by running statistics. The images are asked about as in training, through
     * the task's view: a baseline beside it must have seen the same views.
     *
     * @param images the images to ask about, best ones that were not trained with
     * @param seed seed of the questions
     * @return share of right answers, in [0, 1]; 1/K by guessing
     */
    public double accuracy(Examples images, long seed) {
        return average(images, seed, (x, random) -> {
            Question question = ask(x, random);
            return CrossEntropy.accuracy(logits(question, false), question.answers());
        });
    }

    @Override
    public Block encoder() {
        return encoder;
    }

    /**
     * Returns encoder and classifier: a block from the inputs of {@link Question}, {@code [M, C, h, w]}, to logits
     * {@code [Q, K]}.
     */
    @Override
    public Block network() {
        return network;
    }

    /**
     * Returns the loss of a guess.
     *
     * @param batchSize images in a batch; does not matter
     * @return ln K
     */
    @Override
    public OptionalDouble chance(int batchSize) {
        return OptionalDouble.of(CrossEntropy.chance(classes));
    }
}
