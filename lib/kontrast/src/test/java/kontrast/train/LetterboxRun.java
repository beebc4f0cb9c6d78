package kontrast.train;

import java.util.Locale;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.method.Rotation;
import kontrast.tensor.NoGrad;
import kontrast.view.HorizontalFlip;

/**
 * The measurement behind exercise 3.6: rotation prediction on wide pictures that a black bar at the
 * bottom makes square.
 *
 * <p>Prints a line for each epoch: loss, pretext accuracy on validation drawings with the bar and
 * on square ones, and the accuracy of a linear probe of the nine categories. Arguments: seed, and
 * {@code repaired} for the middle of the wide pictures.
 */
public final class LetterboxRun {

    private static final int SIDE = 32;
    private static final int HEIGHT = 24;
    private static final int EPOCHS = 6;

    private LetterboxRun() {}

    /**
     * Runs the measurement.
     *
     * @param args the seed, and perhaps {@code repaired}
     */
    public static void main(String[] args) {
        System.setProperty("kontrast.progress", "none");
        long seed = Long.parseLong(args[0]);
        EmojiViews emoji = EmojiViews.load();
        boolean repaired = args.length > 1;
        Images train = prepared(emoji.images(Style.NOTO, Split.TRAIN), repaired);
        Images validation = prepared(emoji.images(Style.NOTO, Split.VALIDATION), repaired);
        Images square = repaired ? validation : emoji.images(Style.NOTO, Split.VALIDATION);
        int cells = repaired ? 3 : 2; // of a last map of 3 x 3 and 4 x 4 positions
        Rotation.Options options = new Rotation.Options(new HorizontalFlip(0), new SmallCnn(4, cells));
        try (Rotation method = new Rotation(options, train.shape(), Course.device(), seed);
                Pretraining run = new Pretraining(
                        method, train, TrainingOptions.of(EPOCHS, 64).with(o -> o.seed = seed))) {
            print(0, Double.NaN, method, train, validation, square);
            run.onEpoch(row -> print(
                            row.epoch() + 1,
                            run.history().meanLoss(run.steps() / EPOCHS),
                            method,
                            train,
                            validation,
                            square))
                    .run();
        }
    }

    private static void print(int epoch, double loss, Rotation method, Images train, Images validation, Images square) {
        double probe = NoGrad.call(() -> {
            Features fit = Features.of(method.encoder(), train, method.manager());
            Features test = Features.of(method.encoder(), validation, method.manager());
            return LinearProbe.standard().fit(fit, train.labels(), 0.1).accuracy(test, validation.labels());
        });
        System.out.printf(
                Locale.ROOT,
                "%d  loss %.4f  with bar %.4f  square %.4f  probe %.4f%n",
                epoch,
                loss,
                method.accuracy(validation, 1),
                method.accuracy(square, 1),
                probe);
    }

    private static Images prepared(Images images, boolean repaired) {
        return repaired ? middle(images) : letterbox(images);
    }

    /** The middle 24 columns of the middle 24 rows of every drawing. */
    private static Images middle(Images images) {
        byte[] from = images.bytes();
        byte[] to = new byte[from.length / (SIDE * SIDE) * HEIGHT * HEIGHT];
        int border = (SIDE - HEIGHT) / 2;
        for (int i = 0; i < to.length; i++) {
            int row = i / HEIGHT; // of all planes, one below the other
            int y = row / HEIGHT * SIDE + border + row % HEIGHT;
            to[i] = from[y * SIDE + border + i % HEIGHT];
        }
        return Images.of(to, 3, HEIGHT, HEIGHT).labelled(images.labels(), images.classes());
    }

    /** The middle 24 rows of every drawing, and 8 black rows below them. */
    private static Images letterbox(Images images) {
        byte[] from = images.bytes();
        byte[] to = new byte[from.length];
        int plane = SIDE * SIDE;
        for (int p = 0; p < from.length / plane; p++) {
            System.arraycopy(from, p * plane + (SIDE - HEIGHT) / 2 * SIDE, to, p * plane, HEIGHT * SIDE);
        }
        return Images.of(to, 3, SIDE, SIDE).labelled(images.labels(), images.classes());
    }
}
