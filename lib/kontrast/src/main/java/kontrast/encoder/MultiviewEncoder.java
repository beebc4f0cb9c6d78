package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Objects;
import kontrast.view.Multiview;

/**
 * The plan of an encoder of images by way of their views: takes the views of an image as it is,
 * gives each to an encoder of its own and puts the representations side by side.
 *
 * <pre>  h = [f_1(v_1), f_2(v_2), ..],   [B, C, H, W] -&gt; [B, n_1 + n_2 + ..] </pre>
 *
 * <p>What {@code kontrast.method.Cmc} learns, for all that compares encoders.
 *
 * @param views the views
 * @param encoder the plan of each f
 * @param which places of the views that are used, at least one
 */
public record MultiviewEncoder(Multiview views, Encoder encoder, List<Integer> which) implements Encoder {

    /**
     * Checks the places.
     *
     * @throws IllegalArgumentException if there is none
     * @throws IndexOutOfBoundsException if there is no such view
     */
    public MultiviewEncoder {
        Objects.requireNonNull(encoder, "encoder");
        which = List.copyOf(which);
        which.forEach(i -> Objects.checkIndex(i, views.count()));
        if (which.isEmpty()) {
            throw new IllegalArgumentException("name at least one view, 0 to %d".formatted(views.count() - 1));
        }
    }

    @Override
    public int dimension() {
        return which.size() * encoder.dimension();
    }

    @Override
    public Block block() {
        return block(which.stream().map(i -> encoder.block()).toList());
    }

    /**
     * Builds the block of given networks, which it shares.
     *
     * @param networks one for each of {@link #which()}, from {@code [B, C_i, H, W]} to {@code [B,
     *     ..]}
     * @return a block from images {@code [B, C, H, W]} to the results, flat and side by side
     * @throws IllegalArgumentException if there is not one network for each view
     */
    public Block block(List<Block> networks) {
        if (networks.size() != which.size()) {
            throw new IllegalArgumentException(
                    "expected one network for each of %d views, found %d".formatted(which.size(), networks.size()));
        }
        return new SideBySide(views, which.stream().mapToInt(i -> i).toArray(), networks);
    }

    private static final class SideBySide extends AbstractBlock {

        private final Multiview views;
        private final int[] which;
        private final List<Block> networks;

        SideBySide(Multiview views, int[] which, List<Block> networks) {
            this.views = views;
            this.which = which;
            this.networks = networks;
            for (int k = 0; k < which.length; k++) {
                addChildBlock("view" + which[k], networks.get(k));
            }
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList images, boolean training, PairList<String, Object> params) {
            NDList plain = views.plain(images.singletonOrThrow(), which);
            NDList features = new NDList();
            for (int k = 0; k < which.length; k++) {
                NDArray h = networks.get(k)
                        .forward(store, new NDList(plain.get(k)), training)
                        .singletonOrThrow(); // [B, n] or [B, K, h, w]
                features.add(h.reshape(h.getShape().get(0), -1));
            }
            return new NDList(NDArrays.concat(features, 1));
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... images) {
            List<Shape> shapes = viewShapes(images[0]);
            for (int k = 0; k < which.length; k++) {
                networks.get(k).initialize(manager, type, shapes.get(k));
            }
        }

        @Override
        public Shape[] getOutputShapes(Shape[] images) {
            List<Shape> shapes = viewShapes(images[0]);
            long length = 0;
            for (int k = 0; k < which.length; k++) {
                Shape output = networks.get(k).getOutputShapes(new Shape[] {shapes.get(k)})[0];
                length += output.slice(1).size();
            }
            return new Shape[] {new Shape(images[0].get(0), length)};
        }

        private List<Shape> viewShapes(Shape images) {
            try (NDManager scratch = NDManager.newBaseManager()) {
                NDArray one = scratch.zeros(new Shape(1).addAll(images.slice(1)));
                return views.plain(one, which).stream().map(NDArray::getShape).toList();
            }
        }
    }
}
