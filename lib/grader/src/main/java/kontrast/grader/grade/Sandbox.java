package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keeps a process from the rest of the machine. */
interface Sandbox {

    /** Where a process sees its writable folder, if it has one. */
    String OUT = "/out";

    /**
     * Wraps a command.
     *
     * @param command a program of the JDK and its arguments, with paths as seen inside
     * @param visible files and folders that it may read: the path inside, and the path here
     * @param writable a folder that it may write, seen as {@code /out}; for our own code only
     * @param limits what it may use
     * @return the command to run here
     */
    List<String> wrap(List<String> command, Map<String, Path> visible, Optional<Path> writable, Limits limits);

    /**
     * Returns where a file lies for the process.
     *
     * @param inside its place in the sandbox
     * @param here its place here
     * @return the path that the process must use
     */
    String path(String inside, Path here);

    /**
     * Says what it does.
     *
     * @return one line for the user
     */
    String describe();

    /**
     * Tells whether processes run as another user of this machine, who may not read what is this user's alone.
     *
     * @return whether file permissions count
     */
    default boolean isAnotherUser() {
        return false;
    }

    /**
     * Lets processes in the sandbox find what lies in a folder of ours.
     *
     * @param folder the folder
     * @throws IOException if its permissions cannot be changed
     */
    default void open(Path folder) throws IOException {
        // Bubblewrap shows files by name, and without a sandbox there is one user.
    }

    /**
     * Lets processes in the sandbox see what lies in a folder, names and all.
     *
     * @param folder the folder
     * @throws IOException if its permissions cannot be changed
     */
    default void show(Path folder) throws IOException {
        // As above.
    }
}
