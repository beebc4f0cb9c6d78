package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/**
 * What Contrastive Predictive Coding says of later codes: for each step ahead one linear map of the
 * context, without bias.
 *
 * <pre>
 *   p_t,k = W_k c_t   is to resemble   z_t+k,   k = first .. last
 * </pre>
 *
 * <p>van den Oord et al., 2018, section 2.2, equation 3. t counts rows of the grid.
 */
public final class Predictor extends AbstractBlock {

    private final List<Block> maps = new ArrayList<>();
    private final int first;
    private final int units;

    /**
     * Builds the maps, their weights not drawn yet.
     *
     * @param first smallest k, at least 1
     * @param last largest k, at least {@code first}
     * @param units d, length of a code
     * @throws IllegalArgumentException if the steps or the length are out of range
     */
    public Predictor(int first, int last, int units) {
        if (first < 1 || last < first || units < 1) {
            throw new IllegalArgumentException(
                    "expected steps from 1 and codes of at least 1 number, found steps %d to %d and %d numbers"
                            .formatted(first, last, units));
        }
        this.first = first;
        this.units = units;
        for (int k = first; k <= last; k++) {
            maps.add(addChildBlock(
                    "W" + k, Linear.builder().setUnits(units).optBias(false).build()));
        }
    }

    /** From c, {@code [B, R, C, u]}, for each k the predictions {@code [B, R - k, C, d]}. */
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray c = inputs.singletonOrThrow();
        long rows = c.getShape().get(1);
        NDList predictions = new NDList(maps.size());
        for (int i = 0; i < maps.size(); i++) {
            NDList known = new NDList(c.get(":, :{}", rows - first - i)); // [B, R - k, C, u]
            predictions.add(maps.get(i).forward(store, known, training).singletonOrThrow());
        }
        return predictions;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape s = inputs[0];
        Shape[] shapes = new Shape[maps.size()];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = new Shape(s.get(0), s.get(1) - first - i, s.get(2), units);
        }
        return shapes;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        int last = first + maps.size() - 1;
        if (last >= inputs[0].get(1)) {
            throw new IllegalArgumentException(
                    "%d steps ahead need more than %d rows of codes; predict fewer steps or cut a finer grid"
                            .formatted(last, inputs[0].get(1)));
        }
        maps.forEach(map -> map.initialize(manager, type, inputs[0]));
    }
}
