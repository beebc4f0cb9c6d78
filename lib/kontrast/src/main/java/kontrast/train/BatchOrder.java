package kontrast.train;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;

/**
 * Which images make which step: every epoch takes all images in a new order, and leaves out the last ones that do not
 * fill a batch. The order is a function of the seed and the epoch, so that a run can be resumed in the middle of an
 * epoch.
 */
final class BatchOrder {

    private final int images;
    private final int batchSize;
    private final long seed;
    private int[] order;
    private int orderEpoch = -1;

    BatchOrder(int images, int batchSize, long seed) {
        if (images < batchSize) {
            throw new IllegalArgumentException(
                    "a batch of %d needs at least as many images, found %d".formatted(batchSize, images));
        }
        this.images = images;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    int stepsPerEpoch() {
        return images / batchSize;
    }

    /** The epoch that a step belongs to, both counted from 0. */
    int epoch(int step) {
        return step / stepsPerEpoch();
    }

    /** Whether an epoch is complete after so many steps. */
    boolean endsEpoch(int steps) {
        return steps % stepsPerEpoch() == 0;
    }

    /** The images of one step: a slice of the epoch's permutation. */
    int[] batch(int step) {
        int epoch = epoch(step);
        if (epoch != orderEpoch) {
            order = permutation(Seeds.stream(seed, "order", epoch));
            orderEpoch = epoch;
        }
        int from = step % stepsPerEpoch() * batchSize;
        return Arrays.copyOfRange(order, from, from + batchSize);
    }

    private int[] permutation(RandomGenerator random) {
        int[] permutation = new int[images];
        for (int i = 0; i < images; i++) { // Fisher and Yates, inside out
            int j = random.nextInt(i + 1);
            permutation[i] = permutation[j];
            permutation[j] = i;
        }
        return permutation;
    }
}
