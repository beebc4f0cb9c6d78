package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import kontrast.grader.notebook.CellType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations are Jupytext's documented behaviour of the Markdown format. */
class MasterReaderTest {

    private static List<MasterCell> cells(String text) throws AuthoringException {
        return MasterReader.parse(text, "a.md").cells();
    }

    private static List<String> sources(String text) throws AuthoringException {
        return cells(text).stream().map(MasterCell::source).toList();
    }

    private static Problem refused(String text) {
        AuthoringException e = assertThrows(AuthoringException.class, () -> MasterReader.parse(text, "a.md"));
        return e.problems().get(0);
    }

    @Test
    void oneBlankLineJoinsAndTwoSplitProse() throws Exception {
        assertEquals(List.of("a\n\nb", "c", "d"), sources("a\n\nb\n\n\nc\n\n\n\n\nd\n\n\n"));
    }

    @Test
    void blocksHoldBlankLinesTogether() throws Exception {
        assertEquals(1, cells("```text\na\n\n\nb\n```").size());
        assertEquals(1, cells("a\n\n    code\n\n\n    more").size());
        assertEquals(1, cells("<!-- #region -->\na\n\n\nb\n<!-- #endregion -->").size());
    }

    @Test
    void codeEndsProseEvenWithoutABlankLine() throws Exception {
        List<MasterCell> cells = cells("a\n```java\nint x;\n```\nb");
        assertEquals(
                List.of(CellType.MARKDOWN, CellType.CODE, CellType.MARKDOWN),
                cells.stream().map(MasterCell::type).toList());
        assertEquals(3, cells.get(1).line());
    }

    @Test
    void codeIsKeptToTheLastBlank() throws Exception {
        assertEquals(List.of("\n  int x;  \n\n"), sources("```java\n\n  int x;  \n\n\n```"));
        assertEquals(List.of(""), sources("```java\n```"));
    }

    @Test
    void moreBackticksHoldFewer() throws Exception {
        assertEquals(List.of("```\nx", "p"), sources("````java\n```\nx\n````\np"));
    }

    @Test
    void whatIsNotToRunStaysProse() throws Exception {
        for (String fence : List.of("```java .noeval", "```bash .noeval", "```text", "```")) {
            List<MasterCell> cells = cells("see\n\n" + fence + "\nint x;\n```\n\nend");
            assertEquals(1, cells.size(), fence);
            assertEquals(CellType.MARKDOWN, cells.get(0).type(), fence);
        }
    }

    @Test
    void metadataIsJson() throws Exception {
        String words = "tags=[\"a b\", \"c\"] n=2.5 s=\"x \\\" = y\" b=true o={\"k\": [1]} w";
        JsonObject m = cells("```java " + words + "\n```").get(0).metadata();
        assertEquals(
                "{\"tags\":[\"a b\",\"c\"],\"n\":2.5,\"s\":\"x \\\" = y\",\"b\":true,"
                        + "\"o\":{\"k\":[1]},\"w\":null}",
                m.toString());
        assertEquals(
                "{\"a\":1}", cells("```java {\"a\": 1}\n```").get(0).metadata().toString());
    }

    @Test
    void regionsHaveTitlesAndMetadata() throws Exception {
        MasterCell cell = cells("<!-- #region My title kind=\"solution\" -->\nx\n<!-- #endregion -->")
                .get(0);
        assertEquals("My title", cell.metadata().get("title").getAsString());
        assertEquals("solution", cell.metadata().get("kind").getAsString());
        MasterCell md = cells("<!-- #md -->\nx\n<!-- #endmd -->").get(0);
        assertEquals("md", md.metadata().get("region_name").getAsString());
    }

    @Test
    void theHeaderIsRead() throws Exception {
        Master master = MasterReader.parse("""
                        ---
                        jupyter:
                          jupytext:
                            formats: ipynb,md
                            text_representation:
                              format_version: '1.3'
                              extension: .md
                          kernelspec:
                            name: kontrast
                          title: "A: b"
                        ---
                        text
                        """, "a.md");
        assertEquals(
                "{\"jupytext\":{\"formats\":\"ipynb,md\",\"text_representation\":"
                        + "{\"format_version\":\"1.3\",\"extension\":\".md\"}},"
                        + "\"kernelspec\":{\"name\":\"kontrast\"},\"title\":\"A: b\"}",
                master.metadata().toString());
        assertEquals(13, master.cells().get(0).line() + 1);
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkChangeNothing() throws Exception {
        String text = Masters.resource("11_sample.md");
        assertEquals(MasterReader.parse(text, "a"), MasterReader.parse("\uFEFF" + text.replace("\n", "\r\n"), "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n\n```java\nint x;",
                "a\n\n````java\nint x;\n```",
                "a\n\n```text\nx",
                "a\n\n~~~\nx\n\n\ny\n~~~",
                "a\n\n<!-- #region -->\nx\n<!-- #endmd -->",
                "a\n\n<!-- #raw -->\nx",
                "a\n\n```java tags='x'\n```",
                "a\n\n```java points=\n```",
                "a\n\n```java tags=[\"x\"\n```",
                "a\n\n```bash\nls\n```",
                "a\n\n```Python tags=[]\n1\n```",
            })
    void whatIsWrongIsNamedWithItsLine(String text) {
        Problem problem = refused(text);
        assertEquals(3, problem.line(), problem.toString());
        assertTrue(problem.toString().startsWith("a.md:3: cell "), problem.toString());
    }

    @Test
    void headersThatAreNoMapsOfMapsAreRefused() {
        assertEquals(1, refused("---\njupyter:\n").line());
        assertTrue(refused("---\njupyter:\n  - a\n---\n").message().contains("line 3"));
        assertTrue(refused("---\na:\n    b: 1\n  c: 2\n---\n").message().contains("line 4"));
    }
}
