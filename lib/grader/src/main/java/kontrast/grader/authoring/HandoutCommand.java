package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import kontrast.command.CourseCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code handout}: writes what learners get, the course without its solutions. */
@Command(
        name = "handout",
        description = {
            "Writes what learners get: the course without solutions, hidden tests and known mistakes, which works with the",
            "same commands."
        },
        sortOptions = false)
public final class HandoutCommand extends CourseCommand {

    @Parameters(paramLabel = "DIR", description = "new, or an earlier handout")
    private Path given;

    /** For the command line. */
    public HandoutCommand() {}

    @Override
    protected int run(PrintStream out, PrintStream err) throws IOException {
        if (given.toString().isBlank()) { // a variable that is not set must not be the folder where one stands
            return refuse(err, "'%s' is not a folder: say where, such as ../kontrast-handout".formatted(given));
        }
        Path course = CourseFolder.find().toRealPath();
        Path folder = given.toAbsolutePath().normalize();
        HandoutContents contents = new HandoutContents(course);
        HandoutFolder.Written written = new HandoutFolder(course, folder).write(contents.files());
        contents.leftOut().forEach(file -> out.println("Left out, since git does not know it: " + file));
        written.keptAside().forEach(file -> out.println("Changed since the earlier handout, and kept: " + file));
        out.printf(
                "%d files in %s%s. Learners type ./course lab there; pass it on as a folder, an archive or a repository.%n",
                written.files(),
                folder,
                written.removed() == 0 ? "" : ", %d of the earlier handout removed".formatted(written.removed()));
        return 0;
    }
}
