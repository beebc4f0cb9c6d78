package kontrast.data;

import java.io.PrintStream;

/** Shows downloads on one line of text that overwrites itself, at most five times a second. */
final class ProgressLine implements Download.Progress {

    private final PrintStream out;
    private String name;
    private long began;
    private long first;
    private long last;

    ProgressLine(PrintStream out) {
        this.out = out;
    }

    @Override
    public void at(String file, long done, long total) {
        long now = System.nanoTime();
        if (!file.equals(name)) {
            name = file;
            began = now;
            first = done;
            last = 0;
        }
        boolean end = done == total;
        if (!end && last != 0 && now - last < 200_000_000L) {
            return;
        }
        last = now;
        double seconds = (now - began) / 1e9;
        String left = "";
        if (total > 0 && done > first && !end) {
            left = ", %.0f s left".formatted((total - done) * seconds / (done - first));
        }
        out.printf(
                "\r%s  %.1f%s MB%s    %s",
                file,
                done / 1e6,
                total > 0 ? " of %.1f".formatted(total / 1e6) : "",
                left,
                end ? System.lineSeparator() : "");
        out.flush();
    }
}
