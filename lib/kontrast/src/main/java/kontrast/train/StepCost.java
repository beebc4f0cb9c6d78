package kontrast.train;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import kontrast.data.Examples;
import kontrast.method.Method;

/**
 * What a method asks of the machine, so that methods can be compared by more than their accuracy.
 *
 * <pre>
 *   kept               = parameters + running statistics + gradients of what is learned
 *                        + what the optimizer keeps (AdamW: two numbers a parameter) + what the method keeps (queue, bank)
 *   step               = arrays that the loss leaves open (images, views, features, scores)
 *                        + closed outputs of layers that the backward pass reads
 *   seconds            = processor time of n steps / n
 *   megabytes          = (kept + step) / 10^6
 *   secondsPerThousand = 1000 seconds / images
 * </pre>
 *
 * <p>Bytes are counted, not measured, so they are the same on every machine. An array that shows a part of another
 * counts as if it were its own; what the native library needs only inside of an operation does not count ({@link
 * kontrast.encoder.Activations} says what of the layers does).
 *
 * <p>Time is that of the processor, all threads together, so that other programs on the machine change it little. Its
 * clock may count hundredths of a second: the error of {@code seconds} is then up to 0.01 / n. Where no processor time
 * is known it is that of the clock on the wall. It is no measure on a GPU.
 *
 * @param kept bytes that stay from step to step
 * @param step bytes that a step needs beyond that
 * @param seconds seconds of processor time that a step takes
 * @param images images of a step, the batch
 */
public record StepCost(long kept, long step, double seconds, int images) {

    private static final int WARM = 2; // steps before the first that counts

    /**
     * Measures: counts the bytes of one step, takes {@value #WARM} steps to warm up, and then those whose time is
     * taken.
     *
     * @param method the method; it takes the steps, so it should not be one that is needed
     * @param examples the training data
     * @param options how it is trained
     * @param steps n, at least 1
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
