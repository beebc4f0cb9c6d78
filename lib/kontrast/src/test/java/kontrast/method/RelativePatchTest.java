package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.view.ColorDropping;
import kontrast.view.HorizontalFlip;
import kontrast.view.PatchGrid;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

class RelativePatchTest extends PretextTaskContract {

    private static final RelativePatch.Options TINY = new RelativePatch.Options(
            Views.simclr(16, Views.Options.none().with(o -> o.flip = 0.5)),
            new PatchGrid(3, 4, 1, 1),
            ColorDropping.paper(),
            new SmallCnn(4),
            16);

    @Override
    protected PretextTask method(long seed) {
        return new RelativePatch(TINY, new Shape(3, 16, 16), Devices.best(), seed);
    }

    @Override
    protected int classes() {
        return 8;
    }

    /** Row k of an image is the middle beside its k-th neighbour, in reading order. */
    @Test
    void pairsAreTheMiddleAndEachNeighbour() {
        try (PretextTask method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            int n = TINY.encoder().dimension();
            NDArray h = manager.arange(0f, 2 * 9 * n).reshape(2 * 9, n);
            NDArray pairs = method.network()
                    .getChildren()
                    .valueAt(1)
                    .forward(new ParameterStore(manager, false), new NDList(h), true)
                    .singletonOrThrow();
            assertEquals(new Shape(16, 2L * n), pairs.getShape());
            float[] found = pairs.toFloatArray();
            int[] neighbours = {0, 1, 2, 3, 5, 6, 7, 8};
            for (int b = 0; b < 2; b++) {
                for (int k = 0; k < 8; k++) {
                    for (int j = 0; j < n; j++) {
                        int row = (b * 8 + k) * 2 * n;
                        assertEquals((b * 9 + 4) * n + j, found[row + j]);
                        assertEquals((b * 9 + neighbours[k]) * n + j, found[row + n + j]);
                    }
                }
            }
        }
    }

    @Test
    void asksAboutEightSidesOfEveryImage() {
        try (PretextTask method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            PretextTask.Question q = method.ask(examples().tensor(manager, 0, 1), Seeds.stream(1, "ask", 0));
            assertEquals(new Shape(18, 3, 4, 4), q.inputs().getShape());
            assertArrayEquals(
                    new long[] {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7},
                    q.answers().toLongArray());
        }
    }

    /** Without precautions the nine patches of an image are the image, cut along lines. */
    @Test
    void shortcutsCanBeLeftOpen() {
        RelativePatch.Options open = new RelativePatch.Options(
                        new HorizontalFlip(0.5), TINY.grid(), TINY.patchView(), TINY.encoder(), 16)
                .withoutPrecautions();
        assertEquals(new PatchGrid(3, 4, 0, 0), open.grid());
        try (RelativePatch method = new RelativePatch(open, new Shape(3, 12, 12), Devices.best(), 1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = manager.create(
                            Seeds.stream(1, "x", 0).doubles(2 * 3 * 144).toArray(), new Shape(2, 3, 12, 12))
                    .toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
            PretextTask.Question q = method.ask(x, Seeds.stream(4, "ask", 0));
            NDArray whole = q.inputs()
                    .reshape(2, 3, 3, 3, 4, 4) // [B, row, column, C, p, p]
                    .transpose(0, 3, 1, 4, 2, 5)
                    .reshape(2, 3, 12, 12);
            NDArray view = open.view().apply(x, Seeds.stream(4, "ask", 0));
            assertArrayEquals(view.toFloatArray(), whole.toFloatArray());
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.grid = new PatchGrid(2, 4, 0, 0)));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new RelativePatch.Options(TINY.view(), TINY.grid(), TINY.patchView(), TINY.encoder(), 0))
                .getMessage();
        assertTrue(message.contains("hidden"), message);
    }
}
