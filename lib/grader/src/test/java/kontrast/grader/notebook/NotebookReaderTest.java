package kontrast.grader.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookReaderTest {

    /** As Jupyter itself writes it: written back, not a byte may change. */
    private static final String SOUND = """
            {
             "cells": [
              {
               "attachments": {
                "a.png": {
                 "image/png": "iVBOR"
                }
               },
               "cell_type": "markdown",
               "id": "intro",
               "metadata": {},
               "source": [
                "# Größe <b>\\n",
                "\\n",
                "x & y \\u001b"
               ]
              },
              {
               "cell_type": "code",
               "execution_count": 3,
               "id": "c1",
               "metadata": {
                "nbgrader": {
                 "grade_id": "ex11_3",
                 "points": 2.5
                }
               },
               "outputs": [
                {
                 "name": "stdout",
                 "output_type": "stream",
                 "text": [
                  "1\\n"
                 ]
                }
               ],
               "source": [
                "int x = 1;"
               ]
              },
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "c2",
               "metadata": {},
               "outputs": [],
               "source": []
              }
             ],
             "metadata": {
              "kernelspec": {
               "language": "java",
               "name": "kontrast"
              }
             },
             "nbformat": 4,
             "nbformat_minor": 5
            }
            """;

    private static NotebookReader.Result parse(String json) throws NotebookException {
        return NotebookReader.parse(json.getBytes(UTF_8), "a.ipynb");
    }

    @Test
    void whatJupyterWroteComesBackByteForByte() throws Exception {
        NotebookReader.Result result = parse(SOUND);
        assertEquals(List.of(), result.repairs());
        assertEquals(SOUND, NotebookWriter.toJson(result.notebook()));
    }

    @Test
    void partsAreWhereTheyBelong() throws Exception {
        Notebook notebook = parse(SOUND).notebook();
        assertEquals("java", notebook.language().orElseThrow());
        assertEquals("# Größe <b>\n\nx & y \u001b", notebook.cells().get(0).source());
        Cell code = notebook.withGradeId("ex11_3").get(0);
        assertEquals("int x = 1;", code.source());
        assertEquals(OptionalInt.of(3), code.executionCount());
        assertEquals("", notebook.cells().get(2).source());
        assertTrue(notebook.withGradeId("ex11_4").isEmpty());
    }

    @Test
    void oldMinorsWithoutIdsAndWithStringsAreRead() throws Exception {
        String old = """
                {"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [
                 {"cell_type": "code", "source": "int x;\\r\\nint y;", "metadata": {}}]}""";
        NotebookReader.Result result = parse(old);
        assertEquals("int x;\nint y;", result.notebook().cells().get(0).source());
        assertEquals("cell-1", result.notebook().cells().get(0).id());
        assertEquals(2, result.repairs().size(), () -> result.repairs().toString());
    }

    @Test
    void byteOrderMarksAndOtherEncodingsAreRead() throws Exception {
        String text = SOUND.replace("\n", "\r\n");
        Notebook expected = parse(SOUND).notebook();
        assertEquals(expected, parse("\uFEFF" + text).notebook());
        for (String charset : List.of("UTF-16", "windows-1252")) {
            NotebookReader.Result result = NotebookReader.parse(text.getBytes(Charset.forName(charset)), "a.ipynb");
            assertEquals(expected, result.notebook(), charset);
            assertEquals(1, result.repairs().size(), charset);
        }
    }

    @Test
    void whatIsNoNotebookIsRefusedWithItsName() {
        for (String wrong : List.of(
                "",
                "[]",
                "{\"nbformat\": 4}",
                "{\"nbformat\": 4, \"cells\": 3}",
                SOUND.substring(0, SOUND.length() / 2),
                "<html>",
                "[".repeat(100_000),
                "{\"nbformat\": 3, \"worksheets\": 3}")) {
            NotebookException e = assertThrows(NotebookException.class, () -> parse(wrong));
            assertTrue(e.getMessage().startsWith("a.ipynb"), e.getMessage());
        }
    }

    @Test
    void strangeCellsDoNotStopTheReading() throws Exception {
        String strange = """
                {"nbformat": 4, "metadata": 7, "cells": [5, {}, {"cell_type": "heading", "id": "!",
                 "source": ["a", 1]}, {"cell_type": "code", "outputs": {}, "execution_count": "x",
                 "id": "ok", "source": "1", "metadata": {"nbgrader": [1]}}]}""";
        NotebookReader.Result result = parse(strange);
        assertEquals(3, result.notebook().cells().size());
        assertEquals("1", result.notebook().cells().get(2).source());
        assertFalse(result.repairs().isEmpty());
    }

    /** Nobody ever writes into it: reading would hold up a whole class. */
    @Test
    void aPipeIsRefused(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("x.ipynb");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
        assertEquals(
                0,
                new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThrows(NotebookException.class, () -> NotebookReader.read(pipe)));
    }
}
