package kontrast.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.tensor.Transfer;
import kontrast.view.ColorDropping;
import kontrast.view.PatchGrid;
import kontrast.view.View;

/**
 * Relative patch location: on which of its eight sides does a patch lie of the one in the middle?
 *
 * <pre>
 *   0 1 2        h_i = f(u(p_i)),  i = 0 .. 8, c the middle
 *   3 c 4        minimise  -1/(8B)  sum over b, k of  log softmax(g(h_c, h_k))_k
 *   5 6 7
 * </pre>
 *
 * <p>Doersch et al., Unsupervised visual representation learning by context prediction, 2015,
 * section 3. f = {@link #encoder()}, one for both patches; g = two linear layers; u = {@link
 * Options#patchView()}, drawn for each patch. Every patch is encoded once and all eight pairs of an
 * image are in one batch (the paper, too, lets one patch take part in up to eight pairs).
 *
 * <p>The task invites cheating: lines that run on across a border, and the colour fringes of a
 * lens, tell where a patch lies. {@link Options#withoutPrecautions()} leaves these shortcuts open.
 */
public final class RelativePatch extends PretextTask {

    private static final int CELLS = 3;
    private static final int MIDDLE = 4;
    private static final int SIDES = 8;

    private final Options options;

    /**
     * What relative patch location consists of.
     *
     * @param view t, drawn once for each image before it is cut
     * @param grid how patches are cut, 3 x 3
     * @param patchView u, drawn for each patch on its own
     * @param encoder f; sees single patches
     * @param hidden units of the classifier's hidden layer, at least 1
     */
    public record Options(View view, PatchGrid grid, View patchView, Encoder encoder, int hidden) {

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if the grid is not 3 x 3 or {@code hidden} below 1
         */
        public Options {
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(patchView, "patchView");
            Objects.requireNonNull(encoder, "encoder");
            if (grid.cells() != CELLS) {
                throw new IllegalArgumentException("eight patches around one make a grid of 3 x 3, found %d x %d"
                        .formatted(grid.cells(), grid.cells()));
            }
            checkHidden(hidden);
        }

        /** Returns these options with neither gap nor jitter nor colour dropping. */
        public Options withoutPrecautions() {
            return new Options(view, grid.withoutPrecautions(), new ColorDropping(0, 0), encoder, hidden);
        }

        /** Returns a copy with some of them changed, e.g. {@code with(o -> o.hidden = 64)}, and checks it. */
        public Options with(Consumer<Draft> change) {
            Draft o = new Draft();
            change.accept(o);
            return new Options(o.view, o.grid, o.patchView, o.encoder, o.hidden);
        }

        /** A copy of these options that may be changed; see {@link #with}. */
        public final class Draft {
            public View view = Options.this.view;
            public PatchGrid grid = Options.this.grid;
            public View patchView = Options.this.patchView;
            public Encoder encoder = Options.this.encoder;
            public int hidden = Options.this.hidden;
        }
    }

    /**
     * Builds the networks and draws their weights.
     *
     * @param options what relative patch location consists of
     * @param image shape {@code (C, H, W)} of one image
     * @param device where the parameters lie and everything is computed
     * @param seed seed of the first weights
     */
    public RelativePatch(Options options, Shape image, Device device, long seed) {
        super(
                "relative patch",
                SIDES,
                options.encoder().block(),
                pairs(options.encoder().dimension()),
                ProjectionHead.mlp(options.hidden(), SIDES).block(),
                options.grid().shape(image.get(0)),
                device,
                seed);
        this.options = options;
    }

    /** Puts the middle beside each of its neighbours: {@code [9B, n] -> [8B, 2n]}. */
    private static Block pairs(int n) {
        return LambdaBlock.singleton(
                h -> {
                    NDArray all = h.reshape(-1, SIDES + 1, n); // [B, 9, n]
                    NDArray middle = all.get(new NDIndex(":, {}:{}", MIDDLE, MIDDLE + 1));
                    NDArray around = NDArrays.concat(
                            new NDList(
                                    all.get(new NDIndex(":, :{}", MIDDLE)), all.get(new NDIndex(":, {}:", MIDDLE + 1))),
                            1); // [B, 8, n]
                    return middle.broadcast(around.getShape()).concat(around, 2).reshape(-1, 2L * n);
                },
                "pairs");
    }

    @Override
    public Options options() {
        return options;
    }

    /**
     * Cuts nine patches out of every image and asks about the eight around the middle.
     *
     * @return inputs {@code [9B, C, p, p]}, answers 0 to 7 for each image
     */
    @Override
    public Question ask(NDArray images, RandomGenerator random) {
        NDArray views = options.view().apply(images, random); // [B, C, H, W]
        NDArray patches = options.grid().cut(views, random); // [B, 9, C, p, p]
        long[] answers = new long[Math.toIntExact(SIDES * patches.getShape().get(0))];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = i % SIDES;
        }
        return new Question(
                options.patchView().apply(flat(patches), random), Transfer.send(images.getManager(), answers));
    }
}
