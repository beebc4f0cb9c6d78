package kontrast.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The entry of a data set that is part of the course, in {@code datasets/NAME}. There is nothing to
 * fetch: what a clone of the course lacks, git restores, and verifying says so.
 *
 * @param name as in {@link DataSet#name()}
 * @param about as in {@link DataSet#about()}
 * @param licence as in {@link DataSet#licence()}
 * @param bytes as in {@link DataSet#bytes()}
 * @param offline as in {@link DataSet#offline()}
 * @param reader reads a whole folder of it, or throws a {@link DataException}
 */
record BundledDataSet(String name, String about, String licence, long bytes, String offline, Consumer<Path> reader)
        implements DataSet {

    @Override
    public Optional<Path> folder() {
        return Optional.of(DataFolder.datasets().resolve(name));
    }

    @Override
    public void verify(Path folder) {
        reader.accept(folder);
    }

    @Override
    public boolean hasChecksums(Path folder) {
        return true; // the repository's, which its reader asks for
    }

    @Override
    public void fetch(Download.Progress progress) {}
}
