package kontrast.train;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells how a training run, or other long work, is doing.
 *
 * <p>{@link Style#BAR} rewrites one line with a carriage return, at most four times a second: for
 * notebooks and terminals. {@link Style#LOG} prints a whole line every ten seconds or so: for log
 * files. {@link Style#NONE} prints nothing. The style is the system property {@code
 * kontrast.progress} or the environment variable {@code KONTRAST_PROGRESS} (bar, log or none); else
 * a bar where Jupyter started this process (it sets {@code JPY_PARENT_PID}), and a log otherwise.
 */
public final class Progress {

    /** How progress is printed. */
    enum Style {
        BAR,
        LOG,
        NONE;

        static Style current() {
            String name = System.getProperty("kontrast.progress");
            if (name == null || name.isBlank()) {
                name = System.getenv("KONTRAST_PROGRESS");
            }
            if (name != null && !name.isBlank()) {
                try {
                    return valueOf(name.trim().toUpperCase(Locale.ROOT));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "KONTRAST_PROGRESS (or the property kontrast.progress) must be bar, log or none, found \"%s\""
                                    .formatted(name),
                            e);
                }
            }
            return System.getenv("JPY_PARENT_PID") != null ? BAR : LOG;
        }
    }

    private static final int WIDTH = 20;

    private final Style style;
    private final PrintStream out;
    private final String name;
    private final int total;
    private int first;
    private long begun;
    private long printed;
    private int length;

    Progress(Style style, PrintStream out, String name, int total, int first, long now) {
        this.style = style;
        this.out = out;
        this.name = name;
        this.total = total;
        this.first = first;
        this.begun = now;
        this.printed = now;
    }

    /**
     * Starts to tell, on the standard output and in the style of this session.
     *
     * @param name what is being done
     * @param total number of steps of it, at least 1
     * @return the progress, at step 0
     */
    public static Progress of(String name, int total) {
        return new Progress(Style.current(), System.out, name, total, 0, System.nanoTime());
    }

    /**
     * Tells that some steps are done.
     *
     * @param done how many, 1 to all
     * @param what the last of them, in a few words
     */
    public void step(int done, String what) {
        step(done, what, System.nanoTime(), false);
    }

    /**
     * Reports that {@code done} of all steps are done; {@code now} in nanoseconds. {@code rests}: none follows for
     * now, so this one is printed even if another was a moment ago.
     */
    void step(int done, double loss, long now, boolean rests) {
        step(done, "loss %.4f".formatted(loss), now, rests);
    }

    private void step(int done, String what, long now, boolean rests) {
        double quiet = style == Style.BAR ? 0.25 : 10;
        boolean last = done == total;
        if (style == Style.NONE || !(last || rests || (now - printed) / 1e9 >= quiet)) {
            return;
        }
        printed = now;
        double each = (now - begun) / 1e9 / (done - first);
        String line = "%s step %d/%d  %s  %s %s"
                .formatted(
                        name,
                        done,
                        total,
                        what,
                        last ? "took " + time((now - begun) / 1e9) : time(each * (total - done)) + " left",
                        last ? "(%s a step)".formatted(each < 10 ? "%.0f ms".formatted(each * 1000) : time(each)) : "");
        line = line.stripTrailing();
        if (style == Style.LOG) {
            out.println(line);
        } else {
            int full = (int) ((long) WIDTH * done / total);
            String bar = "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + line;
            out.print("\r" + bar + " ".repeat(Math.max(0, length - bar.length())));
            length = bar.length();
            if (last) {
                rest();
            }
        }
        out.flush();
    }

    /** Counts the time from here on: what was loaded took none. */
    void begin(int done, long now) {
        first = done;
        begun = now;
        printed = now;
    }

    /** Prints a line of its own, below a bar that may stand there. */
    void say(String message) {
        if (style == Style.NONE) {
            return;
        }
        rest();
        out.println(message);
        out.flush();
    }

    /** Ends the line of a bar that may stand there: what comes next begins a line. */
    void rest() {
        if (length > 0) {
            out.println();
            out.flush();
            length = 0;
        }
    }

    static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 60
                ? s + " s"
                : s < 3600 ? "%d:%02d min".formatted(s / 60, s % 60) : "%d:%02d h".formatted(s / 3600, s % 3600 / 60);
    }
}
