package kontrast.train;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import kontrast.data.Examples;
import kontrast.method.Method;
import kontrast.tensor.Devices;

/**
 * Training runs that are kept in the user's cache, each under its {@linkplain Fingerprint fingerprint}: a run that was
 * trained before, here or in another lecture, is loaded; one that was interrupted goes on. A later lecture asks in one
 * line:
 *
 * <pre>
 *   SimClr simClr = Kept.trained(SimClrRecipes.acrossStyles(preset, 4), SimClr::new, train);
 * </pre>
 *
 * <p>The files are checkpoints: written in one piece, with a checksum. One that is damaged is thrown away. When
 * all of them are larger than the bound, those go that nobody has used for longest.
 *
 * <p>The folder is the system property {@code kontrast.kept} or the environment variable {@code KONTRAST_KEPT}, else
 * {@code kontrast/trained} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}. {@code KONTRAST_KEPT_MB} is the bound,
 * 2000 by default. {@code KONTRAST_FRESH=1}, which {@code --fresh} of {@code ./course lab} and {@code run} sets,
 * ignores what is there, and keeps what is trained.
 */
public final class Kept {

    private static final String ENDING = ".run";
    private static final long BOUND_MB = 2000;
    private static final Duration LEFTOVER = Duration.ofDays(1); // older parts of files belong to killed processes

    private Kept() {}

    /**
     * Builds the networks of a method, as its constructor does.
     *
     * @param <O> its options
     * @param <M> the method
     */
    @FunctionalInterface
    public interface Builder<O, M extends Method> {

        /**
         * Draws the first weights.
         *
         * @param options what the method consists of
         * @param example shape of one example, e.g. {@code (C, H, W)}
         * @param device where it computes
         * @param seed seed of the weights
         * @return the method; closed by the caller
         */
        M build(O options, Shape example, Device device, long seed);
    }

    /**
     * Returns a trained method: loaded if it is kept, else trained now and kept. Prints which of both.
     *
     * @param recipe what is trained, and how
     * @param builder the method's constructor, e.g. {@code SimClr::new}
     * @param examples the training data
     * @param <O> the method's options
     * @param <M> the method
     * @return the method with first weights of seed 0, trained to the end; closed by the caller
     * @throws TrainingInterrupted if the thread was interrupted; call this again to go on
     */
    public static <O, M extends Method> M trained(Recipe<O> recipe, Builder<O, M> builder, Examples examples) {
        M method = builder.build(recipe.method(), examples.shape(), Devices.best(), 0);
        try (Pretraining training = new Pretraining(method, examples, recipe.training()).kept()) {
            training.run();
            return method;
        } catch (RuntimeException e) {
            method.close();
            throw e;
        }
    }

    /** The file of a run. */
    static Path file(Fingerprint run) {
        return folder().resolve(run.hash() + ENDING);
    }

    /** A file as a person would type it: what lies in one's home begins with {@code ~}. */
    static String shown(Path file) {
        Path home = Path.of(System.getProperty("user.home"));
        return file.startsWith(home)
                ? Path.of("~").resolve(home.relativize(file)).toString()
                : file.toString();
    }

    /**
     * Returns where the runs are kept.
     *
     * @return the folder, which need not exist yet; deleting it, or files in it, is safe at any time
     */
    public static Path folder() {
        String folder = setting("kontrast.kept", "KONTRAST_KEPT", "");
        if (!folder.isEmpty()) {
            return Path.of(folder);
        }
        String caches = setting("", "XDG_CACHE_HOME", "");
        return (caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches))
                .resolve("kontrast")
                .resolve("trained");
    }

    /** Whether what is kept is to be ignored. */
    static boolean fresh() {
        return setting("kontrast.fresh", "KONTRAST_FRESH", "0").equals("1");
    }

    /** Says that a file is in use, for the order in which files are thrown away. */
    static void use(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    /** Throws away what was not used for longest until the rest is within the bound; never the file named. */
    static void makeRoom(Path inUse) throws IOException {
        long bound = Long.parseLong(setting("kontrast.kept.mb", "KONTRAST_KEPT_MB", "" + BOUND_MB)) << 20;
        record Entry(Path file, long size, Instant used) {}
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                try {
                    Instant used = Files.getLastModifiedTime(file).toInstant();
                    if (name.endsWith(ENDING)) {
                        entries.add(new Entry(file, Files.size(file), used));
                    } else if (name.endsWith(".part")
                            && used.isBefore(Instant.now().minus(LEFTOVER))) {
                        Files.deleteIfExists(file);
                    }
                } catch (java.nio.file.NoSuchFileException quicker) {
                    entries.removeIf(entry -> entry.file().equals(file)); // another process has deleted it
                }
            }
        }
        long all = entries.stream().mapToLong(Entry::size).sum();
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry entry : entries) {
            if (all > bound && !entry.file().equals(inUse)) {
                Files.deleteIfExists(entry.file());
                all -= entry.size();
            }
        }
    }

    private static String setting(String property, String variable, String otherwise) {
        String value = property.isEmpty() ? null : System.getProperty(property);
        if (value == null || value.isBlank()) {
            value = System.getenv(variable);
        }
        return value == null || value.isBlank() ? otherwise : value.trim();
    }
}
