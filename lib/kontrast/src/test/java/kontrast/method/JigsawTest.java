package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.Set;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Standardised;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.view.HorizontalFlip;
import kontrast.view.PatchGrid;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

class JigsawTest extends PretextTaskContract {

    private static final Jigsaw.Options TINY = new Jigsaw.Options(
            Views.simclr(16, Views.Options.none().with(o -> o.flip = 0.5)),
            new PatchGrid(3, 4, 1, 1),
            12,
            new Standardised(new SmallCnn(4)),
            16);

    @Override
    protected PretextTask method(long seed) {
        return new Jigsaw(TINY, new Shape(3, 16, 16), Devices.best(), seed);
    }

    @Override
    protected int classes() {
        return 12;
    }

    /** Each tile holds its own number: place i shows tile order(k)[i], and k is the answer. */
    @Test
    void tilesLieInTheOrderThatIsTheAnswer() {
        Jigsaw.Options options =
                new Jigsaw.Options(new HorizontalFlip(0), new PatchGrid(3, 8, 0, 0), 30, TINY.encoder(), 16);
        try (Jigsaw method = new Jigsaw(options, new Shape(1, 24, 24), Devices.best(), 1);
                NDManager manager = method.manager().newSubManager()) {
            float[] numbered = new float[40 * 24 * 24];
            for (int i = 0; i < numbered.length; i++) {
                numbered[i] = (i / 24 % 24 / 8 * 3 + i % 24 / 8) / 10f;
            }
            NDArray x = manager.create(numbered, new Shape(40, 1, 24, 24));
            PretextTask.Question q = method.ask(x, Seeds.stream(1, "ask", 0));
            assertEquals(new Shape(40 * 9, 1, 8, 8), q.inputs().getShape());
            float[] found = q.inputs().toFloatArray();
            Set<Long> answers = new HashSet<>();
            for (int b = 0; b < 40; b++) {
                long k = q.answers().toLongArray()[b];
                int[] order = method.orders().order((int) k);
                for (int i = 0; i < 9; i++) {
                    assertEquals(order[i] / 10f, found[(b * 9 + i) * 64], 1e-6);
                }
                answers.add(k);
            }
            assertTrue(answers.size() > 15, "40 draws of 30 orders gave " + answers);
        }
    }

    /** A tile's brightness and contrast change nothing: they tell neighbours apart too easily. */
    @Test
    void brightnessAndContrastOfATileDoNotMatter() {
        try (PretextTask method = method(1);
                NDManager manager = method.manager().newSubManager()) {
            NDArray x = examples().tensor(manager, 0, 1, 2, 3);
            float[] h = features(method, x);
            float[] changed = features(method, x.mul(0.4).add(0.1));
            double plain = 0;
            for (int i = 0; i < h.length; i++) {
                // the small number in the divisor is 1e-3 of a deviation of about 0.2: 0.5 %
                assertEquals(h[i], changed[i], 0.03 * Math.max(1, Math.abs(h[i])));
                plain = Math.max(plain, Math.abs(h[i]));
            }
            assertTrue(plain > 0.1, "features that are all 0 prove nothing");
        }
    }

    private static float[] features(PretextTask method, NDArray x) {
        return method.encoder()
                .forward(new ai.djl.training.ParameterStore(x.getManager(), false), new ai.djl.ndarray.NDList(x), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    @Test
    void badOptionsAreNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.permutations = 1))
                .getMessage();
        assertTrue(message.contains("362880") && message.contains("found 1"), message);
        Jigsaw.Options four = TINY.with(o -> o.grid = new PatchGrid(2, 4, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> four.with(o -> o.permutations = 25));
        assertThrows(IllegalArgumentException.class, () -> TINY.with(o -> o.grid = new PatchGrid(4, 2, 0, 0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Jigsaw.Options(TINY.view(), TINY.grid(), 5, TINY.encoder(), 0));
    }
}
