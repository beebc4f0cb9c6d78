package kontrast.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Locale;
import java.util.Map;

/** What the first output of a notebook says: where it runs, how much it does, how long it takes. */
public final class Course {

    private Course() {}

    /**
     * Returns the device of this session: the first GPU where PyTorch sees one, else the CPU.
     *
     * @return the device
     */
    public static Device device() {
        return Engine.getInstance().defaultDevice();
    }

    /**
     * Returns the first line of a notebook.
     *
     * @param title the notebook's name
     * @param minutes expected minutes of the whole notebook by preset; a missing one is not named
     * @return e.g. {@code 11 SimCLR | preset cpu | device cpu, 2 threads | about 8 minutes}
     */
    public static String banner(String title, Map<Preset, Double> minutes) {
        Preset preset = Preset.current();
        Double expected = minutes.get(preset);
        return "%s | preset %s | device %s%s"
                .formatted(title, preset, deviceName(), expected == null ? "" : " | about " + duration(expected));
    }

    private static String deviceName() {
        Device device = device();
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
