package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * K directions that are learned, and how much an embedding points along each.
 *
 * <pre>  s_k = z.c_k / (|z| |c_k|),   k = 1 .. K </pre>
 *
 * <p>The prototypes c_k of Caron et al., Unsupervised learning of visual features by contrasting cluster assignments
 * (SwAV), 2020, section 3.1, and the last layer of DINO's head (Caron et al., 2021, section 3.3). Deviation from SwAV's
 * published code, which sets every c_k to length 1 after each step: here the length is divided out where the scores are
 * computed, as in DINO's weight normalisation. The scores are the same; the gradient has no part along c_k.
 */
public final class Prototypes extends AbstractBlock {

    private final Parameter directions; // [K, d], of any length
    private final int count;

    /**
     * Builds the layer, its directions not drawn yet.
     *
     * @param count K, at least 2
     * @throws IllegalArgumentException if {@code count} is below 2
     */
    public Prototypes(int count) {
        check(count);
        this.count = count;
        directions = addParameter(Parameter.builder()
                .setName("directions")
                .setType(Parameter.Type.WEIGHT)
                .build());
    }

    /**
     * Checks a number of prototypes.
     *
     * @param count K
     * @throws IllegalArgumentException if it is below 2
     */
    public static void check(int count) {
        if (count < 2) {
            throw new IllegalArgumentException(
                    "prototypes must be at least 2, found %d; with one every image is assigned to it".formatted(count));
        }
    }

    /** From z, {@code [N, d]}, to cosines s, {@code [N, K]}, in [-1, 1]. */
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray z = inputs.singletonOrThrow();
        NDArray unit = store.getValue(directions, z.getDevice(), training).normalize(2, 1); // [K, d], rows of length 1
        unit.attach(z.getManager()); // not to live as long as the parameter
        return new NDList(z.normalize(2, 1).matMul(unit.transpose()));
    }

    @Override
    protected void prepare(Shape[] inputs) {
        directions.setShape(new Shape(count, inputs[0].get(1)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), count)};
    }
}
