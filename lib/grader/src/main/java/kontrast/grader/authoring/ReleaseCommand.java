package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kontrast.command.CourseCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code release}: makes every notebook from its master, or checks that it is so. */
@Command(
        name = "release",
        description = "Makes lectures, exercises and solutions from their Markdown masters.",
        sortOptions = false)
public final class ReleaseCommand extends CourseCommand {

    @Option(names = "--check", description = "write nothing; status 1 if a notebook is not as its master makes it")
    private boolean check;

    @Option(names = "--force", description = "overwrite notebooks that were edited and not carried back")
    private boolean force;

    @Option(names = "--no-compile", description = "do not compile the cells of exercises and solutions")
    private boolean uncompiled;

    @Option(names = "--root", paramLabel = "DIR", description = "another course")
    private Path root;

    @Parameters(paramLabel = "NN_topic", description = "those of these masters; all if none is named")
    private List<Path> topics = List.of();

    /** For the command line. */
    public ReleaseCommand() {}

    @Override
    protected int run(PrintStream out, PrintStream err) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        topics.forEach(topic -> names.add(topic.getFileName().toString().replaceFirst("\\.(md|ipynb)$", "")));
        Release.Result result = Release.run(
                new Release.Options(root == null ? CourseFolder.find() : root, names, check, force, !uncompiled));
        result.problems().forEach(err::println);
        for (Path path : result.changed()) {
            (check ? err : out).println(check ? path + ": is not as its master makes it; run release" : "made " + path);
        }
        int good = result.notebooks().size();
        if (result.problems().isEmpty() && (!check || result.changed().isEmpty())) {
            out.println(good + " notebooks are as their masters make them");
            return 0;
        }
        return result.problems().isEmpty() && !check ? 0 : 1;
    }
}
