package kontrast.kernel;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** Starts the kernel; Jupyter calls this with the name of a connection file. */
public final class KernelMain {
    private static final PrintStream TERMINAL = System.err;

    private KernelMain() {}

    /**
     * Starts the kernel, which runs until it is asked to shut down.
     *
     * @param args the connection file
     * @throws IOException if the connection file cannot be read
     * @throws GeneralSecurityException if it asks for an unknown signature scheme
     * @throws InterruptedException never, in practice
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException, InterruptedException {
        if (args.length != 1) {
            TERMINAL.println("usage: KernelMain CONNECTION_FILE   (Jupyter starts the kernel so)");
            System.exit(2);
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, why) -> {
            if (why instanceof OutOfMemoryError) {
                dieOf(why); // a kernel that lacks one of its threads never answers again
            }
            log("thread " + thread.getName() + " has ended", why);
        });
        String json = Files.readString(Path.of(args[0]));
        Sockets channels = new Sockets(new Gson().fromJson(json, KernelConnectionProperties.class));
        NotebookKernel kernel = NotebookKernel.on(channels);
        kernel.onStartup();
        channels.connect();
        endWithParent();
        new CountDownLatch(1).await();
    }

    /** Ends the process when Jupyter, which started it, has ended without a shutdown request. */
    private static void endWithParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent == null || System.getProperty("os.name").startsWith("Windows")) {
            return; // on Windows the variable holds something else
        }
        try {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(p -> {
                var unused = p.onExit().thenRun(() -> Runtime.getRuntime().halt(0));
            });
        } catch (NumberFormatException e) {
            log("JPY_PARENT_PID is not a number: " + parent, e);
        }
    }

    /** Ends the process, which Jupyter shows, where the kernel itself finds no memory. */
    static void dieOf(Throwable why) {
        try {
            log("no memory is left for the kernel itself", why);
        } finally {
            Runtime.getRuntime().halt(3);
        }
    }

    /** Tells whoever watches the terminal in which Jupyter runs. */
    static void log(String what, Throwable why) {
        TERMINAL.println("kontrast kernel: " + what + ": " + why);
        if (Boolean.getBoolean("kontrast.kernel.debug")) {
            why.printStackTrace(TERMINAL);
        }
    }
}
