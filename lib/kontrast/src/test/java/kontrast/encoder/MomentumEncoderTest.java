package kontrast.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.Map;
import kontrast.encoder.MomentumEncoder.Statistics;
import kontrast.train.ParameterGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentumEncoderTest {

    private final NDManager manager = NDManager.newBaseManager();
    private Block query;
    private MomentumEncoder key;

    @BeforeEach
    void build() {
        query = plan();
        Weights.draw(query, manager, 4, new Shape(1, 3, 8, 8));
        key = new MomentumEncoder(query, plan(), manager, Statistics.OWN);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static Block plan() {
        return new SequentialBlock()
                .add(new SmallCnn(1).block())
                .add(ProjectionHead.mlp(4, 3).block());
    }

    private static Map<String, float[]> values(Block block) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : block.getParameters()) {
            values.put(named.getKey(), named.getValue().getArray().toFloatArray());
        }
        return values;
    }

    /** Moves every parameter and statistic of the query network, as training would. */
    private void moveQuery() {
        for (Parameter parameter : query.getParameters().values()) {
            parameter.getArray().setRequiresGradient(false);
            parameter.getArray().addi(0.5).muli(1.25);
        }
    }

    private static boolean isStatistic(String name) {
        return name.contains("running");
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
    }

    @Test
    void startsAsACopyWithItsOwnMemory() {
        Map<String, float[]> before = values(query);
        assertSame(before, values(key.block()));
        moveQuery();
        assertSame(before, values(key.block()));
    }

    /** The formula in double; two updates, so that a mistaken "theta_q of the start" is told. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.99, 1})
    void updateIsTheFormula(double m) {
        Map<String, float[]> k0 = values(key.block());
        moveQuery();
        Map<String, float[]> q1 = values(query);
        key.update(m);
        moveQuery();
        Map<String, float[]> q2 = values(query);
        key.update(m);
        Map<String, float[]> actual = values(key.block());
        double swapped = 0; // the mistake of exchanging m and 1 - m
        for (String name : k0.keySet()) {
            for (int i = 0; i < k0.get(name).length; i++) {
                double k = k0.get(name)[i];
                double wrong = k;
                if (!isStatistic(name)) {
                    k = m * (m * k + (1 - m) * q1.get(name)[i]) + (1 - m) * q2.get(name)[i];
                    wrong = (1 - m) * ((1 - m) * wrong + m * q1.get(name)[i]) + m * q2.get(name)[i];
                }
                // float32 has 7 digits and the numbers are below 10
                assertEquals(k, actual.get(name)[i], 5e-6, name);
                swapped = Math.max(swapped, Math.abs(k - wrong));
            }
        }
        assertTrue(swapped > 0.1, "m and 1 - m exchanged differ by " + swapped);
        if (m == 0 || m == 1) { // and then bit by bit
            Map<String, float[]> source = m == 0 ? q2 : k0;
            actual.forEach((name, values) -> {
                if (!isStatistic(name)) {
                    assertArrayEquals(source.get(name), values, name);
                }
            });
        }
    }

    @Test
    void statisticsAreItsOwnOrCopied() {
        MomentumEncoder copied = new MomentumEncoder(query, plan(), manager, Statistics.COPIED);
        Map<String, float[]> k0 = values(key.block());
        moveQuery();
        key.update(0.9);
        copied.update(0.9);
        Map<String, float[]> q = values(query);
        for (String name : q.keySet()) {
            if (isStatistic(name)) {
                assertArrayEquals(k0.get(name), values(key.block()).get(name), name);
                assertArrayEquals(q.get(name), values(copied.block()).get(name), name);
            }
        }
        // Its own: keys are computed in training mode, and that moves them.
        key.forward(manager.randomUniform(0, 1, new Shape(4, 3, 8, 8)));
        String mean = q.keySet().stream()
                .filter(name -> name.endsWith("runningMean"))
                .findFirst()
                .orElseThrow();
        assertNotEquals(k0.get(mean)[0], values(key.block()).get(mean)[0]);
    }

    /** Keys equal what the query network gives in training mode, but carry no graph. */
    @Test
    void noGradientReachesTheKeys() {
        assertTrue(key.block().getParameters().values().stream().noneMatch(p -> p.requiresGradient()));
        assertTrue(ParameterGroup.of(key.block()).isEmpty());
        float[] keys = null;
        float[][] gradients = new float[2][];
        for (int run = 0; run < 2; run++) {
            NDArray x = manager.arange(4 * 3 * 64f).div(768).sin().reshape(4, 3, 8, 8);
            x.setRequiresGradient(true); // even then
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray q = query.forward(new ParameterStore(manager, false), new NDList(x), true)
                        .singletonOrThrow();
                NDArray k = run == 0 ? key.forward(x) : manager.create(keys, q.getShape());
                keys = k.toFloatArray();
                assertArrayEquals(q.toFloatArray(), keys);
                collector.backward(q.mul(k).sum());
                gradients[run] = x.getGradient().toFloatArray();
            }
        }
        // Through both factors it would be twice as much as with keys that are mere numbers.
        assertArrayEquals(gradients[1], gradients[0]);
        assertTrue(Math.abs(gradients[0][0]) > 0);
        for (Parameter parameter : key.block().getParameters().values()) {
            assertFalse(parameter.getArray().hasGradient(), parameter.getName());
        }
        for (Parameter parameter : query.getParameters().values()) {
            assertEquals(parameter.requiresGradient(), parameter.getArray().hasGradient(), parameter.getName());
        }
    }

    @Test
    void stateIsAllOfTheKeyNetwork() {
        assertEquals(key.block().getParameters().size(), key.state().size());
        assertTrue(key.state().keySet().stream().allMatch(name -> name.startsWith("key.")));
    }

    @Test
    void mistakesAreTold() {
        assertThrows(IllegalArgumentException.class, () -> key.update(-0.1));
        assertThrows(IllegalArgumentException.class, () -> key.update(1.01));
        assertThrows(IllegalArgumentException.class, () -> key.update(Double.NaN));
        String same = assertThrows(
                        IllegalArgumentException.class,
                        () -> new MomentumEncoder(query, query, manager, Statistics.OWN))
                .getMessage();
        assertTrue(same.contains("second block"), same);
        Block wider = new SequentialBlock()
                .add(new SmallCnn(2).block())
                .add(ProjectionHead.mlp(4, 3).block());
        String other = assertThrows(
                        IllegalArgumentException.class,
                        () -> new MomentumEncoder(query, wider, manager, Statistics.OWN))
                .getMessage();
        assertTrue(other.contains("one plan"), other);
    }
}
