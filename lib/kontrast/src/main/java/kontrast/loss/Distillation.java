package kontrast.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import kontrast.tensor.Transfer;

/**
 * The loss of DINO: the student is to give the distribution over K outputs that the teacher gives for another view.
 *
 * <pre>
 *   L = - sum_k P_t,k log P_s,k
 *   P_t = softmax((t - c) / tau_t),   P_s = softmax(s / tau_s)
 * </pre>
 *
 * <p>Caron et al., Emerging properties in self-supervised vision transformers, 2021, equations 1 to 3 and algorithm 1.
 * s, t = outputs of student and teacher, c = the centre, a slow mean of the teacher's outputs ({@code memory.Centre}).
 *
 * <p>Two things work against two kinds of collapse. <em>Centring</em> (- c) keeps one output from winning for every
 * image, and alone drives the teacher to the uniform distribution. <em>Sharpening</em> (tau_t below tau_s) keeps it
 * from the uniform one, and alone lets one output win.
 *
 * @param student tau_s, above 0; 0.1 in the paper
 * @param teacher tau_t, above 0; 0.04 in the paper; as high as tau_s or higher, it sharpens no more
 */
public record Distillation(double student, double teacher) {

    /**
     * Checks the temperatures.
     *
     * @throws IllegalArgumentException if one is not a finite number above 0
     */
    public Distillation {
        check("student", student);
        check("teacher", teacher);
    }

    private static void check(String name, double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "the %s's temperature must be a finite number above 0 (0.1 for the student and 0.04 for the teacher are usual), found %s"
                            .formatted(name, temperature));
        }
    }

    /** Returns the published setting: tau_s = 0.1, tau_t = 0.04. */
    public static Distillation paper() {
        return new Distillation(0.1, 0.04);
    }

    /**
     * Returns the loss of one direction.
     *
     * @param studentOutput s, {@code [N, K]}
     * @param teacherOutput t, {@code [N, K]}, of the other views in the same order; no gradient should flow through it
     * @param centre c, {@code [1, K]}
     * @return scalar, the mean over the N rows; belongs to the manager of {@code studentOutput}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray loss(NDArray studentOutput, NDArray teacherOutput, NDArray centre) {
        NDArray probability = teacherProbability(teacherOutput, centre); // [N, K]
        // Not div(double): DJL frees that number at once, while the backward pass still reads it.
        NDArray scaled = studentOutput.div(Transfer.send(studentOutput.getManager(), student));
        return SoftCrossEntropy.loss(scaled, probability);
    }

    /**
     * Returns what the teacher asks for.
     *
     * @param output t, {@code [N, K]}
     * @param centre c, {@code [1, K]}
     * @return P_t, {@code [N, K]}, rows with sum 1; belongs to the manager of {@code output}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray teacherProbability(NDArray output, NDArray centre) {
        Shape shape = output.getShape();
        if (shape.dimension() != 2 || !centre.getShape().equals(new Shape(1, shape.get(1)))) {
            throw new IllegalArgumentException(
                    "expected outputs [N, K] and a centre [1, K], found %s and %s".formatted(shape, centre.getShape()));
        }
        return output.sub(centre)
                .div(Transfer.send(output.getManager(), teacher))
                .softmax(1);
    }

    /**
     * Returns the loss of a student that prefers no output.
     *
     * @param outputs K, at least 1
     * @return ln K
     */
    public static double chance(int outputs) {
        return InfoNce.chance(outputs);
    }
}
