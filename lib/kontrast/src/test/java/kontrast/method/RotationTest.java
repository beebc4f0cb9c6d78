package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import kontrast.data.Images;
import kontrast.encoder.SmallCnn;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.view.QuarterTurns;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

class RotationTest extends PretextTaskContract {

    @Override
    protected PretextTask method(long seed) {
        Rotation.Options options = new Rotation.Options(
                Views.simclr(16, Views.Options.none().with(o -> o.minScale = 0.5)), new SmallCnn(4));
        return new Rotation(options, new Shape(3, 16, 16), Devices.best(), seed);
    }

    @Override
    protected int classes() {
        return 4;
    }

    /** Every image is there in all four rotations, under the rotation's number. */
    @Test
    void asksAboutAllFourRotationsOfEveryView() {
        try (PretextTask method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = examples().tensor(manager, 0, 1, 2);
            NDArray view = ((Rotation) method).options().view().apply(x, Seeds.stream(1, "ask", 0));
            PretextTask.Question q = method.ask(x, Seeds.stream(1, "ask", 0));
            assertArrayEquals(QuarterTurns.all(view).toFloatArray(), q.inputs().toFloatArray());
            assertArrayEquals(
                    new long[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}, q.answers().toLongArray());
        }
    }

    /** Discs have no up and down: the task cannot be learned, and no method should pretend. */
    @Test
    void anEvenImageIsAtChance() {
        try (PretextTask method = method(1)) {
            Images even = Images.of(new byte[4 * 3 * 16 * 16], 3, 16, 16);
            assertEquals(0.25, method.accuracy(even, 1), 1e-12);
        }
    }

    @Test
    void oblongImagesAreTold() {
        Rotation.Options options = new Rotation.Options((x, random) -> x.stopGradient(), new SmallCnn(4));
        try (Rotation method = new Rotation(options, new Shape(3, 16, 24), Devices.best(), 1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = manager.zeros(new Shape(2, 3, 16, 24));
            assertThrows(IllegalArgumentException.class, () -> method.ask(x, Seeds.stream(1, "ask", 0)));
        }
        assertThrows(NullPointerException.class, () -> new Rotation.Options(null, null));
    }
}
