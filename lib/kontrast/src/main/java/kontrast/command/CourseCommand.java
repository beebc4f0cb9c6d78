package kontrast.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * One word of {@code ./course}, such as {@code release} or {@code grade}: its options and arguments are fields,
 * annotated as picocli reads them, and help, completion and messages about a wrong call are made from those.
 *
 * <p>An object serves one call.
 */
public abstract class CourseCommand {

    /** What {@link #run(List, PrintStream, PrintStream)} returns if the call was wrong. */
    public static final int WRONG_CALL = 2;

    private static final int WIDTH = 110;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            hidden = true)
    private boolean help;

    /** For the commands. */
    protected CourseCommand() {}

    /**
     * Does the work, when the fields have their values.
     *
     * @param out for results and progress
     * @param err for messages to the user
     * @return 0 if all is well, 1 if something was found or refused, 2 if the call was wrong
     * @throws Exception anything the command does not explain itself; its message is shown
     */
    protected abstract int run(PrintStream out, PrintStream err) throws Exception;

    /**
     * Reads the arguments and does the work, or says what is wrong with the call.
     *
     * @param args what stands behind the word
     * @param out for results and progress
     * @param err for messages to the user
     * @return 0 if all is well, 1 if something was found or refused, 2 if the call was wrong
     * @throws Exception anything the command does not explain itself
     */
    public final int run(List<String> args, PrintStream out, PrintStream err) throws Exception {
        CommandLine line = line();
        try {
            line.parseArgs(args.toArray(String[]::new));
        } catch (ParameterException e) {
            err.println(explain(mistyped(line, args).orElse(e)));
            return WRONG_CALL;
        }
        if (help) {
            PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
            line.usage(writer);
            writer.flush();
            return 0;
        }
        return run(out, err);
    }

    /**
     * Returns what picocli knows of the command.
     *
     * @return a new parser, which writes into this object
     */
    public final CommandLine line() {
        CommandLine line = new CommandLine(this);
        line.setUsageHelpWidth(WIDTH);
        line.setOverwrittenOptionsAllowed(true); // the last one counts, as in most programs
        CommandLine.Model.UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.synopsisHeading(usage.customSynopsis().length == 0 ? "./course " : "");
        return line;
    }

    /**
     * Refuses a call of which picocli cannot see that it is wrong.
     *
     * @param err where it is said
     * @param why one sentence
     * @return the status of a wrong call
     */
    protected final int refuse(PrintStream err, String why) {
        err.println(explain(new ParameterException(line(), why)));
        return WRONG_CALL;
    }

    /** A mistyped option is the reason why something else seems to be missing. */
    private static Optional<ParameterException> mistyped(CommandLine line, List<String> args) {
        Set<String> known = line.getCommandSpec().optionsMap().keySet();
        return args.stream()
                .filter(arg -> arg.startsWith("--") && !known.contains(arg.replaceFirst("=.*", "")))
                .findFirst()
                .map(arg -> new UnmatchedArgumentException(line, List.of(arg)));
    }

    /** Names the value, what was expected, what may have been meant, and where to read more. */
    private static String explain(ParameterException e) {
        String word = e.getCommandLine().getCommandName();
        StringBuilder text = new StringBuilder(word).append(": ").append(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            text.append("; did you mean ")
                    .append(unmatched.getSuggestions().get(0))
                    .append('?');
        }
        return text.append("\n  ./course ")
                .append(word)
                .append(" --help shows how it is called")
                .toString();
    }
}
