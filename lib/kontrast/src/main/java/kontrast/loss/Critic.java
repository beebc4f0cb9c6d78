package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import kontrast.tensor.Transfer;

/**
 * The plan of a critic h: how well two embeddings match. Its block gives the score s = log h, for
 * every pair of rows.
 *
 * <pre>
 *   DOT_PRODUCT  h(z1, z2) = exp(z1^T z2 / tau)
 *   BILINEAR     h(z1, z2) = exp(z1^T W12 z2 / tau),   W12 learned, the identity at first
 * </pre>
 *
 * <p>Tian et al., Contrastive multiview coding, 2019, section 3.2; the optimal critic is
 * proportional to the density ratio p(z1, z2) / (p(z1) p(z2)). The rows are compared as they are:
 * normalise them for cosines. Deviation: the bilinear form has a temperature too, so that both
 * start the same and W12 learns at a rate that does not depend on tau; for the form without one,
 * tau is 1.
 *
 * @param form which of the two
 * @param temperature tau, above 0; 0.07 in the published code
 */
public record Critic(Form form, double temperature) {

    /** The critics that are compared. */
    public enum Form {
        /** Without parameters: both embeddings share one space. */
        DOT_PRODUCT,
        /** With a matrix between the two spaces. */
        BILINEAR
    }

    /**
     * Checks the temperature.
     *
     * @throws IllegalArgumentException if {@code temperature} is not a finite number above 0
     */
    public Critic {
        NtXent.check(temperature);
    }

    /**
     * Returns the dot product.
     *
     * @param temperature tau, above 0
     * @return h(z1, z2) = exp(z1^T z2 / tau)
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public static Critic dotProduct(double temperature) {
        return new Critic(Form.DOT_PRODUCT, temperature);
    }

    /**
     * Returns the bilinear form.
     *
     * @param temperature tau, above 0
     * @return h(z1, z2) = exp(z1^T W12 z2 / tau)
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public static Critic bilinear(double temperature) {
        return new Critic(Form.BILINEAR, temperature);
    }

    /**
     * Builds a new critic.
     *
     * <p>Its two inputs z1 and z2 are {@code [N, d1]} and {@code [K, d2]}, for the scores of all
     * pairs; or one of them has candidates of its own for each row of the other: {@code [N, d1]}
     * and {@code [N, K, d2]}, or {@code [N, K, d1]} and {@code [N, d2]}. The dot product needs d1 =
     * d2.
     *
     * @return a block to scores s, {@code [N, K]}
     */
    public Block block() {
        return new Scores(form == Form.BILINEAR, temperature);
    }

    /** z1^T W z2 / tau or z1^T z2 / tau. */
    private static final class Scores extends AbstractBlock {

        private final Parameter matrix; // [d1, d2], or null
        private final double temperature;

        Scores(boolean bilinear, double temperature) {
            this.temperature = temperature;
            matrix = bilinear
                    ? addParameter(Parameter.builder()
                            .setName("W")
                            .setType(Parameter.Type.OTHER)
                            .optInitializer(Scores::identity)
                            .build())
                    : null;
        }

        private static NDArray identity(NDManager manager, Shape shape, DataType type) {
            return manager.eye((int) shape.get(0), (int) shape.get(1), 0, type);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray z1 = inputs.get(0);
            NDArray z2 = inputs.get(1);
            checkInputs(z1.getShape(), z2.getShape());
            NDArray scores;
            if (z1.getShape().dimension() == 2) {
                NDArray query = z1; // [N, d1]
                if (matrix != null) {
                    query = z1.matMul(store.getValue(matrix, z1.getDevice(), training)); // [N, d2]
                }
                scores = z2.getShape().dimension() == 2
                        ? query.matMul(z2.transpose()) // [N, K]
                        : rowwise(query, z2);
            } else {
                NDArray query = z2; // [N, d2]
                if (matrix != null) {
                    NDArray turned =
                            store.getValue(matrix, z2.getDevice(), training).transpose();
                    turned.attach(z2.getManager()); // not to live as long as W
                    query = z2.matMul(turned); // [N, d1]
                }
                scores = rowwise(query, z1);
            }
            // Not div(double): DJL frees that number at once, the backward pass still reads it.
            return new NDList(scores.div(Transfer.send(scores.getManager(), (float) temperature)));
        }

        /** Each query with candidates of its own: {@code [N, d], [N, K, d] -> [N, K]}. */
        private static NDArray rowwise(NDArray query, NDArray candidates) {
            return candidates.batchMatMul(query.expandDims(2)).squeeze(2);
        }

        private void checkInputs(Shape one, Shape other) {
            int dimensions = one.dimension() + other.dimension();
            boolean ranks = one.dimension() >= 2
                    && other.dimension() >= 2
                    && (dimensions == 4 || (dimensions == 5 && one.get(0) == other.get(0)));
            boolean lengths =
                    ranks && (matrix != null || one.get(one.dimension() - 1) == other.get(other.dimension() - 1));
            if (!lengths) {
                throw new IllegalArgumentException(
                        "a critic compares [N, d] with [K, d], or with candidates [N, K, d] on one side, found %s and %s"
                                .formatted(one, other));
            }
        }

        @Override
        protected void prepare(Shape[] inputs) {
            if (matrix != null) {
                Shape one = inputs[0];
                Shape other = inputs[1];
                matrix.setShape(new Shape(one.get(one.dimension() - 1), other.get(other.dimension() - 1)));
            }
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            Shape wide = inputs[0].dimension() == 3 ? inputs[0] : inputs[1];
            return new Shape[] {
                new Shape(inputs[0].get(0), wide.get(wide.dimension() - 2)),
            };
        }
    }
}
