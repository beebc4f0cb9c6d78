package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;
import java.util.Locale;
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
import kontrast.view.RandomStyle;

/**
 * Measures the run that exercise 10.8 shows: a linear encoder learns to find each emoji again in a
 * memory bank, from the drawing of another artist every time; but the bank takes the embeddings of
 * a batch in before they are scored, not after.
 *
 * <p>Prints, for some epochs, the mean loss, the mean cosine of an embedding with its own row at
 * the time of scoring, and the top-1 retrieval, Noto to Twemoji, among training concepts and among
 * held-out ones. Arguments: {@code broken} (default) or {@code healthy}; the seed (default 1). Half
 * a minute on one core.
 */
public final class BrokenBankRun {

    private static final int BATCH = 64;
    private static final int EPOCHS = 40;
    private static final int NEGATIVES = 255;
    private static final int DIMENSION = 64;
    private static final double MOMENTUM = 0.5;
    private static final double TEMPERATURE = 0.1;

    private BrokenBankRun() {}

    /** z = W x + b of one drawing, against the bank: its own row and m others. */
    private static final class OneDrawing extends Sketch {
        private final boolean broken;
        private final RandomStyle styles = new RandomStyle(Style.values().length);
        private final MemoryBank bank;
        private final AliasSampler sampler;
        private final int stepsPerEpoch;
        private NDArray own; // [B], of the step
        private NDArray z; // [B, d], of the step
        private double cosines; // of embeddings with their own rows, in this epoch
        private int steps;

        private OneDrawing(Block linear, boolean broken, int images, long seed) {
            super("one drawing against the bank", linear, linear, seed, new Shape(1, 3, 32, 32));
            this.broken = broken;
            stepsPerEpoch = images / BATCH;
            bank = new MemoryBank(manager(), images, DIMENSION, seed);
            sampler = AliasSampler.uniform(manager(), images);
        }

        OneDrawing(boolean broken, int images, long seed) {
            this(
                    new SequentialBlock()
                            .add(Blocks.batchFlattenBlock())
                            .add(Linear.builder().setUnits(DIMENSION).build())
                            .add(BatchNorm.builder().build()),
                    broken,
                    images,
                    seed);
        }

        @Override
        public NDArray loss(Batch batch) {
            NDArray drawings = styles.apply(batch.images(), batch.random()); // [B, 3, 32, 32]
            z = forward(drawings).normalize(2, 1); // [B, d]
            NDManager scope = batch.images().getManager();
            own = scope.create(Arrays.stream(batch.indices()).asLongStream().toArray());
            if (broken) {
                bank.update(own, z.stopGradient(), MOMENTUM);
            }
            NDArray noise = sampler.draw(scope, batch.random(), 1, NEGATIVES); // [1, m]
            NDArray positive = bank.rows(own.reshape(own.size(), 1)).squeeze(1); // [B, d]
            NDArray right = z.mul(positive).sum(new int[] {1}, true); // [B, 1]
            NDArray wrong = z.matMul(bank.rows(noise).squeeze(0).transpose()); // [B, m]
            if (batch.step() % stepsPerEpoch == 0) {
                cosines = 0;
                steps = 0;
            }
            cosines += right.stopGradient().mean().getFloat();
            steps++;
            NDArray tau = scope.create((float) TEMPERATURE);
            return InfoNce.firstIsPositive(right.concat(wrong, 1).div(tau));
        }

        @Override
        public void afterStep(Batch batch) {
            if (!broken) {
                bank.update(own, z.stopGradient(), MOMENTUM);
            }
        }

        /** The mean over the latest epoch. */
        double cosine() {
            return cosines / steps;
        }
    }

    /**
     * Trains and prints.
     *
     * @param args broken or healthy, the seed
     */
    public static void main(String[] args) {
        boolean broken = args.length == 0 || args[0].equals("broken");
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        EmojiViews emoji = EmojiViews.load();
        Images scenes = emoji.scenes(Split.TRAIN);
        TrainingOptions how =
                TrainingOptions.of(EPOCHS, BATCH, new AdamW(1e-4), 1e-3).with(o -> o.seed = seed);
        System.out.printf(Locale.ROOT, "chance ln %d = %.3f%n", 1 + NEGATIVES, Math.log(1 + NEGATIVES));
        System.out.println("epoch   loss    own  train  held-out");
        try (OneDrawing method = new OneDrawing(broken, scenes.size(), seed);
                Pretraining training = new Pretraining(method, scenes, how).quietly()) {
            Sketch.trainWithEpochs(training, EPOCHS, (epochs, loss) -> print(method, emoji, epochs, loss));
        }
    }

    private static void print(OneDrawing method, EmojiViews emoji, int epochs, double loss) {
        System.out.printf(
                Locale.ROOT,
                "%5d  %5.3f  %5.2f  %5.3f  %5.3f%n",
                epochs,
                loss,
                method.cosine(),
                top1(method, emoji, Split.TRAIN),
                top1(method, emoji, Split.TEST));
    }

    private static double top1(OneDrawing method, EmojiViews emoji, Split split) {
        return NoGrad.call(() -> Retrieval.of(
                        features(method, emoji.images(Style.NOTO, split)),
                        features(method, emoji.images(Style.TWEMOJI, split)),
                        false)
                .top1());
    }

    private static Features features(OneDrawing method, Images images) {
        return Features.of(method.encoder(), images, method.manager());
    }
}
