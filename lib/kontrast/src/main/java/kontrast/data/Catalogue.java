package kontrast.data;

import java.util.List;
import java.util.Optional;

/**
 * Every data set that the course knows of, in the order of the table that {@code ./course data
 * list} prints. A new one is one more line here.
 */
public final class Catalogue {

    private static final List<DataSet> ALL = List.of(
            EmojiViews.DATA_SET,
            FashionMnist.DATA_SET,
            Cifar10.DATA_SET,
            Stl10.DATA_SET,
            TuxPaintStamps.DATA_SET,
            AsteriskVoices.DATA_SET,
            SpokenDigits.DATA_SET);

    private Catalogue() {}

    /**
     * Returns all entries.
     *
     * @return the entries, the bundled one first
     */
    public static List<DataSet> all() {
        return ALL;
    }

    /**
     * Returns the entry of a name.
     *
     * @param name as in {@link DataSet#name()}
     * @return the entry, if there is one
     */
    public static Optional<DataSet> find(String name) {
        return ALL.stream().filter(set -> set.name().equals(name)).findFirst();
    }
}
