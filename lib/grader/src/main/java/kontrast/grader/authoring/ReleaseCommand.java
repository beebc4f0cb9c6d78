package kontrast.grader.authoring;

import java.io.PrintStream;
import java.util.List;
import kontrast.grader.Command;

/** {@code release [--check]}: makes every notebook from its master. */
public final class ReleaseCommand implements Command {

    @Override
    public String usage() {
        return "release [--check]   make every notebook from its Markdown master";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        throw new IllegalStateException("release comes with the next commit");
    }
}
