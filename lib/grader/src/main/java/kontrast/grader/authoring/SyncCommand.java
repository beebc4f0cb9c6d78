package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kontrast.command.CourseCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync}: carries what was edited in a notebook back into its Markdown master. */
@Command(
        name = "sync",
        description = {
            "Carries a notebook that was edited in JupyterLab back into its Markdown master,",
            "and makes what depends on it anew; refuses where the master has changed too."
        },
        sortOptions = false)
public final class SyncCommand extends CourseCommand {

    @Option(names = "--force", description = "the notebook wins: what changed in the master alone is lost")
    private boolean force;

    @Option(names = "--no-compile", description = "do not compile the cells of exercises and solutions")
    private boolean uncompiled;

    @Option(names = "--root", paramLabel = "DIR", description = "another course")
    private Path root;

    @Parameters(arity = "1..*", paramLabel = "NOTEBOOK", description = "such as notebooks/11_simclr.ipynb")
    private List<String> names;

    /** For the command line. */
    public SyncCommand() {}

    @Override
    protected int run(PrintStream out, PrintStream err) throws IOException {
        Path course = (root == null ? CourseFolder.find() : root).toRealPath();
        int status = 0;
        Set<String> topics = new LinkedHashSet<>();
        for (String name : names) {
            for (Path file : notebooks(course, name)) {
                status = Math.max(status, sync(Sync.of(course, file), force, topics, out, err));
            }
        }
        if (!topics.isEmpty()) {
            Release.Result result = Release.run(new Release.Options(course, topics, false, false, !uncompiled));
            result.changed().forEach(path -> out.println("made " + path));
            result.problems().forEach(err::println);
            status = result.problems().isEmpty() ? status : 1;
        }
        return status;
    }

    private static int sync(Sync sync, boolean force, Set<String> topics, PrintStream out, PrintStream err)
            throws IOException {
        Path master = sync.masterFile();
        Sync.State state = sync.state();
        boolean carry = state == Sync.State.NOTEBOOK_CHANGED || (force && state != Sync.State.SAME);
        if (carry) {
            sync.carryBack();
            topics.add(master.getFileName().toString().replaceFirst("\\.md$", ""));
            out.println(sync.file() + " -> " + master);
            return 0;
        }
        String refused = sync.file()
                + ": "
                + switch (state) {
                    case BOTH_CHANGED ->
                        "this notebook and its master have both changed since the"
                                + " notebook was made. Nothing was written. To keep the"
                                + " notebook's version: sync --force; to keep the"
                                + " master's: release --force";
                    case UNKNOWN ->
                        "the notebook differs from its master and does not say what it"
                                + " was made from. Nothing was written. If the notebook"
                                + " is right: sync --force; if the master is: release"
                                + " --force";
                    default -> "";
                };
        if (state == Sync.State.BOTH_CHANGED || state == Sync.State.UNKNOWN) {
            err.println(refused);
            return 1;
        }
        out.println(sync.file()
                + (state == Sync.State.SAME
                        ? " and its master say the same"
                        : ": only its master has changed; release makes it anew"));
        return 0;
    }

    /** The notebooks of a name that have a master beside them. */
    private static List<Path> notebooks(Path root, String name) throws IOException {
        Path given = Path.of(name);
        String topic = given.getFileName().toString().replaceFirst("\\.(ipynb|md)$", "");
        String folder = given.getParent() == null ? "" : given.getParent().getFileName() + "";
        if (folder.equals("exercises")) {
            throw new IllegalArgumentException(name
                    + ": an exercise has no solutions in it, so nothing can be carried back;"
                    + " edit solutions/"
                    + topic
                    + ".ipynb");
        }
        List<Path> found = Stream.of("notebooks", "solutions")
                .filter(f -> folder.isEmpty() || folder.equals(f))
                .map(f -> root.resolve(f).resolve(topic + ".ipynb"))
                .filter(Files::isRegularFile)
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(name + ": there is no such notebook in notebooks/ or solutions/");
        }
        for (Path file : found) {
            Path master = file.resolveSibling(topic + ".md");
            if (!Files.isRegularFile(master)) {
                throw new IOException(file + " has no master " + master);
            }
        }
        return found;
    }
}
