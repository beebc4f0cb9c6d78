package kontrast.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jshell.execution.LocalExecutionControl;

/**
 * Runs what JShell has compiled, in this process and on the {@link CellThread}.
 *
 * <p>JShell's own class would run each snippet in a new thread and wait for every thread of its
 * group, so a timer thread that a library makes on first use would hang the cell. Here that new
 * thread only waits; all user code, and the threads that it makes, belong to the cell thread.
 */
final class CellExecution extends LocalExecutionControl {
    private static final AtomicReference<Callable<Object>> NEXT = new AtomicReference<>();
    private static final Method RUN_NEXT = runNextMethod();

    private final CellThread thread;
    private Object result;
    private int results;

    CellExecution(NotebookLoader loader, CellThread thread) {
        super(loader);
        this.thread = thread;
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        NEXT.set(() -> run(snippet));
        return super.invoke(RUN_NEXT);
    }

    /** For JShell only: what its thread calls instead of the snippet. */
    static Object runNext() throws Exception {
        return NEXT.getAndSet(null).call();
    }

    /** The object that a value of a snippet event stands for, and forgets it. */
    Object take(String value) {
        Object taken = ("\"" + key() + "\"").equals(value) ? result : null;
        result = null;
        return taken;
    }

    private String key() {
        return "result " + results;
    }

    /** Keeps the result as an object; its text is made only if it is to be shown. */
    private Object run(Method snippet) throws Exception {
        try {
            Object value = thread.call(() -> invokePlainly(snippet));
            result = value;
            results++;
            return value == null ? null : key();
        } catch (Exception e) {
            throw e;
        } catch (Error e) {
            if (!thread.stopAsked()) {
                throw e;
            }
            // JShell would drop a ThreadDeath, and the line where the cell was stopped.
            CellStopped stopped = new CellStopped();
            stopped.setStackTrace(thread.placeOf(e));
            throw stopped;
        } catch (Throwable t) {
            throw new InvocationTargetException(t);
        }
    }

    private static Object invokePlainly(Method snippet) throws Exception {
        try {
            return snippet.invoke(null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    private static Method runNextMethod() {
        try {
            Method method = CellExecution.class.getDeclaredMethod("runNext");
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
