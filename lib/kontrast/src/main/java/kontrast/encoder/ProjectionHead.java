package kontrast.encoder;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import java.util.Objects;

/**
 * The plan of a projection head g: representation h to the vector z that the loss compares.
 *
 * <pre>
 *   NONE    z = h
 *   LINEAR  z = W h + b
 *   MLP     z = W2 relu(norm(W1 h)) + b2
 * </pre>
 *
 * <p>Chen et al., A simple framework for contrastive learning of visual representations, 2020,
 * section 4.2, which compares these three. The batch normalisation of the hidden layer is that of
 * their published code; MoCo v2 has none there ({@link Norm#none()}, with a bias b1).
 *
 * @param kind which of the three
 * @param hidden units of the hidden layer of {@code MLP}, at least 1; 0 otherwise
 * @param output length of z, at least 1; 0 for {@code NONE}, where it is that of h
 * @param norm the normalisation of the hidden layer of {@code MLP}; of no meaning otherwise
 */
public record ProjectionHead(Kind kind, int hidden, int output, Norm norm) {

    /** The heads that the paper compares. */
    public enum Kind {
        /** No head: z = h. */
        NONE,
        /** One linear layer. */
        LINEAR,
        /** One hidden layer. */
        MLP
    }

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size does not fit the kind
     */
    public ProjectionHead {
        Objects.requireNonNull(norm, "norm");
        boolean fits = switch (kind) {
            case NONE -> hidden == 0 && output == 0;
            case LINEAR -> hidden == 0 && output >= 1;
            case MLP -> hidden >= 1 && output >= 1;
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    "a %s head cannot have %d hidden units and %d outputs; use ProjectionHead.none(), .linear(output) or .mlp(hidden, output) with sizes of at least 1"
                            .formatted(kind, hidden, output));
        }
    }

    /**
     * Returns the absence of a head: the loss compares the representations themselves.
     *
     * @return z = h
     */
    public static ProjectionHead none() {
        return new ProjectionHead(Kind.NONE, 0, 0, Norm.none());
    }

    /**
     * Returns a linear head.
     *
     * @param output length of z, at least 1
     * @return z = W h + b
     * @throws IllegalArgumentException if {@code output} is below 1
     */
    public static ProjectionHead linear(int output) {
        return new ProjectionHead(Kind.LINEAR, 0, output, Norm.none());
    }

    /**
     * Returns a head with one hidden layer.
     *
     * @param hidden units of the hidden layer, at least 1; often the length of h
     * @param output length of z, at least 1
     * @return z = W2 relu(norm(W1 h)) + b2
     * @throws IllegalArgumentException if a size is below 1
     */
    public static ProjectionHead mlp(int hidden, int output) {
        return mlp(hidden, output, Norm.batch());
    }

    /**
     * Returns a head with one hidden layer and a chosen normalisation.
     *
     * @param hidden units of the hidden layer, at least 1; often the length of h
     * @param output length of z, at least 1
     * @param norm the normalisation of the hidden layer; with {@link Norm#none()} it has a bias
     * @return z = W2 relu(norm(W1 h)) + b2
     * @throws IllegalArgumentException if a size is below 1
     */
    public static ProjectionHead mlp(int hidden, int output, Norm norm) {
        return new ProjectionHead(Kind.MLP, hidden, output, norm);
    }

    /**
     * Builds a new head, its weights not drawn yet.
     *
     * @return a block from {@code [B, n]} to {@code [B, d]}
     */
    public Block block() {
        return switch (kind) {
            case NONE -> Blocks.identityBlock();
            case LINEAR -> Linear.builder().setUnits(output).build();
            case MLP ->
                new Chain()
                        .add(Linear.builder()
                                .setUnits(hidden)
                                .optBias(norm.isNone())
                                .build())
                        .add(norm.block())
                        .add(Activation.reluBlock())
                        .add(Linear.builder().setUnits(output).build());
        };
    }

    /**
     * Returns the length of z.
     *
     * @param dimension length of h
     * @return d
     */
    public int dimension(int dimension) {
        return kind == Kind.NONE ? dimension : output;
    }
}
