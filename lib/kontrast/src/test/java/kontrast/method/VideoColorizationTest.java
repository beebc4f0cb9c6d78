package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import kontrast.encoder.FineCnn;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.VideoRecipes;
import kontrast.view.Lab;
import org.junit.jupiter.api.Test;

class VideoColorizationTest extends MethodContract {

    private static final MovingSprites.Options TINY = MovingSprites.Options.small()
            .with(o -> {
                o.side = 16;
                o.frames = 3;
                o.sprites = 1;
            });
    private static final MovingSprites CLIPS = MovingSprites.emoji(Split.TRAIN, 24, 1, TINY);
    private static final ColorClusters CLUSTERS = ColorClusters.of(CLIPS, 5, 0);

    @Override
    protected VideoColorization method(long seed) {
        VideoColorization.Options options = new VideoColorization.Options(new FineCnn(2), 3, 6, 1, CLUSTERS);
        return new VideoColorization(options, CLIPS.shape(), Device.cpu(), seed);
    }

    @Override
    protected Examples examples() {
        return CLIPS;
    }

    /** The published equations, as loops over positions, on the features that the network gives. */
    @Test
    void lossEqualsTheEquations() {
        try (VideoColorization method = method(3);
                NDManager manager = method.manager().newSubManager()) {
            NoGrad.run(() -> {
                int[] indices = {4, 9};
                NDArray images = CLIPS.tensor(manager, indices); // [2, 9, 16, 16]
                NDArray frames = images.reshape(6, 3, 16, 16);
                float[] f = method.network()
                        .forward(new ParameterStore(manager, false), new NDList(frames), true)
                        .head()
                        .toFloatArray(); // [6, 6, 4, 4]
                float[] lab = Lab.of(frames).toFloatArray(); // [6, 3, 16, 16]
                double sum = 0;
                for (int b = 0; b < 2; b++) {
                    for (int j = 0; j < 16; j++) {
                        int q = colour(lab, 3 * b + 2, j);
                        double all = 0;
                        double right = 0;
                        for (int i = 0; i < 32; i++) { // two references of 16 positions
                            double dot = 0;
                            for (int k = 0; k < 6; k++) {
                                dot += (double) f[((3 * b + i / 16) * 6 + k) * 16 + i % 16]
                                        * f[((3 * b + 2) * 6 + k) * 16 + j];
                            }
                            all += Math.exp(dot);
                            boolean same = colour(lab, 3 * b + i / 16, i % 16) == q;
                            right += same ? Math.exp(dot) : 0;
                        }
                        sum -= Math.log(right / all + 1e-5);
                    }
                }
                Batch batch = new Batch(images, null, indices, 0, Seeds.stream(1, "batch", 0));
                // float32 logits of some tens keep 1e-5.
                assertEquals(sum / 32, method.loss(batch).getFloat(), 1e-3);
            });
        }
    }

    /** The cluster of the mean colour of 4 x 4 pixels. */
    private static int colour(float[] lab, int frame, int position) {
        double a = 0;
        double b = 0;
        for (int p = 0; p < 16; p++) {
            int y = position / 4 * 4 + p / 4;
            int x = position % 4 * 4 + p % 4;
            a += lab[(3 * frame + 1) * 256 + 16 * y + x] / 16;
            b += lab[(3 * frame + 2) * 256 + 16 * y + x] / 16;
        }
        float[] centres = CLUSTERS.centres();
        int best = 0;
        for (int k = 1; k < CLUSTERS.size(); k++) {
            if (Math.hypot(a - centres[2 * k], b - centres[2 * k + 1])
                    < Math.hypot(a - centres[2 * best], b - centres[2 * best + 1])) {
                best = k;
            }
        }
        return best;
    }

    /** The colour is what is to be found: features that saw it would be told the answer. */
    @Test
    void featuresSeeTheLightnessAlone() {
        try (VideoColorization method = method(3);
                NDManager manager = method.manager().newSubManager()) {
            NDArray frames = CLIPS.clip(0).frames().tensor(manager);
            NDArray lab = Lab.of(frames);
            NDArray grey = lab.get(":, 0:1").concat(lab.get(":, 1:3").zerosLike(), 1);
            float[] colourful = method.features(frames).toFloatArray();
            float[] without = method.features(Lab.toRgb(grey)).toFloatArray();
            double size = IntStream.range(0, without.length)
                    .mapToDouble(i -> without[i])
                    .max()
                    .orElse(0);
            // To RGB and back costs some 1e-5 of L.
            assertArrayEquals(without, colourful, (float) (1e-3 * size));
            assertEquals(new Shape(3, 6, 4, 4), method.features(frames).getShape());
            NDArray h = method.encoder()
                    .forward(new ParameterStore(manager, false), new NDList(frames), false)
                    .head();
            assertEquals(new Shape(3, 8), h.getShape());
        }
    }

    @Test
    void badArgumentsAreNamed() {
        FineCnn encoder = new FineCnn(2);
        assertThrows(IllegalArgumentException.class, () -> new VideoColorization.Options(encoder, 1, 6, 1, CLUSTERS));
        assertThrows(IllegalArgumentException.class, () -> new VideoColorization.Options(encoder, 3, 6, 0, CLUSTERS));
        VideoColorization.Options four = new VideoColorization.Options(encoder, 4, 6, 1, CLUSTERS);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new VideoColorization(four, CLIPS.shape(), Device.cpu(), 1))
                .getMessage();
        assertTrue(message.contains("T = 4") && message.contains("(9, 16, 16)"), message);
    }

    @Test
    void everyPresetHasARecipe() {
        for (Preset preset : Preset.values()) {
            Recipe<VideoColorization.Options> recipe = VideoRecipes.videoColorization(preset, CLIPS);
            assertEquals(VideoRecipes.clips(preset).frames(), recipe.method().frames());
        }
    }
}
