package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import kontrast.encoder.Norm;
import kontrast.encoder.PatchCnn;
import kontrast.method.CpcOptions.Direction;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;
import kontrast.train.Synthetic;
import kontrast.view.OverlappingGrid;
import kontrast.view.RandomCrop;
import org.junit.jupiter.api.Test;

/** CPC as the first paper has it: one direction, a GRU, InfoNCE over all codes. */
class CpcTest extends MethodContract {

    private static final Shape IMAGE = new Shape(3, 16, 16);

    /** 3 x 3 patches of 6 pixels in a crop of 14; codes of 8 numbers. */
    static CpcOptions tiny(CpcOptions options) {
        return options.with(o -> {
            o.view = new RandomCrop(14);
            o.grid = new OverlappingGrid(6, 4);
            o.last = 2;
        });
    }

    static Cpc cpc(CpcOptions options, long seed) {
        return new Cpc(options, IMAGE, Devices.best(), seed);
    }

    @Override
    protected Method method(long seed) {
        return cpc(tiny(CpcOptions.small(2)), seed);
    }

    /** At the start nothing is known: the accuracy is about the trivial one, for each step. */
    @Test
    void accuraciesAreThereForEachStep() {
        try (Cpc cpc = cpc(tiny(CpcOptions.small(2)), 1);
                NDManager manager = cpc.manager().newSubManager()) {
            double[] found =
                    cpc.accuracies(Synthetic.discs(32, 16, 4, 1).tensor(manager), Seeds.stream(1, "negatives", 0));
            assertEquals(2, found.length);
            for (double accuracy : found) {
                assertTrue(accuracy >= 0 && accuracy < 0.2, "accuracy " + accuracy);
            }
            assertEquals(1 / (32.0 * 9), cpc.trivialAccuracy(32), 1e-12);
            assertEquals(Math.log(8 * 9), cpc.chance(8).orElseThrow(), 1e-12);
        }
    }

    /** What a network of one direction has, four have four times; the encoder is shared. */
    @Test
    void everyDirectionHasItsOwnNetworks() {
        CpcOptions one = tiny(CpcOptions.small(2));
        try (Cpc a = cpc(one, 1);
                Cpc b = cpc(one.with(o -> o.directions = List.of(Direction.values())), 1)) {
            int encoder = a.encoder().getParameters().size();
            int rest = a.network().getParameters().size() - encoder;
            assertEquals(4 * rest, b.network().getParameters().size() - encoder);
            assertEquals(encoder, b.encoder().getParameters().size());
        }
    }

    @Test
    void badOptionsAreNamed() {
        CpcOptions options = CpcOptions.small(2);
        assertThrows(IllegalArgumentException.class, () -> options.with(o -> o.first = 0));
        assertThrows(IllegalArgumentException.class, () -> options.with(o -> o.last = 0));
        assertThrows(IllegalArgumentException.class, () -> options.with(o -> o.directions = List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> options.with(o -> o.directions = List.of(Direction.UP, Direction.UP)));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> cpc(tiny(options).with(o -> o.last = 3), 1))
                .getMessage();
        assertTrue(message.contains("3 steps ahead need more than 3 rows"), message);
        assertThrows(NullPointerException.class, () -> options.with(o -> o.objective = null));
    }

    /** The published change of each step is there, and one field each. */
    @Test
    void theSecondPaperChangesOneFieldEach() {
        CpcOptions one = CpcOptions.small(8);
        CpcOptions two = CpcOptions.smallV2(8);
        assertEquals(new PatchCnn(8, Norm.layer()), two.encoder());
        assertEquals(4, two.directions().size());
        assertEquals(one.grid(), two.grid());
        assertEquals(one.view(), two.view());
        assertEquals(3, two.last());
    }
}
