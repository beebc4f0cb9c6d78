package kontrast.train;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import kontrast.data.Examples;
import kontrast.method.Method;

/**
 * What a method asks of the machine, so that methods can be compared by more than their accuracy.
 *
 * <p>Bytes are counted, not measured, so they are the same on every machine:
 *
 * <pre>
 *   kept   = parameters of all networks + gradients + what the optimizer keeps + what the method keeps (queue, bank)
 *   step   = what a step's loss leaves for the backward pass: views, outputs of layers, scores
 * </pre>
 *
 * <p>An array that shows a part of another counts as if it were its own; what the native library needs only inside of an
 * operation does not count ({@link kontrast.encoder.Activations} says what of the layers does). Time is that of the processor, all threads together, so that other programs on the machine do
 * not change it; where no processor time is known it is that of the clock. It is no measure on a GPU.
 *
 * @param kept bytes that stay from step to step
 * @param step bytes that a step needs beyond that
 * @param seconds processor time of a step, the mean of several
 * @param images images of a step, the batch
 */
public record StepCost(long kept, long step, double seconds, int images) {

    private static final int WARM = 2; // steps before the first that counts

    /**
     * Measures.
     *
     * @param method the method; it takes the steps, so it should not be one that is needed
     * @param examples the training data
     * @param options how it is trained
     * @param steps steps whose time is taken, at least 1; with {@value #WARM} before them
     * @return the cost
     * @throws IllegalArgumentException if {@code steps} is below 1 or the data has no full batch
     */
    public static StepCost of(Method method, Examples examples, TrainingOptions options, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, found " + steps);
        }
        int perEpoch = Math.max(1, examples.size() / options.batchSize());
        try (Pretraining training = new Pretraining(
                method, examples, options.with(o -> o.epochs = (steps + WARM + perEpoch - 1) / perEpoch))) {
            training.quietly();
            long bytes = training.bytesOfAStep();
            training.runTo(WARM);
            long begun = nanos(); // of all steps at once: the clock of the processor counts hundredths of a second
            training.runTo(WARM + steps);
            double seconds = (nanos() - begun) / 1e9 / steps;
            return new StepCost(training.bytesKept(), bytes, seconds, options.batchSize());
        }
    }

    private static long nanos() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            long time = system.getProcessCpuTime();
            if (time >= 0) {
                return time;
            }
        }
        return System.nanoTime();
    }

    /** Returns all bytes, kept and of a step, in megabytes of 1,000,000. */
    public double megabytes() {
        return (kept + step) / 1e6;
    }

    /** Returns the processor time for 1,000 images. */
    public double secondsPerThousand() {
        return seconds * 1000 / images;
    }
}
