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
 * @param first smallest k, at least 1; with overlapping patches the next row shows in part what
 *     this one does, and 2 leaves that out
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
        return small(width)
                .withEncoder(new PatchCnn(width, Norm.layer()))
                .withContext(Context.causalCnn(4 * width, 4))
                .withDirections(List.of(Direction.values()))
                .withPatchView(PatchViews.of(PatchViews.Options.cpc2()))
                .withObjective(new CpcObjective.InfoNce(Negatives.ALL, 10));
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
        return small(1).withView(new RandomCrop(64))
                .withGrid(OverlappingGrid.paper())
                .withEncoder(new ResNet18(64, Norm.layer()))
                .withContext(Context.gru(512))
                .withSteps(1, 5);
    }

    /**
     * Returns the second paper's method for images of 32 pixels: {@link #smallV2} with a large
     * encoder.
     *
     * @return a crop of 30 pixels, 5 x 5 patches of 10 with stride 5, 3 steps in 4 directions
     */
    public static CpcOptions cifarV2() {
        return smallV2(1).withEncoder(new ResNet18(64, Norm.layer())).withContext(Context.causalCnn(256, 5));
    }

    /**
     * Returns these options with another view of the image.
     *
     * @param view drawn once for each image
     * @return the changed options
     */
    public CpcOptions withView(View view) {
        return with(o -> o.view = view);
    }

    /**
     * Returns these options with another grid.
     *
     * @param grid how an image is cut
     * @return the changed options
     */
    public CpcOptions withGrid(OverlappingGrid grid) {
        return with(o -> o.grid = grid);
    }

    /**
     * Returns these options with another view of each patch.
     *
     * @param patchView drawn once for each patch
     * @return the changed options
     */
    public CpcOptions withPatchView(View patchView) {
        return with(o -> o.patchView = patchView);
    }

    /**
     * Returns these options with another encoder: its width is the capacity, its norm the switch
     * between batch and layer normalisation.
     *
     * @param encoder g_enc
     * @return the changed options
     */
    public CpcOptions withEncoder(Encoder encoder) {
        return with(o -> o.encoder = encoder);
    }

    /**
     * Returns these options with another context network.
     *
     * @param context g_ar
     * @return the changed options
     */
    public CpcOptions withContext(Context context) {
        return with(o -> o.context = context);
    }

    /**
     * Returns these options with other steps ahead.
     *
     * @param first smallest k, at least 1
     * @param last largest k, at least {@code first}
     * @return the changed options
     * @throws IllegalArgumentException if they are out of range
     */
    public CpcOptions withSteps(int first, int last) {
        return with(o -> {
            o.first = first;
            o.last = last;
        });
    }

    /**
     * Returns these options with other directions.
     *
     * @param directions at least one, none twice
     * @return the changed options
     * @throws IllegalArgumentException if there is none or one twice
     */
    public CpcOptions withDirections(List<Direction> directions) {
        return with(o -> o.directions = directions);
    }

    /**
     * Returns these options with another objective.
     *
     * @param objective what is minimised
     * @return the changed options
     */
    public CpcOptions withObjective(CpcObjective objective) {
        return with(o -> o.objective = objective);
    }

    private CpcOptions with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.finish();
    }

    /**
     * These options, open to change; see {@code Draft} of {@link kontrast.train.TrainingOptions}.
     */
    private final class Draft {
        View view = CpcOptions.this.view;
        OverlappingGrid grid = CpcOptions.this.grid;
        View patchView = CpcOptions.this.patchView;
        Encoder encoder = CpcOptions.this.encoder;
        Context context = CpcOptions.this.context;
        int first = CpcOptions.this.first;
        int last = CpcOptions.this.last;
        List<Direction> directions = CpcOptions.this.directions;
        CpcObjective objective = CpcOptions.this.objective;

        CpcOptions finish() {
            return new CpcOptions(view, grid, patchView, encoder, context, first, last, directions, objective);
        }
    }
}
