package kontrast.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kontrast.data.Images;

/**
 * A labelled grid of small images, enlarged without smoothing so that every pixel is seen.
 *
 * <p>Images have one channel (grey) or three (RGB). Grids are immutable: each {@code with} method
 * returns a new one.
 */
public final class ImageGrid implements Picture {

    /** What an image says about an answer; drawn as a frame, a colour and a sign. */
    public enum Mark {
        /** No frame. */
        NONE,
        /** A grey frame: the question. */
        QUERY,
        /** A green frame with a tick. */
        RIGHT,
        /** A vermilion frame with a cross. */
        WRONG
    }

    private final List<BufferedImage> images;
    private final int columns;
    private final String title;
    private final List<String> columnNames;
    private final List<String> rowNames;
    private final List<String> captions;
    private final List<Mark> marks;
    private final double[] values; // of the bands, in [0, 1] or NaN; empty: no bands

    private ImageGrid(
            List<BufferedImage> images,
            int columns,
            String title,
            List<String> columnNames,
            List<String> rowNames,
            List<String> captions,
            List<Mark> marks,
            double[] values) {
        this.images = images;
        this.columns = columns;
        this.title = title;
        this.columnNames = columnNames;
        this.rowNames = rowNames;
        this.captions = captions;
        this.marks = marks;
        this.values = values;
    }

    /**
     * Returns a grid of images, row by row.
     *
     * @param title what the grid shows; may be empty
     * @param columns images a row, at least 1
     * @param images at least one, of 1 or 3 channels
     * @return the grid
     * @throws IllegalArgumentException if there is no image, or one of another number of channels
     */
    public static ImageGrid of(String title, int columns, Images images) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return of(title, columns, images.tensor(manager));
        }
    }

    /**
     * Returns a grid of images, row by row.
     *
     * @param title what the grid shows; may be empty
     * @param columns images a row, at least 1
     * @param images {@code [B, C, H, W]}, C = 1 or 3, float32; values outside [0, 1] are clipped;
     *     left open
     * @return the grid
     * @throws IllegalArgumentException if the shape is another, or a value is not finite
     */
    public static ImageGrid of(String title, int columns, NDArray images) {
        if (columns < 1) {
            throw new IllegalArgumentException("a grid needs at least 1 column, found " + columns);
        }
        return new ImageGrid(
                RgbImages.of(images), columns, title, List.of(), List.of(), List.of(), List.of(), new double[0]);
    }

    /**
     * Returns a grid with one tensor a row, for instance originals above their views.
     *
     * @param title what the grid shows; may be empty
     * @param rowNames one a row
     * @param rows each {@code [B, C, H, W]} with the same B; left open
     * @return the grid
     * @throws IllegalArgumentException if names and rows differ in number, or rows in length
     */
    public static ImageGrid rows(String title, List<String> rowNames, NDArray... rows) {
        if (rows.length == 0 || rowNames.size() != rows.length) {
            throw new IllegalArgumentException(
                    "expected a name for each of %d rows, found %s".formatted(rows.length, rowNames));
        }
        List<BufferedImage> all = new ArrayList<>();
        for (NDArray row : rows) {
            List<BufferedImage> some = RgbImages.of(row);
            if (row.getShape().get(0) != rows[0].getShape().get(0)) {
                throw new IllegalArgumentException(
                        "expected rows of one length, found %s and %s".formatted(rows[0].getShape(), row.getShape()));
            }
            all.addAll(some);
        }
        return new ImageGrid(
                all,
                all.size() / rows.length,
                title,
                List.of(),
                List.copyOf(rowNames),
                List.of(),
                List.of(),
                new double[0]);
    }

    /**
     * Returns one row a query: the query, then what was found for it, best first, each marked right
     * or wrong.
     *
     * @param title what the grid shows; may be empty
     * @param queries the queries
     * @param gallery what was searched
     * @param chosen indices of the queries to show
     * @param found for each chosen query the indices found in the gallery, best first; all of one
     *     length
     * @param answers for each query (of all, not only the chosen) the index that is right
     * @return the grid
     * @throws IllegalArgumentException if lengths do not fit
     */
    public static ImageGrid retrieval(
            String title, Images queries, Images gallery, int[] chosen, int[][] found, int[] answers) {
        if (chosen.length == 0 || chosen.length != found.length || found[0].length == 0) {
            throw new IllegalArgumentException("expected a row of found indices for each of %d queries, found %d"
                    .formatted(chosen.length, found.length));
        }
        List<BufferedImage> all = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < chosen.length; i++) {
                if (found[i].length != found[0].length) {
                    throw new IllegalArgumentException("expected %d found indices for every query, got %d in row %d"
                            .formatted(found[0].length, found[i].length, i));
                }
                all.addAll(RgbImages.of(queries.tensor(manager, chosen[i])));
                all.addAll(RgbImages.of(gallery.tensor(manager, found[i])));
                marks.add(Mark.QUERY);
                for (int index : found[i]) {
                    marks.add(index == answers[chosen[i]] ? Mark.RIGHT : Mark.WRONG);
                }
            }
        }
        List<String> names = new ArrayList<>(List.of("query"));
        for (int i = 1; i <= found[0].length; i++) {
            names.add("no. " + i);
        }
        return new ImageGrid(all, names.size(), title, List.copyOf(names), List.of(), List.of(), marks, new double[0]);
    }

    /**
     * Returns the same grid with a name above each column.
     *
     * @param names one a column
     * @return a new grid
     * @throws IllegalArgumentException if their number differs
     */
    public ImageGrid withColumnNames(List<String> names) {
        expect("column names", columns, names.size());
        return new ImageGrid(images, columns, title, List.copyOf(names), rowNames, captions, marks, values);
    }

    /**
     * Returns the same grid with a name beside each row.
     *
     * @param names one a row
     * @return a new grid
     * @throws IllegalArgumentException if their number differs
     */
    public ImageGrid withRowNames(List<String> names) {
        expect("row names", rowCount(), names.size());
        return new ImageGrid(images, columns, title, columnNames, List.copyOf(names), captions, marks, values);
    }

    /**
     * Returns the same grid with a caption below each image; what is too long is cut.
     *
     * @param captions one an image
     * @return a new grid
     * @throws IllegalArgumentException if their number differs
     */
    public ImageGrid withCaptions(List<String> captions) {
        expect("captions", images.size(), captions.size());
        return new ImageGrid(images, columns, title, columnNames, rowNames, List.copyOf(captions), marks, values);
    }

    /**
     * Returns the same grid with a mark on each image.
     *
     * @param marks one an image
     * @return a new grid
     * @throws IllegalArgumentException if their number differs
     */
    public ImageGrid withMarks(List<Mark> marks) {
        expect("marks", images.size(), marks.size());
        return new ImageGrid(images, columns, title, columnNames, rowNames, captions, List.copyOf(marks), values);
    }

    /**
     * Returns the same grid with a band below each image, in a colour that goes from dark blue for 0 to yellow for the
     * highest value: how old something is, say. Write the number into the caption too.
     *
     * @param values one an image, in [0, highest], or NaN for no band; copied
     * @param highest value of the last colour, above 0
     * @return a new grid
     * @throws IllegalArgumentException if their number differs, or one is out of range
     */
    public ImageGrid withBands(double[] values, double highest) {
        expect("values of bands", images.size(), values.length);
        double[] shares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!(highest > 0) || values[i] < 0 || values[i] > highest) {
                throw new IllegalArgumentException(
                        "expected values of bands from 0 to a highest above 0, found %s of %s"
                                .formatted(values[i], highest));
            }
            shares[i] = values[i] / highest;
        }
        return new ImageGrid(images, columns, title, columnNames, rowNames, captions, marks, shares);
    }

    @Override
    public String html() {
        BufferedImage image = GridDrawing.draw(this);
        return Markup.image(Markup.png(image), image.getWidth(), alt());
    }

    @Override
    public byte[] png() {
        return Markup.png(GridDrawing.draw(this));
    }

    @Override
    public String alt() {
        StringBuilder text = new StringBuilder("Grid of images");
        if (!title.isEmpty()) {
            text.append(": ").append(title);
        }
        text.append(
                rowCount() == 1
                        ? ". One row of %d.".formatted(images.size())
                        : ". %d rows of up to %d.".formatted(rowCount(), columns));
        text.append(named("Columns", columnNames))
                .append(named("Rows", rowNames))
                .append(named("Below", captions));
        if (!marks.isEmpty()) {
            text.append(" Right: %d, wrong: %d."
                    .formatted(
                            marks.stream().filter(m -> m == Mark.RIGHT).count(),
                            marks.stream().filter(m -> m == Mark.WRONG).count()));
        }
        return text.toString();
    }

    /** Names as a sentence of the text, a long list cut: the text is read aloud. */
    private static String named(String what, List<String> names) {
        String list = names.stream().filter(name -> !name.isBlank()).collect(Collectors.joining(", "));
        return list.isEmpty()
                ? ""
                : " %s: %s.".formatted(what, list.length() > 160 ? list.substring(0, 159) + "…" : list);
    }

    @Override
    public String toString() {
        return alt();
    }

    List<BufferedImage> images() {
        return images;
    }

    int columns() {
        return columns;
    }

    int rowCount() {
        return (images.size() + columns - 1) / columns;
    }

    String title() {
        return title;
    }

    List<String> columnNames() {
        return columnNames;
    }

    List<String> rowNames() {
        return rowNames;
    }

    List<String> captions() {
        return captions;
    }

    List<Mark> marks() {
        return marks;
    }

    /** In [0, 1] or NaN, one an image; empty without bands. */
    double[] bands() {
        return values;
    }

    private static void expect(String what, int expected, int found) {
        if (expected != found) {
            throw new IllegalArgumentException("expected %d %s, found %d".formatted(expected, what, found));
        }
    }
}
