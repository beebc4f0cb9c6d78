package kontrast.grader;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import kontrast.grader.authoring.HandoutCommand;
import kontrast.grader.authoring.NewExerciseCommand;
import kontrast.grader.authoring.ProveCommand;
import kontrast.grader.authoring.ReleaseCommand;
import kontrast.grader.authoring.SyncCommand;
import kontrast.grader.copy.UpdateCommand;
import kontrast.grader.grade.GradeCommand;
import kontrast.grader.grade.GradingBench;

/** The command line of the grader: {@code Main WORD [arguments]}. */
public final class Main {

    private Main() {}

    /** The words, each with what it does. Another command is another line here. */
    static Map<String, Command> commands() {
        Map<String, Command> commands = new TreeMap<>();
        commands.put("release", new ReleaseCommand());
        commands.put("sync", new SyncCommand());
        commands.put("new-exercise", new NewExerciseCommand());
        commands.put("prove", new ProveCommand());
        commands.put("grade", new GradeCommand());
        commands.put("update", new UpdateCommand());
        commands.put("handout", new HandoutCommand());
        commands.put("bench-grading", new GradingBench());
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
        Map<String, Command> commands = commands();
        String word = args.isEmpty() ? "" : args.get(0);
        if (word.equals("--help") || word.equals("help")) {
            help(commands, out);
            return 0;
        }
        Command command = commands.get(word);
        if (command == null) {
            err.println(word.isEmpty() ? "Say what to do:" : "'" + word + "' is not known. There are:");
            help(commands, err);
            return 2;
        }
        if (args.contains("--help")) {
            out.println(command.usage());
            return 0;
        }
        try {
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
            err.println(word + " failed, which is a mistake in this program:");
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
            return file.getFile() + " is no folder";
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static void help(Map<String, Command> commands, PrintStream to) {
        commands.values()
                .forEach(command -> to.println(command.usage().indent(2).stripTrailing()));
    }
}
