package kontrast.method;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import kontrast.encoder.Context;
import kontrast.encoder.Encoder;
import kontrast.encoder.Norm;
import kontrast.encoder.PatchCnn;
import kontrast.encoder.ResNet18;
import kontrast.loss.Negatives;
import kontrast.view.OverlappingGrid;
import kontrast.view.PatchViews;
import kontrast.view.RandomCrop;
import kontrast.view.View;

/**
 * What {@link Cpc} consists of.
 *
 * @param view view of the whole image, drawn once for each
 * @param grid how it is cut into patches
 * @param patchView view of a patch, drawn once for each
 * @param encoder g_enc, of one patch
 * @param context g_ar
 * @param first smallest k, at least 1; if patches overlap, the next row shows a part of this
 *     one, and 2 leaves this easy step out
 * @param last largest k, at least {@code first}
 * @param directions which way it is predicted, at least one
 * @param objective what is minimised
 */
public record CpcOptions(
        View view,
        OverlappingGrid grid,
        View patchView,
        Encoder encoder,
        Context context,
        int first,
        int last,
        List<Direction> directions,
        CpcObjective objective) {

    /** Which way predictions go: the grid is turned so that they always go down. */
    public enum Direction {
        /** From the upper rows to the lower ones. */
        DOWN,
        /** From below. */
        UP,
        /** From the left columns to the right ones. */
        RIGHT,
        /** From the right. */
        LEFT;

        /** True if predictions go along the rows' axis. */
        boolean alongRows() {
            return this == DOWN || this == UP;
        }

        /** Turns a grid {@code [B, R, C, d]} so that this direction becomes down. */
        NDArray turn(NDArray grid) {
            return switch (this) {
                case DOWN -> grid;
                case UP -> grid.flip(1);
                case RIGHT -> grid.swapAxes(1, 2);
                case LEFT -> grid.swapAxes(1, 2).flip(1);
            };
        }
    }

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the steps are not 1 or more in ascending order, or there
     *     is no direction
     */
    public CpcOptions {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(patchView, "patchView");
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(objective, "objective");
        directions = List.copyOf(directions);
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "expected steps ahead 1 <= first <= last, found %d and %d".formatted(first, last));
        }
        if (directions.isEmpty() || directions.stream().distinct().count() < directions.size()) {
            throw new IllegalArgumentException("expected at least one direction, none twice, found " + directions);
        }
    }

    /**
     * Returns the first paper's method at the size of 32 x 32 images: patches as they are, no
     * normalisation, one direction.
     *
     * @param width capacity of the patch encoder, at least 1
     * @return a crop of 30 pixels, 5 x 5 patches, GRU, 3 steps down, InfoNCE over all codes
     * @throws IllegalArgumentException if {@code width} is below 1
     */
    public static CpcOptions small(int width) {
        return new CpcOptions(
                new RandomCrop(30),
                OverlappingGrid.cifar(),
                PatchViews.of(PatchViews.Options.none()),
                new PatchCnn(width, Norm.none()),
                Context.gru(4 * width),
                1,
                3,
                List.of(Direction.DOWN),
                new CpcObjective.InfoNce(Negatives.ALL, 1));
    }

    /**
     * Returns the second paper's method at the size of 32 x 32 images: {@link #small} with layer
     * normalisation, four directions, a causal CNN, augmented patches and the scale 0.1.
     *
     * @param width capacity of the patch encoder, at least 1
     * @return the options
     * @throws IllegalArgumentException if {@code width} is below 1
     */
    public static CpcOptions smallV2(int width) {
        return small(width).with(o -> {
            o.encoder = new PatchCnn(width, Norm.layer());
            o.context = Context.causalCnn(4 * width, 4);
            o.directions = List.of(Direction.values());
            o.patchView = PatchViews.of(PatchViews.Options.cpc2());
            o.objective = new CpcObjective.InfoNce(Negatives.ALL, 10);
        });
    }

    /**
     * Returns the first paper's method for images of 64 pixels or more (STL-10 has 96): a quarter
     * of its size, with the same grid.
     *
     * <p>Deviations: a ResNet-18 with layer normalisation, for the first three stages of a
     * ResNet-101 without any; and a GRU that runs down single columns.
     *
     * @return a crop of 64 pixels, 7 x 7 patches of 16 with stride 8, 5 steps down, InfoNCE over
     *     all codes
     */
    public static CpcOptions paper() {
        return small(1).with(o -> {
            o.view = new RandomCrop(64);
            o.grid = OverlappingGrid.paper();
            o.encoder = new ResNet18(64, Norm.layer());
            o.context = Context.gru(512);
            o.first = 1;
            o.last = 5;
        });
    }

    /**
     * Returns the second paper's method for images of 32 pixels: {@link #smallV2} with a large
     * encoder.
     *
     * @return a crop of 30 pixels, 5 x 5 patches of 10 with stride 5, 3 steps in 4 directions
     */
    public static CpcOptions cifarV2() {
        return smallV2(1).with(o -> {
            o.encoder = new ResNet18(64, Norm.layer());
            o.context = Context.causalCnn(256, 5);
        });
    }

    /** Returns a copy with some of them changed, e.g. {@code with(o -> o.last = 4)}, and checks it. */
    public CpcOptions with(Consumer<Draft> change) {
        Draft o = new Draft();
        change.accept(o);
        return new CpcOptions(
                o.view, o.grid, o.patchView, o.encoder, o.context, o.first, o.last, o.directions, o.objective);
    }

    /** A copy of these options that may be changed; see {@link #with}. */
    public final class Draft {
        public View view = CpcOptions.this.view;
        public OverlappingGrid grid = CpcOptions.this.grid;
        public View patchView = CpcOptions.this.patchView;
        public Encoder encoder = CpcOptions.this.encoder;
        public Context context = CpcOptions.this.context;
        public int first = CpcOptions.this.first;
        public int last = CpcOptions.this.last;
        public List<Direction> directions = CpcOptions.this.directions;
        public CpcObjective objective = CpcOptions.this.objective;
    }
}
