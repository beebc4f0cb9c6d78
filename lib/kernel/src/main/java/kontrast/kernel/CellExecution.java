package kontrast.kernel;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final NotebookLoader loader;
    private final CellThread thread;
    private final MemoryReserve reserve = new MemoryReserve();
    private List<String> renewed = List.of();
    private Object result;
    private int results;

    CellExecution(NotebookLoader loader, CellThread thread) {
        super(loader);
        this.loader = loader;
        this.thread = thread;
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        NEXT.set(() -> run(snippet));
        return super.invoke(RUN_NEXT);
    }

    /** The classes of these names begin anew when they are declared again, with all that they hold. */
    void renew(List<String> names) {
        renewed = names;
    }

    private boolean isRenewed(String binaryName) {
        return renewed.stream().anyMatch(name -> binaryName.matches("REPL\\.\\$JShell\\$\\w+\\$" + name + "(\\$.*)?"));
    }

    /**
     * Gives classes of earlier cells new code in place, so that objects of them, and the variables beside them, stay.
     * The virtual machine does that where the methods and fields are the same as before; else JShell makes a new class.
     */
    @Override
    public void redefine(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        Instrumentation instrumentation = Redefinition.instrumentation()
                .orElseThrow(() -> new NotImplementedException("the kernel was started without its agent"));
        for (ClassBytecodes each : classes) {
            if (isRenewed(each.name())) {
                throw new ClassInstallException(each.name() + " begins anew", new boolean[classes.length]);
            }
        }
        Map<String, byte[]> before = new LinkedHashMap<>(); // code of classes that nobody has used yet
        for (ClassBytecodes each : classes) {
            before.put(each.name(), loader.takeBack(each.name()));
        }
        // From JDK 20 on, JShell adds to the code what stops its loops.
        load(classes);
        List<ClassDefinition> definitions = new ArrayList<>();
        for (ClassBytecodes each : classes) {
            Optional<Class<?>> known = loader.loaded(each.name());
            if (known.isPresent()) {
                definitions.add(new ClassDefinition(known.get(), loader.takeBack(each.name())));
            }
        }
        try {
            instrumentation.redefineClasses(definitions.toArray(ClassDefinition[]::new));
        } catch (ClassNotFoundException | UnmodifiableClassException | UnsupportedOperationException | LinkageError e) {
            before.forEach(loader::handBack);
            throw new ClassInstallException(String.valueOf(e.getMessage()), new boolean[classes.length]);
        }
    }

    /** For JShell only: what its thread calls instead of the snippet. */
    static Object runNext() throws Exception {
        return NEXT.getAndSet(null).call();
    }

    /** Holds memory back again, for the cell that uses it up; false while there is none to be had. */
    boolean reserveMemory() {
        return reserve.refill();
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

    private Object invokePlainly(Method snippet) throws Exception {
        try {
            return snippet.invoke(null);
        } catch (OutOfMemoryError e) {
            reserve.release(); // before anything is made; the wrapper of the cell's own error could not be
            throw e;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                reserve.release();
            }
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
