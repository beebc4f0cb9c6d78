package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kontrast.encoder.Context;
import kontrast.encoder.Encoder;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.loss.Negatives;
import kontrast.train.Decay;
import kontrast.train.Sgd;
import kontrast.train.TrainingOptions;
import kontrast.view.OverlappingGrid;
import kontrast.view.RandomCrop;
import kontrast.view.View;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

/** Each {@code with...} sets what it names and leaves the rest, and the result is checked. */
class OptionsTest {

    private static final View VIEW = new RandomCrop(8);
    private static final Encoder ENCODER = new SmallCnn(8, 2, Norm.none());
    private static final ProjectionHead HEAD = ProjectionHead.linear(5);

    @Test
    void ofTraining() {
        TrainingOptions o = TrainingOptions.of(3, 4);
        Sgd sgd = new Sgd(0.9, false, 0);
        Path file = Path.of("run.ckpt");
        assertEquals(Map.of("epochs", 7), changes(o, o.withEpochs(7)));
        assertEquals(Map.of("batchSize", 9), changes(o, o.withBatchSize(9)));
        assertEquals(Map.of("optimizer", sgd, "learningRate", 0.3), changes(o, o.withOptimizer(sgd, 0.3)));
        assertEquals(Map.of("warmup", 0.5, "decay", Decay.STEPS), changes(o, o.withSchedule(0.5, Decay.STEPS)));
        assertEquals(Map.of("seed", 5L), changes(o, o.withSeed(5)));
        assertEquals(
                Map.of("checkpoint", Optional.of(file), "checkpointSeconds", 2.0),
                changes(o, o.withCheckpoint(file, 2)));
        assertThrows(IllegalArgumentException.class, () -> o.withEpochs(0));
    }

    @Test
    void ofMoCo() {
        MoCo.Options o = new MoCo.Options(
                Views.simclr(32), new SmallCnn(4, 2, Norm.none()), ProjectionHead.linear(3), 0.2, 0.9, 64, true, true);
        assertEquals(Map.of("view", VIEW), changes(o, o.withView(VIEW)));
        assertEquals(Map.of("encoder", ENCODER), changes(o, o.withEncoder(ENCODER)));
        assertEquals(Map.of("head", HEAD), changes(o, o.withHead(HEAD)));
        assertEquals(Map.of("temperature", 0.7), changes(o, o.withTemperature(0.7)));
        assertEquals(Map.of("momentum", 0.7), changes(o, o.withMomentum(0.7)));
        assertEquals(Map.of("queue", 8), changes(o, o.withQueue(8)));
        assertEquals(Map.of("shuffle", false), changes(o, o.withShuffle(false)));
        assertEquals(Map.of("symmetric", false), changes(o, o.withSymmetric(false)));
        assertThrows(IllegalArgumentException.class, () -> o.withMomentum(2));
    }

    @Test
    void ofCpc() {
        CpcOptions o = CpcOptions.small(8);
        OverlappingGrid grid = OverlappingGrid.paper();
        Context context = Context.gru(7);
        CpcObjective objective = new CpcObjective.InfoNce(Negatives.ALL, 3);
        List<CpcOptions.Direction> up = List.of(CpcOptions.Direction.UP);
        assertEquals(Map.of("view", VIEW), changes(o, o.withView(VIEW)));
        assertEquals(Map.of("grid", grid), changes(o, o.withGrid(grid)));
        assertEquals(Map.of("patchView", VIEW), changes(o, o.withPatchView(VIEW)));
        assertEquals(Map.of("encoder", ENCODER), changes(o, o.withEncoder(ENCODER)));
        assertEquals(Map.of("context", context), changes(o, o.withContext(context)));
        assertEquals(Map.of("first", 2, "last", 4), changes(o, o.withSteps(2, 4)));
        assertEquals(Map.of("directions", up), changes(o, o.withDirections(up)));
        assertEquals(Map.of("objective", objective), changes(o, o.withObjective(objective)));
        assertThrows(IllegalArgumentException.class, () -> o.withSteps(3, 2));
    }

    private static Map<String, Object> changes(Record before, Record after) {
        Map<String, Object> changes = new HashMap<>();
        try {
            for (RecordComponent component : before.getClass().getRecordComponents()) {
                Object value = component.getAccessor().invoke(after);
                if (!component.getAccessor().invoke(before).equals(value)) {
                    changes.put(component.getName(), value);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        return changes;
    }
}
