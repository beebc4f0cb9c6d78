package kontrast.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The entry of a data set that the system's package manager installs, not we.
 *
 * @param name as in {@link DataSet#name()}
 * @param about as in {@link DataSet#about()}
 * @param licence as in {@link DataSet#licence()}
 * @param bytes as in {@link DataSet#bytes()}
 * @param installed where the package puts it
 * @param what its files, in words
 * @param offline as in {@link DataSet#offline()}: how to install it
 * @param reader reads a whole folder of it, or throws a {@link DataException}
 */
record InstalledDataSet(
        String name,
        String about,
        String licence,
        long bytes,
        Path installed,
        String what,
        String offline,
        Consumer<Path> reader)
        implements DataSet {

    @Override
    public Optional<Path> folder() {
        return new DataLocation(name, installed).find(Files::isDirectory);
    }

    /** The folder, or an exception that says how to get the data set. */
    Path required() {
        return folder().orElseThrow(() -> missing(what));
    }

    @Override
    public boolean hasChecksums(Path folder) {
        return false; // the packages' own, which the system's tools compare
    }

    @Override
    public void verify(Path folder) {
        reader.accept(folder);
    }

    @Override
    public void fetch(Download.Progress progress) {
        if (folder().isEmpty()) {
            throw missing(what + ", which your system's package manager installs");
        }
    }

    private DataException missing(String expected) {
        return new DataException(installed, expected, "no such folder", offline);
    }
}
