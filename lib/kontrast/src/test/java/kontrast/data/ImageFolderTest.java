package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageFolderTest {

    @TempDir
    Path root;

    @BeforeEach
    void write() throws IOException {
        save("cat/b.png", plain(20, 10, 0xFFFF0000));
        save("cat/a.jpg", plain(9, 9, 0xFF00FF00));
        save("ant/z.PNG", plain(5, 40, 0x800000FF)); // half transparent
        Files.writeString(root.resolve("cat/notes.txt"), "no image");
        Files.writeString(root.resolve("cat/.hidden.png"), "no image");
        Files.writeString(root.resolve("README"), "no class");
    }

    private static BufferedImage plain(int width, int height, int argb) {
        boolean opaque = argb >>> 24 == 255;
        BufferedImage image =
                new BufferedImage(width, height, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb);
            }
        }
        return image;
    }

    private void save(String name, BufferedImage image) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        String format = name.endsWith("jpg") ? "jpg" : "png";
        assertTrue(ImageIO.write(image, format, file.toFile()));
    }

    @Test
    void foldersAreClassesInTheOrderOfTheirNames() {
        Images images = ImageFolder.load(root, 8);
        assertEquals("3 images, 3 x 8 x 8, 2 classes", images.toString());
        assertEquals(List.of("ant", "cat"), images.classes());
        assertArrayEquals(new int[] {0, 1, 1}, images.labels());
        byte[] bytes = images.bytes();
        // Blue with alpha 128/255 on white: red and green are 255 - 128, blue stays 255.
        assertEquals(127, bytes[0] & 0xFF);
        assertEquals(255, bytes[2 * 64] & 0xFF);
        // a.jpg before b.png; JPEG is not exact.
        assertEquals(255, bytes[4 * 64 + 20] & 0xFF, 3);
        assertEquals(0, bytes[3 * 64 + 20] & 0xFF, 3);
        assertEquals(255, bytes[6 * 64] & 0xFF);
    }

    @Test
    void imagesAreCutInTheMiddleAndReducedByMeans() throws IOException {
        // 12 x 4: the middle square has columns 4 to 7, black left and white right, in steps of 2.
        BufferedImage image = plain(12, 4, 0xFFFF0000);
        for (int y = 0; y < 4; y++) {
            for (int x = 4; x < 8; x++) {
                image.setRGB(x, y, x < 6 ? 0xFF000000 : 0xFFFFFFFF);
            }
        }
        save("one/x.png", image);
        Bitmap bitmap = PictureFile.read(root.resolve("one/x.png"), 1024, "").square();
        assertEquals(4, bitmap.width());
        Bitmap half = bitmap.resized(2, 2);
        // Radius 2 around 1: weights 1/8, 3/8, 3/8, 1/8 (to the edge: /7) of 0, 0, 1, (1).
        assertEquals((0.25 + 0) / 1.75, half.values()[0], 1e-6);
        assertEquals(1 - 0.25 / 1.75, half.values()[1], 1e-6);
        // One size is the identity; a constant stays one at any size.
        assertArrayEquals(bitmap.values(), bitmap.resized(4, 4).values(), 1e-6f);
        for (float v : PictureFile.read(root.resolve("cat/b.png"), 1024, "")
                .resized(7, 33)
                .values()) {
            assertTrue(Math.abs(v) < 1e-6 || Math.abs(v - 1) < 1e-6, "" + v);
        }
    }

    @Test
    void splitsCoverAllAndStayWhenImagesAreAdded() throws IOException {
        for (int i = 0; i < 60; i++) {
            save("cat/%02d.png".formatted(i), plain(4, 4, 0xFF000000 | i));
        }
        int sum = 0;
        for (Split split : Split.values()) {
            Images part = ImageFolder.load(root, 4, split);
            assertEquals(2, part.classes().size());
            sum += part.size();
        }
        assertEquals(63, sum);
        assertEquals(ImageFolder.split("cat/07.png"), ImageFolder.split("cat/07.png"));
        // Shares of 1,000 names: 20 % and 10 %, within four standard deviations.
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        for (int i = 0; i < 1000; i++) {
            counts.merge(ImageFolder.split("class/" + i), 1, Integer::sum);
        }
        assertEquals(200, counts.get(Split.TEST), 4 * Math.sqrt(1000 * 0.2 * 0.8));
        assertEquals(100, counts.get(Split.VALIDATION), 4 * Math.sqrt(1000 * 0.1 * 0.9));
    }

    @ParameterizedTest
    @EnumSource(names = {"EMPTY", "TRUNCATED", "ONE_BYTE_SHORT", "WRONG_MAGIC", "BIT_FLIPPED"})
    void damagedPngsAreTold(Damage damage) throws IOException {
        damage.assertTold(root.resolve("cat/b.png"), () -> ImageFolder.load(root, 8));
    }

    @ParameterizedTest
    @EnumSource(names = {"EMPTY", "WRONG_MAGIC"})
    void damagedJpegsAreTold(Damage damage) throws IOException {
        damage.assertTold(root.resolve("cat/a.jpg"), () -> ImageFolder.load(root, 8));
    }

    /** JPEG has no checksum: damage within shows as an error that names the file, or as pixels. */
    @Test
    void everyFlippedByteOfAFileIsAnImageOrANamedError() throws IOException {
        for (String name : List.of("cat/a.jpg", "cat/b.png")) {
            Path file = root.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= 0x55;
                Files.write(file, damaged);
                try {
                    PictureFile.read(file, 1024, "");
                    assertTrue(name.endsWith("jpg"), "byte %d of a PNG".formatted(i));
                } catch (DataException e) {
                    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
                }
            }
            Files.write(file, whole);
        }
    }

    @Test
    void anImageThatClaimsToBeHugeIsRefused() throws IOException {
        Path file = root.resolve("cat/b.png");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
        Files.write(file, bytes);
        String message = assertThrows(DataException.class, () -> ImageFolder.load(root, 8))
                .getMessage();
        assertTrue(message.contains("10,000,000,000 pixels"), message);
    }

    @Test
    void mistakesAreNamed() throws IOException {
        assertNames(root.resolve("nowhere"), "no such folder");
        assertNames(root.resolve("cat"), "no folders");
        assertNames(root.resolve("README"), "a file");
        Files.createDirectories(root.resolve("dog"));
        assertNames(root, "none");
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.load(root, 0));
    }

    @Test
    void imagesInNoClassAreTold() throws IOException {
        String quiet = toldWhenLoaded();
        assertTrue(!quiet.contains("in no class"), quiet); // a README is nobody's image
        save("loose.png", plain(4, 4, 0xFF000000));
        save("more.jpg", plain(4, 4, 0xFF000000));
        String told = toldWhenLoaded();
        assertTrue(told.contains("passed over 2 images in no class: loose.png, ..."), told);
        save("flat/one.png", plain(4, 4, 0xFF000000));
        assertNames(root.resolve("flat"), "no folders, 1 image in no class: one.png");
    }

    private String toldWhenLoaded() {
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            ImageFolder.load(root, 8);
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    private static void assertNames(Path folder, String found) {
        String message = assertThrows(DataException.class, () -> ImageFolder.load(folder, 8))
                .getMessage();
        assertTrue(message.contains(folder.toString()) && message.contains(found), message);
    }
}
