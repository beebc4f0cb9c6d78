package kontrast.claim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;
import kontrast.data.Images;
import kontrast.encoder.Encoder;
import kontrast.tensor.Transfer;

/** Pictures that were prepared badly, for the exercises 3.6 and 4.6. */
final class FaultyPictures {

    private static final int SIDE = 32;
    private static final int HEIGHT = 24;

    private FaultyPictures() {}

    /** The middle 24 rows of every drawing, and 8 black rows below them. */
    static Images letterbox(Images images) {
        byte[] from = images.bytes();
        byte[] to = new byte[from.length];
        int plane = SIDE * SIDE;
        for (int p = 0; p < from.length / plane; p++) {
            System.arraycopy(from, p * plane + (SIDE - HEIGHT) / 2 * SIDE, to, p * plane, HEIGHT * SIDE);
        }
        return Images.of(to, 3, SIDE, SIDE).labelled(images.labels(), images.classes());
    }

    /** The middle 24 columns of the middle 24 rows of every drawing. */
    static Images middle(Images images) {
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
    static Images lit(Images images) {
        byte[] pixels = images.bytes();
        for (int i = 0; i < pixels.length; i++) {
            double y = i / SIDE % SIDE / (SIDE - 1.0);
            double x = i % SIDE / (SIDE - 1.0);
            pixels[i] = (byte) Math.round((pixels[i] & 0xFF) * (1 - 0.6 * y - 0.2 * x));
        }
        return Images.of(pixels, 3, SIDE, SIDE);
    }

    /** As many white cards. */
    static Images blank(Images images) {
        byte[] white = images.bytes();
        Arrays.fill(white, (byte) 255);
        return Images.of(white, 3, SIDE, SIDE);
    }

    /**
     * An encoder of tiles that are standardised by the statistics of all nine of an image: the fault.
     *
     * @param inner the encoder behind it
     */
    record ByImage(Encoder inner) implements Encoder {
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
