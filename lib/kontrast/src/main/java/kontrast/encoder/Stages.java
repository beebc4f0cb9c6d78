package kontrast.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolutional encoder, cut after each of its stages: what does the network know early, and what
 * late?
 *
 * <pre>
 *   h_s = means over g x g cells of the map after stage s     [B, C, H, W] -&gt; [B, K_s g g]
 * </pre>
 *
 * <p>A stage is the layers that follow one another with the same number of channels. Probing each
 * stage is the comparison of Zhang et al., Colorful image colorization, 2016 (section 3.2.1) and of
 * Gidaris et al., 2018 (table 1), who pool each map to about the same number of values.
 */
public final class Stages {

    private Stages() {}

    /**
     * Returns a network a stage. They share their parameters with the encoder, so training the
     * encoder changes them; the encoder's owner frees them.
     *
     * @param encoder an initialised sequence of layers such as {@link ConvEncoder#block()} makes
     * @param image shape {@code (C, H, W)} of one image
     * @param cells g, cells along each side, at least 1; must divide the sides of every map
     * @return from the first stage to the last, blocks from {@code [B, C, H, W]} to {@code [B, K_s
     *     g g]}
     * @throws IllegalArgumentException if the encoder is no sequence that begins with a map, as an
     *     encoder that puts its stages side by side
     */
    public static List<Block> of(Block encoder, Shape image, int cells) {
        List<Block> stages = new ArrayList<>();
        List<Block> layers = new ArrayList<>();
        for (List<Block> stage : layers(encoder, image)) {
            layers.addAll(stage);
            stages.add(cut(layers, cells));
        }
        return stages;
    }

    /**
     * Returns the layers of each stage, those of the encoder itself.
     *
     * @param encoder an initialised sequence of layers such as {@link ConvEncoder#block()} makes
     * @param image shape {@code (C, H, W)} of one image
     * @return from the first stage to the last, its layers; what follows the last map, as the pooling, is left out
     * @throws IllegalArgumentException if the encoder is no sequence that begins with a map, as an
     *     encoder that puts its stages side by side
     */
    public static List<List<Block>> layers(Block encoder, Shape image) {
        if (!(encoder instanceof SequentialBlock)) {
            throw new IllegalArgumentException("expected a sequence of layers, found a "
                    + encoder.getClass().getSimpleName()
                    + "; the encoders of ConvEncoder.block() can be cut into stages");
        }
        List<List<Block>> stages = new ArrayList<>();
        Shape now = new Shape(1).addAll(image);
        long channels = -1;
        for (Block layer : encoder.getChildren().values()) {
            Shape[] outputs = layer.getOutputShapes(new Shape[] {now});
            if (outputs.length != 1 || outputs[0].dimension() != 4) {
                break; // the pooling, or what no longer is one map
            }
            now = outputs[0];
            if (now.get(1) != channels) {
                stages.add(new ArrayList<>());
            }
            channels = now.get(1);
            stages.get(stages.size() - 1).add(layer);
        }
        if (stages.isEmpty()) {
            throw new IllegalArgumentException(
                    "this encoder begins with no map [B, K, H, W] of one stage, so it cannot be cut");
        }
        return stages;
    }

    private static Block cut(List<Block> layers, int cells) {
        SequentialBlock block = new Chain();
        layers.forEach(block::add);
        return block.add(LambdaBlock.singleton(x -> Layers.means(x, cells), "means"));
    }
}
