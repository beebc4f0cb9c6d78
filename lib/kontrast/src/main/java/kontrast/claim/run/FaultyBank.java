package kontrast.claim.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;
import java.util.Map;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Retrieval;
import kontrast.loss.InfoNce;
import kontrast.memory.AliasSampler;
import kontrast.memory.MemoryBank;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Transfer;
import kontrast.train.AdamW;
import kontrast.train.TrainingOptions;
import kontrast.view.RandomStyle;

/**
 * A linear encoder learns to find each emoji again in a memory bank, from the drawing of another artist every time; the
 * fault of exercise 10.8 takes the embeddings of a batch in before they are scored, not after.
 */
public final class FaultyBank extends Sketch {

    private static final int NEGATIVES = 255;
    private static final int DIMENSION = 64;
    private static final double MOMENTUM = 0.5;
    private static final double TEMPERATURE = 0.1;

    private final boolean broken;
    private final RandomStyle styles = new RandomStyle(Style.values().length);
    private final MemoryBank bank;
    private final AliasSampler sampler;
    private NDArray own; // [B], of the step
    private NDArray z; // [B, d], of the step

    /**
     * What is trained.
     *
     * @param broken whether the bank is updated before it is scored
     * @param images rows of the bank
     */
    private record Options(boolean broken, int images) {}

    private FaultyBank(Options options, Block linear, Device device, long seed) {
        super("one drawing against the bank", linear, linear, device, seed, new Shape(1, 3, 32, 32));
        broken = options.broken();
        bank = new MemoryBank(manager(), options.images(), DIMENSION, seed);
        sampler = AliasSampler.uniform(manager(), options.images());
    }

    private FaultyBank(Options options, Shape image, Device device, long seed) {
        this(
                options,
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(Linear.builder().setUnits(DIMENSION).build())
                        .add(BatchNorm.builder().build()),
                device,
                seed);
    }

    /**
     * Returns the run of exercise 10.8.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        return Training.withCurve(
                new Options(broken, Drawings.scenes().size()),
                FaultyBank::new,
                Drawings::scenes,
                TrainingOptions.of(1, BATCH, new AdamW(1e-4), 1e-3),
                680,
                34,
                Training.judge("cosine with the own row, and retrieval", FaultyBank::figures));
    }

    @Override
    public NDArray loss(Batch batch) {
        NDArray drawings = styles.apply(batch.images(), batch.random()); // [B, 3, 32, 32]
        z = forward(drawings).normalize(2, 1); // [B, d]
        NDManager scope = batch.images().getManager();
        long[] rows = Arrays.stream(batch.indices()).asLongStream().toArray();
        own = Transfer.send(scope, rows, rows.length);
        if (broken) {
            bank.update(own, z.stopGradient(), MOMENTUM);
        }
        NDArray noise = sampler.draw(scope, batch.random(), 1, NEGATIVES); // [1, m]
        NDArray positive = bank.rows(own.reshape(own.size(), 1)).squeeze(1); // [B, d]
        NDArray right = z.mul(positive).sum(new int[] {1}, true); // [B, 1]
        NDArray wrong = z.matMul(bank.rows(noise).squeeze(0).transpose()); // [B, m]
        note("cosine with its own row", Transfer.number(right.stopGradient().mean()));
        return InfoNce.firstIsPositive(right.concat(wrong, 1).div(Transfer.send(scope, (float) TEMPERATURE)));
    }

    @Override
    public void afterStep(Batch batch) {
        if (!broken) {
            bank.update(own, z.stopGradient(), MOMENTUM);
        }
    }

    /** Returns the retrieval among training concepts and among held-out ones, and the cosines since the last time. */
    private Map<String, Double> figures() {
        Map<String, Double> figures = noted();
        figures.put(Trial.RETRIEVAL, top1(Split.TRAIN));
        figures.put("held-out " + Trial.RETRIEVAL, top1(Split.TEST));
        return figures;
    }

    private double top1(Split split) {
        EmojiViews emoji = EmojiViews.load();
        return NoGrad.call(() -> Retrieval.of(
                        features(emoji.images(Style.NOTO, split)), features(emoji.images(Style.TWEMOJI, split)), false)
                .top1());
    }

    private Features features(Images images) {
        return Features.of(encoder(), images, manager());
    }
}
