package kontrast.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.random.RandomGenerator;
import kontrast.loss.PixelwiseContrast.Share;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelwiseContrastTest {

    private static final int B = 2;
    private static final int K = 3;
    private static final int N = 5;
    private static final int D = 2;

    /** Random descriptors and choices. */
    @SuppressWarnings("ArrayRecordComponent") // never compared with equals, so an array is safe here
    private record Case(double[] a, double[] b, double[] isMatch, double[] others, double[] isNonMatch) {
        static Case of(long seed) {
            RandomGenerator random = Seeds.stream(seed, "pixelwise", 0);
            return new Case(
                    random.doubles(B * K * D).toArray(),
                    random.doubles(B * K * D).toArray(),
                    random.ints(B * K, 0, 2).asDoubleStream().toArray(),
                    random.doubles(B * N * D).toArray(),
                    random.ints(B * K * N, 0, 2).asDoubleStream().toArray());
        }

        double loss(PixelwiseContrast loss, NDManager manager) {
            return loss.loss(
                            manager.create(a, new Shape(B, K, D)),
                            manager.create(b, new Shape(B, K, D)),
                            manager.create(isMatch, new Shape(B, K)),
                            manager.create(others, new Shape(B, N, D)),
                            manager.create(isNonMatch, new Shape(B, K, N)))
                    .getDouble();
        }

        /** The equations, term by term. */
        double oracle(double margin, Share share) {
            double match = 0;
            double matches = 0;
            double non = 0;
            double hard = 0;
            double all = 0;
            for (int p = 0; p < B; p++) {
                for (int k = 0; k < K; k++) {
                    int from = (p * K + k) * D;
                    double x = a[from] - b[from];
                    double y = a[from + 1] - b[from + 1];
                    match += isMatch[p * K + k] * (x * x + y * y);
                    matches += isMatch[p * K + k];
                    for (int j = 0; j < N; j++) {
                        double far = Math.hypot(
                                a[from] - others[(p * N + j) * D], a[from + 1] - others[(p * N + j) * D + 1]);
                        if (isNonMatch[(p * K + k) * N + j] > 0) {
                            all++;
                            hard += far < margin ? 1 : 0;
                            non += Math.pow(Math.max(0, margin - far), 2);
                        }
                    }
                }
            }
            double n = share == Share.HARD ? hard : all;
            return match / Math.max(1, matches) + non / Math.max(1, n);
        }
    }

    @ParameterizedTest
    @EnumSource(Share.class)
    void equalsTheEquations(Share share) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (int seed = 0; seed < 10; seed++) {
                Case x = Case.of(seed);
                for (double margin : new double[] {0.2, 0.5, 3}) {
                    double found = x.loss(new PixelwiseContrast(margin, share), manager);
                    assertEquals(x.oracle(margin, share), found, 1e-9, "seed " + seed + ", margin " + margin);
                }
            }
        }
    }

    /** Solved non-matches dilute the mean of all; the mean of the hard ones does not know them. */
    @Test
    void solvedNonMatchesWeakenOnlyTheMeanOfAll() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray a = manager.zeros(new Shape(1, 1, 3));
            NDArray near = manager.create(new float[] {0.3f, 0, 0}, new Shape(1, 1, 3));
            NDArray far =
                    manager.create(new float[] {5, 0, 0}, new Shape(1, 1, 3)).repeat(1, 9);
            NDArray others = near.concat(far, 1);
            NDArray yes = manager.ones(new Shape(1, 1, 10));
            double hard =
                    PixelwiseContrast.published().nonMatchLoss(a, others, yes).getFloat();
            double all = new PixelwiseContrast(0.5, Share.ALL)
                    .nonMatchLoss(a, others, yes)
                    .getFloat();
            assertEquals(0.04, hard, 1e-6); // (0.5 - 0.3)^2
            assertEquals(0.004, all, 1e-7);
        }
    }

    @Test
    void whatDoesNotCountCostsNothing() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray a = manager.zeros(new Shape(1, 2, 3));
            NDArray b = manager.ones(new Shape(1, 2, 3));
            PixelwiseContrast loss = PixelwiseContrast.published();
            assertEquals(0, loss.matchLoss(a, b, manager.zeros(new Shape(1, 2))).getFloat());
            assertEquals(
                    0,
                    loss.nonMatchLoss(a, a, manager.zeros(new Shape(1, 2, 2))).getFloat());
            assertEquals(
                    0, loss.nonMatchLoss(a, b, manager.ones(new Shape(1, 2, 2))).getFloat(), "none is hard");
        }
    }

    /** Equal descriptors, where the root has no derivative, and others: finite differences agree where there is one. */
    @ParameterizedTest
    @EnumSource(Share.class)
    void gradientIsFiniteAndRight(Share share) {
        PixelwiseContrast loss = new PixelwiseContrast(0.5, share);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Case x = Case.of(4);
            double[] gradient;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray a = manager.create(x.a, new Shape(B, K, D));
                a.setRequiresGradient(true);
                collector.backward(loss.loss(
                        a,
                        manager.create(x.b, new Shape(B, K, D)),
                        manager.create(x.isMatch, new Shape(B, K)),
                        manager.create(x.others, new Shape(B, N, D)),
                        manager.create(x.isNonMatch, new Shape(B, K, N))));
                gradient = a.getGradient().toDoubleArray();
            }
            for (int i = 0; i < x.a.length; i++) {
                double h = 1e-6;
                double before = x.a[i];
                x.a[i] = before + h;
                double up = x.loss(loss, manager);
                x.a[i] = before - h;
                double down = x.loss(loss, manager);
                x.a[i] = before;
                assertEquals((up - down) / (2 * h), gradient[i], 1e-6, "number " + i);
            }
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray same = manager.ones(new Shape(1, 1, 3));
                same.setRequiresGradient(true);
                collector.backward(
                        loss.nonMatchLoss(same, manager.ones(new Shape(1, 1, 3)), manager.ones(new Shape(1, 1, 1))));
                assertTrue(Float.isFinite(same.getGradient().sum().getFloat()));
            }
        }
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new PixelwiseContrast(0, Share.HARD));
        assertThrows(IllegalArgumentException.class, () -> new PixelwiseContrast(Double.NaN, Share.ALL));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray a = manager.zeros(new Shape(1, 2, 3));
            PixelwiseContrast loss = PixelwiseContrast.published();
            assertThrows(IllegalArgumentException.class, () -> loss.matchLoss(a, a, manager.ones(new Shape(1, 3))));
            assertThrows(
                    IllegalArgumentException.class, () -> loss.nonMatchLoss(a, a, manager.ones(new Shape(1, 2, 3))));
        }
    }
}
