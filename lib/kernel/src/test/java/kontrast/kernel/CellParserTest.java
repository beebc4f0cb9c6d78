package kontrast.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellParserTest {

    /** Names of the magics of a cell, and {@code java} for a stretch of Java. */
    private static List<String> shape(String cell) {
        return CellParser.parse(cell, 0).stream()
                .map(p -> p.isJava() ? "java" : p.name())
                .toList();
    }

    @Test
    void findsMagicsWhereAStatementMayStart() {
        assertEquals(List.of("jars", "java"), shape("%jars a.jar b.jar\nint x = 1;"));
        assertEquals(List.of("java", "time", "java"), shape("int x = 1;\n  %time f();\nx"));
        assertEquals(List.of("java", "maven"), shape("class A {\n}\n\n%maven g:a:1"));
        assertEquals(List.of("java", "maven"), shape("int x; // done\n/* % */ /* } */\n%maven g:a:1"));
        assertEquals(List.of("jars", "maven"), shape("%jars a\n%maven b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int x = 17\n% y;",
                "int x = 17\n%y;",
                "String s = \"\"\"\n  %jars x\n  ;\n%jars y\n  \"\"\";",
                "String s = \"\"\"\n \\\"\"\" ;\n%jars y\n  \"\"\";",
                "/* ;\n%jars x\n*/",
                "f(1,\n%jars x\n);",
                "char c = ';'\n%jars;",
                "String s = \";\"\n%jars;",
                "void f() {\n  a();\n  %time b();\n}",
                "x = a; b\n%c",
            })
    void leavesAloneWhatOnlyLooksLikeAMagic(String cell) {
        assertEquals(List.of("java"), shape(cell), cell);
    }

    @Test
    void aNaiveSearchForLinesWithPercentWouldFail() {
        // The wrong variant that the whole family has: it must differ on a text block.
        String cell = "String s = \"\"\"\n%jars x\n\"\"\";";
        assertTrue(cell.lines().anyMatch(line -> line.startsWith("%jars")));
        assertEquals(List.of("java"), shape(cell));
    }

    @Test
    void offsetsPointIntoTheCell() {
        String cell = "int x = 1;\n%time  f(x);\nx";
        for (CellParser.Part part : CellParser.parse(cell, 0)) {
            assertTrue(cell.startsWith(part.text(), part.offset()), part.toString());
        }
    }

    @Test
    void aCellMagicTakesTheRest() {
        CellParser.Part part = CellParser.parse("\n%%time -x\nint x;\n%jars", 0).get(0);
        assertEquals("time", part.name());
        assertEquals("\n%%time -x\n".length(), part.body());
        assertEquals(1, shape("\n%%time -x\nint x;\n%jars").size());
    }

    @Test
    void splitsArguments() {
        assertEquals(List.of("a", "b c", "", "d"), CellParser.words("  a \"b c\" \"\"\td "));
    }

    @Test
    void seesWhetherASemicolonEnds() {
        assertTrue(CellParser.endsWithSemicolon("f(); // not ) here\n/* } */"));
        assertFalse(CellParser.endsWithSemicolon("f() // ;"));
        assertFalse(CellParser.endsWithSemicolon("\";\""));
        assertFalse(CellParser.endsWithSemicolon("';'"));
    }
}
