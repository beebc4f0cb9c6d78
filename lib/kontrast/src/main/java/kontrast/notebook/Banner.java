package kontrast.notebook;

import ai.djl.Device;
import java.util.Locale;
import java.util.Map;
import kontrast.tensor.Devices;
import kontrast.train.Preset;

/** The first output of a notebook: which preset it uses, where it computes, how long it takes. */
public final class Banner {

    private Banner() {}

    /**
     * Returns the first line of a notebook.
     *
     * @param title the notebook's name
     * @param minutes expected minutes of the whole notebook, for each preset; if the current preset is missing, the
     *     line says no time
     * @return e.g. {@code 11 SimCLR | preset cpu | device cpu, 2 threads | about 8 minutes}
     */
    public static String of(String title, Map<Preset, Double> minutes) {
        Preset preset = Preset.current();
        Double expected = minutes.get(preset);
        return "%s | preset %s | device %s%s"
                .formatted(
                        title,
                        preset,
                        deviceName(),
                        expected == null ? "" : " | about " + duration(expected) + estimate(preset));
    }

    /** What nobody has measured is called so. */
    static String estimate(Preset preset) {
        return preset == Preset.GPU ? ", an estimate" : "";
    }

    private static String deviceName() {
        Device device = Devices.best();
        return device.isGpu()
                ? "gpu " + device.getDeviceId()
                : "cpu, %d threads".formatted(Runtime.getRuntime().availableProcessors());
    }

    private static String duration(double minutes) {
        if (minutes < 1) {
            return "%d seconds".formatted(Math.max(1, Math.round(minutes * 60)));
        }
        String number = minutes < 10 && minutes != Math.rint(minutes)
                ? String.format(Locale.ROOT, "%.1f", minutes)
                : String.valueOf(Math.round(minutes));
        return number + (number.equals("1") ? " minute" : " minutes");
    }
}
