package kontrast.grader.authoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.NotebookReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What learners get holds everything but the answers, and writing it harms nothing. */
class HandoutTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));
    private static final String CLASSES = "lib/grader/src/main/resources/";
    private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:|#)([^)#\\s]+)");

    /** Helpers of a solution that are a dot product in a loop. */
    private static final Set<String> DOT_PRODUCTS = Set.of("10.9 dot", "11.7 inner");

    private static Map<String, byte[]> files;

    @TempDir
    Path folder;

    @BeforeAll
    static void collect() throws IOException {
        files = new HandoutContents(ROOT.toRealPath()).files();
    }

    private static List<Master> masters() throws IOException {
        List<Master> masters = new ArrayList<>();
        try (Stream<Path> all = Files.list(ROOT.resolve("solutions"))) {
            for (Path file : all.sorted().toList()) {
                if (file.getFileName().toString().matches("\\d\\d_.*\\.md")) {
                    masters.add(MasterReader.read(file, "solutions/" + file.getFileName()));
                }
            }
        }
        return masters;
    }

    /** The code of each file of the handout that is read by people. */
    private static Map<String, List<JavaTokens.Token>> code() throws IOException {
        Map<String, List<JavaTokens.Token>> code = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            if (name.endsWith(".ipynb")) {
                StringBuilder cells = new StringBuilder();
                for (Cell cell :
                        NotebookReader.parse(file.getValue(), name).notebook().cells()) {
                    cells.append(cell.source()).append("\n");
                }
                code.put(name, JavaTokens.of(cells.toString()));
            } else if (name.matches(".*\\.(java|md|txt|py)")) {
                code.put(name, JavaTokens.of(new String(file.getValue(), UTF_8)));
            }
        }
        return code;
    }

    @Test
    void noSolutionIsInIt() throws IOException {
        Map<String, List<JavaTokens.Token>> code = code();
        List<String> found = new ArrayList<>();
        int looked = 0;
        for (Master master : masters()) {
            for (ExercisePage page : ExercisePage.of(master)) {
                for (Declaration method : Declaration.of(new Solution(master, page.answer()).code())) {
                    List<JavaTokens.Token> body = SolutionsInLectures.body(method);
                    if (method.kind() != Declaration.Kind.METHOD
                            || body.size() < SolutionsInLectures.SHORTEST
                            || DOT_PRODUCTS.contains(page.id() + " " + method.name())) {
                        continue;
                    }
                    looked++;
                    code.forEach((name, tokens) -> {
                        if (SolutionsInLectures.find(body, tokens) >= 0) {
                            found.add(page.id() + " " + method.name() + " in " + name);
                        }
                    });
                }
            }
        }
        assertTrue(looked > 80, "only " + looked + " solutions are long enough to be looked for");
        assertEquals(List.of(), found);
    }

    @Test
    void noMistakeIsInIt() throws IOException {
        List<String> secrets = new ArrayList<>();
        for (Master master : masters()) {
            for (ExercisePage page : ExercisePage.of(master)) {
                for (MistakePage.Item item : page.mistakes().orElseThrow().items()) {
                    secrets.add(item.message());
                    item.edits().stream()
                            .map(Edit::fresh)
                            .filter(edit -> JavaTokens.of(edit).size() >= SolutionsInLectures.SHORTEST)
                            .forEach(secrets::add);
                    item.body()
                            .filter(body -> JavaTokens.of(body).size() >= SolutionsInLectures.SHORTEST)
                            .ifPresent(secrets::add);
                }
            }
        }
        assertTrue(secrets.size() > 800, secrets.size() + " to look for");
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().matches(".*\\.(png|npz|recorded|csv)")) {
                all.append(new String(file.getValue(), UTF_8)).append('\n');
            }
        }
        String text = all.toString();
        assertEquals(
                List.of(), secrets.stream().filter(text::contains).limit(10).toList());
    }

    @Test
    void noClassOfASolutionAndNoHiddenTestIsInIt() throws IOException {
        for (Master master : masters()) {
            SetSources set = new SetSources(master);
            for (JavaUnit unit : set.units()) {
                String name = CLASSES + unit.name().replace('.', '/');
                assertFalse(
                        files.keySet().stream().anyMatch(f -> f.equals(name + ".class") || f.startsWith(name + "$")),
                        name);
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            assertFalse(name.startsWith("solutions") || name.contains("/src/test/"), name);
            assertFalse(name.matches(".*/grader/(grade|authoring)/(?!CourseFolder).*"), name);
            assertFalse(name.endsWith(".java") && name.contains("grader"), name);
            if (name.endsWith(".ipynb") || name.endsWith(".md")) {
                String text = new String(file.getValue(), StandardCharsets.UTF_8);
                assertFalse(text.contains("BEGIN HIDDEN TESTS") || text.contains("BEGIN SOLUTION"), name);
            }
        }
    }

    @Test
    void linksOfItsPagesLeadSomewhere() {
        for (String page : List.of("README.md", "lib/README.md", "datasets/README.md", "lib/kontrast/RESULTS.md")) {
            Path at = Path.of(page);
            LINK.matcher(new String(files.get(page), UTF_8)).results().forEach(link -> {
                String target = at.resolveSibling(link.group(1)).normalize().toString();
                assertTrue(
                        files.keySet().stream().anyMatch(f -> f.equals(target) || f.startsWith(target + "/")),
                        page + " links to " + target);
            });
            assertFalse(new String(files.get(page), UTF_8).contains("solutions/"), page);
        }
    }

    /** Only what the handout has, and the libraries: all sets and their points are there. */
    @Test
    void itsClassesAreWhole() throws Exception {
        write(files);
        URL[] classes = {folder.resolve("out").resolve(CLASSES).toUri().toURL()};
        ClassLoader libraries = new ClassLoader(HandoutTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("kontrast.grader.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }

            @Override
            public URL getResource(String name) {
                return name.startsWith("kontrast/grader/") ? null : super.getResource(name);
            }
        };
        try (URLClassLoader loader = new URLClassLoader(classes, libraries)) {
            Class<?> set = loader.loadClass(ExerciseSet.class.getName());
            List<String> sets = new ArrayList<>();
            for (Object one : (List<?>) set.getMethod("all").invoke(null)) {
                sets.add(set.getMethod("name").invoke(one) + " "
                        + set.getMethod("points").invoke(one));
            }
            assertEquals(
                    ExerciseSet.all().stream()
                            .map(s -> s.name() + " " + s.points())
                            .toList(),
                    sets);
            loader.loadClass("kontrast.grader.copy.UpdateCommand")
                    .getConstructor()
                    .newInstance();
        }
    }

    private HandoutFolder.Written write(Map<String, byte[]> contents) throws IOException {
        return new HandoutFolder(ROOT.toRealPath(), folder.resolve("out")).write(contents);
    }

    private static Map<String, byte[]> small(String... names) {
        Map<String, byte[]> contents = new TreeMap<>(Map.of("course", "#!/bin/sh\n".getBytes(UTF_8)));
        for (String name : names) {
            String[] parts = name.split("=", 2);
            contents.put(parts[0], parts[1].getBytes(UTF_8));
        }
        return contents;
    }

    @Test
    void aNewerOneReplacesAnEarlierOneAndNothingElse() throws IOException {
        write(small("a/one=1", "a/two=2", "a/three=3", "b/four=4"));
        Path out = folder.resolve("out");
        assertTrue(Files.isExecutable(out.resolve("course")));
        Files.writeString(out.resolve("a/own"), "mine");
        Files.writeString(out.resolve("a/two"), "changed");
        Files.writeString(out.resolve("b/four"), "changed too");
        HandoutFolder.Written written = write(small("a/one=1b", "a/two=2b"));
        assertEquals("1b", Files.readString(out.resolve("a/one")));
        assertEquals("2b", Files.readString(out.resolve("a/two")));
        assertEquals("changed", Files.readString(out.resolve("a/two.changed")));
        assertEquals("mine", Files.readString(out.resolve("a/own")));
        assertFalse(Files.exists(out.resolve("a/three")));
        assertEquals("changed too", Files.readString(out.resolve("b/four")));
        assertEquals(List.of("a/two.changed", "b/four"), written.keptAside());
        assertEquals(1, written.removed());
    }

    @Test
    void whatWasInterruptedGoesOn() throws IOException {
        write(small("a=1", "b=2"));
        Path out = folder.resolve("out");
        String list = Files.readString(out.resolve(HandoutFolder.LIST));
        write(small("a=1b", "b=2b"));
        Files.writeString(out.resolve("b"), "2"); // as if it had not come to it
        String between =
                Files.readString(out.resolve(HandoutFolder.LIST)).replaceFirst("(\\w+)(  b\\n)", sum(list) + ",$1$2");
        Files.writeString(out.resolve(HandoutFolder.LIST), between);
        assertEquals(List.of(), write(small("a=1b", "b=2b")).keptAside());
        assertEquals("2b", Files.readString(out.resolve("b")));
    }

    private static String sum(String list) {
        return list.lines()
                .filter(line -> line.endsWith("  b"))
                .findFirst()
                .orElseThrow()
                .replace("  b", "");
    }

    /** What somebody put there instead is his, whatever it is; nothing outside is written through a link. */
    @Test
    void whatStandsInTheWayIsKeptBeside() throws IOException {
        write(small("a=1", "b=2", "c/d=3", "e=4"));
        Path out = folder.resolve("out");
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        for (String gone : List.of("a", "b", "c/d", "c", "e")) {
            Files.delete(out.resolve(gone));
        }
        Files.writeString(Files.createDirectories(out.resolve("a")).resolve("own"), "mine");
        Files.createSymbolicLink(out.resolve("b"), elsewhere);
        Files.writeString(out.resolve("c"), "mine");
        Files.createSymbolicLink(out.resolve("e"), folder.resolve("nowhere"));
        List<String> aside = write(small("a=1b", "b=2b", "c/d=3b", "e=4b")).keptAside();
        assertEquals(List.of("a.changed", "b.changed", "c.changed", "e.changed"), aside);
        assertEquals("mine", Files.readString(out.resolve("a.changed/own")));
        assertEquals("mine", Files.readString(out.resolve("c.changed")));
        assertEquals("mine", Files.readString(elsewhere));
        assertTrue(Files.isSymbolicLink(out.resolve("b.changed")) && Files.isSymbolicLink(out.resolve("e.changed")));
        for (String name : List.of("a=1b", "b=2b", "c/d=3b", "e=4b")) {
            String[] parts = name.split("=", 2);
            assertTrue(Files.isRegularFile(out.resolve(parts[0]), LinkOption.NOFOLLOW_LINKS), name);
            assertEquals(parts[1], Files.readString(out.resolve(parts[0])));
        }
        assertFalse(Files.exists(folder.resolve("nowhere")));
    }

    @Test
    void aFolderThatCannotBeIsRefusedAtOnce() throws IOException {
        Path course = ROOT.toRealPath();
        Path link = Files.createSymbolicLink(folder.resolve("link"), course);
        Path file = Files.writeString(folder.resolve("file"), "mine");
        for (Path place : List.of(link, link.resolve("new"), file, file.resolve("x"))) {
            assertThrows(IllegalArgumentException.class, () -> new HandoutFolder(course, place), place.toString());
        }
        assertEquals("mine", Files.readString(file));
        new HandoutFolder(course, folder.resolve("a/new/one"));
        assertFalse(Files.exists(folder.resolve("a")), "looking makes nothing");
    }

    @Test
    void whatIsNoHandoutIsLeftAlone() throws IOException {
        Path out = folder.resolve("out");
        Files.createDirectories(out);
        Files.writeString(out.resolve("thesis.txt"), "three years");
        assertThrows(IllegalArgumentException.class, () -> write(small("a=1")));
        assertEquals(List.of("thesis.txt"), List.of(out.toFile().list()));
        Path course = ROOT.toRealPath();
        for (Path inside : List.of(course, course.resolve("notebooks"), course.getParent(), course.resolve("new"))) {
            assertThrows(IllegalArgumentException.class, () -> new HandoutFolder(course, inside), inside.toString());
        }
    }
}
