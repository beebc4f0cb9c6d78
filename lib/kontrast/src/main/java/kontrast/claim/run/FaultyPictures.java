package kontrast.claim.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.Encoder;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Standardised;
import kontrast.method.Jigsaw;
import kontrast.method.Rotation;
import kontrast.tensor.Transfer;
import kontrast.train.TrainingOptions;
import kontrast.view.HorizontalFlip;
import kontrast.view.PatchGrid;

/** Pictures that were prepared badly, for the exercises 3.6 and 4.6. */
public final class FaultyPictures {

    private static final int SIDE = 32;
    private static final int HEIGHT = 24;

    private FaultyPictures() {}

    /**
     * Returns the run of exercise 3.6, which turns drawings.
     *
     * @param broken whether the drawings have black rows below them
     * @return a training with curves
     */
    public static Trial rotation(boolean broken) {
        UnaryOperator<Images> preparation = broken ? FaultyPictures::letterbox : FaultyPictures::middle;
        int cells = broken ? 2 : 3; // of a last map of 4 x 4 and of 3 x 3 positions
        Images train = preparation.apply(EmojiViews.load().images(Style.NOTO, Split.TRAIN));
        Images square = EmojiViews.load().images(Style.NOTO, Split.VALIDATION);
        Images validation = preparation.apply(square);
        return Training.withCurve(
                new Rotation.Options(new HorizontalFlip(0), new SmallCnn(4, cells)),
                Rotation::new,
                () -> train,
                TrainingOptions.of(1, Sketch.BATCH),
                102,
                17,
                Training.judge(
                        "accuracy on validation, prepared and square; probe",
                        method -> Map.of(
                                "prepared",
                                method.accuracy(validation, 1),
                                "square",
                                method.accuracy(validation.width() == 32 ? square : validation, 1),
                                Trial.PROBE,
                                Training.probe(method, train, validation))));
    }

    /**
     * Returns the run of exercise 4.6, which puts the tiles of lit drawings in order.
     *
     * @param broken whether tiles are standardised by the statistics of their image, not by their own
     * @return a training with curves
     */
    public static Trial jigsaw(boolean broken) {
        Encoder encoder = broken ? new ByImage(new SmallCnn(8)) : new Standardised(new SmallCnn(8));
        Images train = lit(EmojiViews.load().images(Style.NOTO, Split.TRAIN));
        Images even = EmojiViews.load().images(Style.NOTO, Split.VALIDATION);
        Images lit = lit(even);
        Images blank = lit(blank(even));
        return Training.withCurve(
                new Jigsaw.Options(new HorizontalFlip(0), new PatchGrid(3, 8, 2, 2), 24, encoder, 64),
                Jigsaw::new,
                () -> train,
                TrainingOptions.of(1, Sketch.BATCH),
                204,
                34,
                Training.judge(
                        "accuracy on validation: lit, blank, even",
                        method -> Map.of(
                                "lit", method.accuracy(lit, 1),
                                "blank", method.accuracy(blank, 1),
                                "even", method.accuracy(even, 1))));
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

    /** As many white cards. */
    private static Images blank(Images images) {
        byte[] white = images.bytes();
        Arrays.fill(white, (byte) 255);
        return Images.of(white, 3, SIDE, SIDE);
    }

    /**
     * An encoder of tiles that are standardised by the statistics of all nine of an image: the fault.
     *
     * @param inner the encoder behind it
     */
    private record ByImage(Encoder inner) implements Encoder {
        private static final int TILES = 9;

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
            return centred.div(deviation.add(Transfer.send(x.getManager(), 1e-3f)))
                    .reshape(-1, s.get(1), TILES, s.get(2) * s.get(3))
                    .swapAxes(1, 2)
                    .reshape(s);
        }
    }
}
