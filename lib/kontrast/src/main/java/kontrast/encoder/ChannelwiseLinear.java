package kontrast.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Lets every position of a feature map see every other one, channel by channel.
 *
 * <pre>
 *   out[b, k, i] = sum over j of  weight[k, i, j] in[b, k, j] + bias[k, i],    i, j over the h w positions
 *   in [B, K, h, w]   weight [K h w, h w]   bias [K h w]   out [B, K, h, w]
 * </pre>
 *
 * <p>Pathak et al., Context encoders, 2016, section 3.1: convolutions carry no information across a
 * map, and a full linear layer would have K times as many weights.
 */
public final class ChannelwiseLinear extends AbstractBlock {

    private final Parameter weight;
    private final Parameter bias;

    /** Makes the layer; sizes follow from its input. */
    public ChannelwiseLinear() {
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .build());
        bias = addParameter(
                Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
    }

    @Override
    protected void prepare(Shape[] inputs) {
        Shape map = inputs[0];
        if (map.dimension() != 4) {
            throw new IllegalArgumentException("expected a feature map [B, K, h, w], found " + map);
        }
        long positions = map.get(2) * map.get(3);
        // [K h w, h w], so that the fan-in of an output is the h w inputs it sees
        weight.setShape(new Shape(map.get(1) * positions, positions));
        bias.setShape(new Shape(map.get(1) * positions));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow(); // [B, K, h, w]
        Shape s = x.getShape();
        long k = s.get(1);
        long positions = s.get(2) * s.get(3);
        NDArray w = store.getValue(weight, x.getDevice(), training);
        NDArray b = store.getValue(bias, x.getDevice(), training);
        NDArray byChannel = x.reshape(s.get(0), k, positions).swapAxes(0, 1); // [K, B, h w]
        // What is made of a parameter belongs to its manager; it is to close with the step.
        NDArray square = w.reshape(k, positions, positions); // [K, i, j]
        NDArray turned = square.swapAxes(1, 2); // [K, j, i]
        NDArray shift = b.reshape(k, 1, positions);
        x.getManager().attachAll(square, turned, shift);
        NDArray out = byChannel.batchMatMul(turned).add(shift); // [K, B, h w]
        return new NDList(out.swapAxes(0, 1).reshape(s));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
