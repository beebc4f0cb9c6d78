package kontrast.grader.authoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.check.Recording;
import kontrast.grader.exercise.ExerciseSet;

/**
 * What learners get. A list of what goes in, and not of what stays out, so that nothing slips in that is new.
 *
 * <pre>
 *   notebooks, exercises, datasets         as they are
 *   lib/kontrast, lib/kernel, lib/bench    their sources, without tests
 *   lib/grader                             compiled, and of it what a learner's check runs on. Its folder of resources
 *                                          holds the classes, so that Maven makes the jar without compiling anything.
 *                                          Solutions and known mistakes are not there: {@link Recording}
 *   README.md                              without the parts for those who teach
 * </pre>
 */
final class HandoutContents {

    private static final List<String> FILES = List.of(
            "course",
            "pom.xml",
            "LICENSE",
            "NOTICE",
            "environment.yml",
            ".gitignore",
            ".gitattributes",
            "datasets/README.md",
            "lib/README.md",
            "lib/kontrast/pom.xml",
            "lib/kontrast/RESULTS.md",
            "lib/kernel/pom.xml",
            "lib/bench/pom.xml",
            "lib/bench/FINDINGS.md",
            "lib/bench/REPORT.md");

    private static final List<String> TREES = List.of(
            "notebooks",
            "exercises",
            "datasets/emoji-views",
            "lib/kontrast/src/main",
            "lib/kernel/src/main",
            "lib/bench/src/main",
            ".binder",
            ".devcontainer");

    /** Of the grader: what a check in a notebook needs, and what keeps a learner's copies. */
    private static final Pattern CLASSES = Pattern.compile("META-INF/services/.+"
            + "|kontrast/grader/authoring/CourseFolder\\.class"
            + "|kontrast/grader/(check|exercise|notebook|copy|worker)/.+");

    /** Made on the way, by Python, an editor or an operating system. */
    private static final Pattern RUBBISH =
            Pattern.compile("(.*/)?(__pycache__|\\.ipynb_checkpoints|\\.DS_Store)(/.*)?");

    /** Sections of the README that only those who teach need. */
    private static final Pattern SECTIONS =
            Pattern.compile("(?ms)^## (Grading|Writing a lecture or an exercise|A class)\\n.*?(?=^## |\\z)");

    /** What compiles the masters, which are not there. */
    private static final Pattern COMPILING =
            Pattern.compile("(?s)\\s*<!--[^>]*-->\\s*<plugin>\\s*<groupId>org\\.codehaus\\.mojo</groupId>.*?</plugin>");

    private final Path course;
    private final List<String> leftOut = new ArrayList<>();

    HandoutContents(Path course) {
        this.course = course;
    }

    /** What git does not know, and so was left out. */
    List<String> leftOut() {
        return leftOut;
    }

    /**
     * Collects it.
     *
     * @return the contents of each file by its name, which is relative and has slashes
     * @throws IOException if the course is not whole or not built, or something cannot be read
     */
    Map<String, byte[]> files() throws IOException {
        if (!Files.isDirectory(course.resolve("solutions"))) {
            throw new IOException("this is a handout already; make one from the full course");
        }
        Map<String, byte[]> files = new TreeMap<>();
        Optional<Set<String>> known = knownToGit();
        for (String name : FILES) {
            if (Files.exists(course.resolve(name))) {
                files.put(name, Files.readAllBytes(course.resolve(name)));
            }
        }
        for (String tree : TREES) {
            for (String name : below(course.resolve(tree))) {
                take(tree + "/" + name, known, files);
            }
        }
        for (String name : below(course.resolve("lib/bench"))) {
            if (name.matches("[^/]+\\.png")) {
                take("lib/bench/" + name, known, files);
            }
        }
        files.put("README.md", readme().getBytes(StandardCharsets.UTF_8));
        String library = Files.readString(course.resolve("lib/README.md"));
        files.put(
                "lib/README.md",
                library.replaceAll("(?m)^\\| \\[INSTRUCTORS.*\\n", "").getBytes(StandardCharsets.UTF_8));
        files.put("lib/grader/pom.xml", pom().getBytes(StandardCharsets.UTF_8));
        grader().forEach((name, bytes) -> files.put("lib/grader/src/main/resources/" + name, bytes));
        return files;
    }

    private void take(String name, Optional<Set<String>> known, Map<String, byte[]> files) throws IOException {
        if (RUBBISH.matcher(name).matches()) {
            return;
        }
        if (known.isPresent() && !known.get().contains(name)) {
            leftOut.add(name);
        } else {
            files.put(name, Files.readAllBytes(course.resolve(name)));
        }
    }

    private static List<String> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** A draft that lies about in the course's folder is not for learners. */
    private Optional<Set<String>> knownToGit() throws IOException {
        if (!Files.exists(course.resolve(".git"))) {
            return Optional.empty();
        }
        try {
            Process git = new ProcessBuilder("git", "-c", "safe.directory=*", "-C", course.toString(), "ls-files", "-z")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? Optional.of(Set.of(names.split("\0"))) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String readme() throws IOException {
        String text =
                SECTIONS.matcher(Files.readString(course.resolve("README.md"))).replaceAll("");
        return text.lines()
                .filter(line -> !line.startsWith("| `solutions/` |")
                        && !line.startsWith("./course test ")
                        && !line.startsWith("Alone and stuck?"))
                .map(line -> line.replace("; made from `solutions/`", "").replace(", with the solutions,", ""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String pom() throws IOException {
        return COMPILING
                .matcher(Files.readString(course.resolve("lib/grader/pom.xml")))
                .replaceFirst("");
    }

    /** The classes, with those that notebooks name made anew, and what was recorded for them. */
    private Map<String, byte[]> grader() throws IOException {
        Path classes = course.resolve("lib/grader/target/classes");
        if (!Files.exists(classes.resolve("kontrast/grader/exercise/sets.txt"))) {
            throw new IOException("the course is not built: ./course build");
        }
        List<JavaUnit> units = new ArrayList<>();
        Set<String> secret = new HashSet<>();
        for (String line :
                Files.readAllLines(classes.resolve("kontrast/grader/exercise/sets.txt"), StandardCharsets.UTF_8)) {
            String topic = line.substring(0, line.indexOf(' '));
            Master master =
                    MasterReader.read(course.resolve("solutions/" + topic + ".md"), "solutions/" + topic + ".md");
            SetSources set = new SetSources(master);
            set.units().forEach(unit -> secret.add(unit.name().replace('.', '/')));
            secret.add((set.packageName() + "." + set.className()).replace('.', '/'));
            units.add(SetClass.recorded(master, set));
        }
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : below(classes)) {
            String outer = name.replaceFirst("(\\$[^/]*)?\\.class$", "");
            if (CLASSES.matcher(name).matches() && !secret.contains(outer)) {
                files.put(name, Files.readAllBytes(classes.resolve(name)));
            }
        }
        VariantCompiler.compile(units, classes)
                .forEach((name, bytes) -> files.put(name.replace('.', '/') + ".class", bytes));
        for (ExerciseSet set : ExerciseSet.all()) {
            String folder = folderOf(set, classes);
            for (Check<?> check : set.checks()) {
                files.put(folder + Recording.fileName(check.id()), Recording.of(check));
            }
        }
        return files;
    }

    private static String folderOf(ExerciseSet set, Path classes) throws IOException {
        String line =
                Files.readAllLines(classes.resolve("kontrast/grader/exercise/sets.txt"), StandardCharsets.UTF_8)
                        .stream()
                        .filter(l -> l.startsWith(set.name() + " "))
                        .findFirst()
                        .orElseThrow();
        String name = line.substring(line.indexOf(' ') + 1).replace('.', '/');
        return name.substring(0, name.lastIndexOf('/') + 1);
    }
}
