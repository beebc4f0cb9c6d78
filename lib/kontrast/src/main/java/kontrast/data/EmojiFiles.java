package kontrast.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import javax.imageio.ImageIO;
import kontrast.data.EmojiViews.Style;

/** The files of {@link EmojiViews}, each verified when it is read: the table and the sheets. */
final class EmojiFiles {

    static final String REMEDY = "The file belongs to the course's repository. To restore it, type in the course's"
            + " folder: git checkout -- datasets/emoji-views";

    private static final int SIZE = EmojiViews.SIZE;
    private static final int COLUMNS = 42;

    private final Path folder;
    private final Map<String, String> sums;
    private final ConceptTable concepts;
    private final Map<Style, Images> sheets = new EnumMap<>(Style.class);

    EmojiFiles(Path folder) {
        this.folder = folder;
        sums = Checksums.list(folder.resolve("SHA256SUMS"), REMEDY);
        Path table = folder.resolve("concepts.tsv");
        concepts = ConceptTable.parse(table, bytes("concepts.tsv"), REMEDY);
    }

    ConceptTable concepts() {
        return concepts;
    }

    /** All drawings of a style, [4, 32, 32] with alpha; read once. */
    synchronized Images sheet(Style style) {
        return sheets.computeIfAbsent(style, this::read);
    }

    private Images read(Style style) {
        Path path = folder.resolve(style.file);
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(bytes(style.file)));
        } catch (IOException e) {
            throw new DataException(path, "a PNG image", e.getMessage(), REMEDY, e);
        }
        int count = concepts.concepts().size();
        int rows = (count + COLUMNS - 1) / COLUMNS;
        if (image == null
                || image.getWidth() != COLUMNS * SIZE
                || image.getHeight() != rows * SIZE
                || image.getRaster().getNumBands() != 4) {
            throw new DataException(
                    path,
                    "a PNG of %d x %d RGBA pixels".formatted(COLUMNS * SIZE, rows * SIZE),
                    String.valueOf(image),
                    REMEDY);
        }
        Raster raster = image.getRaster();
        byte[] pixels = new byte[count * 4 * SIZE * SIZE];
        int[] samples = new int[4 * SIZE * SIZE];
        for (int i = 0; i < count; i++) {
            raster.getPixels(i % COLUMNS * SIZE, i / COLUMNS * SIZE, SIZE, SIZE, samples);
            for (int j = 0; j < SIZE * SIZE; j++) {
                for (int c = 0; c < 4; c++) {
                    pixels[(4 * i + c) * SIZE * SIZE + j] = (byte) samples[4 * j + c];
                }
            }
        }
        return Images.of(pixels, 4, SIZE, SIZE);
    }

    private byte[] bytes(String name) {
        String sum = sums.get(name);
        if (sum == null) {
            throw new DataException(folder.resolve("SHA256SUMS"), "a line for " + name, "none", REMEDY);
        }
        return Checksums.verified(folder.resolve(name), sum, REMEDY);
    }
}
