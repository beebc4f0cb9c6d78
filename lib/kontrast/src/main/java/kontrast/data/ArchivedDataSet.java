package kontrast.data;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The entry of a data set that comes as one {@code .tar.gz}, known by its SHA-256. It is unpacked
 * into {@code datasets/NAME/FOLDER} and stays beside it, so that a damaged file is mended without a
 * network.
 *
 * @param name as in {@link DataSet#name()}
 * @param about as in {@link DataSet#about()}
 * @param licence as in {@link DataSet#licence()}
 * @param bytes size of the archive
 * @param source where the archive comes from; its last part is the file's name
 * @param sha256 of the archive
 * @param limit most bytes that the archive may unpack to
 * @param unpacked name of the folder that it unpacks to
 * @param mark a file that tells the data set's folder from others
 * @param reader reads a whole folder of it, or throws a {@link DataException}
 */
record ArchivedDataSet(
        String name,
        String about,
        String licence,
        long bytes,
        URI source,
        String sha256,
        long limit,
        String unpacked,
        String mark,
        Consumer<Path> reader)
        implements DataSet {

    private DataLocation place() {
        return new DataLocation(name, null);
    }

    private Path archive() {
        String path = source.getPath();
        return place().local().resolve(path.substring(path.lastIndexOf('/') + 1));
    }

    /** The folder with the files: the one found, or the one of the archive's name in it. */
    @Override
    public Optional<Path> folder() {
        return place().find(local -> Files.isDirectory(local.resolve(unpacked)))
                .map(f -> Files.exists(f.resolve(mark)) ? f : below(f));
    }

    private Path below(Path folder) {
        Path inner = folder.resolve(unpacked);
        return Files.isDirectory(inner) ? inner : folder;
    }

    /** The folder, or an exception that says how to get the data set. */
    Path required() {
        return folder().orElseThrow(() -> new DataException(
                place().local().resolve(unpacked), "the data set " + name, "no such folder", remedy()));
    }

    String remedy() {
        return "Type: ./course data get %s (%,d MB). %s".formatted(name, Math.round(bytes / 1e6), offline());
    }

    @Override
    public void verify(Path folder) {
        reader.accept(folder);
    }

    @Override
    public boolean hasChecksums(Path folder) {
        return Files.isRegularFile(folder.resolve(VerifiedFolder.SUMS)); // unpacking writes them
    }

    @Override
    public void fetch(Download.Progress progress) {
        if (place().named().isPresent()) {
            return; // the user's own folder is read, never written to
        }
        Path target = place().local().resolve(unpacked);
        if (Files.isDirectory(target)) {
            try {
                verify(target);
                return;
            } catch (DataException damaged) {
                // Unpack anew, from the archive if that is still here.
            }
        }
        Path file = new Download(source, archive(), sha256, false).fetch(progress);
        new TarGz(file, limit).unpack(target);
    }

    @Override
    public String offline() {
        return ("Without a network: fetch %s on another machine, put it here as %s and type the same"
                        + " command again; or name a folder that holds the unpacked files in the"
                        + " environment variable %s.")
                .formatted(source, archive(), place().variable());
    }
}
