package kontrast.plot;

import ai.djl.ndarray.NDArray;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import kontrast.view.OverlappingGrid;

/**
 * Images, side by side, with what belongs to their patches: frames around whole patches, which overlap as the patches
 * do, and a number for each patch, painted into the middle of it.
 *
 * <p>The middle is a square of one stride, so that the middles of neighbours touch and hide nothing of each other. With
 * numbers the images are pale, and the larger a number is, the less of the image shines through.
 */
public final class PatchMap extends Drawing {

    private static final int SCALE = 4;
    private static final int GAP = 8;
    private static final int LINE = 16; // of a text
    private static final double PALE = 0.65;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private record Frame(int image, int place, ImageGrid.Mark mark) {}

    private final String title;
    private final List<BufferedImage> images;
    private final OverlappingGrid grid;
    private final double[][] weights; // or null
    private final List<Frame> frames;
    private final List<String> captions;

    private PatchMap(
            String title,
            List<BufferedImage> images,
            OverlappingGrid grid,
            double[][] weights,
            List<Frame> frames,
            List<String> captions) {
        this.title = title;
        this.images = images;
        this.grid = grid;
        this.weights = weights;
        this.frames = frames;
        this.captions = captions;
    }

    /**
     * Returns images, cut by a grid, with nothing drawn on them.
     *
     * @param title what they show; may be empty
     * @param images {@code [B, K, H, W]}, K = 1 or 3, float32 in [0, 1]; left open
     * @param grid how they are cut
     * @return the picture
     * @throws IllegalArgumentException if no patch fits
     */
    public static PatchMap of(String title, NDArray images, OverlappingGrid grid) {
        grid.along(Math.min(images.getShape().get(2), images.getShape().get(3)));
        return new PatchMap(title, RgbImages.of(images), grid, null, List.of(), List.of());
    }

    /**
     * Returns the same images with a number for each patch, for instance a probability. The largest of all is painted
     * in full, 0 not at all.
     *
     * @param weights for each image R C numbers of at least 0, row after row; copied
     * @return a new picture
     * @throws IllegalArgumentException if there is not a number of at least 0 for each patch, or all are 0
     */
    public PatchMap withWeights(double[]... weights) {
        if (weights.length != images.size()
                || Arrays.stream(weights).anyMatch(w -> w.length != rows() * columns())
                || Arrays.stream(weights).flatMapToDouble(Arrays::stream).anyMatch(w -> !(w >= 0))
                || !(largest(weights) > 0)) {
            throw new IllegalArgumentException(
                    "expected numbers of at least 0, not all 0, for %d images of %d x %d patches"
                            .formatted(images.size(), rows(), columns()));
        }
        double[][] copy = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
        return new PatchMap(title, images, grid, copy, frames, captions);
    }

    /**
     * Returns the same images with a frame around a patch. A frame without a mark is thin and blue, and its patch is
     * tinted: where two of them overlap, the tint is twice as strong.
     *
     * @param image which image, from 0
     * @param place which patch, from 0, row after row
     * @param mark what the patch is
     * @return a new picture
     * @throws IllegalArgumentException if there is no such patch
     */
    public PatchMap withFrame(int image, int place, ImageGrid.Mark mark) {
        if (image < 0 || image >= images.size() || place < 0 || place >= rows() * columns()) {
            throw new IllegalArgumentException("there is no patch %d of image %d; there are %d of each of %d images"
                    .formatted(place, image, rows() * columns(), images.size()));
        }
        List<Frame> more = new ArrayList<>(frames);
        more.add(new Frame(image, place, mark));
        return new PatchMap(title, images, grid, weights, more, captions);
    }

    /**
     * Returns the same images with a text below each.
     *
     * @param texts one an image
     * @return a new picture
     * @throws IllegalArgumentException if their number is not that of the images
     */
    public PatchMap withCaptions(List<String> texts) {
        if (texts.size() != images.size()) {
            throw new IllegalArgumentException(
                    "expected a text for each of %d images, found %d".formatted(images.size(), texts.size()));
        }
        return new PatchMap(title, images, grid, weights, frames, List.copyOf(texts));
    }

    private int rows() {
        return grid.along(images.get(0).getHeight());
    }

    private int columns() {
        return grid.along(images.get(0).getWidth());
    }

    private static double largest(double[]... weights) {
        return Arrays.stream(weights).flatMapToDouble(Arrays::stream).max().orElse(0);
    }

    @Override
    BufferedImage draw() {
        int wide = images.get(0).getWidth() * SCALE;
        int high = images.get(0).getHeight() * SCALE;
        int top = title.isEmpty() ? 4 : LINE + 6;
        int width = Math.max(images.size() * (wide + GAP) + GAP, 8 * title.length());
        int height = top + high + (captions.isEmpty() ? 4 : LINE + 4);
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        for (int i = 0; i < images.size(); i++) {
            Graphics2D on = (Graphics2D) g.create(GAP + i * (wide + GAP), top, wide, high);
            on.drawImage(images.get(i), 0, 0, wide, high, null);
            if (weights != null) {
                paint(on, i);
            }
            for (Frame frame : frames) {
                if (frame.image() == i) {
                    frame(on, frame);
                }
            }
            on.dispose();
        }
        text(g, wide, top + high + LINE - 3);
        g.dispose();
        return sheet;
    }

    private int left(int place) {
        return SCALE * (grid.from(images.get(0).getWidth()) + place % columns() * grid.stride());
    }

    private int top(int place) {
        return SCALE * (grid.from(images.get(0).getHeight()) + place / columns() * grid.stride());
    }

    private void paint(Graphics2D g, int image) {
        g.setComposite(alpha(PALE));
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, images.get(image).getWidth() * SCALE, images.get(image).getHeight() * SCALE);
        g.setColor(Palette.WRONG);
        int side = SCALE * grid.stride();
        int inset = SCALE * (grid.patch() - grid.stride()) / 2;
        double most = largest(weights);
        for (int place = 0; place < weights[image].length; place++) {
            g.setComposite(alpha(weights[image][place] / most));
            g.fillRect(left(place) + inset, top(place) + inset, side, side);
        }
        g.setComposite(alpha(1));
    }

    private void frame(Graphics2D g, Frame frame) {
        int side = SCALE * grid.patch();
        int x = left(frame.place());
        int y = top(frame.place());
        if (frame.mark() == ImageGrid.Mark.NONE) {
            g.setColor(Palette.series(0));
            g.setComposite(alpha(0.12));
            g.fillRect(x, y, side, side);
            g.setComposite(alpha(1));
            g.drawRect(x, y, side - 1, side - 1);
            return;
        }
        g.setColor(
                switch (frame.mark()) {
                    case RIGHT -> Palette.RIGHT;
                    case WRONG -> Palette.WRONG;
                    default -> Palette.TEXT;
                });
        g.setStroke(new BasicStroke(3));
        g.drawRect(x + 1, y + 1, side - 3, side - 3);
    }

    private static AlphaComposite alpha(double share) {
        return AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) Math.max(0, Math.min(1, share)));
    }

    private void text(Graphics2D g, int wide, int line) {
        g.setColor(Palette.TEXT);
        g.setFont(FONT.deriveFont(Font.BOLD));
        g.drawString(title, 4, LINE - 2);
        g.setFont(FONT);
        for (int i = 0; i < captions.size(); i++) {
            g.drawString(captions.get(i), GAP + i * (wide + GAP), line);
        }
    }

    @Override
    public String alt() {
        StringBuilder words = new StringBuilder(title.isEmpty() ? "" : title + ". ");
        words.append("%d images of %d x %d patches".formatted(images.size(), rows(), columns()));
        for (Frame frame : frames) {
            if (frame.mark() != ImageGrid.Mark.NONE) {
                words.append("; %s: image %d, %s"
                        .formatted(
                                frame.mark().name().toLowerCase(Locale.ROOT), frame.image() + 1, place(frame.place())));
            }
        }
        if (weights != null) {
            words.append(heaviest());
        }
        return words.append('.').toString();
    }

    private String place(int place) {
        return "row %d, column %d".formatted(place / columns(), place % columns());
    }

    private String heaviest() {
        double most = largest(weights);
        for (int i = 0; i < weights.length; i++) {
            for (int place = 0; place < weights[i].length; place++) {
                if (weights[i][place] == most) {
                    return String.format(
                            Locale.ROOT, "; the largest number, %.3f: image %d, %s", most, i + 1, place(place));
                }
            }
        }
        throw new IllegalStateException("the largest is one of them");
    }
}
