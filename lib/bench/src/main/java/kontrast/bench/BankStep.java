package kontrast.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.loss.CrossEntropy;
import kontrast.loss.Nce;
import kontrast.memory.AliasSampler;
import kontrast.memory.MemoryBank;
import kontrast.memory.Normaliser;
import kontrast.tensor.Devices;
import kontrast.tensor.Seeds;

/**
 * A step of contrast against a memory, without the networks: scores of a batch of embeddings, loss,
 * gradient with respect to the embeddings, update of the memory. {@code estimator=nce} scores m
 * drawn rows, {@code estimator=softmax} all n.
 */
final class BankStep implements Load {

    private static final int DIMENSION = 128;
    private static final double TEMPERATURE = 0.07;

    private final NDManager manager = NDManager.newBaseManager(Devices.best());
    private final boolean nce;
    private final int images;
    private final int negatives;
    private final int batch;
    private final MemoryBank bank;
    private final AliasSampler sampler;
    private final Normaliser normaliser;
    private final NDArray z; // [B, d], stands for the networks' output
    private int done;

    BankStep(Map<String, String> words) {
        nce = words.get("estimator").equals("nce");
        images = Integer.parseInt(words.get("images"));
        negatives = Integer.parseInt(words.get("negatives"));
        batch = Integer.parseInt(words.get("batch"));
        bank = new MemoryBank(manager, images, DIMENSION, 1);
        sampler = AliasSampler.uniform(manager, images);
        normaliser = new Normaliser(manager, Normaliser.Kind.RUNNING, images);
        z = manager.randomNormal(new Shape(batch, DIMENSION)).normalize(2, 1);
        z.setRequiresGradient(true);
    }

    @Override
    public void run(int units) {
        for (int i = 0; i < units; i++) {
            step(Seeds.stream(1, "bank", done++));
        }
    }

    private void step(RandomGenerator random) {
        try (NDManager step = manager.newSubManager()) {
            long[] places = random.ints(0, images)
                    .distinct()
                    .limit(batch)
                    .asLongStream()
                    .toArray();
            NDArray own = step.create(places); // [B]
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray tau = step.create((float) TEMPERATURE);
                NDArray u = z.reshape(z.getShape()); // belongs to the step, as a network's output
                u.attach(step);
                NDArray loss = nce ? nce(u, own, tau, random) : softmax(u, own, tau);
                collector.backward(loss);
                loss.getFloat();
            }
            bank.update(own, z, 0.5);
            normaliser.update();
        }
    }

    private NDArray nce(NDArray u, NDArray own, NDArray tau, RandomGenerator random) {
        NDArray drawn = bank.candidates(own, sampler, negatives, random); // [B, 1 + m]
        NDArray rows = bank.rows(drawn); // [B, 1 + m, d]
        NDArray scores = rows.batchMatMul(u.reshape(batch, DIMENSION, 1)) // [B, 1 + m, 1]
                .reshape(batch, 1 + negatives)
                .div(tau);
        NDArray logZ = normaliser.logZ(scores, () -> {
            throw new IllegalStateException("a running Z needs no sum over all");
        });
        return new Nce(images, negatives).loss(scores, logZ);
    }

    private NDArray softmax(NDArray u, NDArray own, NDArray tau) {
        NDArray all = bank.rows().stopGradient(); // shares the bank's memory
        all.attach(u.getManager());
        NDArray logits = u.matMul(all.transpose()).div(tau); // [B, n]
        return CrossEntropy.loss(logits, own);
    }

    @Override
    public void close() {
        manager.close();
    }
}
