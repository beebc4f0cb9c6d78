package kontrast.grader.copy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kontrast.command.CourseCommand;
import kontrast.grader.authoring.CourseFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code update}: brings new versions of lectures and exercises into the learner's copies. */
@Command(
        name = "update",
        description = {
            "Brings new versions of lectures and exercises into your copies (work/, or the folder that KONTRAST_WORK names);",
            "what you wrote is never overwritten: its new version is put next to it, with your answers."
        },
        sortOptions = false)
public final class UpdateCommand extends CourseCommand {

    @Option(
            names = "--open",
            description = "only copy what is missing and replace what you have not touched, as ./course lab does")
    private boolean open;

    /** For the command line. */
    public UpdateCommand() {}

    /**
     * Runs the command by itself: a handout has this part of the grader only.
     *
     * @param args its arguments
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        try {
            System.exit(new UpdateCommand().run(List.of(args), out, err));
        } catch (Exception e) {
            err.println("update: " + e); // with the class, which says what is the matter; the rest is often a bare path
            System.exit(1);
        }
    }

    @Override
    protected int run(PrintStream out, PrintStream err) throws IOException {
        Path course = CourseFolder.find().toRealPath();
        String named = System.getenv("KONTRAST_WORK");
        Path copies = named == null || named.isEmpty() ? course.resolve("work") : Path.of(named);
        LearnersCopy.Wish wish = open ? LearnersCopy.Wish.OPEN : LearnersCopy.Wish.UPDATE;
        List<LearnersCopy.Done> done = new LearnersCopy(course, copies).refresh(wish);
        link(copies.resolve("lib"), course.resolve("lib"));
        say(done, copies, wish, out);
        return 0;
    }

    /** The lectures link to the library's sources; where there are no links, theirs lead nowhere. */
    private static void link(Path from, Path to) {
        try {
            if (!Files.exists(from)) {
                Files.deleteIfExists(from); // one that leads nowhere: the course has moved
                Files.createSymbolicLink(from, to);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // The sources can be read in the course's own folder.
        }
    }

    private static void say(List<LearnersCopy.Done> done, Path copies, LearnersCopy.Wish wish, PrintStream out) {
        long copied = count(done, LearnersCopy.Became.COPIED);
        long waiting = count(done, LearnersCopy.Became.WAITING);
        if (copied > 0) {
            out.printf("%d lectures and exercises copied to %s: work there.%n", copied, copies);
        }
        done.stream()
                .filter(one -> one.became() != LearnersCopy.Became.COPIED)
                .filter(one -> one.became() != LearnersCopy.Became.WAITING)
                .forEach(out::println);
        if (waiting > 0) {
            out.printf(
                    "%d have a new version, and you have changed yours: ./course update puts them next to yours.%n",
                    waiting);
        }
        if (done.isEmpty() && wish == LearnersCopy.Wish.UPDATE) {
            out.println("Nothing is new: your copies in " + copies + " are of this version of the course.");
        }
    }

    private static long count(List<LearnersCopy.Done> done, LearnersCopy.Became became) {
        return done.stream().filter(one -> one.became() == became).count();
    }
}
