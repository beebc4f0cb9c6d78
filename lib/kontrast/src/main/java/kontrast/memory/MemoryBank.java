package kontrast.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.BitSet;
import java.util.Objects;
import java.util.random.RandomGenerator;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.tensor.Transfer;

/**
 * One embedding for every image of the data set, from which negatives are drawn without encoding
 * them anew.
 *
 * <pre>
 *   first   entries ~ U(-a, a),  a = 1 / sqrt(d / 3),  so that E |row|^2 = 1
 *   later   row_y &lt;- u / |u|,  u = m row_y + (1 - m) z
 * </pre>
 *
 * <p>Wu et al., Unsupervised feature learning via non-parametric instance discrimination, 2018,
 * section 3.2, in the form of Tian et al., Contrastive multiview coding, 2019, section 3.4. m = the
 * {@code momentum} of {@link #update}, 0.5 there. No gradient flows into the bank.
 */
public final class MemoryBank implements AutoCloseable {

    private final int size;
    private final int dimension;
    private final NDManager manager;
    private final NDArray rows; // [n, d] float32

    /**
     * Fills a bank with random rows.
     *
     * @param parent parent of the bank's memory, which lies on its device
     * @param size n, images in the data set, at least 1
     * @param dimension d, length of an embedding, at least 1
     * @param seed seed of the first rows
     * @throws IllegalArgumentException if a size is below 1
     */
    public MemoryBank(NDManager parent, int size, int dimension, long seed) {
        if (size < 1 || dimension < 1) {
            throw new IllegalArgumentException(
                    "a memory bank needs at least 1 image and 1 dimension, found %d and %d".formatted(size, dimension));
        }
        this.size = size;
        this.dimension = dimension;
        manager = parent.newSubManager();
        manager.setName("memory bank");
        double a = 1 / Math.sqrt(dimension / 3.0);
        RandomGenerator random = Seeds.stream(seed, "memory bank", 0);
        float[] values = new float[Math.multiplyExact(size, dimension)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (a * (2 * random.nextDouble() - 1));
        }
        // A created array lies in a Java buffer; its duplicate lies in aligned native memory.
        try (NDArray host = Transfer.send(manager, values, size, dimension)) {
            rows = host.duplicate();
        }
    }

    /** Returns the number of rows, n. */
    public int size() {
        return size;
    }

    /**
     * Returns the bank itself, to score with all of it and to keep it in a checkpoint: {@code [n, d]}, float32; owned
     * by this bank, changed by {@link #update}.
     */
    public NDArray rows() {
        return rows;
    }

    /**
     * Looks rows up.
     *
     * @param indices {@code [N, K]}, int64, each in 0 to n - 1; names the owner of the result
     * @return {@code [N, K, d]}, a copy without gradient; belongs to the manager of {@code indices}
     */
    public NDArray rows(NDArray indices) {
        return NoGrad.call(() -> {
            NDArray found = JniUtils.embedding((PtNDArray) indices, (PtNDArray) rows, false);
            found.attach(indices.getManager());
            return found;
        });
    }

    /**
     * Draws candidates for a batch: each image's own index and so many others.
     *
     * <p>A negative may happen to be the image itself, with probability 1/n: NCE's noise is drawn
     * from all images.
     *
     * @param own {@code [N]}, int64, indices of the batch's images; names the owner of the result
     * @param sampler what draws the negatives
     * @param negatives m, at least 1
     * @param random source of the draws
     * @return {@code [N, 1 + m]}, int64: column 0 the positive, the others negatives
     * @throws IllegalArgumentException if the sampler is not one of n outcomes
     */
    public NDArray candidates(NDArray own, AliasSampler sampler, int negatives, RandomGenerator random) {
        if (sampler.size() != size) {
            throw new IllegalArgumentException(
                    "a sampler of %d outcomes cannot draw from a bank of %d rows".formatted(sampler.size(), size));
        }
        int n = Math.toIntExact(own.size());
        NDArray noise = sampler.draw(own.getManager(), random, n, negatives); // [N, m]
        return own.reshape(n, 1).concat(noise, 1);
    }

    /**
     * Moves rows towards new embeddings, and back to length 1. Call it after the loss of the batch
     * has been computed: a bank that holds z already would make the positive's score that of z with
     * itself.
     *
     * @param indices {@code [N]}, int64, different from each other
     * @param embeddings z, {@code [N, d]}
     * @param momentum m, in [0, 1): the share of the old row that stays
     * @throws IllegalArgumentException if the shapes do not fit, {@code momentum} is out of range or an index is given
     *     twice (which is looked at on the CPU)
     */
    public void update(NDArray indices, NDArray embeddings, double momentum) {
        checkMomentum(momentum);
        Shape expected = new Shape(indices.size(), dimension);
        if (!embeddings.getShape().equals(expected)) {
            throw new IllegalArgumentException("expected one embedding for each of %d indices, %s, found %s"
                    .formatted(indices.size(), expected, embeddings.getShape()));
        }
        checkDifferent(indices);
        NoGrad.run(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray old = rows(indices); // [N, d], a copy
                old.attach(scope);
                NDArray z = embeddings.mul(1 - momentum);
                z.attach(scope);
                NDArray moved = old.muli(momentum).addi(z);
                rows.set(new NDIndex("{}", indices), moved.normalize(2, 1));
            }
        });
    }

    /** Of two embeddings for one row, one would be lost. */
    private void checkDifferent(NDArray indices) {
        BitSet found = new BitSet(size);
        for (long index : Transfer.hostLongs(indices)) {
            int row = Objects.checkIndex((int) index, size);
            if (found.get(row)) {
                throw new IllegalArgumentException(
                        "row %d is given twice, and can move towards one embedding only".formatted(row));
            }
            found.set(row);
        }
    }

    /**
     * Checks a momentum.
     *
     * @param momentum m
     * @throws IllegalArgumentException if it does not lie in [0, 1)
     */
    public static void checkMomentum(double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must lie in [0, 1), found %s%s"
                    .formatted(momentum, momentum == 1 ? "; the bank would never change" : ""));
        }
    }

    /** Frees the bank. */
    @Override
    public void close() {
        manager.close();
    }
}
