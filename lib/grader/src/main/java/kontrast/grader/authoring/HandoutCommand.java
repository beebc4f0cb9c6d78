package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import kontrast.grader.Command;

/** {@code handout}: writes what learners get, the course without its solutions. */
public final class HandoutCommand implements Command {

    @Override
    public String usage() {
        return """
                handout DIR
                    write what learners get: the course without solutions, hidden tests and known mistakes, which works
                    with the same commands; DIR is new, or an earlier handout""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) throws IOException {
        if (args.size() != 1 || args.get(0).startsWith("-")) {
            err.println("handout wants one folder.\n" + usage());
            return 2;
        }
        Path course = CourseFolder.find().toRealPath();
        Path folder = Path.of(args.get(0)).toAbsolutePath().normalize();
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
