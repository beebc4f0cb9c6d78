package kontrast.grader;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import kontrast.claim.ClaimsCommand;
import kontrast.command.CourseCommand;
import kontrast.data.DataCommand;
import kontrast.grader.authoring.CourseFolder;
import kontrast.grader.authoring.HandoutCommand;
import kontrast.grader.authoring.NewExerciseCommand;
import kontrast.grader.authoring.ProveCommand;
import kontrast.grader.authoring.ReleaseCommand;
import kontrast.grader.authoring.SyncCommand;
import kontrast.grader.copy.UpdateCommand;
import kontrast.grader.grade.GradeCommand;
import kontrast.grader.grade.GradingBench;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The commands of {@code ./course} that are written in Java: {@code Main WORD [arguments]}. */
public final class Main {

    private Main() {}

    /** The words, each with what it does. Another command is another line here. */
    static Map<String, CourseCommand> commands() {
        Map<String, CourseCommand> commands = new TreeMap<>();
        for (CourseCommand command : List.of(
                new ReleaseCommand(),
                new SyncCommand(),
                new NewExerciseCommand(),
                new ProveCommand(),
                new GradeCommand(),
                new UpdateCommand(),
                new HandoutCommand(),
                new GradingBench(),
                new ClaimsCommand(),
                new DataCommand())) {
            commands.put(command.line().getCommandName(), command);
        }
        return commands;
    }

    /**
     * Runs one command and ends the process with its status.
     *
     * @param args the word and its arguments
     */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // numbers of pages and drawings are for programs too: no other digits
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(Arrays.asList(args), out, err);
        out.flush();
        System.exit(status);
    }

    /**
     * Runs one command.
     *
     * @param args the word and its arguments
     * @param out for results
     * @param err for messages
     * @return 0 if all is well, 1 if something was found or refused, 2 if the call was wrong
     */
    static int run(List<String> args, PrintStream out, PrintStream err) {
        Map<String, CourseCommand> commands = commands();
        String word = args.isEmpty() ? "" : args.get(0);
        if (word.equals("--help") || word.equals("help")) {
            help(commands, out);
            return 0;
        }
        CourseCommand command = commands.get(word);
        try {
            if (word.equals("completion")) {
                out.print(completion());
                return 0;
            }
            if (command == null) {
                err.println(word.isEmpty() ? "Say what to do:" : "'" + word + "' is not a command." + meant(word));
                help(commands, err);
                return CourseCommand.WRONG_CALL;
            }
            return command.run(args.subList(1, args.size()), out, err);
        } catch (IllegalArgumentException e) {
            err.println(word + ": " + e.getMessage()); // names the value: a trace would hide it
            return 1;
        } catch (IOException e) {
            err.println(word + ": " + message(e));
            return 1;
        } catch (UncheckedIOException e) {
            err.println(word + ": " + message(e.getCause()));
            return 1;
        } catch (Exception e) {
            err.println(word + " failed because of a bug in this program:");
            e.printStackTrace(err);
            return 1;
        }
    }

    /** Messages of the file system are often the bare path; what is the matter is the class. */
    private static String message(IOException e) {
        if (e instanceof NoSuchFileException none) {
            return "there is no file or folder " + none.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "this user may not read or write " + denied.getFile();
        }
        if (e instanceof NotDirectoryException file) {
            return file.getFile() + " is not a folder";
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static void help(Map<String, CourseCommand> commands, PrintStream to) {
        commands.values().forEach(command -> {
            CommandLine.Help help = command.line().getHelp();
            to.print((help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength())).indent(2));
        });
        to.println("  ./course help shows all, ./course WORD --help the options of one.");
    }

    /** All words of the launcher too, which has the others itself: its help names them, and their options. */
    private static CommandLine all() throws IOException {
        CommandLine all = new CommandLine(CommandLine.Model.CommandSpec.create().name("course"));
        commands().forEach((word, command) -> {
            if (!word.equals(GradingBench.WORDS)) { // one word is completed, and then its options
                all.addSubcommand(word, command.line());
            }
        });
        LauncherHelp.read(CourseFolder.find().resolve("course")).words().forEach((word, options) -> {
            if (!all.getSubcommands().containsKey(word)) {
                CommandLine.Model.CommandSpec spec =
                        CommandLine.Model.CommandSpec.create().name(word);
                options.forEach((option, takesValue) -> spec.addOption(CommandLine.Model.OptionSpec.builder(option)
                        .arity(takesValue ? "1" : "0")
                        .type(takesValue ? Path.class : boolean.class)
                        .build()));
                spec.addPositional(CommandLine.Model.PositionalParamSpec.builder()
                        .arity("0..*")
                        .type(Path[].class)
                        .build());
                all.addSubcommand(word, spec);
            }
        });
        return all;
    }

    /** A script for bash that completes words, options and sets. */
    static String completion() throws IOException {
        return "# eval \"$(./course completion)\"\n" + AutoComplete.bash("course", all());
    }

    /** What may have been mistyped. */
    private static String meant(String word) throws IOException {
        List<String> like = new CommandLine.UnmatchedArgumentException(all(), List.of(word)).getSuggestions();
        return like.isEmpty() ? "" : " Did you mean " + like.get(0) + "?";
    }
}
