package kontrast.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The stamps of Tux Paint, a drawing program for children: photographs and paintings of animals,
 * fruit, tools and other things, cut out, each with a caption.
 *
 * <p>They are read from Debian's package {@code tuxpaint-stamps-default}, or from a folder of the
 * same form that the system property {@code kontrast.tuxpaint-stamps} or the environment variable
 * {@code KONTRAST_TUXPAINT_STAMPS} names, or in {@code datasets/tuxpaint-stamps}; they are never
 * bundled. Taken are those that look like photographs: full-colour PNGs with alpha and a caption,
 * which are not in a folder {@code symbols} or {@code cartoon}, no mirror image of another, and no
 * rendering of an SVG beside it. That leaves 380 in version 2022.06.04.
 *
 * <p>Classes are the outermost folders (animals, food ...). The split goes by the SHA-256 of a
 * stamp's folder and the first word of its file name, so that variants such as {@code apple_green}
 * and {@code apple_red} are never divided: some 20 % test, 10 % validation.
 */
public final class TuxPaintStamps {

    /**
     * What a stamp shows.
     *
     * @param name its file below the folder of stamps, without {@code .png}, e.g. {@code
     *     animals/birds/blackbird}
     * @param caption in English, e.g. {@code A blackbird.}
     * @param category the outermost folder, e.g. {@code animals}
     */
    public record Stamp(String name, String caption, String category) {}

    private static final Path PACKAGE = Path.of("/usr/share/tuxpaint/stamps");
    private static final String HOW =
            "On Debian or Ubuntu: apt install tuxpaint-stamps-default; elsewhere, or without a"
                    + " network, copy the folder /usr/share/tuxpaint/stamps of such a machine to"
                    + " datasets/tuxpaint-stamps, or name it in the environment variable"
                    + " KONTRAST_TUXPAINT_STAMPS.";

    static final InstalledDataSet DATA_SET = new InstalledDataSet(
            "tuxpaint-stamps",
            "380 photo-like cut-outs with captions, 15 categories (a Debian package)",
            "GPL-2 as Debian states it",
            160_900_000,
            PACKAGE,
            "the stamps",
            HOW,
            TuxPaintStamps::verify);

    private final Path folder;
    private final List<Stamp> stamps;
    private final List<String> categories;

    private TuxPaintStamps(Path folder) {
        this.folder = folder;
        List<Stamp> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".png")).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                name = name.substring(0, name.length() - ".png".length());
                if (isChosen(name) && isRgba(file)) {
                    found.add(new Stamp(name, caption(name), name.split("/", -1)[0]));
                }
            }
        } catch (IOException e) {
            throw new DataException(folder, "a folder of stamps", String.valueOf(e.getMessage()), HOW, e);
        }
        if (found.isEmpty()) {
            throw new DataException(folder, "stamps: PNG files with captions", "none", HOW);
        }
        stamps = List.copyOf(found);
        categories = stamps.stream().map(Stamp::category).distinct().toList();
    }

    /**
     * Finds the stamps of this machine.
     *
     * @return the data set; pictures are read when asked for
     * @throws DataException if there are none
     */
    public static TuxPaintStamps load() {
        return load(DATA_SET.required());
    }

    /**
     * Finds the stamps in a folder.
     *
     * @param folder in the form of the package's {@code /usr/share/tuxpaint/stamps}
     * @return the data set; pictures are read when asked for
     * @throws DataException if there are none
     */
    public static TuxPaintStamps load(Path folder) {
        return new TuxPaintStamps(folder);
    }

    /**
     * Returns the stamps of one split.
     *
     * @param split which part
     * @return the stamps in the order of their names; the i-th belongs to the i-th image
     */
    public List<Stamp> stamps(Split split) {
        return stamps.stream().filter(s -> split(s) == split).toList();
    }

    /** Returns the categories, the classes of the images, in the order of the labels. */
    public List<String> categories() {
        return categories;
    }

    /**
     * Returns the stamps of a split as cut-outs: the whole stamp, in the middle of a square.
     *
     * @param split which part
     * @param side rows and columns, in 1 to 1024; 32 or 64 is usual
     * @return images {@code [4, side, side]} with the channels red, green, blue and alpha, as those
     *     of {@link EmojiViews#rgba}; labelled by category
     * @throws DataException if a file is damaged
     * @throws IllegalArgumentException if {@code side} is out of range
     */
    public Images rgba(Split split, int side) {
        return images(split, side, 4);
    }

    /**
     * Returns the stamps of a split on white.
     *
     * @param split which part
     * @param side rows and columns, in 1 to 1024; 32 or 64 is usual
     * @return RGB images {@code [3, side, side]}, labelled by category
     * @throws DataException if a file is damaged
     * @throws IllegalArgumentException if {@code side} is out of range
     */
    public Images images(Split split, int side) {
        return images(split, side, 3);
    }

    private Images images(Split split, int side, int channels) {
        if (side < 1 || side > 1024) {
            throw new IllegalArgumentException("side must lie in 1 to 1024, found " + side);
        }
        List<Stamp> chosen = stamps(split);
        int each = channels * side * side;
        byte[] pixels = new byte[chosen.size() * each];
        IntStream.range(0, chosen.size()).parallel().forEach(i -> {
            Path file = folder.resolve(chosen.get(i).name() + ".png");
            Bitmap bitmap = PictureFile.read(file, side, HOW).padded().resized(side, side);
            if (channels == 4) {
                bitmap.rgba(pixels, i * each);
            } else {
                bitmap.onWhite(pixels, i * each);
            }
        });
        return Images.of(pixels, channels, side, side)
                .labelled(
                        chosen.stream()
                                .mapToInt(s -> categories.indexOf(s.category()))
                                .toArray(),
                        categories);
    }

    private static Split split(Stamp stamp) {
        int slash = stamp.name().lastIndexOf('/');
        String first = stamp.name().substring(slash + 1).replaceAll("(?<=.)[_\\-0-9].*", "");
        return ImageFolder.split(stamp.name().substring(0, slash + 1) + first);
    }

    private boolean isChosen(String name) {
        List<String> parts = List.of(name.split("/", -1));
        return !parts.contains("symbols")
                && !parts.contains("cartoon")
                && !name.endsWith("_mirror")
                && !Files.exists(folder.resolve(name + ".svg"))
                && Files.exists(folder.resolve(name + ".txt"));
    }

    /** Byte 25 of a PNG is its colour type; 6 is red, green, blue and alpha. */
    private static boolean isRgba(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(26);
            // A file too short to tell is taken, so that reading it reports the damage.
            return head.length < 26 || head[25] == 6;
        }
    }

    /** The first line is in English; those after it name their language. */
    private String caption(String name) throws IOException {
        byte[] text = Files.readAllBytes(folder.resolve(name + ".txt"));
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .trim();
    }

    private static void verify(Path folder) {
        TuxPaintStamps stamps = load(folder);
        for (Split split : Split.values()) {
            stamps.rgba(split, 32);
        }
    }

    @Override
    public String toString() {
        return "%d stamps in %d categories: %d train, %d validation, %d test"
                .formatted(
                        stamps.size(),
                        categories.size(),
                        stamps(Split.TRAIN).size(),
                        stamps(Split.VALIDATION).size(),
                        stamps(Split.TEST).size());
    }
}
