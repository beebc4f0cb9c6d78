package kontrast.claim.run;

import java.util.function.Supplier;

/**
 * Data, or what is computed from it, that is loaded when it is first asked for and then kept. Where that fails, as with
 * a data set that is not on this machine, nothing is kept, and the next one who asks gets the same exception again.
 *
 * <p>A static field that held the data itself would be filled while its class is initialised. A {@link
 * kontrast.data.DataException} there is wrapped into an {@link ExceptionInInitializerError}, and whoever asks next gets
 * a {@link NoClassDefFoundError} that names no data set.
 *
 * @param <T> what is kept
 */
public final class Once<T> implements Supplier<T> {

    private final Supplier<? extends T> load;
    private T loaded; // null before the first time

    /**
     * Says what is to be loaded, without loading it.
     *
     * @param load gives the data, or throws
     */
    public Once(Supplier<? extends T> load) {
        this.load = load;
    }

    @Override
    public synchronized T get() {
        if (loaded == null) {
            loaded = load.get();
        }
        return loaded;
    }
}
