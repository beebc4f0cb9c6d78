package kontrast.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * One decoded picture: colour multiplied by alpha, as it must be for resampling, in the order
 * (channel, row, column) with the channels red, green, blue and alpha in [0, 1].
 */
@SuppressWarnings("ArrayRecordComponent") // never compared with equals, so an array is safe here
record Bitmap(float[] values, int width, int height) {

    /** Most pixels of a file: what claims to have more is damaged or meant to fill the memory. */
    private static final long MOST = 50_000_000;

    private static final long PNG = 0x89504E470D0A1A0AL;

    /** Reads a PNG or JPEG file; names the file when it is damaged. */
    static Bitmap read(Path file, String remedy) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            checkPng(bytes);
            BufferedImage image = decode(bytes);
            int w = image.getWidth();
            int h = image.getHeight();
            int[] argb = image.getRGB(0, 0, w, h, null, 0, w);
            float[] values = new float[4 * w * h];
            for (int i = 0; i < w * h; i++) {
                float alpha = (argb[i] >>> 24) / 255f;
                values[3 * w * h + i] = alpha;
                for (int c = 0; c < 3; c++) {
                    values[c * w * h + i] = alpha * ((argb[i] >> (16 - 8 * c)) & 0xFF) / 255f;
                }
            }
            return new Bitmap(values, w, h);
        } catch (IOException | RuntimeException e) { // decoders throw any of them on bad input
            throw new DataException(file, "a whole PNG or JPEG image", String.valueOf(e.getMessage()), remedy, e);
        }
    }

    private static BufferedImage decode(byte[] bytes) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("another or no image format (%,d bytes)".formatted(bytes.length));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST) {
                    throw new IOException("%,d pixels, more than %,d".formatted(pixels, MOST));
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    /** The JDK's reader passes over the sums of a PNG's chunks; a flipped bit shows only there. */
    private static void checkPng(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < 8 || in.getLong() != PNG) {
            return;
        }
        boolean end = false;
        while (!end) {
            int length = in.remaining() < 12 ? -1 : in.getInt();
            if (length < 0 || length > in.remaining() - 8) {
                throw new IOException("a PNG that ends early");
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, in.position(), 4 + length);
            end = in.getInt() == 0x49454E44; // IEND
            in.position(in.position() + length);
            if (in.getInt() != (int) crc.getValue()) {
                throw new IOException("a PNG with a wrong checksum: it was altered");
            }
        }
    }

    /** The largest square in the middle. */
    Bitmap square() {
        int side = Math.min(width, height);
        int left = (width - side) / 2;
        int top = (height - side) / 2;
        float[] out = new float[4 * side * side];
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < side; y++) {
                System.arraycopy(values, (c * height + top + y) * width + left, out, (c * side + y) * side, side);
            }
        }
        return new Bitmap(out, side, side);
    }

    /** All of it in the middle of a transparent square. */
    Bitmap padded() {
        int side = Math.max(width, height);
        int left = (side - width) / 2;
        int top = (side - height) / 2;
        float[] out = new float[4 * side * side];
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(values, (c * height + y) * width, out, (c * side + top + y) * side + left, width);
            }
        }
        return new Bitmap(out, side, side);
    }

    /**
     * The same picture of another size: a mean weighted by a triangle that is as wide as two pixels
     * of the coarser grid, along rows and then columns. Reducing does not alias, and enlarging is
     * bilinear.
     */
    Bitmap resized(int newWidth, int newHeight) {
        float[] across = new float[4 * height * newWidth];
        float[][] wx = weights(width, newWidth);
        for (int row = 0; row < 4 * height; row++) {
            for (int x = 0; x < newWidth; x++) {
                float sum = 0;
                for (int k = 1; k < wx[x].length; k++) {
                    sum += wx[x][k] * values[row * width + (int) wx[x][0] + k - 1];
                }
                across[row * newWidth + x] = sum;
            }
        }
        float[] out = new float[4 * newHeight * newWidth];
        float[][] wy = weights(height, newHeight);
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < newHeight; y++) {
                for (int k = 1; k < wy[y].length; k++) {
                    int from = (c * height + (int) wy[y][0] + k - 1) * newWidth;
                    for (int x = 0; x < newWidth; x++) {
                        out[(c * newHeight + y) * newWidth + x] += wy[y][k] * across[from + x];
                    }
                }
            }
        }
        return new Bitmap(out, newWidth, newHeight);
    }

    /** For each place of the new grid the first old place, then the weights from there on. */
    private static float[][] weights(int from, int to) {
        double scale = (double) from / to;
        double radius = Math.max(1, scale);
        float[][] all = new float[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(centre - radius));
            int last = Math.min(from - 1, (int) Math.ceil(centre + radius));
            double[] w = new double[last - first + 1];
            double sum = 0;
            for (int k = 0; k < w.length; k++) {
                w[k] = Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / radius);
                sum += w[k];
            }
            all[i] = new float[w.length + 1];
            all[i][0] = first;
            for (int k = 0; k < w.length; k++) {
                all[i][k + 1] = (float) (w[k] / sum);
            }
        }
        return all;
    }

    /** Bytes of red, green and blue on white. */
    void onWhite(byte[] to, int at) {
        int area = width * height;
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < area; i++) {
                to[at + c * area + i] = value(values[c * area + i] + 1 - values[3 * area + i]);
            }
        }
    }

    /** Bytes of red, green, blue and alpha; the colour no longer multiplied, black where unseen. */
    void rgba(byte[] to, int at) {
        int area = width * height;
        for (int i = 0; i < area; i++) {
            float alpha = values[3 * area + i];
            to[at + 3 * area + i] = value(alpha);
            for (int c = 0; c < 3; c++) {
                boolean seen = value(alpha) != 0;
                to[at + c * area + i] = seen ? value(values[c * area + i] / alpha) : 0;
            }
        }
    }

    private static byte value(float v) {
        return (byte) Math.round(255 * Math.min(1, Math.max(0, v)));
    }
}
