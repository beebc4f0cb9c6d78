package kontrast.kernel;

import java.util.ArrayDeque;
import java.util.Queue;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.zeromq.ZMQ;

/**
 * Sends what cells print and show to all connected front ends: one queue and one thread.
 *
 * <p>One queue keeps the order of text and pictures. One thread, because an interrupt that hits a
 * thread inside ZeroMQ breaks the socket for good, and cells are interrupted. Printed text is sent
 * in batches: a message per line would overrun the receiver, which then loses lines silently.
 */
final class Publisher extends IOPubChannel {
    private static final long BATCH_MS = 25;
    private static final int BATCH_CHARS = 1 << 16;
    private static final int MOST_CHARS_WAITING = 1 << 22;

    /** Text of one stream of one cell, still growing. */
    private static final class Batch {
        final MessageContext cell;
        final StreamType stream;
        final StringBuilder text = new StringBuilder();

        Batch(MessageContext cell, StreamType stream) {
            this.cell = cell;
            this.stream = stream;
        }
    }

    private final Queue<Object> queue = new ArrayDeque<>(); // of Message and Batch
    private Batch last;
    private int charsWaiting;
    private boolean hurry;
    private boolean sending;

    Publisher(ZMQ.Context context, HMACGenerator signer) {
        super(context, signer);
        setSndHWM(0); // no limit: rather a longer queue than lost output
    }

    void start() {
        Thread thread = new Thread(this::sendForever, "notebook-publisher");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // cells need not wait for the socket
    public void sendMessage(Message<?> message) {
        synchronized (queue) {
            queue.add(message);
            last = null;
            hurry = true;
            queue.notifyAll();
        }
    }

    /** Queues text; waits while more than four million characters stand before it. */
    void print(MessageContext cell, StreamType stream, String text) throws InterruptedException {
        synchronized (queue) {
            while (charsWaiting > MOST_CHARS_WAITING) {
                queue.wait();
            }
            if (last == null || last.cell != cell || last.stream != stream || last.text.length() > BATCH_CHARS) {
                last = new Batch(cell, stream);
                queue.add(last);
                queue.notifyAll();
            }
            last.text.append(text);
            charsWaiting += text.length();
            hurry |= charsWaiting > BATCH_CHARS;
        }
    }

    /** Waits until everything queued so far has been handed to ZeroMQ. */
    void drain() throws InterruptedException {
        synchronized (queue) {
            hurry = true;
            queue.notifyAll();
            while (sending || !queue.isEmpty()) {
                queue.wait();
            }
        }
    }

    private void sendForever() {
        while (true) {
            try {
                send(next());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                KernelMain.log("a message could not be sent", e);
            }
        }
    }

    private Object next() throws InterruptedException {
        synchronized (queue) {
            sending = false;
            queue.notifyAll();
            while (queue.isEmpty()) {
                hurry = false;
                queue.wait();
            }
            if (!hurry) {
                queue.wait(BATCH_MS);
            }
            Object item = queue.remove();
            if (item instanceof Batch batch) {
                last = batch == last ? null : last;
                charsWaiting -= batch.text.length();
            }
            sending = true;
            return item;
        }
    }

    private void send(Object item) {
        if (item instanceof Batch batch) {
            PublishStream content = new PublishStream(batch.stream, batch.text.toString());
            super.sendMessage(Dated.now(new Message<>(batch.cell, PublishStream.MESSAGE_TYPE, content)));
        } else {
            super.sendMessage(Dated.now((Message<?>) item));
        }
    }
}
