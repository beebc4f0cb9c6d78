package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.Standardised;
import kontrast.tensor.Transfer;
import kontrast.view.PatchGrid;
import kontrast.view.PermutationSet;
import kontrast.view.View;

/**
 * Jigsaw puzzle: in which of K orders are the tiles of the image laid?
 *
 * <pre>
 *   k ~ U{0 .. K-1},   q_i = tile number pi_k(i) of t(x)
 *   minimise the mean of  -log softmax(g(f(q_0), .. f(q_8)))_k
 * </pre>
 *
 * <p>Noroozi and Favaro, Unsupervised learning of visual representations by solving jigsaw puzzles,
 * 2016, section 3. f = {@link #encoder()}, one for all tiles, g = two linear layers; the orders are
 * a {@link PermutationSet}. Gaps between the tiles ({@link Options#grid()}) hide lines that run on,
 * and an encoder that is {@link Standardised} hides brightness and tint.
 */
public final class Jigsaw extends PretextTask {

    private final Options options;
    private final PermutationSet orders;

    /**
     * What the puzzle consists of.
     *
     * @param view t, drawn once for each image before it is cut
     * @param grid how tiles are cut; 2 x 2 or 3 x 3
     * @param permutations K, in 2 to the factorial of the number of tiles; few make the puzzle easy
     * @param encoder f; sees single tiles
     * @param hidden units of the classifier's hidden layer, at least 1
     */
    public record Options(View view, PatchGrid grid, int permutations, Encoder encoder, int hidden) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(encoder, "encoder");
            checkPuzzle(grid, permutations);
            checkHidden(hidden);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.permutations = 100)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.grid, o.permutations, o.encoder, o.hidden);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public PatchGrid grid = Options.this.grid;
            public int permutations = Options.this.permutations;
            public Encoder encoder = Options.this.encoder;
            public int hidden = Options.this.hidden;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what the puzzle consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public Jigsaw(Options options, Shape image, Device device, long seed) {
        super(
                "jigsaw",
                options.permutations(),
                options.encoder().block(),
                LambdaBlock.singleton(
                        // [9B, n] -> [B, 9n]
                        h -> h.reshape(
                                -1,
                                (long) options.grid().count()
                                        * options.encoder().dimension()),
                        "side by side"),
                ProjectionHead.mlp(options.hidden(), options.permutations()).block(),
                options.grid().shape(image.get(0)),
                device,
                seed);
        this.options = options;
        orders = PermutationSet.maximal(options.grid().count(), options.permutations());
    }

    /** Checks that a puzzle can be laid, and has so many orders. */
    static void checkPuzzle(PatchGrid grid, int permutations) {
        if (grid.cells() < 2 || grid.cells() > 3) {
            throw new IllegalArgumentException(
                    "a puzzle has 2 x 2 or 3 x 3 tiles, found %d x %d".formatted(grid.cells(), grid.cells()));
        }
        int most = PermutationSet.most(grid.count());
        if (permutations < 2 || permutations > most) {
            throw new IllegalArgumentException(
                    "permutations must be 2 to %d with %d tiles, found %d".formatted(most, grid.count(), permutations));
        }
    }

    @Override
    public Options options() {
        return options;
    }

    /** Returns the orders, the classes of the puzzle. */
    public PermutationSet orders() {
        return orders;
    }

    /**
     * Cuts every image into tiles and lays them in a drawn order.
     *
     * @return inputs {@code [9B, C, p, p]}, one answer in 0 to K - 1 for each image
     */
    @Override
    public Question ask(NDArray images, RandomGenerator random) {
        NDArray views = options.view().apply(images, random); // [B, C, H, W]
        NDArray tiles = options.grid().cut(views, random); // [B, 9, C, p, p]
        int[] chosen = new int[Math.toIntExact(tiles.getShape().get(0))];
        long[] answers = new long[chosen.length];
        for (int b = 0; b < chosen.length; b++) {
            chosen[b] = random.nextInt(orders.size());
            answers[b] = chosen[b];
        }
        NDArray laid = orders.lay(tiles, chosen); // [B, 9, C, p, p]
        return new Question(flat(laid), Transfer.send(images.getManager(), answers));
    }
}
