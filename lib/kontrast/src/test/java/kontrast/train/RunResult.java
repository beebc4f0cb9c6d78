package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kontrast.method.Method;

/**
 * Everything that a run computes.
 *
 * @param losses of its steps, in nats
 * @param arrays parameters, statistics, queues and banks at its end, by name
 */
public record RunResult(List<Double> losses, Map<String, float[]> arrays) {

    /**
     * Trains and takes the numbers down.
     *
     * @param training the run, of {@code method}
     * @param method what is trained
     * @param how trains, whole or in part
     * @return what there is then
     */
    public static RunResult of(Pretraining training, Method method, Consumer<Pretraining> how) {
        how.accept(training);
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : method.network().getParameters()) {
            arrays.put(named.getKey(), numbers(named.getValue().getArray()));
        }
        method.state().forEach((name, array) -> arrays.put("state " + name, numbers(array)));
        return new RunResult(
                training.history().rows().stream().map(History.Row::loss).toList(), arrays);
    }

    private static float[] numbers(NDArray array) {
        Number[] all = array.toArray();
        float[] values = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            values[i] = all[i].floatValue();
        }
        return values;
    }

    /**
     * Asserts that two runs are one, to the bit.
     *
     * @param expected one run
     * @param actual the other
     */
    public static void assertSame(RunResult expected, RunResult actual) {
        assertEquals(expected.losses(), actual.losses());
        assertEquals(expected.arrays().keySet(), actual.arrays().keySet());
        expected.arrays()
                .forEach((name, values) ->
                        assertArrayEquals(values, actual.arrays().get(name), name));
    }
}
