package kontrast.grader.authoring;

import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Lets JShell compile snippets and runs none of them. */
final class CompileOnly implements ExecutionControlProvider {

    @Override
    public String name() {
        return "compile-only";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return new Nothing();
    }

    private static final class Nothing implements ExecutionControl {
        @Override
        public void load(ClassBytecodes[] classes) {}

        @Override
        public void redefine(ClassBytecodes[] classes) {}

        @Override
        public String invoke(String className, String methodName) {
            return "";
        }

        @Override
        public String varValue(String className, String varName) {
            return "";
        }

        @Override
        public void addToClasspath(String path) {}

        @Override
        public void stop() {}

        @Override
        public Object extensionCommand(String command, Object arg) {
            return "";
        }

        @Override
        public void close() {}
    }
}
