package kontrast.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The picture of an {@link ImageGrid}: where everything stands, in pixels, and how it looks. */
final class GridDrawing {

    private static final int MAX_WIDTH = 900;
    private static final int LINE = 18;
    private static final int BAND = 8;
    private static final int MOST_ROWS = 3; // of a name or a caption; what is longer is cut
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Font TITLE = FONT.deriveFont(Font.BOLD, 15f);

    private final ImageGrid grid;
    private final int gap; // between images
    private final int wide; // an image, enlarged by a whole number
    private final int high;
    private final int left; // of it stand the rows' names
    private final int top; // above it stand the title and the columns' names
    private final int band; // height of the bands with the space above them, or 0
    private final int pitch; // from one row to the next

    private GridDrawing(ImageGrid grid, FontMetrics metrics) {
        this.grid = grid;
        gap = grid.marks().isEmpty() ? 6 : 12;
        left = grid.rowNames().stream()
                .mapToInt(name -> metrics.stringWidth(name) + 10)
                .max()
                .orElse(0);
        BufferedImage first = grid.images().get(0);
        int side = first.getWidth();
        int room = (MAX_WIDTH - left) / grid.columns() - gap;
        int scale = Math.max(1, Math.min(96 / side, room / side));
        wide = side * scale;
        high = first.getHeight() * scale;
        int names = rows(grid.columnNames());
        top = (grid.title().isEmpty() ? 0 : LINE + 8) + (names == 0 ? 0 : names * LINE + 2);
        band = grid.bands().length == 0 ? 0 : BAND + 4;
        pitch = high + band + rows(grid.captions()) * LINE + gap;
    }

    /** How many rows the longest of these texts takes. */
    private int rows(List<String> texts) {
        return texts.stream().mapToInt(text -> broken(text).size()).max().orElse(0);
    }

    /** A text broken between words to the width of an image; its last row is longer if there are too many. */
    private List<String> broken(String text) {
        List<String> rows = Lettering.rows(text, FONT, wide + 4);
        if (rows.size() <= MOST_ROWS) {
            return rows;
        }
        List<String> shown = new ArrayList<>(rows.subList(0, MOST_ROWS - 1));
        shown.add(String.join(" ", rows.subList(MOST_ROWS - 1, rows.size())));
        return shown;
    }

    static BufferedImage draw(ImageGrid grid) {
        Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        FontMetrics metrics = scratch.getFontMetrics(FONT);
        scratch.dispose();
        GridDrawing drawing = new GridDrawing(grid, metrics);
        int title = grid.title().isEmpty() ? 0 : metrics.stringWidth(grid.title()) * 5 / 4 + 10;
        BufferedImage canvas = new BufferedImage(
                Math.max(drawing.x(grid.columns()), title), drawing.y(grid.rowCount()), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        drawing.names(g);
        drawing.cells(g);
        g.dispose();
        return canvas;
    }

    private int x(int column) {
        return left + gap + column * (wide + gap);
    }

    private int y(int row) {
        return top + gap + row * pitch;
    }

    private void names(Graphics2D g) {
        g.setColor(Palette.TEXT);
        g.setFont(TITLE);
        g.drawString(grid.title(), gap, LINE);
        g.setFont(FONT);
        List<String> columns = grid.columnNames();
        for (int column = 0; column < columns.size(); column++) {
            List<String> name = broken(columns.get(column));
            centred(g, name, x(column), top - 3 - (name.size() - 1) * LINE);
        }
        List<String> rows = grid.rowNames();
        for (int row = 0; row < rows.size(); row++) {
            g.drawString(rows.get(row), gap, y(row) + high / 2 + 4);
        }
    }

    private void cells(Graphics2D g) {
        for (int i = 0; i < grid.images().size(); i++) {
            int x = x(i % grid.columns());
            int y = y(i / grid.columns());
            g.drawImage(grid.images().get(i), x, y, wide, high, null);
            if (grid.marks().isEmpty()) {
                g.setColor(new Color(0xDDDDDD));
                g.drawRect(x - 1, y - 1, wide + 1, high + 1);
            } else {
                mark(g, grid.marks().get(i), x, y);
            }
            if (band > 0 && !Double.isNaN(grid.bands()[i])) {
                g.setColor(Palette.between(grid.bands()[i]));
                g.fillRect(x, y + high + 4, wide, BAND);
            }
            g.setColor(Palette.TEXT);
            if (!grid.captions().isEmpty()) {
                centred(g, broken(grid.captions().get(i)), x, y + high + band + LINE - 3);
            }
        }
    }

    /** Writes below or above an image, row by row; a row that is too long is cut. */
    private void centred(Graphics2D g, List<String> rows, int x, int baseline) {
        FontMetrics metrics = g.getFontMetrics();
        for (int row = 0; row < rows.size(); row++) {
            String shown = rows.get(row);
            while (shown.length() > 2 && metrics.stringWidth(shown) > wide + 4) {
                shown = shown.substring(0, shown.length() - 2).strip() + "\u2026";
            }
            g.drawString(shown, x + (wide - metrics.stringWidth(shown)) / 2, baseline + row * LINE);
        }
    }

    private void mark(Graphics2D g, ImageGrid.Mark mark, int x, int y) {
        if (mark == ImageGrid.Mark.NONE) {
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
        if (mark == ImageGrid.Mark.QUERY) {
            return;
        }
        int s = 16;
        int cx = x + wide - s;
        g.fillRect(cx, y, s, s);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(2));
        if (mark == ImageGrid.Mark.RIGHT) {
            g.drawPolyline(new int[] {cx + 3, cx + 7, cx + 13}, new int[] {y + 8, y + 12, y + 4}, 3);
        } else {
            g.drawLine(cx + 4, y + 4, cx + 12, y + 12);
            g.drawLine(cx + 12, y + 4, cx + 4, y + 12);
        }
    }
}
