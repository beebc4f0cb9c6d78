package kontrast.grader.worker;

import java.io.OutputStream;

/** Takes what a learner's code prints: drops it, and ends the process after {@value #MOST} bytes of one call. */
final class Counter extends OutputStream {

    /** The exit status of a process that has printed too much; {@code Peer} in the grader knows it. */
    static final int FLOODED = 66;

    private static final long MOST = 16 << 20;

    private volatile long count;

    @Override
    public void write(int b) {
        add(1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        add(length);
    }

    /** Counts from 0 again. */
    void restart() {
        count = 0;
    }

    private synchronized void add(int more) {
        count += more;
        if (count > MOST) {
            Runtime.getRuntime().halt(FLOODED);
        }
    }
}
