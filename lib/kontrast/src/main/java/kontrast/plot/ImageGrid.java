package kontrast.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import kontrast.data.Images;
import kontrast.data.Transfer;

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

    private static final int MAX_WIDTH = 900;
    private static final int LINE = 16;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final List<BufferedImage> images;
    private final int columns;
    private final String title;
    private final List<String> columnNames;
    private final List<String> rowNames;
    private final List<String> captions;
    private final List<Mark> marks;

    private ImageGrid(
            List<BufferedImage> images,
            int columns,
            String title,
            List<String> columnNames,
            List<String> rowNames,
            List<String> captions,
            List<Mark> marks) {
        this.images = images;
        this.columns = columns;
        this.title = title;
        this.columnNames = columnNames;
        this.rowNames = rowNames;
        this.captions = captions;
        this.marks = marks;
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
                pictures(images), columns, title, List.of(), List.of(), List.of(), List.of());
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
                    "expected a name for each of %d rows, found %s"
                            .formatted(rows.length, rowNames));
        }
        List<BufferedImage> all = new ArrayList<>();
        for (NDArray row : rows) {
            List<BufferedImage> some = pictures(row);
            if (!all.isEmpty() && some.size() != pictures(rows[0]).size()) {
                throw new IllegalArgumentException(
                        "expected rows of one length, found %s and %s"
                                .formatted(rows[0].getShape(), row.getShape()));
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
                List.of());
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
            String title,
            Images queries,
            Images gallery,
            int[] chosen,
            int[][] found,
            int[] answers) {
        if (chosen.length == 0 || chosen.length != found.length || found[0].length == 0) {
            throw new IllegalArgumentException(
                    "expected a row of found indices for each of %d queries, found %d"
                            .formatted(chosen.length, found.length));
        }
        List<BufferedImage> all = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < chosen.length; i++) {
                if (found[i].length != found[0].length) {
                    throw new IllegalArgumentException(
                            "expected %d found indices for every query, got %d in row %d"
                                    .formatted(found[0].length, found[i].length, i));
                }
                all.addAll(pictures(queries.tensor(manager, chosen[i])));
                all.addAll(pictures(gallery.tensor(manager, found[i])));
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
        return new ImageGrid(
                all, names.size(), title, List.copyOf(names), List.of(), List.of(), marks);
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
        return new ImageGrid(images, columns, title, List.copyOf(names), rowNames, captions, marks);
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
        return new ImageGrid(
                images, columns, title, columnNames, List.copyOf(names), captions, marks);
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
        return new ImageGrid(
                images, columns, title, columnNames, rowNames, List.copyOf(captions), marks);
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
        return new ImageGrid(
                images, columns, title, columnNames, rowNames, captions, List.copyOf(marks));
    }

    @Override
    public String html() {
        BufferedImage image = draw();
        return Html.image(Html.png(image), image.getWidth(), alt());
    }

    @Override
    public byte[] png() {
        return Html.png(draw());
    }

    @Override
    public String alt() {
        StringBuilder text = new StringBuilder("Grid of images");
        if (!title.isEmpty()) {
            text.append(": ").append(title);
        }
        text.append(". %d rows of up to %d.".formatted(rowCount(), columns));
        if (!rowNames.isEmpty()) {
            text.append(" Rows: ").append(String.join(", ", rowNames)).append('.');
        }
        if (!marks.isEmpty()) {
            text.append(
                    " Right: %d, wrong: %d."
                            .formatted(
                                    marks.stream().filter(m -> m == Mark.RIGHT).count(),
                                    marks.stream().filter(m -> m == Mark.WRONG).count()));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return alt();
    }

    private int rowCount() {
        return (images.size() + columns - 1) / columns;
    }

    private BufferedImage draw() {
        FontMetrics metrics = metrics();
        int left =
                rowNames.stream().mapToInt(name -> metrics.stringWidth(name) + 10).max().orElse(0);
        int gap = marks.isEmpty() ? 6 : 12;
        int side = images.get(0).getWidth();
        int scale = Math.max(1, Math.min(96 / side, ((MAX_WIDTH - left) / columns - gap) / side));
        int wide = side * scale;
        int high = images.get(0).getHeight() * scale;
        int top = (title.isEmpty() ? 0 : LINE + 8) + (columnNames.isEmpty() ? 0 : LINE + 2);
        int below = captions.isEmpty() ? 0 : LINE;
        int titleWidth = title.isEmpty() ? 0 : metrics.stringWidth(title) * 5 / 4 + 10;
        BufferedImage canvas =
                new BufferedImage(
                        Math.max(left + columns * (wide + gap) + gap, titleWidth),
                        top + rowCount() * (high + below + gap) + gap,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Palette.TEXT);
        if (!title.isEmpty()) {
            g.setFont(FONT.deriveFont(Font.BOLD, 14f));
            g.drawString(title, gap, LINE);
        }
        g.setFont(FONT);
        for (int column = 0; column < columnNames.size(); column++) {
            centred(g, columnNames.get(column), left + gap + column * (wide + gap), wide, top - 3);
        }
        for (int row = 0; row < rowNames.size(); row++) {
            g.drawString(
                    rowNames.get(row), gap, top + gap + row * (high + below + gap) + high / 2 + 4);
        }
        for (int i = 0; i < images.size(); i++) {
            int x = left + gap + i % columns * (wide + gap);
            int y = top + gap + i / columns * (high + below + gap);
            g.drawImage(images.get(i), x, y, wide, high, null);
            if (marks.isEmpty()) {
                g.setColor(new Color(0xDDDDDD));
                g.drawRect(x - 1, y - 1, wide + 1, high + 1);
            } else {
                mark(g, marks.get(i), x, y, wide, high);
            }
            g.setColor(Palette.TEXT);
            if (!captions.isEmpty()) {
                centred(g, captions.get(i), x, wide, y + high + LINE - 3);
            }
        }
        g.dispose();
        return canvas;
    }

    private static FontMetrics metrics() {
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        FontMetrics metrics = g.getFontMetrics(FONT);
        g.dispose();
        return metrics;
    }

    private static void centred(Graphics2D g, String text, int x, int wide, int baseline) {
        FontMetrics metrics = g.getFontMetrics();
        String shown = text;
        while (shown.length() > 2 && metrics.stringWidth(shown) > wide + 4) {
            shown = shown.substring(0, shown.length() - 2).strip() + "\u2026";
        }
        g.drawString(shown, x + (wide - metrics.stringWidth(shown)) / 2, baseline);
    }

    private static void mark(Graphics2D g, Mark mark, int x, int y, int wide, int high) {
        if (mark == Mark.NONE) {
            return;
        }
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(
                switch (mark) {
                    case RIGHT -> Palette.RIGHT;
                    case WRONG -> Palette.WRONG;
                    default -> Palette.NEUTRAL;
                });
        g.setStroke(new BasicStroke(3));
        g.drawRect(x - 3, y - 3, wide + 5, high + 5);
        if (mark == Mark.QUERY) {
            return;
        }
        int s = 16;
        int cx = x + wide - s;
        g.fillRect(cx, y, s, s);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(2));
        if (mark == Mark.RIGHT) {
            g.drawPolyline(
                    new int[] {cx + 3, cx + 7, cx + 13}, new int[] {y + 8, y + 12, y + 4}, 3);
        } else {
            g.drawLine(cx + 4, y + 4, cx + 12, y + 12);
            g.drawLine(cx + 12, y + 4, cx + 4, y + 12);
        }
    }

    private static List<BufferedImage> pictures(NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4
                || shape.get(0) == 0
                || (shape.get(1) != 1 && shape.get(1) != 3)) {
            throw new IllegalArgumentException(
                    "expected images [B, C, H, W] with B at least 1 and C = 1 or 3, found "
                            + shape
                            + "; is the batch axis missing, or the channel axis last?");
        }
        float[] values = Transfer.floats(images);
        int channels = (int) shape.get(1);
        int high = (int) shape.get(2);
        int wide = (int) shape.get(3);
        int plane = high * wide;
        List<BufferedImage> pictures = new ArrayList<>();
        for (int from = 0; from < values.length; from += channels * plane) {
            BufferedImage picture = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < plane; p++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    float value = values[from + (channels == 1 ? 0 : c) * plane + p];
                    if (!Float.isFinite(value)) {
                        throw new IllegalArgumentException(
                                "image %d has a pixel that is %s"
                                        .formatted(from / (channels * plane), value));
                    }
                    rgb = rgb << 8 | Math.round(Math.max(0, Math.min(1, value)) * 255);
                }
                picture.setRGB(p % wide, p / wide, rgb);
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private static void expect(String what, int expected, int found) {
        if (expected != found) {
            throw new IllegalArgumentException(
                    "expected %d %s, found %d".formatted(expected, what, found));
        }
    }
}
