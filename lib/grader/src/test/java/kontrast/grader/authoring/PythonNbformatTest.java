package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookWriter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jupyter's own library is the judge: it must find every notebook valid, write it back to the same
 * bytes, and find the checksums that nbgrader's rule gives.
 */
class PythonNbformatTest {

    private static final String JUDGE = """
            import hashlib, sys, nbformat
            for name in sys.argv[1:]:
                text = open(name, encoding="utf-8").read()
                nb = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
                nbformat.validate(nb)
                assert (nb.nbformat, nb.nbformat_minor) == (4, 5), name
                assert nbformat.writes(nb).rstrip() == text.rstrip(), name + ": other bytes"
                for cell in nb.cells:
                    m = cell.metadata.get("nbgrader")
                    if m is None or name.endswith("wrong.ipynb"):
                        continue
                    s = cell.source + cell.cell_type + str(m.grade) + str(m.solution)
                    s += str(not m.solution and (m.grade or m.locked)) + m.grade_id
                    s += str(float(m.points)) if m.grade else ""
                    assert hashlib.md5(s.encode()).hexdigest() == m.checksum, m.grade_id
                print("good", name)
            """;

    @TempDir
    Path folder;

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        process.waitFor();
        return lines;
    }

    /** The first Python that has nbformat; Debian's is asked first. */
    private static String python() throws InterruptedException {
        for (String python : List.of("/usr/bin/python3", "python3", "python")) {
            try {
                if (run(List.of(python, "-c", "import nbformat; print('yes')")).equals(List.of("yes"))) {
                    return python;
                }
            } catch (IOException e) {
                // not installed under this name
            }
        }
        System.out.println("skipped: no Python with nbformat (Debian: python3-nbformat)");
        Assumptions.abort("no Python with nbformat");
        return "";
    }

    private List<String> judge(List<Path> notebooks) throws Exception {
        List<String> command = new ArrayList<>(List.of(python(), "-c", JUDGE));
        notebooks.forEach(path -> command.add(path.toString()));
        return run(command);
    }

    private Path write(String name, Notebook notebook) throws IOException {
        Path file = folder.resolve(name);
        NotebookWriter.write(notebook, file);
        return file;
    }

    @Test
    void jupyterFindsTheSampleValid() throws Exception {
        Master master = Masters.sample();
        ExerciseMaster set = new ExerciseMaster(master);
        List<Path> files = List.of(
                write("a.ipynb", Made.notebook(set.solutions(), Header.paired(master))),
                write("b.ipynb", Made.notebook(set.exercises(), Header.unpaired(master))),
                write("c.ipynb", Lecture.notebook(master)));
        assertEquals(files.stream().map(f -> "good " + f).toList(), judge(files));
    }

    @Test
    void jupyterFindsEveryCommittedNotebookValid() throws Exception {
        Path root = Path.of(System.getProperty("kontrast.root", "../.."));
        List<Path> files = new ArrayList<>();
        for (String name : List.of("notebooks", "solutions", "exercises")) {
            Path from = root.resolve(name);
            if (Files.isDirectory(from)) {
                try (Stream<Path> found = Files.list(from)) {
                    found.filter(f -> f.toString().endsWith(".ipynb")).sorted().forEach(files::add);
                }
            }
        }
        assertEquals(files.stream().map(f -> "good " + f).toList(), judge(files));
    }

    /** A judge that finds everything good would prove nothing. */
    @Test
    void theJudgeSeesAWrongNotebook() throws Exception {
        Path wrong = folder.resolve("wrong.ipynb");
        String json = Masters.resource("11_sample.exercises.ipynb");
        Files.writeString(wrong, json.replace("\"cell_type\": \"raw\"", "\"cell_type\": \"rau\""));
        assertTrue(judge(List.of(wrong)).stream().noneMatch(line -> line.startsWith("good")));
        Path edited = folder.resolve("edited.ipynb");
        Files.writeString(edited, json.replace("\"points\": 2,", "\"points\": 3,"));
        assertTrue(judge(List.of(edited)).stream().noneMatch(line -> line.startsWith("good")));
    }
}
