package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new exercise compiles, proves itself, and can be released before anybody has touched it. */
class NewExerciseTest {

    private static final String CHECKS = "lib/grader/src/main/java/kontrast/grader/exercise";

    @TempDir
    Path root;

    @BeforeEach
    void makeACourse() throws IOException {
        Files.createDirectories(root.resolve("solutions"));
    }

    private int command(StringBuilder said, String... args) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of("--root", root.toString()));
        all.addAll(List.of(args));
        int status = new NewExerciseCommand().run(all, out, out);
        said.append(bytes.toString(StandardCharsets.UTF_8));
        return status;
    }

    private static String classPath() {
        String tests = System.getProperty("surefire.test.class.path");
        return tests != null ? tests : System.getProperty("java.class.path");
    }

    /** Compiles the checks with every warning, and then what the masters say, as the build does. */
    private Path compile() throws IOException {
        Path classes = Files.createDirectories(root.resolve("target/classes"));
        List<String> args = new ArrayList<>(List.of(
                "-proc:none",
                "-Xlint:all,-path,-processing,-classfile",
                "-Werror",
                "-d",
                classes.toString(),
                "-cp",
                classPath()));
        try (Stream<Path> files = Files.walk(root.resolve("lib"))) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(f -> args.add("" + f));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, said, said, args.toArray(String[]::new));
        assertEquals(0, status, said.toString(StandardCharsets.UTF_8));
        CompileExercises.main(
                new String[] {root.toString(), root.resolve("target").toString()});
        return classes;
    }

    private static String java(Path classes, String... args) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        command.add(classes + File.pathSeparator + classPath());
        command.add("kontrast.grader.Main");
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    /** A second exercise of a new set too: it must find the class that the first one made. */
    @Test
    void aNewSetCompilesProvesItselfAndIsReleased() throws Exception {
        StringBuilder said = new StringBuilder();
        assertEquals(0, command(said, "--set", "99_trial", "99.1", "The mean of a row"), said.toString());
        assertEquals(0, command(said, "99.2", "NCE probability"), said.toString());
        Path classes = compile();
        assertTrue(Files.exists(classes.resolve("kontrast/grader/exercise/trial/NceProbabilityCheck.class")));
        String proof = java(classes, "prove", "99_trial");
        assertTrue(proof.contains("2 exercises, 10 misconceptions"), proof);
        assertTrue(proof.contains("its own mistake and no other"), proof);
        // Nobody may get the mean of numbers by oversight.
        IOException early = assertThrows(
                IOException.class,
                () -> new ExerciseMaster(
                        MasterReader.read(root.resolve("solutions/99_trial.md"), "solutions/99_trial.md")));
        assertTrue(early.getMessage().contains("TODO"), early.getMessage());
        Path master = root.resolve("solutions/99_trial.md");
        Files.writeString(master, Files.readString(master).replace("TODO ", ""));
        String released = java(classes, "release", "--root", root.toString());
        assertTrue(released.contains("2 notebooks are as"), released);
        String exercise = Files.readString(root.resolve("exercises/99_trial.ipynb"));
        assertTrue(exercise.contains("99.2 is yours to write"), exercise);
    }

    @Test
    void aKnownSetGetsOneMore() throws Exception {
        Files.writeString(root.resolve("solutions/11_simclr.md"), "# As it was\n");
        StringBuilder said = new StringBuilder();
        assertEquals(0, command(said, "11.19", "Views per image"), said.toString());
        assertTrue(Files.exists(root.resolve(CHECKS).resolve("simclr/ViewsPerImageCheck.java")));
        String master = Files.readString(root.resolve("solutions/11_simclr.md"));
        assertTrue(master.startsWith("# As it was\n\n\n## 11.19 Views per image\n"), master);
        // What is there already is not laid out again, and nothing is written.
        IOException e =
                assertThrows(IOException.class, () -> command(said, "--function", "other", "11.19", "Views per image"));
        assertTrue(e.getMessage().contains("exercise 11.19 already"), e.getMessage());
        assertEquals(master, Files.readString(root.resolve("solutions/11_simclr.md")));
    }

    @Test
    void aCallThatMakesNoSenseIsExplained() throws Exception {
        StringBuilder said = new StringBuilder();
        assertEquals(2, command(said, "eleven", "Title"));
        assertEquals(2, command(said, "11.0", "Title"));
        assertEquals(2, command(said, "11.19"));
        assertEquals(2, command(said, "11.19", "A \"quote\""));
        assertEquals(2, command(said, "--function", "new", "11.19", "Title"));
        assertEquals(2, command(said, "77.1", "Title"));
        assertTrue(said.toString().contains("--set 77_topic"), said.toString());
    }
}
