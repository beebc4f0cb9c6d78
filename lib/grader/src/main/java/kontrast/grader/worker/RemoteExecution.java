package kontrast.grader.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * JShell's engine for code that runs in another process: each thing to do is sent there as an {@link
 * ExecutionRequest}. As in the notebook, values are not turned into text.
 */
final class RemoteExecution implements ExecutionControl {

    /** Carries out a request, here or in another process. */
    @FunctionalInterface
    interface Executor {
        ExecutionRequest.Result execute(ExecutionRequest request);
    }

    private final Executor executor;

    RemoteExecution(Executor executor) {
        this.executor = executor;
    }

    /** What JShell asks for its engine. */
    ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "remote";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return RemoteExecution.this;
            }
        };
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        List<ExecutionRequest.ClassFile> files = Arrays.stream(classes)
                .map(c -> new ExecutionRequest.ClassFile(c.name(), c.bytecodes()))
                .toList();
        ExecutionRequest.Result result =
                executor.execute(new ExecutionRequest(ExecutionRequest.Action.LOAD, "", "", files));
        if (result.status() != ExecutionRequest.Status.OK) {
            throw new ClassInstallException(result.text(), new boolean[classes.length]);
        }
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
        // As in the notebook: JShell then gives the classes new names.
        throw new NotImplementedException("classes are never changed in place");
    }

    @Override
    public String invoke(String type, String method) throws RunException, InternalException {
        ExecutionRequest.Result result =
                executor.execute(new ExecutionRequest(ExecutionRequest.Action.RUN, type, method, List.of()));
        return switch (result.status()) {
            case OK -> "";
            case THREW -> throw new UserException(result.text(), result.thrown(), new StackTraceElement[0]);
            case UNRESOLVED -> throw new ResolutionException(result.id(), new StackTraceElement[0]);
            case FAILED -> throw new InternalException(result.text());
        };
    }

    @Override
    public String varValue(String type, String variable) {
        return "";
    }

    @Override
    public void addToClasspath(String path) {
        // The worker has it already.
    }

    @Override
    public void stop() {
        // The grader stops both processes.
    }

    @Override
    public Object extensionCommand(String command, Object argument) throws NotImplementedException {
        throw new NotImplementedException(command);
    }

    @Override
    public void close() {
        // The channel outlives a session.
    }
}
