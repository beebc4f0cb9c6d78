package kontrast.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import kontrast.tensor.Transfer;

/** Tensors of images as Java's pictures. */
final class RgbImages {

    private RgbImages() {}

    /** One picture an image of {@code [B, C, H, W]}, C = 1 or 3; values are clipped to [0, 1]. */
    static List<BufferedImage> of(NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.get(0) == 0 || (shape.get(1) != 1 && shape.get(1) != 3)) {
            throw new IllegalArgumentException("expected images [B, C, H, W] with B at least 1 and C = 1 or 3, found "
                    + shape
                    + "; is the batch axis missing, or the channel axis last?");
        }
        float[] values = Transfer.floats(images);
        int channels = (int) shape.get(1);
        int high = (int) shape.get(2);
        int wide = (int) shape.get(3);
        int plane = high * wide;
        List<BufferedImage> pictures = new ArrayList<>();
        for (int from = 0; from < values.length; from += channels * plane) {
            BufferedImage picture = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < plane; p++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    float value = values[from + (channels == 1 ? 0 : c) * plane + p];
                    if (!Float.isFinite(value)) {
                        throw new IllegalArgumentException(
                                "image %d has a pixel that is %s".formatted(from / (channels * plane), value));
                    }
                    rgb = rgb << 8 | Math.round(Math.max(0, Math.min(1, value)) * 255);
                }
                picture.setRGB(p % wide, p / wide, rgb);
            }
            pictures.add(picture);
        }
        return pictures;
    }
}
