package kontrast.encoder;

import ai.djl.nn.Block;
import java.util.Objects;

/**
 * The plan of a context network, g_ar of Contrastive Predictive Coding: it sums up the codes so
 * far.
 *
 * <pre>
 *   c_t = g_ar(z_1 .. z_t)     of z_t+1 and later it knows nothing
 * </pre>
 *
 * <p>t counts the rows of a grid of codes {@code [B, R, C, d]}, from the top; a sound is a grid of
 * one column.
 *
 * @param kind which network
 * @param units length of c, at least 1
 * @param layers layers, at least 1; a causal CNN of L layers sees L rows above its own
 */
public record Context(Kind kind, int units, int layers) {

    /** The context networks. */
    public enum Kind {
        /** A gated recurrent unit that runs down each column by itself. */
        GRU,
        /** Convolutions that look at this row and those above, in three columns each. */
        CAUSAL_CNN
    }

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Context {
        Objects.requireNonNull(kind, "kind");
        if (units < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "units and layers must be at least 1, found %d and %d".formatted(units, layers));
        }
    }

    /**
     * Returns a gated recurrent unit of one layer.
     *
     * @param units length of c, at least 1; 256 in van den Oord et al. for sound
     * @return the plan
     * @throws IllegalArgumentException if {@code units} is below 1
     */
    public static Context gru(int units) {
        return new Context(Kind.GRU, units, 1);
    }

    /**
     * Returns a causal CNN.
     *
     * @param units length of c, at least 1
     * @param layers layers, at least 1
     * @return the plan
     * @throws IllegalArgumentException if one is below 1
     */
    public static Context causalCnn(int units, int layers) {
        return new Context(Kind.CAUSAL_CNN, units, layers);
    }

    /**
     * Builds a new network, its weights not drawn yet.
     *
     * @return a block from z, {@code [B, R, C, d]}, to c, {@code [B, R, C, units]}
     */
    public Block block() {
        return switch (kind) {
            case GRU -> new ColumnGru(units, layers);
            case CAUSAL_CNN -> new CausalCnn(units, layers);
        };
    }
}
