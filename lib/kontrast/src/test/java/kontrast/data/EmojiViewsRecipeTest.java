package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class EmojiViewsRecipeTest {

    /** The JDK that drew the committed sheets; see datasets/README.md. */
    private static final int JDK = 17;

    @Test
    void committedFilesAreTheOnesThatTheRecipeListed() throws IOException {
        Path folder = DataFolder.datasets().resolve("emoji-views");
        Map<String, String> sums = Checksums.list(folder.resolve("SHA256SUMS"), "none");
        assertEquals(5, sums.size());
        for (Map.Entry<String, String> file : sums.entrySet()) {
            assertEquals(file.getValue(), Checksums.of(folder.resolve(file.getKey())));
        }
    }

    /** Rebuilds everything; needs {@code -Dkontrast.emoji.packages=FOLDER} with the packages. */
    @Test
    void theRecipeRebuildsTheDataSet() throws IOException {
        String packages = System.getProperty("kontrast.emoji.packages");
        assumeTrue(packages != null, "no -Dkontrast.emoji.packages=FOLDER");
        Path committed = DataFolder.datasets().resolve("emoji-views");
        Map<String, byte[]> built = new EmojiViewsRecipe(Path.of(packages)).build();
        boolean same = true;
        for (Map.Entry<String, byte[]> file : built.entrySet()) {
            if (Arrays.equals(Files.readAllBytes(committed.resolve(file.getKey())), file.getValue())) {
                System.out.println(file.getKey() + ": the same bytes");
            } else {
                same = false;
                System.out.println(file.getKey() + ": other bytes");
            }
        }
        if (same) {
            return;
        }
        // Elsewhere the compressor may pack otherwise, and Java2D may draw an edge otherwise.
        assertTrue(
                Runtime.version().feature() != JDK || !sameCompressor(built, committed),
                "with the JDK that drew them the bytes must be the same");
        assertArrayEquals(Files.readAllBytes(committed.resolve("concepts.tsv")), built.get("concepts.tsv"));
        assertPixels(committed, built, "noto.png", 0, 0);
        assertPixels(committed, built, "twemoji.png", 0, 0);
        // Measured with JDK 25: 3 and 68 drawings, by at most 58 of 255 at the edge of a shape.
        assertPixels(committed, built, "fluent-flat.png", 20, 80);
        assertPixels(committed, built, "fluent-modern.png", 150, 80);
    }

    /** Noto's pixels are the same everywhere, so its bytes tell whether the compressor is. */
    private static boolean sameCompressor(Map<String, byte[]> built, Path committed) throws IOException {
        return Arrays.equals(built.get("noto.png"), Files.readAllBytes(committed.resolve("noto.png")));
    }

    private static void assertPixels(Path committed, Map<String, byte[]> built, String name, int cells, int difference)
            throws IOException {
        Raster a = decode(Files.readAllBytes(committed.resolve(name)));
        Raster b = decode(built.get(name));
        assertEquals(a.getBounds(), b.getBounds());
        Set<Integer> other = new HashSet<>();
        int most = 0;
        int[] p = new int[4];
        int[] q = new int[4];
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                a.getPixel(x, y, p);
                b.getPixel(x, y, q);
                if (!Arrays.equals(p, q)) {
                    other.add(y / 32 * 1000 + x / 32);
                    for (int c = 0; c < 4; c++) {
                        most = Math.max(most, Math.abs(p[c] - q[c]));
                    }
                }
            }
        }
        System.out.printf("%s: %d drawings differ, by at most %d%n", name, other.size(), most);
        assertTrue(other.size() <= cells && most <= difference, name);
    }

    private static Raster decode(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertNotNull(image);
        return image.getRaster();
    }

    // ---------------------------------------------------------------- averaging down

    private static int[] reduced(int... block) {
        // One 2 x 2 block repeated over a 64 x 64 drawing.
        int[] argb = new int[64 * 64];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = block[(i / 64 % 2) * 2 + i % 2];
        }
        return new EmojiDrawing(64, argb).reduced();
    }

    private static void assertAll(int expected, int[] pixels) {
        for (int pixel : pixels) {
            assertEquals(Integer.toHexString(expected), Integer.toHexString(pixel));
        }
    }

    @Test
    void averagingKeepsWhatIsUniform() {
        for (int v = 0; v < 256; v++) {
            int colour = 0xFF000000 | v << 16 | (255 - v) << 8 | v;
            assertAll(colour, reduced(colour, colour, colour, colour));
        }
    }

    @Test
    void theColourOfInvisiblePixelsDoesNotBleed() {
        // Not weighted by alpha, the black under the transparent half would darken the red.
        assertAll(0x80FF0000, reduced(0xFFFF0000, 0, 0, 0xFFFF0000));
        assertAll(0, reduced(0x00FFFFFF, 0, 0, 0));
    }

    @Test
    void lightIsAveragedNotItsCode() {
        // Half of the light of white has the sRGB code 188 (IEC 61966-2-1); averaged as codes it
        // would be 128.
        assertAll(0xFFBCBCBC, reduced(0xFFFFFFFF, 0xFF000000, 0xFF000000, 0xFFFFFFFF));
    }

    @Test
    void pngKeepsEveryPixel() throws IOException {
        int[] argb = new int[64 * 32];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = (int) (i * 2654435761L) ^ i << 13; // all filters, all bytes
        }
        Raster raster = decode(PngEncoder.encode(argb, 64, 32));
        int[] p = new int[4];
        for (int i = 0; i < argb.length; i++) {
            raster.getPixel(i % 64, i / 64, p);
            assertEquals(argb[i], p[3] << 24 | p[0] << 16 | p[1] << 8 | p[2]);
        }
    }

    @Test
    void familiesAreNamedByWhatTheyShare() {
        assertEquals("firefighter", EmojiFamilies.of("woman firefighter", "person-role"));
        assertEquals("firefighter", EmojiFamilies.of("firefighter", "person-role"));
        assertEquals("person", EmojiFamilies.of("woman: red hair", "person"));
        assertEquals("clock face", EmojiFamilies.of("six-thirty", "time"));
        assertEquals("coloured heart", EmojiFamilies.of("blue heart", "heart"));
        assertEquals("broken heart", EmojiFamilies.of("broken heart", "heart"));
        assertEquals("teapot", EmojiFamilies.of("teapot", "dishware"));
    }
}
