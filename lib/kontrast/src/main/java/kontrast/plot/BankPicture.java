package kontrast.plot;

import ai.djl.ndarray.NDArray;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.tensor.Transfer;

/**
 * A memory bank that is small enough to be seen whole: on the left its rows, each with its image, its age as a colour,
 * and whether it is being read or written; on the right the rows themselves, as arrows, which is why a row has two
 * numbers.
 */
public final class BankPicture implements Picture {

    /** A row that still holds its first, random numbers. */
    public static final int RANDOM = -1;

    private static final int LINE = 22;
    private static final int THUMB = 18;
    private static final int TOP = 54;
    private static final int TABLE = 310;
    private static final int WIDTH = 560;
    private static final int OLDEST = 8; // steps; what is older has the same colour
    private static final Color NEVER = new Color(0xCCCCCC);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    /** What happens to a row. */
    private enum Use {
        NONE("", Palette.TEXT),
        POSITIVE("read: positive", Palette.RIGHT),
        NEGATIVE("read: negative", Palette.series(0)),
        WRITTEN("written", Palette.WRONG);

        private final String words;
        private final Color color;

        Use(String words, Color color) {
            this.words = words;
            this.color = color;
        }
    }

    private final String title;
    private final List<BufferedImage> images;
    private final float[][] rows;
    private final int[] ages;
    private final Use[] uses;

    private BankPicture(String title, List<BufferedImage> images, float[][] rows, int[] ages, Use... uses) {
        this.title = title;
        this.images = images;
        this.rows = rows;
        this.ages = ages;
        this.uses = uses;
    }

    /**
     * Returns a bank at rest.
     *
     * @param title what happens in this step
     * @param images {@code [n, C, H, W]}, C = 1 or 3, float32 in [0, 1]: the image of each row; left open
     * @param rows {@code [n, 2]}, float32, the bank; left open
     * @param ages steps since each row was written, or {@link #RANDOM}
     * @return the picture
     * @throws IllegalArgumentException if there is not one image, row of two numbers and age each
     */
    public static BankPicture of(String title, NDArray images, NDArray rows, int... ages) {
        List<BufferedImage> thumbs = RgbImages.of(images);
        float[] flat = Transfer.floats(rows);
        if (flat.length != 2 * ages.length
                || thumbs.size() != ages.length
                || Arrays.stream(ages).anyMatch(a -> a < RANDOM)) {
            throw new IllegalArgumentException(
                    "bank \"%s\": expected an image and a row of two numbers for each of %d ages of at least -1, found %d images and rows %s"
                            .formatted(title, ages.length, thumbs.size(), rows.getShape()));
        }
        float[][] pairs = IntStream.range(0, ages.length)
                .mapToObj(i -> new float[] {flat[2 * i], flat[2 * i + 1]})
                .toArray(float[][]::new);
        Use[] uses = new Use[ages.length];
        Arrays.fill(uses, Use.NONE);
        return new BankPicture(title, thumbs, pairs, ages.clone(), uses);
    }

    /**
     * Returns the bank while rows are read.
     *
     * @param positives rows of the batch's own images
     * @param negatives rows that were drawn; one that is a positive too is shown as such
     * @return a new picture
     */
    public BankPicture reading(long[] positives, long... negatives) {
        return marked(Use.NEGATIVE, negatives).marked(Use.POSITIVE, positives);
    }

    /**
     * Returns the bank after rows were written.
     *
     * @param written the rows
     * @return a new picture
     */
    public BankPicture writing(long... written) {
        return marked(Use.WRITTEN, written);
    }

    private BankPicture marked(Use use, long... which) {
        Use[] marked = uses.clone();
        for (long row : which) {
            marked[(int) row] = use;
        }
        return new BankPicture(title, images, rows, ages, marked);
    }

    /** The newest are bright, the oldest dark; random rows are grey. */
    static Color colorOf(int age) {
        Color[] scale = Palette.map(false);
        double place = (scale.length - 2) * (1 - Math.min(age, OLDEST) / (double) OLDEST);
        return age == RANDOM ? NEVER : scale[(int) Math.round(place)];
    }

    private BufferedImage draw() {
        BufferedImage image = new BufferedImage(WIDTH, TOP + LINE * ages.length + 10, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Sheet.on(image);
        g.setColor(Palette.TEXT);
        g.setFont(FONT.deriveFont(Font.BOLD, 14f));
        g.drawString(title, 8, 18);
        g.setFont(FONT);
        g.drawString("image", 30, 44);
        g.drawString("age in steps", 84, 44);
        for (int i = 0; i < ages.length; i++) {
            row(g, i);
        }
        double side = WIDTH - TABLE;
        double radius = Math.min(side, image.getHeight() - TOP) / 2 / 1.45;
        double middleX = TABLE + side / 2;
        double middleY = TOP + (image.getHeight() - TOP) / 2.0;
        UnitCircle.frame(g, middleX, middleY, radius);
        for (int i = 0; i < ages.length; i++) {
            g.setColor(colorOf(ages[i]).darker());
            g.setStroke(new BasicStroke(uses[i] == Use.NONE ? 1.5f : 3.5f));
            double x = middleX + radius * rows[i][0];
            double y = middleY - radius * rows[i][1];
            Sheet.arrow(g, middleX, middleY, x, y);
            g.setColor(Palette.TEXT);
            double length = Math.max(1e-6, Math.hypot(rows[i][0], rows[i][1]));
            g.drawString(String.valueOf(i), (float) (x + 12 * rows[i][0] / length - 4), (float)
                    (y - 12 * rows[i][1] / length + 4));
        }
        g.dispose();
        return image;
    }

    private void row(Graphics2D g, int i) {
        int y = TOP + i * LINE;
        g.setColor(Palette.TEXT);
        g.drawString(String.valueOf(i), 8, y + 14);
        g.drawImage(images.get(i), 34, y, THUMB, THUMB, null);
        g.setColor(colorOf(ages[i]));
        g.fillRect(84, y, 84, THUMB);
        g.setColor(ages[i] == RANDOM || ages[i] < OLDEST / 2 ? Palette.TEXT : Color.WHITE);
        g.drawString(ages[i] == RANDOM ? "random" : String.valueOf(ages[i]), 92, y + 14);
        if (uses[i] != Use.NONE) {
            g.setColor(uses[i].color);
            g.setStroke(new BasicStroke(2.5f));
            g.drawRect(84, y, 84, THUMB);
            double from = uses[i] == Use.WRITTEN ? 212 : 172;
            Sheet.arrow(g, from, y + THUMB / 2.0, 384 - from, y + THUMB / 2.0);
            g.drawString(uses[i].words, 220, y + 14);
        }
    }

    @Override
    public byte[] png() {
        return Markup.png(draw());
    }

    @Override
    public String html() {
        return Markup.image(png(), WIDTH, alt());
    }

    @Override
    public String alt() {
        String used = IntStream.range(0, ages.length)
                .filter(i -> uses[i] != Use.NONE)
                .mapToObj(i -> "row %d %s".formatted(i, uses[i].words))
                .collect(Collectors.joining(", "));
        return "%s. A memory bank of %d rows; %s; ages from top to bottom: %s."
                .formatted(
                        title,
                        ages.length,
                        used.isEmpty() ? "none is used" : used,
                        Arrays.stream(ages)
                                .mapToObj(a -> a == RANDOM ? "random" : String.valueOf(a))
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return alt();
    }
}
