package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearProbeTest {

    private static final LinearProbe EXACT = new LinearProbe(List.of(0.01), 5000, 1e-10);

    /**
     * The objective from its definition, at weights [d][K] and biases, on standardised features.
     */
    private static double objective(Features features, int[] labels, LinearProbe.Model at, double l2) {
        int n = features.rows();
        int d = features.dim();
        int k = at.bias().length;
        double[] mean = new double[d];
        double[] std = new double[d];
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < n; i++) {
                mean[j] += features.values()[i * d + j] / (double) n;
            }
            for (int i = 0; i < n; i++) {
                std[j] += Math.pow(features.values()[i * d + j] - mean[j], 2) / n;
            }
            std[j] = Math.sqrt(std[j]);
        }
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double[] logits = at.bias().clone();
            for (int j = 0; j < d; j++) {
                for (int c = 0; c < k; c++) {
                    logits[c] += (features.values()[i * d + j] - mean[j]) / std[j] * at.weights()[j][c];
                }
            }
            double sum = Arrays.stream(logits).map(Math::exp).sum();
            loss -= Math.log(Math.exp(logits[labels[i]]) / sum) / n;
        }
        for (double[] row : at.weights()) {
            for (double w : row) {
                loss += l2 / 2 * w * w;
            }
        }
        return loss;
    }

    private static LinearProbe.Model moved(LinearProbe.Model model, int j, int c, double by) {
        double[][] weights = new double[model.weights().length][];
        Arrays.setAll(weights, i -> model.weights()[i].clone());
        double[] bias = model.bias().clone();
        if (j < weights.length) {
            weights[j][c] += by;
        } else {
            bias[c] += by;
        }
        return new LinearProbe.Model(
                weights,
                bias,
                model.mean(),
                model.scale(),
                model.l2(),
                model.loss(),
                model.gradient(),
                model.iterations());
    }

    @Test
    void theResultIsTheMinimumOfTheDefinition() {
        Features features = Feature.clusters(90, 4, 3, 1.2, 1, 2);
        int[] labels = Feature.labels(90, 3);
        LinearProbe.Model model = EXACT.fit(features, labels, 0.01);
        assertEquals(objective(features, labels, model, 0.01), model.loss(), 1e-10);
        // The loss, near 1, tells two points apart down to a gradient of about sqrt(1e-16).
        assertTrue(model.gradient() <= 1e-8, () -> "gradient " + model.gradient());
        // Central differences of the definition vanish: error h^2 plus rounding 1e-16 / h.
        for (int j = 0; j <= 4; j++) {
            for (int c = 0; c < 3; c++) {
                double up = objective(features, labels, moved(model, j, c, 1e-4), 0.01);
                double down = objective(features, labels, moved(model, j, c, -1e-4), 0.01);
                assertEquals(0, (up - down) / 2e-4, 1e-7);
                assertTrue(up > model.loss() && down > model.loss());
            }
        }
        // Wrong variants of the objective have their minimum elsewhere: another strength, or the
        // sum over the samples instead of the mean.
        for (double wrong : new double[] {0.02, 0.01 / 90}) {
            double up = objective(features, labels, moved(model, 0, 0, 1e-4), wrong);
            double down = objective(features, labels, moved(model, 0, 0, -1e-4), wrong);
            assertTrue(Math.abs(up - down) / 2e-4 > 1e-4);
        }
    }

    @Test
    void featuresThatSayNothingGiveTheFrequenciesOfTheClasses() {
        // Constant features: the minimum is W = 0 and softmax(b) = (1/2, 1/3, 1/6), with the
        // entropy
        // as its loss.
        float[] same = new float[60 * 2];
        Arrays.fill(same, 0.7f);
        int[] labels = new int[60];
        Arrays.fill(labels, 30, 50, 1);
        Arrays.fill(labels, 50, 60, 2);
        LinearProbe.Model model = EXACT.fit(new Features(same, 60, 2), labels, 0.1);
        double entropy = -(Math.log(0.5) / 2 + Math.log(1 / 3.0) / 3 + Math.log(1 / 6.0) / 6);
        assertEquals(entropy, model.loss(), 1e-12);
        // A gradient of up to 1e-8 over a curvature of about 1/6.
        assertEquals(Math.log(3 / 2.0), model.bias()[0] - model.bias()[1], 1e-7);
        assertEquals(Math.log(2), model.bias()[1] - model.bias()[2], 1e-7);
        assertArrayEquals(new double[3], model.weights()[0], 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 1})
    void twoPointsHaveAClosedForm(double l2) {
        // x = -1 and +1, classes 0 and 1: by symmetry W = (-w, w), b = 0, logit difference 2wx, and
        // the loss ln(1 + e^(-2w)) + l2 w^2 is least where 1 / (1 + e^(2w)) = l2 w.
        Features features = Feature.of(new double[][] {{-1}, {1}});
        LinearProbe.Model model = EXACT.fit(features, new int[] {0, 1}, l2);
        double low = 0;
        double high = 20;
        for (int i = 0; i < 200; i++) {
            double w = (low + high) / 2;
            if (1 / (1 + Math.exp(2 * w)) > l2 * w) {
                low = w;
            } else {
                high = w;
            }
        }
        // A gradient of up to 1e-8 over a curvature of at least l2 = 1e-3.
        assertEquals(low, model.weights()[0][1], 1e-5);
        assertEquals(-low, model.weights()[0][0], 1e-5);
        assertEquals(model.bias()[0], model.bias()[1], 1e-5);
    }

    @Test
    void scaleAndPlaceOfTheFeaturesDoNotMatter() {
        Features features = Feature.clusters(90, 3, 3, 1.2, 3, 4);
        float[] other = features.values().clone();
        for (int i = 0; i < other.length; i++) {
            other[i] = other[i] * (i % 3 == 0 ? 64 : 0.25f) + 2;
        }
        int[] labels = Feature.labels(90, 3);
        LinearProbe.Model one = EXACT.fit(features, labels, 0.01);
        LinearProbe.Model two = EXACT.fit(new Features(other, 90, 3), labels, 0.01);
        // Standardised features are the same up to float32's rounding of the inputs.
        assertEquals(one.loss(), two.loss(), 1e-6);
        assertArrayEquals(one.predict(features), two.predict(new Features(other, 90, 3)));
    }

    @Test
    void aProbeFindsWhatIsLinear() {
        Features train = Feature.clusters(200, 8, 4, 0.3, 5, 6);
        Features test = Feature.clusters(100, 8, 4, 0.3, 5, 7);
        LinearProbe.Model model = LinearProbe.standard()
                .fit(train, Feature.labels(200, 4), Feature.clusters(60, 8, 4, 0.3, 5, 8), Feature.labels(60, 4));
        assertEquals(1, model.accuracy(test, Feature.labels(100, 4)), 0.03);
        assertTrue(model.gradient() <= 1e-4);
        // ... and not what is XOR: accuracy stays at chance, 0.5 with standard error 0.025.
        Features noise = Feature.noise(400, 2, 9);
        int[] xor = new int[400];
        for (int i = 0; i < 400; i++) {
            xor[i] = noise.row(i)[0] * noise.row(i)[1] > 0 ? 1 : 0;
        }
        double chance = EXACT.fit(noise, xor, 0.01).accuracy(noise, xor);
        assertEquals(0.5, chance, 0.125);
    }

    @Test
    void theStrengthIsChosenOnTheValidationFeatures() {
        // 40 noisy rows of 60 dimensions: a weak penalty over-fits, the choice must be the strength
        // with the best accuracy on the validation rows, of equals the strongest.
        Features train = Feature.clusters(40, 60, 2, 6, 10, 11);
        Features validation = Feature.clusters(300, 60, 2, 6, 10, 12);
        int[] labels = Feature.labels(40, 2);
        int[] validationLabels = Feature.labels(300, 2);
        List<Double> grid = List.of(1e-4, 0.01, 1.0, 10.0);
        LinearProbe probe = new LinearProbe(grid, 2000, 1e-8);
        LinearProbe.Model chosen = probe.fit(train, labels, validation, validationLabels);
        double best = -1;
        double strength = 0;
        for (double l2 : grid) {
            double accuracy = probe.fit(train, labels, l2).accuracy(validation, validationLabels);
            if (accuracy >= best) {
                best = accuracy;
                strength = l2;
            }
        }
        assertEquals(strength, chosen.l2());
        assertEquals(best, chosen.accuracy(validation, validationLabels), 1e-12);
        // The warm start leads to the same minimum as a start from zero.
        assertEquals(probe.fit(train, labels, chosen.l2()).loss(), chosen.loss(), 1e-7);
    }

    @Test
    void theSameDataGiveTheSameProbe() {
        Features features = Feature.clusters(90, 4, 3, 1.2, 13, 14);
        int[] labels = Feature.labels(90, 3);
        assertArrayEquals(
                EXACT.fit(features, labels, 0.1).bias(),
                EXACT.fit(features, labels, 0.1).bias());
    }

    @Test
    void wrongArgumentsAreRefused() {
        Features features = Feature.noise(10, 3, 15);
        assertThrows(IllegalArgumentException.class, () -> EXACT.fit(features, Feature.labels(9, 2), 0.1));
        assertThrows(IllegalArgumentException.class, () -> EXACT.fit(features, new int[10], 0.1));
        assertThrows(IllegalArgumentException.class, () -> EXACT.fit(features, Feature.labels(10, 2), 0));
        assertThrows(IllegalArgumentException.class, () -> new LinearProbe(List.of(), 10, 1e-4));
        assertThrows(IllegalArgumentException.class, () -> new LinearProbe(List.of(0.0), 10, 1e-4));
        LinearProbe.Model model = EXACT.fit(features, Feature.labels(10, 2), 0.1);
        assertThrows(IllegalArgumentException.class, () -> model.predict(Feature.noise(2, 4, 16)));
    }
}
