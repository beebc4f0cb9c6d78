package kontrast.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Emoji views, the bundled data set: concepts such as "teapot", each drawn in four styles at 32 x
 * 32 pixels with transparency.
 *
 * <p>Two drawings of one concept are two views of one scene, so the set tests what contrastive
 * learning promises: to find the same thing in another drawing. The split is by concept, not by drawing: if a concept
 * is in {@link Split#TEST}, none of its drawings, in any style, is in {@link Split#TRAIN}; and no concept is there that
 * differs from it only in a detail such as the gender of a person.
 *
 * <p>datasets/README.md has the sources, the licences and the recipe.
 */
public final class EmojiViews {

    /** The four drawings of each concept. */
    public enum Style {
        /** Noto Emoji by Google: soft shading. */
        NOTO("noto.png"),
        /** Twemoji by Twitter and contributors: flat. */
        TWEMOJI("twemoji.png"),
        /** Fluent Emoji by Microsoft, flat. */
        FLUENT_FLAT("fluent-flat.png"),
        /** Fluent Emoji by Microsoft, with gradients and lights. */
        FLUENT_MODERN("fluent-modern.png");

        final String file;

        Style(String file) {
            this.file = file;
        }
    }

    /**
     * What a drawing shows.
     *
     * @param code the code points in hexadecimal, joined by hyphens, e.g. {@code 1FAD6}
     * @param label the name, e.g. {@code teapot}
     * @param tags words that describe it, e.g. {@code brew, drink, tea}; at least one
     * @param category one of nine, e.g. {@code food & drink}
     * @param subcategory one of 95, e.g. {@code dishware}
     */
    public record Concept(String code, String label, List<String> tags, String category, String subcategory) {

        /** Copies the tags. */
        public Concept {
            tags = List.copyOf(tags);
        }
    }

    /** Side of a drawing in pixels. */
    static final int SIZE = 32;

    static final DataSet DATA_SET = new BundledDataSet(
            "emoji-views",
            "1,563 concepts in 4 styles, 32 x 32 RGBA, bundled",
            "Apache-2.0, CC BY 4.0, MIT",
            6_800_000,
            EmojiFiles.REMEDY,
            folder -> load(folder).images(Split.TEST, Style.values()));

    private final EmojiFiles files;
    private final ConceptTable table;
    private final List<String> categories;
    private final List<String> subcategories;

    private EmojiViews(Path folder) {
        files = new EmojiFiles(folder);
        table = files.concepts();
        categories = concepts().stream().map(Concept::category).distinct().toList();
        subcategories = concepts().stream().map(Concept::subcategory).distinct().toList();
    }

    /**
     * Loads the data set from {@code datasets/emoji-views} of the course's folder.
     *
     * <p>A style's sheet is read, verified and kept when it is first asked for.
     *
     * @return the data set
     * @throws DataException if the course's folder is not found, or a file is missing or altered
     */
    public static EmojiViews load() {
        return load(DataFolder.datasets().resolve("emoji-views"));
    }

    /**
     * Loads the data set from a folder.
     *
     * @param folder holds {@code concepts.tsv}, the sheets and {@code SHA256SUMS}
     * @return the data set
     * @throws DataException if a file is missing or altered
     */
    public static EmojiViews load(Path folder) {
        return new EmojiViews(folder);
    }

    /** Returns the concepts of all splits, in Unicode's order; {@link #indices(Split)} chooses from them. */
    public List<Concept> concepts() {
        return table.concepts();
    }

    /**
     * Returns the concepts of one split, in the order of its images.
     *
     * @param split which part
     * @return the concepts; the i-th belongs to the i-th image of {@link #images(Style, Split)}
     */
    public List<Concept> concepts(Split split) {
        return Arrays.stream(of(split)).mapToObj(concepts()::get).toList();
    }

    /**
     * Returns which concepts are in a split.
     *
     * @param split which part
     * @return ascending indices into {@link #concepts()}; a copy
     */
    public int[] indices(Split split) {
        return of(split).clone();
    }

    /** Returns the nine categories, the classes of the images, in the order of the labels. */
    public List<String> categories() {
        return categories;
    }

    /** Returns the subcategories, in the order of {@link #subcategoryLabels(Split)}. */
    public List<String> subcategories() {
        return subcategories;
    }

    /**
     * Returns finer labels: {@code images.labelled(subcategoryLabels(split), subcategories())}.
     *
     * @param split which part
     * @return for each concept of the split, an index into {@link #subcategories()}
     */
    public int[] subcategoryLabels(Split split) {
        return concepts(split).stream()
                .mapToInt(c -> subcategories.indexOf(c.subcategory()))
                .toArray();
    }

    /** The family of each concept: concepts that differ in a detail only, and share a split. */
    List<String> families() {
        return table.families();
    }

    /**
     * Returns the drawings of one style, on white.
     *
     * @param style which drawings
     * @param split which concepts
     * @return RGB images {@code [3, 32, 32]}, in the same order of concepts for every style; labels
     *     are indices into {@link #categories()}
     * @throws DataException if the sheet is missing or altered
     */
    public Images images(Style style, Split split) {
        return images(style, of(split));
    }

    /**
     * Returns the drawings of several styles, on white, one style after another.
     *
     * @param split which concepts
     * @param styles which drawings, at least one
     * @return RGB images {@code [3, 32, 32]}: with n concepts, image {@code s * n + i} is concept i
     *     in style s
     * @throws DataException if a sheet is missing or altered
     */
    public Images images(Split split, Style... styles) {
        checkStyles("images", styles);
        int[] chosen = of(split);
        int each = 3 * SIZE * SIZE * chosen.length;
        byte[] pixels = new byte[each * styles.length];
        int[] labels = new int[chosen.length * styles.length];
        for (int s = 0; s < styles.length; s++) {
            System.arraycopy(onWhite(styles[s], chosen), 0, pixels, s * each, each);
            System.arraycopy(labels(chosen), 0, labels, s * chosen.length, chosen.length);
        }
        return Images.of(pixels, 3, SIZE, SIZE).labelled(labels, categories);
    }

    /**
     * Returns every concept with all its drawings, on white: what {@code kontrast.view.RandomStyle}
     * draws one of.
     *
     * @param split which concepts
     * @return scenes {@code [12, 32, 32]}: red, green and blue of each style in turn, in the order
     *     of {@link Style}; labelled by category
     * @throws DataException if a sheet is missing or altered
     */
    public Images scenes(Split split) {
        return scenes(split, Style.values());
    }

    /**
     * Returns every concept with its drawings by some of the artists, on white.
     *
     * @param split which concepts
     * @param styles which drawings, at least one
     * @return scenes {@code [3 S, 32, 32]}: red, green and blue of each of the S styles in turn; labelled by category
     * @throws DataException if a sheet is missing or altered
     */
    public Images scenes(Split split, Style... styles) {
        checkStyles("scenes", styles);
        int[] chosen = of(split);
        int each = 3 * SIZE * SIZE;
        byte[] pixels = new byte[chosen.length * styles.length * each];
        for (int s = 0; s < styles.length; s++) {
            byte[] drawings = onWhite(styles[s], chosen);
            for (int i = 0; i < chosen.length; i++) {
                int to = (i * styles.length + s) * each;
                System.arraycopy(drawings, i * each, pixels, to, each);
            }
        }
        return Images.of(pixels, 3 * styles.length, SIZE, SIZE).labelled(labels(chosen), categories);
    }

    /**
     * Returns the drawings of chosen concepts, on white.
     *
     * @param style which drawings
     * @param indices into {@link #concepts()}; may repeat
     * @return RGB images {@code [3, 32, 32]} in the order of the indices, labelled by category
     * @throws DataException if the sheet is missing or altered
     * @throws IndexOutOfBoundsException if an index is out of range
     */
    public Images images(Style style, int... indices) {
        return Images.of(onWhite(style, indices), 3, SIZE, SIZE).labelled(labels(indices), categories);
    }

    /**
     * Returns the drawings of one style as cut-outs.
     *
     * @param style which drawings
     * @param split which concepts
     * @return images {@code [4, 32, 32]} with the channels red, green, blue and alpha; the colour
     *     is not multiplied by alpha, and black where alpha is 0; labelled by category
     * @throws DataException if the sheet is missing or altered
     */
    public Images rgba(Style style, Split split) {
        int[] chosen = of(split);
        return files.sheet(style).subset(chosen).labelled(labels(chosen), categories);
    }

    private static void checkStyles(String method, Style... styles) {
        if (styles.length == 0) {
            throw new IllegalArgumentException(
                    "expected at least one style, found none: %s(split, Style.NOTO, ...), or Style.values() for all four"
                            .formatted(method));
        }
    }

    private int[] of(Split split) {
        return table.indices().get(split);
    }

    private int[] labels(int[] indices) {
        return Arrays.stream(indices)
                .map(i -> categories.indexOf(concepts().get(i).category()))
                .toArray();
    }

    /** Lays drawings on white: c a + 255 (1 - a), in the display's values as browsers do. */
    private byte[] onWhite(Style style, int[] indices) {
        byte[] rgba = files.sheet(style).subset(indices).bytes();
        int area = SIZE * SIZE;
        byte[] rgb = new byte[indices.length * 3 * area];
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < area; j++) {
                int alpha = rgba[(4 * i + 3) * area + j] & 0xFF;
                for (int c = 0; c < 3; c++) {
                    int value = rgba[(4 * i + c) * area + j] & 0xFF;
                    rgb[(3 * i + c) * area + j] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
                }
            }
        }
        return rgb;
    }

    @Override
    public String toString() {
        return "%d concepts in %d styles, %d categories: %d train, %d validation, %d test"
                .formatted(
                        concepts().size(),
                        Style.values().length,
                        categories.size(),
                        of(Split.TRAIN).length,
                        of(Split.VALIDATION).length,
                        of(Split.TEST).length);
    }
}
