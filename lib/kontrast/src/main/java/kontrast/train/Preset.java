package kontrast.train;

import ai.djl.engine.Engine;
import java.util.Arrays;
import java.util.Locale;

/** How much work a notebook does. */
public enum Preset {
    /** Seconds: proves that everything runs, and shows nothing else. */
    SMOKE,
    /** Minutes on two CPU cores. */
    CPU,
    /**
     * Longer trainings of larger networks, mostly a ResNet-18, in larger batches: towards the published settings. No
     * GPU has timed them yet, so the minutes that notebooks tell are estimates.
     */
    GPU;

    /**
     * Returns the preset in force: the system property {@code kontrast.preset}, else the
     * environment variable {@code KONTRAST_PRESET}, else {@link #GPU} where PyTorch sees a GPU and
     * {@link #CPU} otherwise.
     *
     * @return the preset
     * @throws IllegalArgumentException if the property or variable names no preset
     */
    public static Preset current() {
        String name = System.getProperty("kontrast.preset");
        if (name == null || name.isBlank()) {
            name = System.getenv("KONTRAST_PRESET");
        }
        if (name == null || name.isBlank()) {
            return Engine.getInstance().getGpuCount() > 0 ? GPU : CPU;
        }
        return of(name);
    }

    /**
     * Returns the preset of a name.
     *
     * @param name smoke, cpu or gpu, in any case
     * @return the preset
     * @throws IllegalArgumentException if there is no such preset
     */
    public static Preset of(String name) {
        try {
            return valueOf(name.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "KONTRAST_PRESET (or the property kontrast.preset) must be one of %s, found \"%s\""
                            .formatted(Arrays.toString(values()).toLowerCase(Locale.ROOT), name),
                    e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
