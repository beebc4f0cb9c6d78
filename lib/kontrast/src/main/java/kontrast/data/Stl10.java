package kontrast.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * STL-10: photographs of 96 x 96 pixels, 13,000 of them labelled with one of ten classes and
 * 100,000 not labelled, which show these and other things (Coates, Lee and Ng, An analysis of
 * single-layer networks in unsupervised feature learning, 2011).
 *
 * <p>It is read from the official binary files, which hold an image as red, green and blue, each
 * column after column, and count classes from 1. They lie in the folder that the system property
 * {@code kontrast.stl-10} or the environment variable {@code KONTRAST_STL_10} names, else in {@code
 * datasets/stl-10}, where {@code ./course data get stl-10} puts them.
 *
 * <p>Splits: the published test set of 8,000 is {@link Split#TEST}; of the published training set,
 * the last 100 images of each class are {@link Split#VALIDATION} and the first 400 {@link
 * Split#TRAIN}. The published protocol trains on each of ten {@link #fold folds} of 1,000 instead.
 *
 * <p>Images may be reduced while they are read, by the mean over squares of pixels: the unlabelled
 * ones at full size, 2.8 GB, are more than one array holds. Files are checked as those of {@link
 * Cifar10} are.
 */
public final class Stl10 {

    /** The ten classes, in the order of the labels, which count from 0 here. */
    public static final List<String> CLASSES =
            List.of("airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck");

    /** Side of an image in pixels. */
    public static final int SIDE = 96;

    private static final int BYTES = 3 * SIDE * SIDE;
    private static final Form PUBLISHED = new Form(500, 100, 800, 100_000);

    static final ArchivedDataSet DATA_SET = new ArchivedDataSet(
            "stl-10",
            "13,000 photographs of 10 classes and 100,000 without labels, 96 x 96",
            "none stated; cite Coates 2011",
            2_640_397_119L,
            URI.create("http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz"),
            "f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866",
            3_500_000_000L,
            "stl10_binary",
            "test_X.bin",
            folder -> {
                load(Split.TRAIN, 32, folder);
                load(Split.TEST, 32, folder);
                unlabelled(1, 32, folder);
            });

    /**
     * Sizes of the data set; the tests have smaller ones.
     *
     * @param train labelled training images of each class
     * @param validation how many of these are for validation
     * @param test test images of each class
     * @param unlabelled images without labels
     */
    record Form(int train, int validation, int test, int unlabelled) {}

    private Stl10() {}

    /**
     * Loads one split of the labelled images.
     *
     * @param split which part
     * @param side rows and columns to reduce to: 96 or a divisor of it
     * @return RGB images {@code [3, side, side]}, labelled
     * @throws DataException if the data set is not on this machine, or a file is missing or altered
     * @throws IllegalArgumentException if {@code side} does not divide 96
     */
    public static Images load(Split split, int side) {
        return load(split, side, DATA_SET.required());
    }

    /**
     * Loads one split of the labelled images from a folder.
     *
     * @param split which part
     * @param side rows and columns to reduce to: 96 or a divisor of it
     * @param folder holds the binary files
     * @return RGB images {@code [3, side, side]}, labelled
     * @throws DataException if a file is missing or altered
     * @throws IllegalArgumentException if {@code side} does not divide 96
     */
    public static Images load(Split split, int side, Path folder) {
        return load(split, side, folder, PUBLISHED);
    }

    static Images load(Split split, int side, Path folder, Form form) {
        boolean test = split == Split.TEST;
        Images all = labelled(test ? "test" : "train", test ? form.test() : form.train(), side, folder);
        if (test) {
            return all;
        }
        int[] labels = all.labels();
        int[] seen = new int[CLASSES.size()];
        int first = form.train() - form.validation(); // of validation, within a class
        return all.subset(IntStream.range(0, labels.length)
                .filter(i -> seen[labels[i]]++ >= first == (split == Split.VALIDATION))
                .toArray());
    }

    /**
     * Loads images without labels, the first ones of the file.
     *
     * @param count how many, in 1 to 100,000
     * @param side rows and columns to reduce to: 96 or a divisor of it; all images need 307 MB at
     *     32 and 691 MB at 48, and do not fit into an array at 96
     * @return RGB images {@code [3, side, side]}, without labels
     * @throws DataException if the data set is not on this machine, or the file is altered
     * @throws IllegalArgumentException if {@code count} or {@code side} is out of range
     */
    public static Images unlabelled(int count, int side) {
        return unlabelled(count, side, DATA_SET.required());
    }

    /**
     * Loads images without labels from a folder, the first ones of the file.
     *
     * @param count how many, in 1 to 100,000
     * @param side rows and columns to reduce to: 96 or a divisor of it
     * @param folder holds the binary files
     * @return RGB images {@code [3, side, side]}, without labels
     * @throws DataException if the file is missing or altered
     * @throws IllegalArgumentException if {@code count} or {@code side} is out of range
     */
    public static Images unlabelled(int count, int side, Path folder) {
        return unlabelled(count, side, folder, PUBLISHED);
    }

    static Images unlabelled(int count, int side, Path folder, Form form) {
        if (count < 1 || count > form.unlabelled()) {
            throw new IllegalArgumentException(
                    "count must lie in 1 to %,d, found %,d".formatted(form.unlabelled(), count));
        }
        return pixels("unlabeled", form.unlabelled(), count, side, files(folder));
    }

    /**
     * Loads one of the ten published folds of the training set, which overlap.
     *
     * @param fold which, in 0 to 9
     * @param side rows and columns to reduce to: 96 or a divisor of it
     * @return 1,000 RGB images {@code [3, side, side]}, labelled
     * @throws DataException if the data set is not on this machine, or a file is missing or altered
     * @throws IllegalArgumentException if {@code fold} or {@code side} is out of range
     */
    public static Images fold(int fold, int side) {
        return fold(fold, side, DATA_SET.required(), PUBLISHED);
    }

    static Images fold(int fold, int side, Path folder, Form form) {
        if (fold < 0 || fold > 9) {
            throw new IllegalArgumentException("fold must lie in 0 to 9, found " + fold);
        }
        Images all = labelled("train", form.train(), side, folder);
        Path file = folder.resolve("fold_indices.txt");
        long size = Math.max(0, file.toFile().length());
        String text = new String(files(folder).read("fold_indices.txt", size), StandardCharsets.US_ASCII);
        try {
            return all.subset(
                    Arrays.stream(text.lines().toList().get(fold).trim().split("\\s+", -1))
                            .mapToInt(Integer::parseInt)
                            .toArray());
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new DataException(
                    file,
                    "ten lines of indices below " + all.size(),
                    String.valueOf(e.getMessage()),
                    DATA_SET.remedy(),
                    e);
        }
    }

    private static Images labelled(String part, int each, int side, Path folder) {
        VerifiedFolder files = files(folder);
        int n = each * CLASSES.size();
        Images images = pixels(part, n, n, side, files);
        byte[] values = files.read(part + "_y.bin", n);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            if (values[i] < 1 || values[i] > CLASSES.size()) {
                throw new DataException(
                        folder.resolve(part + "_y.bin"),
                        "classes in 1 to 10",
                        "%d at place %d".formatted(values[i] & 0xFF, i),
                        DATA_SET.remedy());
            }
            labels[i] = values[i] - 1;
        }
        files.checkBalance(labels, CLASSES);
        return images.labelled(labels, CLASSES);
    }

    private static Images pixels(String part, int n, int count, int side, VerifiedFolder files) {
        if (side < 1 || SIDE % side != 0) {
            throw new IllegalArgumentException("side must be 96 or a divisor of it such as 48 or 32, found " + side);
        }
        long needed = 3L * side * side * count;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "%,d images of side %d are %,d bytes, more than an array holds; ask for fewer or for a smaller side"
                            .formatted(count, side, needed));
        }
        byte[] pixels = new byte[(int) needed];
        return files.stream(part + "_X.bin", (long) n * BYTES, in -> read(in, pixels, count, side));
    }

    private static Images read(InputStream in, byte[] pixels, int count, int side) throws IOException {
        byte[] image = new byte[BYTES];
        for (int i = 0; i < count; i++) {
            in.readNBytes(image, 0, BYTES);
            reduce(image, side, pixels, i * 3 * side * side);
        }
        return Images.of(pixels, 3, side, side);
    }

    /** Turns columns into rows, and takes the mean over squares of 96 / side pixels. */
    private static void reduce(byte[] image, int side, byte[] pixels, int at) {
        int k = SIDE / side;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int sum = 0;
                    for (int u = x * k; u < (x + 1) * k; u++) {
                        for (int v = y * k; v < (y + 1) * k; v++) {
                            sum += image[(c * SIDE + u) * SIDE + v] & 0xFF;
                        }
                    }
                    pixels[at++] = (byte) ((sum + k * k / 2) / (k * k));
                }
            }
        }
    }

    private static VerifiedFolder files(Path folder) {
        return VerifiedFolder.of(folder, DATA_SET.remedy());
    }
}
