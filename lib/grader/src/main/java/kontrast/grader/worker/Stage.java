package kontrast.grader.worker;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.spi.SPIResolutionException;

/** Where a learner's classes live and run: what JShell calls remotely. */
final class Stage extends ClassLoader {

    private static final int MAX_TEXT = 500;

    private final Map<String, byte[]> compiled = new ConcurrentHashMap<>();

    Stage() {
        super("answer", Stage.class.getClassLoader());
    }

    /** Does a step; whatever the learner's code does in it, it ends somehow or never. */
    Step.Ending perform(Step step) {
        if (step.action() == Step.Action.LOAD) {
            step.classes().forEach(each -> compiled.put(each.name(), each.bytes()));
            return Step.Ending.well();
        }
        try {
            var method = loadClass(step.type()).getDeclaredMethod(step.member());
            method.setAccessible(true);
            method.invoke(null);
            return Step.Ending.well();
        } catch (InvocationTargetException e) {
            return ending(e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            return new Step.Ending(Step.How.FAILED, String.valueOf(e), "", 0);
        }
    }

    private static Step.Ending ending(Throwable thrown) {
        Throwable cause =
                thrown instanceof ExceptionInInitializerError && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof OutOfMemoryError e) {
            throw e;
        }
        if (cause instanceof SPIResolutionException e) {
            return new Step.Ending(Step.How.UNRESOLVED, "", "", e.id());
        }
        String text = String.valueOf(cause.getMessage());
        return new Step.Ending(
                Step.How.THREW,
                text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text,
                cause.getClass().getName(),
                0);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.remove(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
