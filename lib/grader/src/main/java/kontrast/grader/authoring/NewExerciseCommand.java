package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import kontrast.command.CourseCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code new-exercise}: lays out an exercise that compiles, checks and proves itself. */
@Command(
        name = "new-exercise",
        description = "Lays out an exercise: a section of the master with its known mistakes, and the check.",
        sortOptions = false)
public final class NewExerciseCommand extends CourseCommand {

    private static final Pattern ID = Pattern.compile("0?(\\d{1,2})\\.0?([1-9]\\d?)");
    private static final Pattern TOPIC = Pattern.compile("\\d\\d_[a-z0-9_]+");

    @Option(
            names = "--function",
            paramLabel = "NAME",
            description = "the method that learners write (default: from the title)")
    private String function = "";

    @Option(
            names = "--set",
            paramLabel = "NN_topic",
            description = "the set, where neither a master nor a lecture names it")
    private String set = "";

    @Option(names = "--root", paramLabel = "DIR", description = "another course")
    private Path root;

    @Parameters(index = "0", paramLabel = "NN.N", description = "the exercise's number, such as 11.10")
    private String number;

    @Parameters(index = "1", paramLabel = "TITLE", description = "in quotes")
    private String heading;

    /** For the command line. */
    public NewExerciseCommand() {}

    @Override
    protected int run(PrintStream out, PrintStream err) throws IOException {
        Matcher id = ID.matcher(number);
        if (!id.matches() || heading.isBlank()) {
            return refuse(
                    err, "'%s' '%s': expected a number such as 8.3, and a title in quotes".formatted(number, heading));
        }
        String title = heading.strip();
        if (!title.matches("[^\"\\\\@\\p{Cntrl}]+")) {
            return refuse(err, "'" + title + "': the title goes into Java and Markdown: no quotes, \\ or @ in it");
        }
        String name = function.isEmpty() ? method(title) : function;
        if (!SourceVersion.isName(name) || name.contains(".")) {
            return refuse(err, "'" + name + "' is not a name for a Java method; give one with --function");
        }
        Path course = root == null ? CourseFolder.find() : root;
        String topic = set.isEmpty() ? topic(course, id.group(1)) : set;
        if (!TOPIC.matcher(topic).matches()
                || Integer.parseInt(topic.substring(0, 2)) != Integer.parseInt(id.group(1))) {
            return refuse(
                    err,
                    "the set of %s is not known; name it, for instance --set %02d_topic"
                            .formatted(number, Integer.parseInt(id.group(1))));
        }
        String exercise = Integer.parseInt(id.group(1)) + "." + id.group(2);
        Scaffold scaffold = new Scaffold(course, topic, exercise, title, name);
        scaffold.write().forEach(file -> out.println("wrote " + course.relativize(file)));
        out.println("It is the mean of numbers until you replace it. Then: ./course prove "
                + exercise
                + " and ./course release "
                + topic);
        return 0;
    }

    private static String method(String title) {
        String camel = Scaffold.camel(title.replaceFirst("(?i)^(the|an?) ", ""));
        return camel.isEmpty() ? camel : Character.toLowerCase(camel.charAt(0)) + camel.substring(1);
    }

    /** The topic of a number, as a master or a lecture names it. */
    private static String topic(Path root, String number) throws IOException {
        String prefix = "%02d_".formatted(Integer.parseInt(number));
        for (String folder : List.of("solutions", "notebooks")) {
            if (!Files.isDirectory(root.resolve(folder))) {
                continue;
            }
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                Optional<String> found = files.map(f -> f.getFileName().toString())
                        .filter(f -> f.startsWith(prefix) && f.endsWith(".md"))
                        .map(f -> f.substring(0, f.length() - 3))
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return "";
    }
}
