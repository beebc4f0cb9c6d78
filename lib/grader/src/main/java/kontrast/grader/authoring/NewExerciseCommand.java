package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import kontrast.grader.Command;

/** {@code new-exercise}: lays out an exercise that compiles, checks and proves itself. */
public final class NewExerciseCommand implements Command {

    private static final Pattern ID = Pattern.compile("0?(\\d{1,2})\\.0?([1-9]\\d?)");
    private static final Pattern TOPIC = Pattern.compile("\\d\\d_[a-z0-9_]+");

    @Override
    public String usage() {
        return """
                new-exercise [--function NAME] [--set NN_topic] NN.N "Title"
                    lay out an exercise: a section of the master with its known mistakes, and the check
                    --function  the method that learners write (default: made from the title)
                    --set       the set, where neither a master nor a lecture names it""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) throws IOException {
        List<String> words = new ArrayList<>();
        Path root = null;
        String function = "";
        String set = "";
        for (int i = 0; i < args.size(); i++) {
            boolean more = i + 1 < args.size();
            if (args.get(i).equals("--root") && more) {
                root = Path.of(args.get(++i));
            } else if (args.get(i).equals("--function") && more) {
                function = args.get(++i);
            } else if (args.get(i).equals("--set") && more) {
                set = args.get(++i);
            } else {
                words.add(args.get(i));
            }
        }
        Matcher id = ID.matcher(words.isEmpty() ? "" : words.get(0));
        if (words.size() != 2 || !id.matches() || words.get(1).isBlank()) {
            err.println("new-exercise wants an id such as 8.3 and a title in quotes.\n" + usage());
            return 2;
        }
        String title = words.get(1).strip();
        if (!title.matches("[^\"\\\\@\\p{Cntrl}]+")) {
            err.println("The title goes into Java and Markdown: no quotes, \\ or @ in it.");
            return 2;
        }
        String name = function.isEmpty() ? method(title) : function;
        if (!SourceVersion.isName(name) || name.contains(".")) {
            err.println("'" + name + "' is no name of a Java method; give one with --function");
            return 2;
        }
        Path course = root == null ? CourseFolder.find() : root;
        String topic = set.isEmpty() ? topic(course, id.group(1)) : set;
        if (!TOPIC.matcher(topic).matches()
                || Integer.parseInt(topic.substring(0, 2)) != Integer.parseInt(id.group(1))) {
            err.println("The set of "
                    + words.get(0)
                    + " is not known; name it, for instance --set "
                    + "%02d_topic".formatted(Integer.parseInt(id.group(1))));
            return 2;
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
