package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {

    @TempDir
    Path folder;

    private Path save(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("x." + format);
        assertTrue(ImageIO.write(image, format, file.toFile()));
        return file;
    }

    private static BufferedImage filled(BufferedImage image, int... samples) {
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                raster.setPixel(x, y, samples);
            }
        }
        return image;
    }

    private static BufferedImage greyWithAlpha() {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, 3, DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, model.createCompatibleWritableRaster(16, 16), false, null);
    }

    private static byte[] bytes(Bitmap bitmap) {
        byte[] bytes = new byte[3 * bitmap.width() * bitmap.height()];
        bitmap.onWhite(bytes, 0);
        return bytes;
    }

    /** Through BufferedImage.getRGB, 128 would be 188 and 32 would be 99. */
    @ParameterizedTest
    @ValueSource(ints = {0, 32, 64, 128, 200, 255})
    void greysKeepTheirLevel(int level) throws IOException {
        BufferedImage grey = filled(new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY), level);
        BufferedImage grey16 = filled(new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY), 257 * level);
        BufferedImage rgb = filled(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), level, level, level);
        BufferedImage alpha = filled(greyWithAlpha(), level, 255);
        for (Path file : List.of(
                save(grey, "png"), save(grey, "jpg"), save(grey16, "png"), save(rgb, "png"), save(alpha, "png"))) {
            for (byte found : bytes(PictureFile.read(file, 16, ""))) {
                assertEquals(level, found & 0xFF, 1, file.toString()); // JPEG rounds
            }
        }
    }

    @Test
    void aTransparentGreyIsWhitePaper() throws IOException {
        byte[] found = bytes(PictureFile.read(save(filled(greyWithAlpha(), 40, 0), "png"), 16, ""));
        assertEquals(255, found[0] & 0xFF);
    }

    /** Left half: half of the black ink and nothing else; right half: all magenta and yellow, so red. */
    @Test
    void inksLetTheRestOfTheLightPass() throws IOException {
        Path file = folder.resolve("cmyk.jpg");
        try (InputStream in = PictureFileTest.class.getResourceAsStream("cmyk.jpg")) {
            Files.copy(in, file);
        }
        byte[] found = bytes(PictureFile.read(file, 16, ""));
        for (int c = 0; c < 3; c++) {
            assertEquals(128, found[256 * c + 16 * 8 + 2] & 0xFF, 2);
            assertEquals(c == 0 ? 255 : 0, found[256 * c + 16 * 8 + 13] & 0xFF, 2);
        }
    }

    private static byte[] photograph() throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, y, (x * 2654435 + y * 40503) * 97);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.99})
    void aJpegThatEndsEarlyIsRefused(double share) throws IOException {
        byte[] whole = photograph();
        Path file = folder.resolve("cut.jpg");
        Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));
        assertRefused(file);
        byte[] zeros = Arrays.copyOf(whole, (int) (share * whole.length));
        Files.write(file, Arrays.copyOf(zeros, whole.length));
        assertRefused(file);
        Files.write(file, whole);
        assertEquals(64, PictureFile.read(file, 16, "").width());
    }

    private static void assertRefused(Path file) {
        String message = assertThrows(DataException.class, () -> PictureFile.read(file, 16, "Take another."))
                .getMessage();
        assertTrue(message.contains("cut.jpg") && message.contains("damaged"), message);
    }

    /** A JPEG with an EXIF segment of one entry: orientation. */
    private static byte[] held(byte[] jpeg, int orientation) {
        byte[] exif = HexFormat.of()
                .parseHex("FFE1" + "0022" + "457869660000" + "4D4D002A00000008" + "0001" + "0112" + "0003" + "00000001"
                        + "%04X0000".formatted(orientation) + "00000000");
        byte[] all = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(jpeg, 2, all, 2 + exif.length, jpeg.length - 2);
        return all;
    }

    /**
     * The dark corner of the stored picture, first row and first column, is seen where EXIF's table says: {@code row,
     * column} in quarters of what is seen. Turning the other way, the usual confusion, exchanges 6 and 8.
     */
    @ParameterizedTest
    @CsvSource({"1,0,0", "2,0,1", "3,1,1", "4,1,0", "5,0,0", "6,0,1", "7,1,1", "8,1,0"})
    void picturesAreTurnedAsTheCameraWasHeld(int orientation, int row, int column) throws IOException {
        BufferedImage image = filled(new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB), 255, 255, 255);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 32; x++) {
                image.setRGB(x, y, 0);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        Path file = folder.resolve("held.jpg");
        Files.write(file, held(out.toByteArray(), orientation));
        Bitmap seen = PictureFile.read(file, 16, "");
        boolean swapped = orientation >= 5;
        assertArrayEquals(new int[] {swapped ? 32 : 64, swapped ? 64 : 32}, new int[] {seen.width(), seen.height()});
        for (int r = 0; r < 2; r++) {
            for (int c = 0; c < 2; c++) {
                int y = (2 * r + 1) * seen.height() / 4;
                int x = (2 * c + 1) * seen.width() / 4;
                float value = seen.values()[seen.width() * seen.height() + y * seen.width() + x]; // green
                assertEquals(r == row && c == column ? 0 : 1, value, 0.3, orientation + ": " + r + ", " + c);
            }
        }
    }

    /** Half a gigabyte of floats for each of these, if they were decoded whole. */
    @Test
    void aLargePhotographIsDecodedReduced() throws IOException {
        BufferedImage large = filled(new BufferedImage(6000, 4000, BufferedImage.TYPE_BYTE_GRAY), 90);
        Bitmap found = PictureFile.read(save(large, "jpg"), 32, "");
        assertTrue(found.width() <= 700 && found.height() >= 8 * 32, found.width() + " x " + found.height());
        byte[] small = bytes(found.square().resized(32, 32));
        assertEquals(90, small[500] & 0xFF, 1);
    }

    @Test
    void tooManyImagesForOneArrayAreCounted() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes/a"));
        for (int i = 0; i < 700; i++) {
            Files.createFile(classes.resolve(i + ".png"));
        }
        String message = assertThrows(
                        IllegalArgumentException.class, () -> ImageFolder.load(folder.resolve("classes"), 1024))
                .getMessage();
        assertTrue(message.contains("700 images of side 1024") && message.contains("at most 1011"), message);
    }
}
