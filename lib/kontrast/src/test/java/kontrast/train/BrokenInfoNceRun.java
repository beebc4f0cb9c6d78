package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.loss.InfoNce;
import kontrast.method.Batch;
import kontrast.tensor.NoGrad;
import kontrast.view.RandomStyle;

/**
 * Measures the run that exercise 8.7 shows: a linear encoder learns with InfoNCE which drawings by
 * Noto and by Twemoji show the same concept, at temperature 0.1, which a mistake multiplies by.
 *
 * <p>Prints, after so many epochs, the mean loss of the last epoch and the top-1 retrieval, Noto to
 * Twemoji, among training concepts and among held-out ones. Arguments: {@code broken} (default) or
 * {@code healthy}; the seed (default 1). Half a minute on one core.
 */
public final class BrokenInfoNceRun {

    private static final int BATCH = 64;
    private static final int EPOCHS = 40;
    private static final double TEMPERATURE = 0.1;

    private BrokenInfoNceRun() {}

    /** What is minimised. */
    private interface Loss {
        NDArray of(NDArray z1, NDArray z2, double temperature);
    }

    /** The code that the exercise hands out. */
    private static NDArray broken(NDArray z1, NDArray z2, double temperature) {
        NDArray u1 = z1.normalize(2, 1);
        NDArray u2 = z2.normalize(2, 1);
        NDArray beta = z1.getManager().create((float) temperature);
        NDArray forth = u1.matMul(u2.transpose()).mul(beta);
        NDArray back = u2.matMul(u1.transpose()).mul(beta);
        NDArray l12 = forth.logSoftmax(1).diagonal().mean().neg();
        NDArray l21 = back.logSoftmax(1).diagonal().mean().neg();
        return l12.add(l21);
    }

    private static NDArray healthy(NDArray z1, NDArray z2, double temperature) {
        return new InfoNce(temperature).symmetric(z1, z2);
    }

    /** One linear map for both drawings: z = W x + b. */
    private static final class TwoDrawings extends Sketch {
        private final RandomStyle styles = new RandomStyle(Style.values().length);
        private final Loss loss;

        private TwoDrawings(Block linear, Loss loss, long seed) {
            super("two drawings", linear, linear, seed, new Shape(1, 3, 32, 32));
            this.loss = loss;
        }

        TwoDrawings(Loss loss, long seed) {
            this(
                    new SequentialBlock()
                            .add(Blocks.batchFlattenBlock())
                            .add(Linear.builder().setUnits(64).build()),
                    loss,
                    seed);
        }

        @Override
        public NDArray loss(Batch batch) {
            return loss.of(z(batch, Style.NOTO), z(batch, Style.TWEMOJI), TEMPERATURE);
        }

        private NDArray z(Batch batch, Style style) {
            int[] choices = new int[batch.indices().length];
            Arrays.fill(choices, List.of(Style.values()).indexOf(style));
            return forward(styles.choose(batch.images(), choices)); // [B, 64]
        }
    }

    /**
     * Trains and prints.
     *
     * @param args the loss, the seed
     */
    public static void main(String[] args) {
        boolean broken = args.length == 0 || args[0].equals("broken");
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        EmojiViews emoji = EmojiViews.load();
        TrainingOptions how =
                TrainingOptions.of(EPOCHS, BATCH, new AdamW(1e-4), 1e-3).with(o -> o.seed = seed);
        System.out.printf(Locale.ROOT, "chance 2 ln %d = %.3f%n", BATCH, 2 * Math.log(BATCH));
        System.out.println("epoch   loss  same  other  train  held-out");
        try (TwoDrawings method = new TwoDrawings(broken ? BrokenInfoNceRun::broken : BrokenInfoNceRun::healthy, seed);
                Pretraining training = new Pretraining(method, emoji.scenes(Split.TRAIN), how).quietly()) {
            Sketch.trainWithEpochs(training, EPOCHS, (epochs, loss) -> print(method, emoji, epochs, loss));
        }
    }

    private static void print(TwoDrawings method, EmojiViews emoji, int epochs, double loss) {
        Similarity train = similarity(method, emoji, Split.TRAIN);
        Similarity test = similarity(method, emoji, Split.TEST);
        System.out.printf(
                Locale.ROOT,
                "%5d  %5.3f  %5.2f  %5.2f  %5.3f  %5.3f%n",
                epochs,
                loss,
                train.same(),
                train.other(),
                train.top1(),
                test.top1());
    }

    /**
     * How the drawings of two artists compare.
     *
     * @param same mean cosine of two drawings of a concept
     * @param other mean cosine of drawings of two concepts
     * @param top1 share of Noto's drawings whose nearest one by Twemoji shows the same concept
     */
    private record Similarity(double same, double other, double top1) {}

    private static Similarity similarity(TwoDrawings method, EmojiViews emoji, Split split) {
        try (NDManager scope = method.manager().newSubManager()) {
            return NoGrad.call(() -> {
                NDArray u1 = features(method, emoji.images(Style.NOTO, split), scope);
                NDArray u2 = features(method, emoji.images(Style.TWEMOJI, split), scope);
                NDArray cosines = u1.matMul(u2.transpose()); // [n, n]
                long n = cosines.getShape().get(0);
                double all = cosines.mean().getFloat();
                double same = cosines.diagonal().mean().getFloat();
                long[] nearest = cosines.argMax(1).toLongArray();
                long right =
                        IntStream.range(0, (int) n).filter(i -> nearest[i] == i).count();
                return new Similarity(same, (n * all - same) / (n - 1), (double) right / n);
            });
        }
    }

    private static NDArray features(TwoDrawings method, Images images, NDManager scope) {
        return Features.of(method.encoder(), images, method.manager())
                .tensor(scope)
                .normalize(2, 1);
    }
}
