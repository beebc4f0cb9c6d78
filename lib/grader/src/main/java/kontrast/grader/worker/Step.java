package kontrast.grader.worker;

import java.util.List;

/**
 * One thing that JShell, in the compiler's process, wants done where the learner's code runs.
 *
 * @param action what
 * @param type the class of the method to run; empty for classes
 * @param member the method to run; empty for classes
 * @param classes what to load; empty for a method
 */
public record Step(Action action, String type, String member, List<ClassFile> classes) {

    /** Copies the list. */
    public Step {
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

    /** How a step may end. */
    public enum How {
        /** Well. */
        WELL('w'),
        /** The learner's code threw an exception. */
        THREW('t'),
        /** The learner's code called something that no snippet has defined yet. */
        UNRESOLVED('u'),
        /** The step itself could not be done. */
        FAILED('f');

        private final char code;

        How(char code) {
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
     * How a step ended.
     *
     * @param how well or not
     * @param text the message of what was thrown, or why it failed
     * @param thrown the class of what was thrown; empty if nothing was
     * @param id of the snippet with the missing definition, as JShell numbers it
     */
    public record Ending(How how, String text, String thrown, int id) {

        /** All is well. */
        public static Ending well() {
            return new Ending(How.WELL, "", "", 0);
        }
    }
}
