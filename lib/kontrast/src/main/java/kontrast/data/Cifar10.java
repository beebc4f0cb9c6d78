package kontrast.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CIFAR-10: 60,000 colour photographs, 32 x 32, of ten kinds of animals and vehicles (Krizhevsky,
 * Learning multiple layers of features from tiny images, 2009).
 *
 * <p>It is read from the official binary files, {@code data_batch_1.bin} to {@code
 * data_batch_5.bin} and {@code test_batch.bin}, each of 10,000 records: one byte for the class,
 * then 1,024 bytes each of red, green and blue, row after row. They lie in the folder that the
 * system property {@code kontrast.cifar-10} or the environment variable {@code KONTRAST_CIFAR_10}
 * names, else in {@code datasets/cifar-10}, where {@code ./course data get cifar-10} puts them.
 *
 * <p>Splits: the published test set is {@link Split#TEST}; of the published training set, whose
 * order is random, the last 5,000 are {@link Split#VALIDATION} and the first 45,000 {@link
 * Split#TRAIN}.
 *
 * <p>Every file must have the right size, every label the right range and every class its published
 * number of images. Damage of pixels is found by the list of SHA-256 that unpacking writes; a
 * folder of your own without such a list is believed as to its pixels.
 */
public final class Cifar10 {

    /** The ten classes, in the order of the labels. */
    public static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final int SIDE = 32;
    private static final int RECORD = 1 + 3 * SIDE * SIDE;
    private static final Form PUBLISHED = new Form(10_000, 5_000);

    static final ArchivedDataSet DATA_SET = new ArchivedDataSet(
            "cifar-10",
            "60,000 colour photographs, 32 x 32, 10 classes",
            "none stated; cite Krizhevsky 2009",
            170_052_171,
            URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            200_000_000,
            "cifar-10-batches-bin",
            "test_batch.bin",
            folder -> {
                load(Split.TRAIN, folder);
                load(Split.TEST, folder);
            });

    /**
     * Sizes of the data set; the tests have smaller ones.
     *
     * @param each images in a file
     * @param validation how many of the training images are for validation
     */
    record Form(int each, int validation) {}

    private Cifar10() {}

    /**
     * Loads one split.
     *
     * @param split which part
     * @return RGB images {@code [3, 32, 32]}, labelled
     * @throws DataException if the data set is not on this machine, or a file is missing or altered
     */
    public static Images load(Split split) {
        return load(split, DATA_SET.required());
    }

    /**
     * Loads one split from a folder.
     *
     * @param split which part
     * @param folder holds the six binary files
     * @return RGB images {@code [3, 32, 32]}, labelled
     * @throws DataException if a file is missing or altered
     */
    public static Images load(Split split, Path folder) {
        return load(split, folder, PUBLISHED);
    }

    static Images load(Split split, Path folder, Form form) {
        VerifiedFolder files = VerifiedFolder.of(folder, DATA_SET.remedy());
        List<String> names = split == Split.TEST
                ? List.of("test_batch.bin")
                : IntStream.rangeClosed(1, 5)
                        .mapToObj("data_batch_%d.bin"::formatted)
                        .toList();
        int n = names.size() * form.each();
        int from = split == Split.VALIDATION ? n - form.validation() : 0;
        int to = split == Split.TRAIN ? n - form.validation() : n;
        byte[] pixels = new byte[(to - from) * (RECORD - 1)];
        int[] labels = new int[n];
        IntStream.range(0, names.size())
                .parallel() // the sums take most of the time
                .forEach(f -> {
                    String name = names.get(f);
                    byte[] records = files.read(name, (long) form.each() * RECORD);
                    for (int i = 0; i < form.each(); i++) {
                        int at = f * form.each() + i;
                        labels[at] = label(folder.resolve(name), records[i * RECORD], i);
                        if (at >= from && at < to) {
                            System.arraycopy(records, i * RECORD + 1, pixels, (at - from) * (RECORD - 1), RECORD - 1);
                        }
                    }
                });
        files.checkBalance(labels, CLASSES);
        return Images.of(pixels, 3, SIDE, SIDE).labelled(Arrays.copyOfRange(labels, from, to), CLASSES);
    }

    private static int label(Path file, byte value, int record) {
        if (value < 0 || value >= CLASSES.size()) {
            throw new DataException(
                    file,
                    "a class in 0 to 9 at the start of record " + record,
                    (value & 0xFF) + ": not CIFAR-10's binary version, or altered",
                    DATA_SET.remedy());
        }
        return value;
    }
}
