package kontrast.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.reply.HistoryReply;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;

/** Answers Jupyter's requests. */
final class NotebookKernel extends BaseKernel {
    private final Sockets channels;
    private final NotebookLoader loader;
    private final CellThread thread;
    private final CellStreams streams;
    private final LoadedVersions loaded = new LoadedVersions(System.getProperty("java.class.path"));
    private final CompletableFuture<JavaSession> session;
    private final CompletableFuture<Assistance> assistance;

    private NotebookKernel(Sockets channels, NotebookLoader loader, CellThread thread, CellStreams streams) {
        super(
                "kontrast",
                "0.1.0",
                language(),
                List.of(),
                null,
                streams,
                new CommManager(),
                new NotebookRenderer(),
                null,
                new MagicsRegistry(),
                true,
                new StringStyler("", "", "", line -> ""));
        this.channels = channels;
        this.loader = loader;
        this.thread = thread;
        this.streams = streams;
        // The kernel answers Jupyter's first questions while the compiler warms up.
        session = CompletableFuture.supplyAsync(() -> new JavaSession(loader, thread, this::runMagic));
        assistance = session.thenApplyAsync(java -> new Assistance(java.analysis(), this::magicNames));
        new Magics(getMagicsRegistry(), this::addToClassPath);
        becomeHandlerForConnection(channels);
    }

    /** Makes the kernel that answers on these channels; {@link Sockets#connect} then opens it. */
    static NotebookKernel on(Sockets channels) {
        NotebookLoader loader = new NotebookLoader();
        CellThread thread = new CellThread(loader);
        return new NotebookKernel(channels, loader, thread, new CellStreams(channels, thread));
    }

    private static LanguageInfo language() {
        return new LanguageInfo.Builder("java")
                .version(System.getProperty("java.version"))
                .mimetype("text/x-java-source")
                .fileExtension(".java")
                .pygments("java")
                .codemirror("text/x-java")
                .build();
    }

    @Override
    public void onStartup() {
        super.onStartup();
        streams.install();
        Runtime.getRuntime().addShutdownHook(new Thread(this::sayGoodbye, "notebook-end"));
    }

    /** A cell that calls System.exit would else end in silence. */
    private void sayGoodbye() {
        if (thread.inCell()) {
            streams.complain(
                    "The kernel ends while this cell runs, by System.exit or from outside; its variables are gone.");
            try {
                channels.publisher().drain();
                Thread.sleep(100); // for ZeroMQ, which sends by itself
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    protected ClassLoader getClassLoader() {
        return loader;
    }

    @Override
    protected void installExtension(Extension extension) {
        try {
            super.installExtension(extension);
        } catch (RuntimeException | LinkageError e) {
            KernelMain.log("extension " + extension.getClass().getName() + " does not work", e);
        }
    }

    private void addToClassPath(List<Path> entries) {
        loaded.without(entries).forEach(session.join()::addToClassPath);
        installDefaultExtensions();
    }

    private Stream<String> magicNames() {
        return Stream.concat(Stream.of("time", "load"), magicsRegistry.getLineMagicNames().stream());
    }

    private Object runMagic(String name, List<String> arguments, String body) throws Exception {
        if (body == null && magicsRegistry.getLineMagicNames().contains(name)) {
            return magicsRegistry.evalLineMagic(this, name, arguments);
        }
        if (body != null && magicsRegistry.getCellMagicNames().contains(name)) {
            return magicsRegistry.evalCellMagic(this, name, arguments, body);
        }
        String known = String.join(", %", magicNames().sorted().toList());
        throw new IllegalArgumentException(
                "there is no magic " + (body == null ? "%" : "%%") + name + "; there are %" + known + ", and %%time");
    }

    @Override
    public Object evalRaw(String source) {
        return session.join().evaluate(source);
    }

    @Override
    protected synchronized void handleExecuteRequest(ShellReplyEnvironment env, Message<ExecuteRequest> message) {
        ExecuteRequest request = message.getContent();
        boolean counted = !request.isSilent() && request.shouldStoreHistory();
        int count = counted ? executionCount.getAndIncrement() : executionCount.get();
        commManager.setMessageContext(message);
        streams.attach(env, message, request.isStdinEnabled());
        env.publish(PublishStatus.BUSY);
        if (!request.isSilent()) {
            env.publish(new PublishExecuteInput(request.getCode(), count));
        }
        try {
            DisplayData shown = execute(request.getCode(), "In[" + count + "]");
            if (shown != null && !request.isSilent()) {
                env.publish(new PublishExecuteResult(count, shown));
            }
            channels.publisher().drain(); // all output is on its way before the reply is
            env.reply(new ExecuteReply(count, Map.of()));
        } catch (CellFailure failure) {
            String text = failure.getMessage();
            env.publish(new PublishError(failure.name(), text, failure.lines()));
            ErrorReply reply = new ErrorReply(failure.name(), text, failure.lines());
            reply.setExecutionCount(count);
            env.replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
            if (request.shouldStopOnError()) {
                abortWaitingCells(env.getShell());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            KernelMain.dieOf(e);
        } finally {
            env.publish(PublishStatus.IDLE);
        }
    }

    private DisplayData execute(String code, String label) throws CellFailure {
        streams.mend();
        thread.begin();
        try {
            Object value = session.join().run(label, withoutMark(code));
            streams.mend();
            System.out.flush();
            if (value == null || NotebookFunctions.isLastId(value)) {
                return null;
            }
            return value instanceof DisplayData data
                    ? data
                    : thread.call(() -> getRenderer().render(value));
        } catch (CellFailure failure) {
            throw failure;
        } catch (Throwable t) {
            throw CellFailure.of(t, new Origin(label, code, code.stripTrailing().length()));
        } finally {
            thread.end();
        }
    }

    /** Some editors put a byte order mark before a pasted text. */
    private static String withoutMark(String code) {
        return code.startsWith("\ufeff") ? code.substring(1) : code;
    }

    /** After an error, cells that were sent together with the failed one must not run. */
    private void abortWaitingCells(JupyterSocket socket) {
        channels.drain((ShellChannel) socket, waiting -> {
            if (!(waiting.getContent() instanceof ExecuteRequest)) {
                return false;
            }
            ShellReplyEnvironment env = channels.prepareReplyEnv((ShellChannel) socket, waiting);
            env.publish(PublishStatus.BUSY);
            env.reply(AbortedReply.to(waiting));
            env.publish(PublishStatus.IDLE);
            return true;
        });
    }

    @Override
    public void interrupt() {
        thread.interrupt(
                () -> session.join().stopLoops(),
                frame -> streams.complain("Still busy in "
                        + frame
                        + ", which does not heed interrupts. Wait, or restart the"
                        + " kernel."));
    }

    @Override
    protected void handleKernelInfoRequest(ShellReplyEnvironment env, Message<KernelInfoRequest> message) {
        env.setBusyDeferIdle();
        env.reply(new InfoReply(this));
    }

    /** JJava's reply lacks the status that the protocol asks for. */
    private static final class InfoReply extends KernelInfoReply {
        @SuppressWarnings("unused") // read by the message writer
        private final String status = "ok";

        InfoReply(NotebookKernel kernel) {
            super(
                    Header.PROTOCOL_VERISON,
                    kernel.getName(),
                    kernel.getVersion(),
                    kernel.getLanguageInfo(),
                    kernel.getBanner(),
                    kernel.getHelpLinks());
        }
    }

    @Override
    protected void handleHistoryRequest(ShellReplyEnvironment env, Message<HistoryRequest> message) {
        env.setBusyDeferIdle();
        env.reply(new HistoryReply(List.of())); // consoles wait for an answer
    }

    @Override
    public DisplayData inspect(String code, int codePoint, boolean detail) {
        return assistance.join().inspect(code, utf16(code, codePoint));
    }

    @Override
    public ReplacementOptions complete(String code, int codePoint) {
        ReplacementOptions found = assistance.join().complete(code, utf16(code, codePoint));
        return new ReplacementOptions(
                found.getReplacements(),
                code.codePointCount(0, found.getSourceStart()),
                code.codePointCount(0, found.getSourceEnd()));
    }

    /** Jupyter counts Unicode characters, Java UTF-16 units. */
    private static int utf16(String code, int codePoint) {
        return code.offsetByCodePoints(0, Math.min(codePoint, code.codePointCount(0, code.length())));
    }

    @Override
    public String isComplete(String code) {
        return assistance.join().isComplete(code);
    }
}
