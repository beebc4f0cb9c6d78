package kontrast.method;

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
import kontrast.view.Multiview;

/**
 * Features of an image by way of its views: takes the views, gives each to its network and puts the
 * results side by side, {@code [B, C, H, W] -> [B, n_1 + n_2 + ..]}. The networks are those of the
 * method, not copies.
 */
final class ViewsEncoder extends AbstractBlock {

    private final Multiview views;
    private final int[] which;
    private final List<Block> networks;

    /** The k-th network gets view {@code which[k]}. */
    ViewsEncoder(Multiview views, int[] which, List<Block> networks) {
        this.views = views;
        this.which = which.clone();
        this.networks = networks;
        for (int k = 0; k < which.length; k++) {
            addChildBlock("view" + which[k], networks.get(k));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList images,
            boolean training,
            PairList<String, Object> params) {
        NDList plain = views.plain(images.singletonOrThrow(), which);
        NDList features = new NDList();
        for (int k = 0; k < which.length; k++) {
            NDArray h =
                    networks.get(k)
                            .forward(store, new NDList(plain.get(k)), training)
                            .singletonOrThrow(); // [B, n] or [B, K, h, w]
            features.add(h.reshape(h.getShape().get(0), -1));
        }
        return new NDList(NDArrays.concat(features, 1));
    }

    /** Nothing to do: the networks have their parameters already. */
    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... images) {}

    @Override
    public Shape[] getOutputShapes(Shape[] images) {
        List<Shape> shapes = views.shapes(images[0].slice(1));
        long length = 0;
        for (int k = 0; k < which.length; k++) {
            Shape view = shapes.get(which[k]);
            Shape output = networks.get(k).getOutputShapes(new Shape[] {view})[0];
            length += output.slice(1).size();
        }
        return new Shape[] {new Shape(images[0].get(0), length)};
    }
}
