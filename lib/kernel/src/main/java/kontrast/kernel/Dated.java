package kontrast.kernel;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.Message;

/** Dates of messages to the microsecond, as Jupyter's own: JJava writes them without seconds. */
final class Dated {
    private Dated() {}

    /** Returns the message with the time of now. */
    static <T> Message<T> now(Message<T> message) {
        Header<T> header = message.getHeader();
        String now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        return new Message<>(
                message.getIdentities(),
                new Header<>(
                        header.getId(),
                        header.getUsername(),
                        header.getSessionId(),
                        new KernelTimestamp(now),
                        header.getType(),
                        header.getVersion()),
                message.getParentHeader(),
                message.getMetadata(),
                message.getContent(),
                message.getBlobs());
    }
}
