package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kontrast.grader.Command;

/** {@code release}: makes every notebook from its master, or checks that it is so. */
public final class ReleaseCommand implements Command {

    @Override
    public String usage() {
        return """
                release [--check] [--force] [--no-compile] [--root DIR] [NN_topic ...]
                    make lectures, exercises and solutions from their Markdown masters
                    --check       write nothing; status 1 if a notebook is not as its master makes it
                    --force       overwrite notebooks that were edited and not carried back
                    --no-compile  do not compile the cells of exercises and solutions""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        Set<String> flags = new LinkedHashSet<>();
        Path root = null;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--root") && i + 1 < args.size()) {
                root = Path.of(args.get(++i));
            } else if (List.of("--check", "--force", "--no-compile").contains(arg)) {
                flags.add(arg);
            } else if (arg.startsWith("-")) {
                err.println("'" + arg + "' is not known:\n" + usage());
                return 2;
            } else {
                names.add(Path.of(arg).getFileName().toString().replaceFirst("\\.(md|ipynb)$", ""));
            }
        }
        boolean check = flags.contains("--check");
        Release.Result result = Release.run(new Release.Options(
                root == null ? CourseFolder.find() : root,
                names,
                check,
                flags.contains("--force"),
                !flags.contains("--no-compile")));
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
