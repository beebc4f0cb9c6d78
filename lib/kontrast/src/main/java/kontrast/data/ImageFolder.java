package kontrast.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images of your own: one folder a class, {@code ROOT/CLASS/*.png} or {@code .jpg}, of any sizes.
 *
 * <p>Each image is turned as its camera says it was held (EXIF), cut to the largest square in its
 * middle, resized and laid on white. Classes and files are taken in the order of their names. Hidden
 * files are passed over; other kinds (GIF, WebP, folders in a class, links that lead nowhere) too, and
 * one line on standard error counts them. So does one for images that lie in {@code ROOT} itself, in no
 * class. A file that cannot be read, or is damaged, is an error that names it.
 *
 * <p>Where there are no splits yet, {@link #load(Path, int, Split)} makes them: by the SHA-256 of
 * {@code CLASS/FILE}, some 20 % of the images are for the test, 10 % for validation, the others for
 * training. So an image stays in its split whatever is added. Near-duplicates (frames of one film,
 * say) fall into different splits; for such images make folders of your own.
 */
public final class ImageFolder {

    private static final String REMEDY =
            "Expected are folders ROOT/CLASS/*.png or .jpg. Fix or remove what is named above.";

    private ImageFolder() {}

    /**
     * Loads all images.
     *
     * @param root holds one folder a class
     * @param side rows and columns to resize to, in 1 to 1024
     * @return RGB images {@code [3, side, side]}, labelled by folder
     * @throws DataException if there are no classes or images, or a file cannot be read
     * @throws IllegalArgumentException if {@code side} is out of range
     */
    public static Images load(Path root, int side) {
        return load(root, side, file -> true);
    }

    /**
     * Loads one split.
     *
     * @param root holds one folder a class
     * @param side rows and columns to resize to, in 1 to 1024
     * @param split which part
     * @return RGB images {@code [3, side, side]}, labelled by folder; all classes are named, even
     *     if one has no image in this part
     * @throws DataException if there are no classes or images, or a file cannot be read
     * @throws IllegalArgumentException if {@code side} is out of range
     */
    public static Images load(Path root, int side, Split split) {
        return load(root, side, file -> split(name(root, file)) == split);
    }

    private static Images load(Path root, int side, Predicate<Path> chosen) {
        if (side < 1 || side > 1024) {
            throw new IllegalArgumentException("side must lie in 1 to 1024, found " + side);
        }
        List<Path> folders = list(root, Files::isDirectory);
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Path> passedOver = new ArrayList<>();
        List<Path> outside = list(root, ImageFolder::isImage);
        for (int c = 0; c < folders.size(); c++) {
            List<Path> images = list(folders.get(c), ImageFolder::isImage);
            if (images.isEmpty()) {
                throw new DataException(folders.get(c), "images *.png or *.jpg of this class", "none", REMEDY);
            }
            passedOver.addAll(list(folders.get(c), file -> !isImage(file)));
            for (Path file : images) {
                if (chosen.test(file)) {
                    files.add(file);
                    labels.add(c);
                }
            }
        }
        if (files.isEmpty()) {
            throw new DataException(
                    root,
                    "one folder a class, with images",
                    folders.isEmpty() ? "no folders," + inNoClass(outside) : "no images for this split",
                    REMEDY);
        }
        if (!outside.isEmpty()) {
            System.err.printf("%s: passed over%s%n", root, inNoClass(outside));
        }
        if (!passedOver.isEmpty()) {
            System.err.printf(
                    "%s: passed over %d that %s not named *.png or *.jpg: %s%s%n",
                    root,
                    passedOver.size(),
                    passedOver.size() == 1 ? "is" : "are",
                    name(root, passedOver.get(0)),
                    passedOver.size() == 1 ? "" : ", ...");
        }
        int each = 3 * side * side;
        if ((long) files.size() * each > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%,d images of side %d take %,.1f GB, more than the 2.1 GB that one Images holds: choose a side of at most %d, or fewer images"
                            .formatted(files.size(), side, 1e-9 * files.size() * each, (int)
                                    Math.sqrt(Integer.MAX_VALUE / 3.0 / files.size())));
        }
        byte[] pixels = new byte[files.size() * each];
        IntStream.range(0, files.size())
                .parallel()
                .forEach(i -> PictureFile.read(files.get(i), side, REMEDY)
                        .square()
                        .resized(side, side)
                        .onWhite(pixels, i * each));
        return Images.of(pixels, 3, side, side)
                .labelled(
                        labels.stream().mapToInt(Integer::intValue).toArray(),
                        folders.stream().map(f -> f.getFileName().toString()).toList());
    }

    private static String inNoClass(List<Path> outside) {
        return outside.isEmpty()
                ? " no images"
                : " %d image%s in no class: %s%s; an image belongs in the folder of its class"
                        .formatted(
                                outside.size(),
                                outside.size() == 1 ? "" : "s",
                                outside.get(0).getFileName(),
                                outside.size() == 1 ? "" : ", ...");
    }

    /** The split that a name falls into. */
    static Split split(String name) {
        String sum = Checksums.of(name.getBytes(StandardCharsets.UTF_8));
        int percent = (int) (Long.parseLong(sum.substring(0, 8), 16) % 100);
        return percent < 20 ? Split.TEST : percent < 30 ? Split.VALIDATION : Split.TRAIN;
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
    }

    private static List<Path> list(Path folder, Predicate<Path> kind) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder, "a folder", Files.exists(folder) ? "a file" : "no such folder", REMEDY);
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> !f.getFileName().toString().startsWith("."))
                    .filter(kind)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }
}
