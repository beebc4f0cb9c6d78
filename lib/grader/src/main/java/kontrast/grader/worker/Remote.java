package kontrast.grader.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * JShell's engine for code that runs in another process: each thing to do goes out as a {@link
 * Step}. As in the notebook, a value is never made into text.
 */
final class Remote implements ExecutionControl {

    /** Has a step done elsewhere. */
    @FunctionalInterface
    interface Stagehand {
        Step.Ending perform(Step step);
    }

    private final Stagehand stagehand;

    Remote(Stagehand stagehand) {
        this.stagehand = stagehand;
    }

    /** What JShell asks for its engine. */
    ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "elsewhere";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return Remote.this;
            }
        };
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        List<Step.ClassFile> files = Arrays.stream(classes)
                .map(c -> new Step.ClassFile(c.name(), c.bytecodes()))
                .toList();
        Step.Ending ending = stagehand.perform(new Step(Step.Action.LOAD, "", "", files));
        if (ending.how() != Step.How.WELL) {
            throw new ClassInstallException(ending.text(), new boolean[classes.length]);
        }
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
        // As in the notebook: JShell then gives the classes new names.
        throw new NotImplementedException("classes are never changed in place");
    }

    @Override
    public String invoke(String type, String method) throws RunException, InternalException {
        Step.Ending ending = stagehand.perform(new Step(Step.Action.RUN, type, method, List.of()));
        return switch (ending.how()) {
            case WELL -> "";
            case THREW -> throw new UserException(ending.text(), ending.thrown(), new StackTraceElement[0]);
            case UNRESOLVED -> throw new ResolutionException(ending.id(), new StackTraceElement[0]);
            case FAILED -> throw new InternalException(ending.text());
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
        // The judge stops both processes.
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
