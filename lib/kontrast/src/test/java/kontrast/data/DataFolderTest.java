package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path temp;

    private Path course(String name) throws IOException {
        Path root = Files.createDirectories(temp.resolve(name));
        Files.createDirectories(root.resolve("datasets/emoji-views"));
        Files.createFile(root.resolve("datasets/emoji-views/concepts.tsv"));
        return root;
    }

    @Test
    void theFirstOfPropertyVariableAndWorkingFolderDecides() throws IOException {
        Path a = course("a with a space");
        Path b = course("b");
        Path c = course("c");
        Path deep = Files.createDirectories(c.resolve("notebooks/datasets"));
        assertEquals(a, DataFolder.root(a.toString(), b.toString(), deep));
        assertEquals(b, DataFolder.root(null, b.toString(), deep));
        assertEquals(b, DataFolder.root(" ", b.toString(), deep));
        assertEquals(c, DataFolder.root(null, null, deep));
    }

    @Test
    void aWrongNameIsNotPassedOver() throws IOException {
        Path c = course("c");
        String property = assertThrows(DataException.class, () -> DataFolder.root(temp + "/nowhere", null, c))
                .getMessage();
        assertTrue(property.contains("kontrast.root"), property);
        assertTrue(property.contains("no such folder"), property);
        String none = assertThrows(DataException.class, () -> DataFolder.root(null, null, temp))
                .getMessage();
        assertTrue(none.contains("KONTRAST_ROOT"), none);
    }

    @Test
    void theCommandListsAndExplains() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertEquals(0, DataCommand.run(out, out, "list"));
        String list = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(list.contains("emoji-views") && list.contains("here, verified"), list);
        assertTrue(list.contains("fashion-mnist") && list.contains("MIT"), list);
        assertEquals(0, DataCommand.run(out, out, "get", "emoji-views"));
        bytes.reset();
        assertEquals(2, DataCommand.run(out, out, "get", "imagenet"));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("no data set \"imagenet\""));
        bytes.reset();
        assertEquals(2, DataCommand.run(out, out, "fetch"));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("'fetch' is not understood: expected list, or get"));
    }
}
