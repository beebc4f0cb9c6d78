package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TuxPaintStampsTest {

    private static final Path INSTALLED = Path.of("/usr/share/tuxpaint/stamps");

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        stamp("food/apple_red", BufferedImage.TYPE_INT_ARGB);
        stamp("food/apple_green", BufferedImage.TYPE_INT_ARGB);
        stamp("animals/owl", BufferedImage.TYPE_INT_ARGB);
        stamp("animals/owl_mirror", BufferedImage.TYPE_INT_ARGB);
        stamp("animals/cartoon/duck", BufferedImage.TYPE_INT_ARGB);
        stamp("animals/opaque", BufferedImage.TYPE_INT_RGB);
        stamp("symbols/a", BufferedImage.TYPE_INT_ARGB);
        stamp("space/0_sun", BufferedImage.TYPE_INT_ARGB);
        stamp("space/drawn", BufferedImage.TYPE_INT_ARGB);
        Files.writeString(folder.resolve("space/drawn.svg"), "<svg/>");
    }

    /** 10 x 20 pixels: the left half red, the right half clear. */
    private void stamp(String name, int type) throws IOException {
        BufferedImage image = new BufferedImage(10, 20, type);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 5; x++) {
                image.setRGB(x, y, 0xFFFF0000);
            }
        }
        Path file = folder.resolve(name + ".png");
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, "png", file.toFile()));
        Files.writeString(folder.resolve(name + ".txt"), "Caption of " + name + ".\nde.utf8=Ein\n");
    }

    private static List<TuxPaintStamps.Stamp> all(TuxPaintStamps stamps) {
        List<TuxPaintStamps.Stamp> all = new ArrayList<>();
        for (Split split : Split.values()) {
            all.addAll(stamps.stamps(split));
        }
        return all;
    }

    @Test
    void cutOutsAreChosenAndCaptioned() {
        TuxPaintStamps stamps = TuxPaintStamps.load(folder);
        assertEquals(
                List.of("animals/owl", "food/apple_green", "food/apple_red", "space/0_sun"),
                all(stamps).stream().map(TuxPaintStamps.Stamp::name).sorted().toList());
        assertEquals(List.of("animals", "food", "space"), stamps.categories());
        assertTrue(all(stamps).stream().allMatch(s -> s.caption().equals("Caption of " + s.name() + ".")));
    }

    @Test
    void variantsShareASplit() {
        TuxPaintStamps stamps = TuxPaintStamps.load(folder);
        for (Split split : Split.values()) {
            long apples = stamps.stamps(split).stream()
                    .filter(s -> s.name().contains("apple"))
                    .count();
            assertTrue(apples == 0 || apples == 2);
        }
    }

    @Test
    void stampsStandWholeInTheMiddleOfASquare() {
        TuxPaintStamps stamps = TuxPaintStamps.load(folder);
        for (Split split : Split.values()) {
            if (stamps.stamps(split).isEmpty()) {
                continue;
            }
            byte[] rgba = stamps.rgba(split, 20).bytes();
            int row = 10 * 20;
            byte[] alpha = new byte[20];
            System.arraycopy(rgba, 3 * 400 + row, alpha, 0, 20);
            byte[] expected = new byte[20]; // 5 columns of margin, 5 of red, 10 clear
            java.util.Arrays.fill(expected, 5, 10, (byte) 255);
            assertArrayEquals(expected, alpha);
            assertEquals(255, rgba[row + 7] & 0xFF);
            assertEquals(0, rgba[row + 15] & 0xFF, "black where unseen");
            byte[] white = stamps.images(split, 20).bytes();
            assertEquals(255, white[400 + row] & 0xFF);
            assertEquals(0, white[400 + row + 7] & 0xFF);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EMPTY", "TRUNCATED", "ONE_BYTE_SHORT", "WRONG_MAGIC", "BIT_FLIPPED"})
    void damageIsTold(Damage damage) throws IOException {
        damage.assertTold(folder.resolve("animals/owl.png"), () -> {
            TuxPaintStamps stamps = TuxPaintStamps.load(folder);
            for (Split split : Split.values()) {
                stamps.rgba(split, 16);
            }
        });
    }

    @Test
    void anEmptyFolderSaysWhatToDo(@TempDir Path empty) {
        String message = assertThrows(DataException.class, () -> TuxPaintStamps.load(empty))
                .getMessage();
        assertTrue(message.contains("apt install tuxpaint-stamps-default"), message);
    }

    @Test
    void theRealStampsAreAsDescribed() {
        assumeTrue(Files.isDirectory(INSTALLED), "tuxpaint-stamps-default is not installed");
        TuxPaintStamps stamps = TuxPaintStamps.load(INSTALLED);
        List<TuxPaintStamps.Stamp> all = all(stamps);
        // 380 in the release of June 2022; others may have more.
        assertTrue(all.size() > 300, stamps.toString());
        assertTrue(all.stream().noneMatch(s -> s.caption().isEmpty()));
        for (Split split : Split.values()) {
            assertTrue(stamps.stamps(split).size() > 20, stamps.toString());
        }
        Map<String, Integer> sizes = new HashMap<>();
        byte[] rgba = stamps.rgba(Split.VALIDATION, 32).bytes();
        for (int i = 0; i < rgba.length / 4096; i++) {
            int seen = 0;
            for (int j = 0; j < 1024; j++) {
                seen += rgba[i * 4096 + 3072 + j] != 0 ? 1 : 0;
            }
            assertTrue(seen > 10, stamps.stamps(Split.VALIDATION).get(i).name());
            sizes.merge(seen == 1024 ? "opaque" : "cut out", 1, Integer::sum);
        }
        assertTrue(sizes.getOrDefault("opaque", 0) < sizes.get("cut out") / 10, sizes.toString());
        System.out.println("Tux Paint: " + stamps);
    }
}
