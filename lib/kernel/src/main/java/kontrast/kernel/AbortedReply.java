package kontrast.kernel;

import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;

/** The answer to a cell that does not run because one before it failed. */
final class AbortedReply implements ContentType<AbortedReply> {

    /** Read by the message writer. */
    @SuppressWarnings("unused")
    private final String status = "aborted";

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public MessageType<AbortedReply> getType() {
        return (MessageType) MessageType.EXECUTE_REPLY;
    }

    static Message<?> to(MessageContext request) {
        AbortedReply reply = new AbortedReply();
        return new Message<>(request, reply.getType(), reply);
    }
}
