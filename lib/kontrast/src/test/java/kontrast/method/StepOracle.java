package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.stream.IntStream;
import kontrast.loss.Vectors;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.train.Synthetic;
import kontrast.view.View;
import kontrast.view.Views;

/** What tests of single steps share: one batch, networks run beside the method, rows in double. */
final class StepOracle {

    static final Shape IMAGE = new Shape(3, 16, 16);
    static final int N = 6;

    private StepOracle() {}

    static View view() {
        return Views.simclr(16, Views.Options.imageNet().with(o -> o.minScale = 0.5));
    }

    /** One step's images; each call gives the same random numbers. */
    static Batch batch(NDManager manager, int step) {
        int[] indices = IntStream.range(0, N).toArray();
        NDArray images = Synthetic.discs(N, 16, 4, 5).tensor(manager, indices);
        return new Batch(images, null, indices, step, Seeds.stream(1, "batch", 0));
    }

    /** In training mode, without gradient. */
    static NDArray forward(Block block, NDArray x) {
        return NoGrad.call(() -> block.forward(new ParameterStore(x.getManager(), false), new NDList(x), true)
                .singletonOrThrow());
    }

    static double[][] rows(NDArray array) {
        float[] values = array.toFloatArray();
        int d = Math.toIntExact(array.getShape().get(1));
        double[][] rows = new double[values.length / d][d];
        for (int i = 0; i < values.length; i++) {
            rows[i / d][i % d] = values[i];
        }
        return rows;
    }

    /** Mean cosine of rows. */
    static double cosine(double[][] p, double[][] z) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Vectors.cosine(p[i], z[i]) / p.length;
        }
        return sum;
    }

    static double[][] softmax(double[][] s, double tau) {
        return Arrays.stream(s)
                .map(row -> kontrast.loss.Oracle.softmax(row, tau))
                .toArray(double[][]::new);
    }

    /** Mean cross entropy of rows of softmax(s / tau) with distributions q. */
    static double crossEntropy(double[][] q, double[][] s, double tau) {
        double[][] p = softmax(s, tau);
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            sum += kontrast.loss.Oracle.crossEntropy(q[i], p[i]) / q.length;
        }
        return sum;
    }

    /** As if the optimizer had moved all weights. */
    static void move(Block network, float by) {
        for (Parameter parameter : network.getParameters().values()) {
            parameter.getArray().setRequiresGradient(false);
            parameter.getArray().addi(by);
        }
    }

    static float[] first(Block block) {
        return block.getParameters().valueAt(0).getArray().toFloatArray();
    }

    static float[] gradients(Block block) {
        return block.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .map(p -> p.getArray().getGradient().toFloatArray())
                .reduce(new float[0], (a, b) -> {
                    float[] both = Arrays.copyOf(a, a.length + b.length);
                    System.arraycopy(b, 0, both, a.length, b.length);
                    return both;
                });
    }
}
