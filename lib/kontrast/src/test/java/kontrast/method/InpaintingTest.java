package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.view.HorizontalFlip;
import kontrast.view.Mask;
import kontrast.view.RandomResizedCrop.Box;
import org.junit.jupiter.api.Test;

class InpaintingTest extends MethodContract {

    private static final int SIDE = 16;
    private static final int AREA = SIDE * SIDE;

    private static final Inpainting.Options TINY =
            new Inpainting.Options(new HorizontalFlip(0.5), Mask.blocks(2, 3, 7), 0.5, 1, 10, new SmallCnn(4, 2), 4);

    @Override
    protected Inpainting method(long seed) {
        return new Inpainting(TINY, new Shape(3, SIDE, SIDE), Devices.best(), seed);
    }

    private static boolean inside(List<Box> boxes, int border, int pixel) {
        int y = pixel / SIDE;
        int x = pixel % SIDE;
        return boxes.stream()
                .anyMatch(box -> y >= box.top() - border
                        && y < box.top() + box.height() + border
                        && x >= box.left() - border
                        && x < box.left() + box.width() + border);
    }

    /** The formula, pixel by pixel. */
    private static double naive(float[] drawn, float[] truth, List<List<Box>> boxes, int overlap, double weight) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < truth.length; i++) {
            List<Box> of = boxes.get(i / (3 * AREA));
            double w = inside(of, 0, i % AREA) ? 1 : inside(of, overlap, i % AREA) ? weight : 0;
            double d = (double) drawn[i] - truth[i];
            sum += w * d * d;
            weights += w;
        }
        return sum / weights;
    }

    @Test
    void lossLooksAtWhatIsHiddenAndItsBorder() {
        try (Inpainting method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = examples().tensor(manager, 0, 1, 2, 3);
            RandomGenerator random = Seeds.stream(4, "step", 0);
            NDArray view = TINY.view().apply(x, random);
            List<List<Box>> boxes = TINY.mask().draw(view, random);
            float[] truth = view.toFloatArray();
            float[] masked = truth.clone();
            for (int i = 0; i < masked.length; i++) {
                if (inside(boxes.get(i / (3 * AREA)), 0, i % AREA)) {
                    masked[i] = 0.5f;
                }
            }
            float[] drawn = method.forward(manager.create(masked, view.getShape()), true)
                    .toFloatArray();
            Batch batch = new Batch(x, null, null, 0, Seeds.stream(4, "step", 0));
            double loss = method.loss(batch).getFloat();
            assertEquals(naive(drawn, truth, boxes, 1, 10), loss, 1e-5);
            // The wrong variants: no border, a border like the rest, all pixels alike.
            for (double other : new double[] {
                naive(drawn, truth, boxes, 0, 10), naive(drawn, truth, boxes, 1, 1), naive(drawn, truth, boxes, SIDE, 1)
            }) {
                assertTrue(Math.abs(other - loss) > 1e-3, other + " for " + loss);
            }
        }
    }

    /** What is hidden has no way into the drawing. */
    @Test
    void nothingOfTheHiddenPartIsSeen() {
        try (Inpainting method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = examples().tensor(manager, 0, 1, 2, 3);
            Inpainting.Completion one = method.complete(x, Seeds.stream(1, "hide", 0));
            NDArray other = x.add(one.hidden().mul(x.neg().add(0.1))); // hidden pixels: 0.1
            Inpainting.Completion two = method.complete(other, Seeds.stream(1, "hide", 0));
            assertFalse(Arrays.equals(x.toFloatArray(), other.toFloatArray()));
            assertArrayEquals(one.completed().toFloatArray(), two.completed().toFloatArray());
        }
    }

    @Test
    void completionKeepsWhatIsSeenAndItsErrorIsThatOfTheRest() {
        try (Inpainting method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = examples()
                    .tensor(manager, IntStream.range(0, examples().size()).toArray());
            Inpainting.Completion done = method.complete(x, Seeds.stream(7, "pretext", 0));
            float[] truth = x.toFloatArray();
            float[] completed = done.completed().toFloatArray();
            float[] masked = done.masked().toFloatArray();
            float[] hidden = done.hidden().toFloatArray();
            double sum = 0;
            int count = 0;
            for (int i = 0; i < truth.length; i++) {
                if (hidden[i / (3 * AREA) * AREA + i % AREA] == 0) {
                    assertEquals(truth[i], completed[i], 1e-6);
                    assertEquals(truth[i], masked[i], 1e-6);
                } else {
                    assertEquals(0.5, masked[i], 1e-6);
                    assertTrue(completed[i] >= 0 && completed[i] <= 1);
                    sum += ((double) completed[i] - truth[i]) * ((double) completed[i] - truth[i]);
                    count++;
                }
            }
            assertEquals(sum / count, method.error(examples(), 7), 1e-5);
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Inpainting.Options(TINY.view(), TINY.mask(), 2, 1, 10, TINY.encoder(), 4));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Inpainting.Options(TINY.view(), TINY.mask(), 0.5, -1, 10, TINY.encoder(), 4));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Inpainting.Options(TINY.view(), TINY.mask(), 0.5, 1, 10, TINY.encoder(), 0));
    }
}
