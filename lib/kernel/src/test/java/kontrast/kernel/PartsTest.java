package kontrast.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small parts of the kernel, each against what it must do. */
class PartsTest {
    @TempDir
    Path temporary;

    @Test
    void cutsBytesOnlyBetweenCharacters() {
        byte[] text = "aü€😀z".getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= text.length; length++) {
            byte[] start = Arrays.copyOf(text, length);
            int complete = CellStreams.completeCharacters(start);
            String decoded = new String(start, 0, complete, StandardCharsets.UTF_8);
            assertTrue("aü€😀z".startsWith(decoded), "cut after " + length + " bytes: " + decoded);
            assertTrue(length - complete < 4, "holds back whole characters at " + length);
        }
    }

    @Test
    void countsLinesOfTheCell() {
        Origin origin = new Origin("In[4]", "int a;\n\nint b =\n  c;", 8);
        assertEquals(3, origin.lineAt(0));
        assertEquals(4, origin.lineAt("int b =\n  ".length()));
        assertEquals(4, origin.line(2));
        assertEquals("In[4], line 4\n    4 |   c;\n          ^", origin.quote(4, 2, 3));
    }

    @Test
    void makesJavadocReadable() {
        String comment = "See {@link java.util.List#add(Object) add} &amp; {@code a < b}.\n<p>Two\n@param x it";
        assertEquals(
                "See add & a < b.\n\nTwo\nparam x it\n", Javadoc.text(comment).replace("\n\n\n", "\n\n"));
        assertTrue(Javadoc.html(comment).contains("<code>a &lt; b</code>"));
        assertEquals("", Javadoc.html(null));
    }

    @Test
    void keepsPlainTextShort() {
        NotebookRenderer renderer = new NotebookRenderer();
        assertEquals("null", text(renderer.render(null)));
        assertEquals("[1, 2]", text(renderer.render(new int[] {1, 2})));
        assertTrue(text(renderer.render(new int[5000])).endsWith("(the first of 5000 elements)"));
        assertTrue(text(renderer.render("x".repeat(50_000))).length() < 21_000);
        List<Integer> list = java.util.Collections.nCopies(100_000, 7);
        assertTrue(text(renderer.render(list)).endsWith("more characters)"));
    }

    @Test
    void whoSeesNoPictureReadsWhatItShows() {
        NotebookRenderer renderer = new NotebookRenderer();
        org.dflib.jjava.jupyter.kernel.display.common.Text.registerAll(renderer); // as a kernel does
        String html = "<div>" + "x".repeat(300)
                + "<img width=\"3\" src=\"data:image/png;base64,AA\" alt=\"Loss of &quot;A&quot; &amp; B, 1 &lt; 2\">"
                + "<img alt=\"second\"></div>";
        DisplayData shown = renderer.renderAs(html, java.util.Map.of(), "text/html");
        assertEquals("Loss of \"A\" & B, 1 < 2", text(shown));
        assertEquals(html, shown.getData(MIMEType.TEXT_HTML));
        String decoration = "<img alt=\"\">" + "x".repeat(300);
        assertEquals(
                "(%d characters)".formatted(decoration.length()),
                text(renderer.renderAs(decoration, java.util.Map.of(), "text/html")));
    }

    /** As {@code kontrast.plot.Drawing}: not public, and a picture by its superclass. */
    private abstract static class Drawn implements kontrast.plot.Picture {}

    private static final class Curve extends Drawn {
        @Override
        public String html() {
            return "<b>curve</b>";
        }

        @Override
        public byte[] png() {
            return new byte[] {1, 2, 3};
        }

        @Override
        public String alt() {
            return "A curve.";
        }
    }

    @Test
    void aPictureIsOfferedInAllItsForms() {
        NotebookRenderer renderer = new NotebookRenderer();
        DisplayData shown = renderer.render(new Curve());
        assertEquals("<b>curve</b>", shown.getData(MIMEType.TEXT_HTML));
        assertEquals("AQID", shown.getData(MIMEType.IMAGE_PNG));
        assertEquals("A curve.", text(shown));
        DisplayData page = renderer.renderAs(new Curve(), java.util.Map.of(), "text/html");
        assertEquals("<b>curve</b>", page.getData(MIMEType.TEXT_HTML));
        assertTrue(!page.hasDataForType(MIMEType.IMAGE_PNG), "who asks for one form gets one");
    }

    private static String text(DisplayData data) {
        return String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
    }

    @Test
    void readsMavenSettings() throws Exception {
        Path file = temporary.resolve("settings.xml");
        Files.writeString(file, """
                <settings>
                  <localRepository>${user.home}/elsewhere</localRepository>
                  <offline>true</offline>
                  <mirrors><mirror>
                    <id>near</id><url>https://mirror.invalid/maven</url><mirrorOf>central</mirrorOf>
                  </mirror></mirrors>
                </settings>
                """);
        MavenSettings settings = MavenSettings.read(file, Path.of("usual"));
        assertEquals(Path.of(System.getProperty("user.home"), "elsewhere"), settings.localRepository());
        assertTrue(settings.offline());
        RemoteRepository central = new RemoteRepository.Builder("central", "default", "https://far.invalid").build();
        assertEquals("near", settings.mirrors().getMirror(central).getId());
        MavenSettings none = MavenSettings.read(temporary.resolve("none.xml"), Path.of("usual"));
        assertEquals(Path.of("usual"), none.localRepository());
    }
}
