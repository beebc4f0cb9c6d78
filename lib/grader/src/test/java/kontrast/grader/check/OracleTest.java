package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;
import org.junit.jupiter.api.Test;

/** A gradient by differences, against one that can be differentiated by hand. */
class OracleTest {

    /** log sum exp: its gradient is the softmax. */
    private static final Oracle LOG_SUM_EXP = a -> {
        double sum = Arrays.stream(a.get(0).data()).map(Math::exp).sum();
        return Value.tensor(new long[0], Math.log(sum));
    };

    @Test
    void theGradientOfLogSumExpIsTheSoftmax() {
        double[] x = {0.3, -1.2, 2.5};
        Value gradient = LOG_SUM_EXP.gradient().expect(List.of(Value.tensor(new long[] {3}, x)));
        double sum = DoubleStream.of(x).map(Math::exp).sum();
        assertArrayEquals(DoubleStream.of(x).map(d -> Math.exp(d) / sum).toArray(), gradient.data(), 1e-9);
        assertEquals("NDArray of shape (3)", gradient.describe());
    }

    /** In a check: a loss that is right but cut off, or whose gradient is not its own, is seen. */
    @Test
    void aCheckOfGradientsReadsInOneLine() {
        Signature<UnaryOperator<NDArray>> signature = new Signature<>(
                "logSumExp", Kind.NDARRAY, List.of("x"), List.of(Kind.NDARRAY), (f, a) -> f.apply((NDArray) a[0]));
        Cases cases = Cases.times(
                3,
                r -> Call.of(Value.tensor(
                        new long[] {3}, (float) r.nextGaussian(), (float) r.nextGaussian(), (float) r.nextGaussian())));
        Check<UnaryOperator<NDArray>> check = Check.of("99.3", "Log sum exp", 2, signature)
                .reference(x -> x.exp().sum().log())
                .example("x = (0, 0, 0).", Call.of(Value.tensor(new long[] {3}, 0, 0, 0)))
                .property(
                        Property.equal("is right", 1, 1e-5, cases, LOG_SUM_EXP).asEssential())
                .property(Property.gradient("lets the gradient through", 1, 1e-5, cases, LOG_SUM_EXP.gradient()))
                .misconception("cut off", x -> x.duplicate().exp().sum().log(), "Cut off.")
                .misconception("sum", x -> x.sum(), "A sum.")
                .misconception("largest", x -> x.max(), "The largest.")
                .misconception("mean", x -> x.exp().mean().log(), "A mean.")
                .misconception("no logarithm", x -> x.exp().sum(), "No logarithm.")
                .build();
        MutationProof proof = MutationProof.of(check, 2);
        assertTrue(proof.holds(), proof::toString);
        // Half of the way cut off: the number is right, its gradient is half.
        Report half = check.check(x -> {
            NDArray y = x.exp().sum().log();
            NDArray constant = x.duplicate().exp().sum().log();
            return y.add(constant).div(y.getManager().create(2f));
        });
        assertEquals(Optional.empty(), half.misconception());
        assertTrue(half.message().contains("the gradient is off by up to"), half.message());
        assertEquals(1, half.earned());
    }
}
