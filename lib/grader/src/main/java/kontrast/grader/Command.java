package kontrast.grader;

import java.io.PrintStream;
import java.util.List;

/** One word of the command line, for instance {@code release} or {@code grade}. */
public interface Command {

    /**
     * Returns the lines that {@code --help} shows.
     *
     * @return how to call it, and what it does
     */
    String usage();

    /**
     * Does the work.
     *
     * @param args what stands behind the word
     * @param out for results and progress
     * @param err for messages to the user
     * @return 0 if all is well, 1 if something was found or refused, 2 if the call was wrong
     * @throws Exception anything the command does not explain itself; its message is shown
     */
    int run(List<String> args, PrintStream out, PrintStream err) throws Exception;
}
