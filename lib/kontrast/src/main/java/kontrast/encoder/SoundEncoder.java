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

/**
 * An encoder of stretches of sound: the mean of the contexts at all moments.
 *
 * <pre>
 *   z = g_enc(x),   c_t = g_ar(z_1 .. z_t),   h = mean over t of c_t
 * </pre>
 *
 * <p>van den Oord et al., 2018, section 3.1, classify the contexts c_t by phone and by speaker; a
 * speaker stays the same, hence the mean. Codes are a grid of one column, {@code [B, T, 1, w]}.
 */
public final class SoundEncoder extends AbstractBlock {

    private final WaveCnn plan;
    private final Block codes;
    private final Block context;

    /**
     * The plan of an encoder of sound, for methods that know plans only, such as a supervised one.
     *
     * @param encoder plan of g_enc
     * @param context plan of g_ar
     */
    public record Plan(WaveCnn encoder, Context context) implements Encoder {

        /** Returns a block from {@code [B, 1, L]} to {@code [B, u]}. */
        @Override
        public Block block() {
            return new SoundEncoder(encoder, context);
        }

        @Override
        public int dimension() {
            return context.units();
        }
    }

    /**
     * Builds the networks, their weights not drawn yet.
     *
     * @param encoder plan of g_enc
     * @param context plan of g_ar
     */
    public SoundEncoder(WaveCnn encoder, Context context) {
        plan = encoder;
        codes = addChildBlock("codes", encoder.block());
        this.context = addChildBlock("context", context.block());
    }

    /**
     * Returns the codes.
     *
     * @param store gives the parameters
     * @param sound {@code [B, 1, L]}, L a multiple of the samples of a code
     * @param training whether batch normalisation, if there is any, uses the batch's statistics
     * @return z, {@code [B, T, 1, w]}
     */
    public NDArray codes(ParameterStore store, NDArray sound, boolean training) {
        NDArray z = codes.forward(store, new NDList(sound), training).singletonOrThrow();
        return z.swapAxes(1, 2).expandDims(2);
    }

    /**
     * Returns the contexts of codes.
     *
     * @param store gives the parameters
     * @param codes z, {@code [B, T, 1, w]}
     * @param training as in {@link #codes}
     * @return c, {@code [B, T, 1, u]}
     */
    public NDArray contexts(ParameterStore store, NDArray codes, boolean training) {
        return context.forward(store, new NDList(codes), training).singletonOrThrow();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray z = codes(store, inputs.singletonOrThrow(), training);
        NDArray c = contexts(store, z, training); // [B, T, 1, u]
        return new NDList(c.mean(new int[] {1}).reshape(c.getShape().get(0), -1)); // [B, u]
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape c = context.getOutputShapes(new Shape[] {grid(inputs[0])})[0];
        return new Shape[] {new Shape(inputs[0].get(0), c.get(3))};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape s = inputs[0];
        if (s.dimension() != 3 || s.get(1) != 1 || s.get(2) % plan.samples() != 0) {
            throw new IllegalArgumentException(
                    "expected sound [B, 1, L] of a multiple of %d samples, found %s".formatted(plan.samples(), s));
        }
        codes.initialize(manager, type, s);
        context.initialize(manager, type, grid(s));
    }

    private Shape grid(Shape sound) {
        return new Shape(sound.get(0), sound.get(2) / plan.samples(), 1, plan.width());
    }
}
