package kontrast.kernel;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The five sockets of a kernel, each read and written by one thread of its own that waits for
 * messages.
 *
 * <p>A request that cannot be read or answered is logged, and the next one is served.
 */
final class Sockets extends JupyterConnection {
    private final KernelConnectionProperties properties;
    private final Publisher publisher;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(task -> daemon("notebook-stdin", task));

    Sockets(KernelConnectionProperties properties) throws GeneralSecurityException {
        super(properties);
        this.properties = properties;
        this.publisher = new Publisher(ZMQ.context(1), properties.createHMACGenerator());
    }

    Publisher publisher() {
        return publisher;
    }

    @Override
    public IOPubChannel getIOPub() {
        return publisher;
    }

    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext context) {
        return new ShellReplyEnvironment(channel, stdin, publisher, context) {
            @Override
            public void reply(Message<?> message) {
                super.reply(Dated.now(message));
            }
        };
    }

    @Override
    public void connect() {
        bind(publisher, properties.getIopubPort());
        bind(heartbeat, properties.getHbPort());
        bind(control, properties.getControlPort());
        bind(stdin, properties.getStdinPort());
        bind(shell, properties.getShellPort());
        publisher.start();
        publisher.sendMessage(new Message<>(null, PublishStatus.MESSAGE_TYPE, PublishStatus.STARTING));
        daemon("notebook-heartbeat", () -> forever(() -> heartbeat.send(heartbeat.recv())))
                .start();
        daemon("notebook-control", () -> forever(() -> answer(control))).start();
        daemon("notebook-shell", () -> forever(() -> answer(shell))).start();
    }

    private void bind(JupyterSocket socket, int port) {
        String separator = properties.getTransport().equals("ipc") ? "-" : ":";
        socket.bind(properties.getTransport() + "://" + properties.getIp() + separator + port);
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void forever(Runnable step) {
        while (true) {
            try {
                step.run();
            } catch (ZMQException e) {
                return; // the sockets are closed
            } catch (RuntimeException | Error e) {
                KernelMain.log("a request could not be answered", e);
            }
        }
    }

    private void answer(ShellChannel channel) {
        dispatch(channel, channel.readMessage());
    }

    @SuppressWarnings("unchecked")
    private void dispatch(ShellChannel channel, Message<?> message) {
        ShellHandler<Object> handler =
                (ShellHandler<Object>) getHandler(message.getHeader().getType());
        if (handler == null) {
            return; // debuggers and the like, which nobody promised
        }
        ShellReplyEnvironment env = prepareReplyEnv(channel, message);
        try {
            handler.handle(env, (Message<Object>) message);
        } finally {
            env.resolveDeferrals();
        }
        if (env.isMarkedForShutdown()) {
            exit();
        }
    }

    /**
     * Takes what already waits on a channel, and lets {@code first} have it before its handler.
     *
     * @param first answers a message and says true, or leaves it to its handler
     */
    void drain(ShellChannel channel, Predicate<Message<?>> first) {
        // All are taken before the first is answered: what is sent upon an answer was not waiting.
        List<Message<?>> waiting = new ArrayList<>();
        while ((channel.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            waiting.add(channel.readMessage());
        }
        for (Message<?> message : waiting) {
            if (!first.test(message)) {
                dispatch(channel, message);
            }
        }
    }

    /** Ends the process, even if a shutdown hook of some library hangs. */
    private void exit() {
        daemon("notebook-halt", () -> {
                    pause(5_000);
                    Runtime.getRuntime().halt(0);
                })
                .start();
        try {
            publisher.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pause(100); // ZeroMQ's own thread has the last messages now
        System.exit(0);
    }

    /**
     * Asks the person at the front end for a line.
     *
     * @param context the request on whose behalf
     * @return the line, without its end
     * @throws InterruptedException when the waiting cell is interrupted; the question is withdrawn
     */
    String ask(MessageContext context) throws InterruptedException {
        Future<String> line = asking.submit(() -> askNow(context));
        try {
            return line.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("no input: " + e.getCause().getMessage(), e);
        } finally {
            line.cancel(true);
        }
    }

    private String askNow(MessageContext context) throws InterruptedException {
        while (answered()) {
            stdin.readMessage(); // an answer that came too late for an interrupted question
        }
        stdin.sendMessage(Dated.now(new Message<>(context, InputRequest.MESSAGE_TYPE, new InputRequest("", false))));
        while (!answered()) {
            Thread.sleep(20); // never interrupted inside ZeroMQ, which would break the socket
        }
        return stdin.readMessage(InputReply.MESSAGE_TYPE).getContent().getValue();
    }

    private boolean answered() {
        return (stdin.getEvents() & ZMQ.Poller.POLLIN) != 0;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
