package kontrast.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;
import java.util.Locale;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.Encoder;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Standardised;
import kontrast.method.Jigsaw;
import kontrast.view.HorizontalFlip;
import kontrast.view.PatchGrid;

/**
 * The measurement behind exercise 4.6: a jigsaw puzzle of drawings that are lit from one corner,
 * with tiles that are normalised by the statistics of their whole image.
 *
 * <p>Prints a line for each second epoch: loss, and pretext accuracy on validation drawings lit in
 * the same way, on blank cards lit in the same way, and on evenly lit drawings. Arguments: seed,
 * and {@code repaired} for tiles that are normalised each on its own.
 */
public final class LitPuzzleRun {

    private static final int SIDE = 32;
    private static final int TILES = 9;
    private static final int EPOCHS = 12;

    private LitPuzzleRun() {}

    /** An encoder of tiles that are standardised by the statistics of all nine: the fault. */
    private record ByImage(Encoder inner) implements Encoder {
        @Override
        public int dimension() {
            return inner.dimension();
        }

        @Override
        public Block block() {
            return new SequentialBlock()
                    .add(LambdaBlock.singleton(ByImage::standardise, "standardise by image"))
                    .add(inner.block());
        }

        private static NDArray standardise(NDArray x) {
            Shape s = x.getShape(); // [9B, C, p, p]
            NDArray flat = x.reshape(-1, TILES, s.get(1), s.get(2) * s.get(3))
                    .swapAxes(1, 2)
                    .reshape(-1, s.get(1), TILES * s.get(2) * s.get(3)); // [B, C, 9 p p]
            NDArray centred = flat.sub(flat.mean(new int[] {2}, true));
            NDArray deviation = centred.square().mean(new int[] {2}, true).sqrt();
            return centred.div(deviation.add(x.getManager().create(1e-3f)))
                    .reshape(-1, s.get(1), TILES, s.get(2) * s.get(3))
                    .swapAxes(1, 2)
                    .reshape(s);
        }
    }

    /**
     * Runs the measurement.
     *
     * @param args the seed, and perhaps {@code repaired}
     */
    public static void main(String[] args) {
        System.setProperty("kontrast.progress", "none");
        long seed = Long.parseLong(args[0]);
        EmojiViews emoji = EmojiViews.load();
        Images even = emoji.images(Style.NOTO, Split.VALIDATION);
        Images lit = lit(even);
        byte[] white = new byte[even.bytes().length];
        Arrays.fill(white, (byte) 255);
        Images blank = lit(Images.of(white, 3, SIDE, SIDE));
        Jigsaw.Options options = new Jigsaw.Options(
                new HorizontalFlip(0),
                new PatchGrid(3, 8, 2, 2),
                24,
                args.length > 1 ? new Standardised(new SmallCnn(8)) : new ByImage(new SmallCnn(8)),
                64);
        try (Jigsaw method = new Jigsaw(options, new Shape(3, SIDE, SIDE), Course.device(), seed);
                Pretraining run = new Pretraining(
                        method,
                        lit(emoji.images(Style.NOTO, Split.TRAIN)),
                        TrainingOptions.of(EPOCHS, 64).with(o -> o.seed = seed))) {
            run.onEpoch(row -> {
                        if (row.epoch() % 2 == 1) {
                            System.out.printf(
                                    Locale.ROOT,
                                    "%d  loss %.4f  lit %.4f  blank %.4f  even %.4f%n",
                                    row.epoch() + 1,
                                    run.history().meanLoss(run.steps() / EPOCHS),
                                    method.accuracy(lit, 1),
                                    method.accuracy(blank, 1),
                                    method.accuracy(even, 1));
                        }
                    })
                    .run();
        }
    }

    /** Darker by up to 60 % towards the bottom and by up to 20 % towards the right. */
    private static Images lit(Images images) {
        byte[] pixels = images.bytes();
        for (int i = 0; i < pixels.length; i++) {
            double y = i / SIDE % SIDE / (SIDE - 1.0);
            double x = i % SIDE / (SIDE - 1.0);
            pixels[i] = (byte) Math.round((pixels[i] & 0xFF) * (1 - 0.6 * y - 0.2 * x));
        }
        return Images.of(pixels, 3, SIDE, SIDE);
    }
}
