package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kontrast.data.Images;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Stages;
import kontrast.evaluate.Features;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.train.AdamW;
import kontrast.train.Pretraining;
import kontrast.train.Sgd;
import kontrast.train.Synthetic;
import kontrast.train.TrainingOptions;
import kontrast.view.View;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

class DownstreamTest extends MethodContract {

    private static final Shape IMAGE = new Shape(3, 16, 16);
    private static final View WHOLE = (images, random) -> images.duplicate();

    @Override
    protected Method method(long seed) {
        View view = Views.simclr(16, Views.Options.none().with(o -> o.minScale = 0.5));
        return downstream(options(view).with(o -> o.layerDecay = 0.5), view, seed);
    }

    private static Downstream.Options options(View view) {
        return new Downstream.Options(view, new SmallCnn(4), 4, false);
    }

    private static Downstream downstream(boolean stopGradient, View view, long seed) {
        return downstream(options(view).withStopGradient(stopGradient), view, seed);
    }

    private static Downstream downstream(Downstream.Options options, View view, long seed) {
        try (Supervised pretrained = supervised(view)) {
            return new Downstream(options, pretrained.encoder(), IMAGE, Devices.best(), seed);
        }
    }

    private static Supervised supervised(View view) {
        return new Supervised(new Supervised.Options(view, new SmallCnn(4), 4), IMAGE, Devices.best(), 1);
    }

    private static Map<String, float[]> numbers(Block block) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : block.getParameters()) {
            numbers.put(named.getKey(), named.getValue().getArray().toFloatArray());
        }
        return numbers;
    }

    /** AdamW with weight decay would also move a parameter whose gradient is zero. */
    private static void train(Method method) {
        try (Pretraining training = new Pretraining(
                method, Synthetic.discs(48, 16, 4, 5), TrainingOptions.of(2, 8, new AdamW(0.1), 1e-2))) {
            training.run();
        }
    }

    @Test
    void theStopGradientKeepsTheEncoderAndFineTuningChangesIt() {
        for (boolean stop : new boolean[] {true, false}) {
            try (Downstream method = downstream(stop, WHOLE, 2)) {
                Map<String, float[]> before = numbers(method.encoder());
                Map<String, float[]> all = numbers(method.network());
                train(method);
                numbers(method.encoder()).forEach((name, values) -> {
                    // Running statistics stay in both: neither re-estimates them.
                    boolean stays = stop || name.contains("unning");
                    assertEquals(stays, Arrays.equals(before.get(name), values), method.name() + " " + name);
                });
                long changed = numbers(method.network()).entrySet().stream()
                        .filter(e -> !Arrays.equals(all.get(e.getKey()), e.getValue()))
                        .count();
                assertTrue(changed >= 2, "the head learns");
            }
        }
    }

    @Test
    void thePretrainedEncoderIsCopied() {
        try (Supervised pretrained = supervised(WHOLE)) {
            train(pretrained);
            Images images = Synthetic.discs(10, 16, 4, 9);
            Features h = NoGrad.call(() -> Features.of(pretrained.encoder(), images, pretrained.manager()));
            Map<String, float[]> before = numbers(pretrained.encoder());
            try (Downstream method = new Downstream(
                    new Downstream.Options(WHOLE, new SmallCnn(4), 4, false),
                    pretrained.encoder(),
                    IMAGE,
                    Devices.best(),
                    2)) {
                Features copy = NoGrad.call(() -> Features.of(method.encoder(), images, method.manager()));
                assertEquals(h, copy); // running statistics included
                train(method);
            }
            numbers(pretrained.encoder()).forEach((name, values) -> assertArrayEquals(before.get(name), values, name));
        }
    }

    /** Loss and the gradient of b in closed form: mean of (softmax - one-hot). */
    @Test
    void lossAndGradientFollowTheFormula() {
        for (boolean stop : new boolean[] {true, false}) {
            try (Downstream method = downstream(stop, WHOLE, 2);
                    NDManager manager = method.manager().newSubManager()) {
                Images images = Synthetic.discs(6, 16, 4, 9);
                int[] labels = images.labels();
                int[] indices = {0, 1, 2, 3, 4, 5};
                Features logits = NoGrad.call(() -> Features.of(method.network(), images, manager));
                double loss = 0;
                double[] slope = new double[4];
                for (int i = 0; i < 6; i++) {
                    double sum = 0;
                    for (float v : logits.row(i)) {
                        sum += Math.exp(v);
                    }
                    loss -= Math.log(Math.exp(logits.row(i)[labels[i]]) / sum) / 6;
                    for (int c = 0; c < 4; c++) {
                        double p = Math.exp(logits.row(i)[c]) / sum;
                        slope[c] += (p - (labels[i] == c ? 1 : 0)) / 6;
                    }
                }
                NDArray right =
                        manager.create(Arrays.stream(labels).mapToLong(i -> i).toArray());
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray found = method.loss(
                            new Batch(images.tensor(manager), right, indices, 0, Seeds.stream(1, "batch", 0)));
                    collector.backward(found);
                    assertEquals(loss, found.getFloat(), 1e-5); // float32 sums of a few numbers
                }
                NDArray bias = method.network()
                        .getParameters()
                        .valueAt(method.network().getParameters().size() - 1)
                        .getArray();
                float[] gradient = bias.getGradient().toFloatArray();
                for (int c = 0; c < 4; c++) {
                    assertEquals(slope[c], gradient[c], 1e-5);
                }
            }
        }
    }

    private static float[] numbers(List<Block> layers) {
        NDList all = new NDList();
        layers.forEach(layer -> layer.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .forEach(p -> all.add(p.getArray().flatten())));
        layers.forEach(layer -> layer.getParameters().values().stream()
                .filter(p -> !p.requiresGradient())
                .forEach(p -> all.add(p.getArray().flatten())));
        return NDArrays.concat(all).toFloatArray();
    }

    /** One stage too many or too few frozen, or a frozen one that decays, changes another set of stages. */
    @Test
    void theFirstStagesStayBitForBitAndTheOthersLearn() {
        for (int i = 0; i < 10; i++) {
            int k = i / 2;
            boolean statistics = i % 2 == 1; // not of what is frozen
            Downstream.Options options = options(WHOLE).with(o -> {
                o.frozenStages = k;
                o.batchStatistics = statistics;
            });
            try (Downstream method = downstream(options, WHOLE, 2)) {
                List<List<Block>> stages = Stages.layers(method.encoder(), IMAGE);
                List<float[]> before =
                        stages.stream().map(DownstreamTest::numbers).toList();
                train(method);
                for (int s = 0; s < 4; s++) {
                    assertEquals(
                            s < k, Arrays.equals(before.get(s), numbers(stages.get(s))), k + " frozen, stage " + s);
                }
            }
        }
    }

    /** Frozen weights, and yet the network changes: what the reader of lecture 15 is to find. */
    @Test
    void batchStatisticsMoveEvenWhereNoWeightDoes() {
        Downstream.Options all = options(WHOLE).with(o -> {
            o.stopGradient = true;
            o.batchStatistics = true;
        });
        try (Downstream method = downstream(all, WHOLE, 2)) {
            Map<String, float[]> before = numbers(method.encoder());
            train(method);
            numbers(method.encoder())
                    .forEach((name, values) ->
                            assertEquals(!name.contains("unning"), Arrays.equals(before.get(name), values), name));
        }
    }

    /** One step of plain gradient descent: the change of stage s is that of one rate for all times d^(S + 1 - s). */
    @Test
    void eachStageHasItsOwnRate() {
        List<float[]> plain = changes(1);
        List<float[]> slower = changes(0.5);
        double[] factors = {1 / 16.0, 1 / 8.0, 1 / 4.0, 1 / 2.0, 1}; // four stages and the head
        for (int s = 0; s < 5; s++) {
            double most = 0;
            for (int i = 0; i < plain.get(s).length; i++) {
                assertEquals(factors[s] * plain.get(s)[i], slower.get(s)[i], 1e-6, "stage " + s); // float32
                most = Math.max(most, Math.abs(plain.get(s)[i]));
            }
            assertTrue(most > 1e-4, "stage " + s + " moves: " + most);
        }
    }

    private static List<float[]> changes(double layerDecay) {
        try (Downstream method = downstream(options(WHOLE).with(o -> o.layerDecay = layerDecay), WHOLE, 2)) {
            List<List<Block>> parts = new ArrayList<>(Stages.layers(method.encoder(), IMAGE));
            parts.add(List.of(method.network().getChildren().values().get(1)));
            List<float[]> before = parts.stream().map(DownstreamTest::numbers).toList();
            TrainingOptions once = TrainingOptions.of(1, 8, new Sgd(0, 0), 0.1).with(o -> o.warmup = 0);
            try (Pretraining training = new Pretraining(method, Synthetic.discs(8, 16, 4, 5), once)) {
                training.run();
            }
            List<float[]> changes = new ArrayList<>();
            for (int s = 0; s < parts.size(); s++) {
                float[] after = numbers(parts.get(s));
                for (int i = 0; i < after.length; i++) {
                    after[i] -= before.get(s)[i];
                }
                changes.add(after);
            }
            return changes;
        }
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> options(WHOLE).with(o -> o.frozenStages = -1));
        assertThrows(IllegalArgumentException.class, () -> options(WHOLE).with(o -> o.layerDecay = 0));
        assertThrows(IllegalArgumentException.class, () -> options(WHOLE).with(o -> o.layerDecay = 1.5));
        assertThrows(
                IllegalArgumentException.class,
                () -> downstream(options(WHOLE).with(o -> o.frozenStages = 5), WHOLE, 2));
        assertThrows(IllegalArgumentException.class, () -> new Downstream.Options(WHOLE, new SmallCnn(4), 1, true));
        try (Supervised pretrained = supervised(WHOLE)) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> new Downstream(
                            new Downstream.Options(WHOLE, new SmallCnn(8), 4, true),
                            pretrained.encoder(),
                            IMAGE,
                            Devices.best(),
                            2));
            assertTrue(e.getMessage().contains("same plan"), e.getMessage());
        }
    }
}
