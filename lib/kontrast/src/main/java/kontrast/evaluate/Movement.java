package kontrast.evaluate;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import kontrast.encoder.Stages;
import kontrast.tensor.Transfer;

/**
 * How far the weights of each stage of an encoder have moved, relative to their length.
 *
 * <pre>
 *   m_s = ||w_s - w0_s|| / ||w0_s||
 * </pre>
 *
 * <p>w_s are all learned numbers of stage s, see {@link Stages}: weights, biases, and scales and shifts of norms.
 * Running statistics are not learned, and do not count.
 */
public final class Movement {

    private Movement() {}

    /**
     * Compares two encoders of one plan.
     *
     * @param before the encoder with w0
     * @param after the encoder with w
     * @param image shape {@code (C, H, W)} of one image
     * @return m of each stage, from the first to the last; 0 where nothing moved
     * @throws IllegalArgumentException if the plans differ, or cannot be cut into stages
     */
    public static List<Double> of(Block before, Block after, Shape image) {
        List<List<Block>> from = Stages.layers(before, image);
        List<List<Block>> to = Stages.layers(after, image);
        if (from.size() != to.size()) {
            throw differ();
        }
        List<Double> moved = new ArrayList<>();
        for (int s = 0; s < from.size(); s++) {
            moved.add(relative(numbers(from.get(s)), numbers(to.get(s))));
        }
        return List.copyOf(moved);
    }

    private static List<float[]> numbers(List<Block> layers) {
        return layers.stream()
                .flatMap(layer -> layer.getParameters().values().stream())
                .filter(parameter -> parameter.getType() != Parameter.Type.RUNNING_MEAN
                        && parameter.getType() != Parameter.Type.RUNNING_VAR)
                .map(parameter -> Transfer.floats(parameter.getArray()))
                .toList();
    }

    private static double relative(List<float[]> before, List<float[]> after) {
        if (before.size() != after.size()) {
            throw differ();
        }
        double way = 0;
        double length = 0;
        for (int p = 0; p < before.size(); p++) {
            float[] w0 = before.get(p);
            float[] w = after.get(p);
            if (w0.length != w.length) {
                throw differ();
            }
            for (int i = 0; i < w.length; i++) {
                double step = (double) w[i] - w0[i];
                way += step * step;
                length += (double) w0[i] * w0[i];
            }
        }
        return way == 0 ? 0 : Math.sqrt(way / length);
    }

    private static IllegalArgumentException differ() {
        return new IllegalArgumentException("the two encoders have different plans, so their weights do not match");
    }
}
