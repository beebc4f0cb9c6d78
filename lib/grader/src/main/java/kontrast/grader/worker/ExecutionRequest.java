package kontrast.grader.worker;

import java.util.List;

/**
 * What JShell, in the compiler's process, asks of the process where the learner's code runs: load
 * classes, or run a method.
 *
 * @param action what to do
 * @param type the class of the method to run; empty for classes
 * @param member the method to run; empty for classes
 * @param classes what to load; empty for a method
 */
public record ExecutionRequest(Action action, String type, String member, List<ClassFile> classes) {

    /** Copies the list. */
    public ExecutionRequest {
        classes = List.copyOf(classes);
    }

    /** The two things that an engine of JShell must be able to do. */
    public enum Action {
        /** Define classes. */
        LOAD('l'),
        /** Run a static method without parameters. */
        RUN('r');

        private final char code;

        Action(char code) {
            this.code = code;
        }

        /** The letter that stands for it on the wire. */
        char code() {
            return code;
        }
    }

    /** How a request may end. */
    public enum Status {
        /** It was done. */
        OK('w'),
        /** The learner's code threw an exception. */
        THREW('t'),
        /** The learner's code called something that no snippet has defined yet. */
        UNRESOLVED('u'),
        /** The request itself could not be carried out. */
        FAILED('f');

        private final char code;

        Status(char code) {
            this.code = code;
        }

        /** The letter that stands for it on the wire. */
        char code() {
            return code;
        }
    }

    /**
     * A compiled class.
     *
     * @param name its full name
     * @param bytes its class file
     */
    // Written once, by whoever made it, and then only sent on.
    @SuppressWarnings("ArrayRecordComponent")
    public record ClassFile(String name, byte[] bytes) {}

    /**
     * How a request ended.
     *
     * @param status whether it was done, and if not, why
     * @param text the message of what was thrown, or why it failed
     * @param thrown the class of what was thrown; empty if nothing was
     * @param id of the snippet with the missing definition, as JShell numbers it
     */
    public record Result(Status status, String text, String thrown, int id) {

        /** It was done. */
        public static Result ok() {
            return new Result(Status.OK, "", "", 0);
        }
    }
}
