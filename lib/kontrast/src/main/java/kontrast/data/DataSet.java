package kontrast.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One entry of the {@link Catalogue}: what a data set is, whether it is on this machine, and how it
 * gets there. What is in it is the business of its own class, such as {@link Cifar10}.
 */
public interface DataSet {

    /**
     * Returns the name that {@code ./course data get} takes, which is also that of its folder under
     * {@code datasets/}.
     *
     * @return e.g. {@code cifar-10}
     */
    String name();

    /**
     * Says in one line what is in it.
     *
     * @return e.g. {@code 60,000 colour photographs, 32 x 32, 10 classes}
     */
    String about();

    /**
     * Names the licence, or says that none is stated.
     *
     * @return e.g. {@code MIT}
     */
    String licence();

    /**
     * Returns roughly how many bytes are to be fetched, or lie here if it is bundled.
     *
     * @return bytes, above 0
     */
    long bytes();

    /**
     * Returns the folder of the data. A folder that the user names is returned even if it is empty: that is an error to
     * report, and does not mean that the data set is not installed.
     *
     * @return the folder; empty if the data set is not installed
     */
    Optional<Path> folder();

    /**
     * Reads all of it and checks what can be checked.
     *
     * @param folder what {@link #folder()} returned
     * @throws DataException if something is missing or altered
     */
    void verify(Path folder);

    /**
     * Tells whether {@link #verify} compares every byte with a checksum. Without one it finds what is missing or cannot
     * be read, and no pixel that was changed.
     *
     * @param folder what {@link #folder()} returned
     * @return whether there are checksums
     */
    boolean hasChecksums(Path folder);

    /**
     * Brings it to this machine; does nothing where it is. Writes nowhere but under {@code
     * datasets/}.
     *
     * @param progress told how far it is
     * @throws DataException if that fails, or can only be done by hand
     */
    void fetch(Download.Progress progress);

    /**
     * Says what to do on a machine without a network, with the exact folder and file names.
     *
     * @return one or more sentences
     */
    String offline();
}
