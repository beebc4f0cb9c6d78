package kontrast.grader.grade;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes that another process sends, up to a limit, so that it cannot fill the grader's memory. */
final class Bounded extends FilterInputStream {

    private long left;

    Bounded(InputStream in, long most) {
        super(new BufferedInputStream(in));
        this.left = most;
    }

    /** Reads so much more from now on. */
    void allow(long most) {
        left = most;
    }

    /** More came than is read. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;

        Exceeded() {
            super("too many bytes");
        }
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        count(Math.max(0, n));
        return n;
    }

    private void count(int more) throws Exceeded {
        left -= more;
        if (left < 0) {
            throw new Exceeded();
        }
    }
}
