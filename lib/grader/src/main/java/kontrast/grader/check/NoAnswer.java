package kontrast.grader.check;

import java.time.Duration;
import kontrast.grader.worker.Call;

/** Ends a check whose answer has not come back from a call. */
final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Call call;
    private final Duration limit;
    private final boolean interrupted;
    private final boolean ended;

    private NoAnswer(Call call, Duration limit, boolean interrupted, boolean ended) {
        super("no answer", null, false, false);
        this.call = call;
        this.limit = limit;
        this.interrupted = interrupted;
        this.ended = ended;
    }

    /** It took longer than it may. */
    static NoAnswer late(Call call, Duration limit, boolean ended) {
        return new NoAnswer(call, limit, false, ended);
    }

    /** Somebody has interrupted the check. */
    static NoAnswer interrupted(Call call, Duration limit, boolean ended) {
        return new NoAnswer(call, limit, true, ended);
    }

    /** What the function was called with. */
    Call call() {
        return call;
    }

    /** How long it had. */
    Duration limit() {
        return limit;
    }

    /** Whether somebody did not want to wait any longer, which says nothing about the answer. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** Whether the call is over; if not, it goes on in the background. */
    boolean hasEnded() {
        return ended;
    }
}
