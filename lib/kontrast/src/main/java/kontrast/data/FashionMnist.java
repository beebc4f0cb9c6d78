package kontrast.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Fashion-MNIST: 70,000 grey pictures of clothes, 28 x 28, in ten classes (Xiao, Rasul and
 * Vollgraf, 2017, arXiv:1708.07747).
 *
 * <p>It is taken from the first of these folders that holds it: the one that the system property
 * {@code kontrast.fashion-mnist} or the environment variable {@code KONTRAST_FASHION_MNIST} names;
 * {@code datasets/fashion-mnist} of the course; Debian's package. Files may be compressed or not,
 * and are known by their content.
 *
 * <p>Splits: the published test set is {@link Split#TEST}; of the published training set, whose
 * order is random, the last 5,000 are {@link Split#VALIDATION} and the first 55,000 {@link
 * Split#TRAIN}.
 */
public final class FashionMnist {

    /** Name, as the official host has it, without {@code .gz}; and SHA-256 of the content. */
    static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888");
        FILES.put("train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9");
        FILES.put("t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b");
        FILES.put("t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");
    }

    private static final URI HOST = URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
    private static final DataLocation PLACE =
            new DataLocation("fashion-mnist", Path.of("/usr/share/datasets/fashion-mnist"));
    private static final int VALIDATION = 5_000;
    private static final String REMEDY = "Type: ./course data get fashion-mnist (31 MB); or on Debian: apt install"
            + " dataset-fashion-mnist; or name a folder that holds the four files in the"
            + " environment variable KONTRAST_FASHION_MNIST.";

    /** The ten classes, in the order of the labels. */
    public static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    static final DataSet DATA_SET = new Entry();

    private FashionMnist() {}

    /**
     * Loads one split.
     *
     * @param split which part
     * @return grey images {@code [1, 28, 28]}, labelled
     * @throws DataException if the data set is not on this machine, or a file is missing or altered
     */
    public static Images load(Split split) {
        return load(
                split,
                DATA_SET.folder()
                        .orElseThrow(() -> new DataException(
                                PLACE.local(),
                                "the four files of Fashion-MNIST here, or in " + PLACE.installed(),
                                "none of them",
                                REMEDY)));
    }

    /**
     * Loads one split from a folder.
     *
     * @param split which part
     * @param folder holds the four idx files, compressed by gzip or not
     * @return grey images {@code [1, 28, 28]}, labelled
     * @throws DataException if a file is missing or altered
     */
    public static Images load(Split split, Path folder) {
        return load(split, folder, FILES, VALIDATION);
    }

    static Images load(Split split, Path folder, Map<String, String> sums, int validation) {
        String part = split == Split.TEST ? "t10k" : "train";
        ByteBuffer images = idx(folder, part + "-images-idx3-ubyte", 3, sums);
        int n = images.getInt();
        int height = images.getInt();
        int width = images.getInt();
        byte[] pixels = new byte[n * height * width];
        images.get(pixels);
        ByteBuffer values = idx(folder, part + "-labels-idx1-ubyte", 1, sums);
        int[] labels = new int[values.getInt()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = values.get();
        }
        int from = split == Split.VALIDATION ? n - validation : 0;
        int to = split == Split.TRAIN ? n - validation : n;
        int each = height * width;
        return Images.of(Arrays.copyOfRange(pixels, from * each, to * each), 1, height, width)
                .labelled(Arrays.copyOfRange(labels, from, to), CLASSES);
    }

    /** Reads and verifies an idx file; returns it after the magic number. */
    private static ByteBuffer idx(Path folder, String name, int dimensions, Map<String, String> sums) {
        Path file = file(folder, name);
        if (file == null) {
            throw new DataException(folder.resolve(name + ".gz"), "a file of Fashion-MNIST", "no such file", REMEDY);
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
            if (file.toString().endsWith(".gz")) {
                bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            }
        } catch (IOException e) {
            throw new DataException(
                    file,
                    "a whole file of Fashion-MNIST",
                    "a file that ends early or is no gzip file (" + e.getMessage() + ")",
                    "Delete it. " + REMEDY,
                    e);
        }
        String found = Checksums.of(bytes);
        if (!found.equals(sums.get(name))) {
            throw new DataException(
                    file,
                    "content with SHA-256 " + sums.get(name),
                    "SHA-256 %s (%,d bytes, decompressed)".formatted(found, bytes.length),
                    "Delete it. " + REMEDY);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int magic = buffer.getInt();
        if (magic != 0x800 + dimensions) {
            throw new DataException(
                    file,
                    "an idx file of bytes in " + dimensions + " dimensions",
                    "the magic number " + magic,
                    "Delete it. " + REMEDY);
        }
        return buffer;
    }

    private static Path file(Path folder, String name) {
        for (String n : List.of(name + ".gz", name)) {
            if (Files.isRegularFile(folder.resolve(n))) {
                return folder.resolve(n);
            }
        }
        return null;
    }

    /** How many of the four files are here. */
    private static long count(Path folder) {
        return FILES.keySet().stream().filter(n -> file(folder, n) != null).count();
    }

    /**
     * Fetches the four files into {@code datasets/fashion-mnist}, unless they are there.
     *
     * @param out shows the progress
     * @return the folder
     * @throws DataException if they cannot be fetched
     */
    public static Path download(PrintStream out) {
        return download(HOST, PLACE.local(), FILES, Download.Progress.on(out));
    }

    static Path download(URI host, Path folder, Map<String, String> sums, Download.Progress progress) {
        sums.forEach((name, sum) ->
                new Download(host.resolve(name + ".gz"), folder.resolve(name + ".gz"), sum, true).fetch(progress));
        return folder;
    }

    /** The catalogue's entry. */
    private static final class Entry implements DataSet {

        @Override
        public String name() {
            return PLACE.name();
        }

        @Override
        public String about() {
            return "70,000 grey pictures of clothes, 28 x 28, 10 classes";
        }

        @Override
        public String licence() {
            return "MIT, (c) 2017 Zalando SE";
        }

        @Override
        public long bytes() {
            return 30_900_000;
        }

        /** The folder that has all files; else the first that has any. */
        @Override
        public Optional<Path> folder() {
            return PLACE.find(f -> count(f) == FILES.size()).or(() -> PLACE.find(f -> count(f) > 0));
        }

        @Override
        public boolean hasChecksums(Path folder) {
            return true;
        }

        @Override
        public void verify(Path folder) {
            load(Split.TRAIN, folder);
            load(Split.TEST, folder);
        }

        /** A folder of someone else's is reported when it is wrong, never written to. */
        @Override
        public void fetch(Download.Progress progress) {
            if (folder().isEmpty() || folder().get().equals(PLACE.local())) {
                download(HOST, PLACE.local(), FILES, progress);
            }
        }

        @Override
        public String offline() {
            return ("Without a network: fetch the four .gz files of %s on another machine and put"
                            + " them into %s, or name a folder that holds them in the environment"
                            + " variable KONTRAST_FASHION_MNIST; or on Debian: apt install"
                            + " dataset-fashion-mnist.")
                    .formatted(HOST, PLACE.local());
        }
    }
}
