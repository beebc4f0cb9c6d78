package kontrast.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes PNG and JPEG files as they are meant: greys at the level that is stored, CMYK as ink on
 * paper, turned as the camera was held; what is damaged is refused.
 *
 * <p>Java's own conversion to RGB takes a grey level for an amount of light, and shows 128 as 188; its
 * readers tell of damage by warnings, and fill what is missing with grey. TwelveMonkeys' readers were
 * tried on the same files: they find the same damage and the same greys, so that the JDK's suffice.
 */
final class PictureFile {

    /** Most pixels of a file: what claims to have more is damaged or meant to fill the memory. */
    private static final long MOST = 50_000_000;

    /** Pixels up to which a picture is decoded whole; 24 million would take half a gigabyte. */
    private static final long WHOLE = 4_000_000;

    /** Pixels kept of larger ones, along the shorter side, for each one asked for: reducing takes a mean of many. */
    private static final int KEPT = 8;

    private static final long PNG = 0x89504E470D0A1A0AL;
    private static final int ORIENTATION = 0x0112; // the tag's number in EXIF

    private PictureFile() {}

    /**
     * Reads a file.
     *
     * @param file a PNG or JPEG file
     * @param side the picture will be reduced to so many rows or columns; of a large one no more pixels
     *     are kept than that takes
     * @param remedy what to do if it is damaged
     * @return the picture
     * @throws DataException naming the file, if it is not a whole picture
     */
    static Bitmap read(Path file, int side, String remedy) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            checkPng(bytes);
            return upright(decode(bytes, side), orientation(bytes));
        } catch (AccessDeniedException e) {
            throw new DataException(file, "a file that you may read", "no permission to read it", remedy, e);
        } catch (IOException | RuntimeException e) { // decoders throw any of them on bad input
            throw new DataException(file, "a whole PNG or JPEG image", String.valueOf(e.getMessage()), remedy, e);
        }
    }

    private static Bitmap decode(byte[] bytes, int side) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("another or no image format (%,d bytes)".formatted(bytes.length));
            }
            ImageReader reader = readers.next();
            try {
                List<String> warnings = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(in);
                int w = reader.getWidth(0);
                int h = reader.getHeight(0);
                if ((long) w * h > MOST) {
                    throw new IOException("%,d pixels, more than %,d".formatted((long) w * h, MOST));
                }
                ImageReadParam how = reader.getDefaultReadParam();
                int every = (long) w * h > WHOLE ? Math.max(1, Math.min(w, h) / (KEPT * side)) : 1;
                how.setSourceSubsampling(every, every, every / 2, every / 2);
                BufferedImage image = reader.read(0, how);
                if (!warnings.isEmpty()) {
                    throw new IOException("damaged: " + String.join(", ", warnings));
                }
                return bitmap(image);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Bitmap bitmap(BufferedImage image) {
        int space = image.getColorModel().getColorSpace().getType();
        if (space == ColorSpace.TYPE_GRAY) {
            return grey(image);
        }
        if (space == ColorSpace.TYPE_CMYK) {
            return inks(image.getRaster());
        }
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
    }

    /** The levels as they are stored, of 8 or 16 bits, with or without alpha. */
    private static Bitmap grey(BufferedImage image) {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        int w = image.getWidth();
        int h = image.getHeight();
        int area = w * h;
        float most = (1 << model.getComponentSize(0)) - 1;
        float[] values = new float[4 * area];
        float[] level = raster.getSamples(0, 0, w, h, 0, (float[]) null);
        float[] alpha = model.hasAlpha() ? raster.getSamples(0, 0, w, h, 1, (float[]) null) : null;
        for (int i = 0; i < area; i++) {
            float seen = alpha == null ? 1 : alpha[i] / most;
            values[3 * area + i] = seen;
            for (int c = 0; c < 3; c++) {
                values[c * area + i] = seen * level[i] / most;
            }
        }
        return new Bitmap(values, w, h);
    }

    /** Light that passes the ink of its colour and the black: {@code (1 - C)(1 - K)}. */
    private static Bitmap inks(Raster raster) {
        int w = raster.getWidth();
        int h = raster.getHeight();
        int area = w * h;
        float[] values = new float[4 * area];
        float[] black = raster.getSamples(0, 0, w, h, 3, (float[]) null);
        for (int c = 0; c < 3; c++) {
            float[] ink = raster.getSamples(0, 0, w, h, c, (float[]) null);
            for (int i = 0; i < area; i++) {
                values[c * area + i] = (1 - ink[i] / 255) * (1 - black[i] / 255);
            }
        }
        Arrays.fill(values, 3 * area, 4 * area, 1);
        return new Bitmap(values, w, h);
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

    /** How the camera was held, 1 to 8 as in EXIF; 1 where a file does not say. */
    private static int orientation(byte[] jpeg) {
        ByteBuffer in = ByteBuffer.wrap(jpeg);
        if (jpeg.length < 4 || in.getShort() != (short) 0xFFD8) {
            return 1;
        }
        while (in.remaining() > 4) {
            int marker = in.getShort() & 0xFFFF;
            int length = (in.getShort() & 0xFFFF) - 2;
            if (marker < 0xFFC0 || marker == 0xFFDA || length < 0 || length > in.remaining()) {
                return 1; // the picture itself begins, or what cannot be read
            }
            byte[] segment = new byte[length];
            in.get(segment);
            if (marker == 0xFFE1
                    && new String(segment, 0, Math.min(6, length), StandardCharsets.ISO_8859_1).equals("Exif\0\0")) {
                return tag(segment);
            }
        }
        return 1;
    }

    /** EXIF is the directory of a TIFF file, which the JDK reads. */
    private static int tag(byte[] exif) {
        ImageReader tiff = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(exif, 6, exif.length - 6))) {
            tiff.setInput(in);
            TIFFField field =
                    TIFFDirectory.createFromMetadata(tiff.getImageMetadata(0)).getTIFFField(ORIENTATION);
            int found = field == null ? 1 : field.getAsInt(0);
            return found >= 1 && found <= 8 ? found : 1;
        } catch (IOException | RuntimeException e) {
            return 1; // remarks about a picture that cannot be read do not make the picture unreadable
        } finally {
            tiff.dispose();
        }
    }

    /**
     * Turns and mirrors. From 5 on the stored rows are columns of what was seen; in 3, 4, 6 and 7 the first stored row
     * is the last one seen, in 2, 3, 7 and 8 the first stored column.
     */
    private static Bitmap upright(Bitmap stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean swapped = orientation >= 5;
        boolean lastRow = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        boolean lastColumn = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        int rows = stored.height();
        int columns = stored.width();
        int h = swapped ? columns : rows;
        int w = swapped ? rows : columns;
        float[] out = new float[4 * w * h];
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    int row = swapped ? x : y;
                    int column = swapped ? y : x;
                    int from =
                            (lastRow ? rows - 1 - row : row) * columns + (lastColumn ? columns - 1 - column : column);
                    out[(c * h + y) * w + x] = stored.values()[c * rows * columns + from];
                }
            }
        }
        return new Bitmap(out, w, h);
    }
}
