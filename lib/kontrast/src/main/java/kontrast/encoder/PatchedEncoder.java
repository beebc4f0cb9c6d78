package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import kontrast.view.OverlappingGrid;

/**
 * An encoder of images that sees patches only: the mean of the codes of all patches.
 *
 * <pre>
 *   z_r,c = g_enc(patch (r, c)),   h = mean over r and c of z_r,c
 * </pre>
 *
 * <p>That mean is what van den Oord et al. (2018, section 3.2) classify; the codes themselves,
 * {@link #codes}, are what Contrastive Predictive Coding learns from.
 */
public final class PatchedEncoder extends AbstractBlock {

    private final OverlappingGrid grid;
    private final Block patches;

    /**
     * Builds the encoder, its weights not drawn yet.
     *
     * @param grid how an image is cut
     * @param encoder plan of g_enc, {@code [N, K, p, p] -> [N, d]}
     */
    public PatchedEncoder(OverlappingGrid grid, Encoder encoder) {
        this.grid = grid;
        patches = addChildBlock("patches", encoder.block());
    }

    /**
     * Encodes patches that are cut already.
     *
     * @param store gives the parameters
     * @param cut {@code [B * R * C, K, p, p]}, as {@link OverlappingGrid#cut} returns them
     * @param rows R
     * @param columns C
     * @param training whether batch normalisation, if there is any, uses the batch's statistics
     * @return z, {@code [B, R, C, d]}
     */
    public NDArray codes(ParameterStore store, NDArray cut, int rows, int columns, boolean training) {
        NDArray z = patches.forward(store, new NDList(cut), training).singletonOrThrow();
        long d = z.getShape().get(1);
        return z.reshape(z.getShape().get(0) / rows / columns, rows, columns, d);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray images = inputs.singletonOrThrow(); // [B, K, H, W]
        int rows = grid.along(images.getShape().get(2));
        int columns = grid.along(images.getShape().get(3));
        NDArray z = codes(store, grid.cut(images), rows, columns, training); // [B, R, C, d]
        return new NDList(z.mean(new int[] {2}).mean(new int[] {1})); // [B, d]
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), patches.getOutputShapes(shapes(inputs[0]))[0].get(1))};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        patches.initialize(manager, type, shapes(inputs[0]));
    }

    private Shape[] shapes(Shape images) {
        return new Shape[] {new Shape(1, images.get(1), grid.patch(), grid.patch())};
    }
}
