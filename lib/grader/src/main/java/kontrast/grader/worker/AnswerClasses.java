package kontrast.grader.worker;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.spi.SPIResolutionException;

/** The classes of one answer: loads them and runs their methods, as {@link ExecutionRequest}s say. */
final class AnswerClasses extends ClassLoader {

    private static final int MAX_TEXT = 500;

    private final Map<String, byte[]> compiled = new ConcurrentHashMap<>();

    AnswerClasses() {
        super("answer", AnswerClasses.class.getClassLoader());
    }

    /** Does a request. What the learner's code throws becomes the result; a loop without an end never returns. */
    ExecutionRequest.Result execute(ExecutionRequest request) {
        if (request.action() == ExecutionRequest.Action.LOAD) {
            request.classes().forEach(each -> compiled.put(each.name(), each.bytes()));
            return ExecutionRequest.Result.ok();
        }
        try {
            var method = loadClass(request.type()).getDeclaredMethod(request.member());
            method.setAccessible(true);
            method.invoke(null);
            return ExecutionRequest.Result.ok();
        } catch (InvocationTargetException e) {
            return result(e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            return new ExecutionRequest.Result(ExecutionRequest.Status.FAILED, String.valueOf(e), "", 0);
        }
    }

    private static ExecutionRequest.Result result(Throwable thrown) {
        Throwable cause =
                thrown instanceof ExceptionInInitializerError && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof OutOfMemoryError e) {
            throw e;
        }
        if (cause instanceof SPIResolutionException e) {
            return new ExecutionRequest.Result(ExecutionRequest.Status.UNRESOLVED, "", "", e.id());
        }
        String text = String.valueOf(cause.getMessage());
        return new ExecutionRequest.Result(
                ExecutionRequest.Status.THREW,
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
