package kontrast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which package of the library may use which: a package uses only those above it in this table, so that there are no
 * cycles. The compiled classes are searched, where an import that nothing uses does not count, and a class named in
 * full does.
 */
class ArrowsTest {

    /** Package, and the packages that it may use. The losses and memories know tensors only, no data and no method. */
    private static final List<Room> ROOMS = List.of(
            new Room("command", ""),
            new Room("tensor", ""),
            new Room("data", "command tensor"),
            new Room("view", "tensor data"),
            new Room("encoder", "tensor data view"),
            new Room("loss", "tensor"),
            new Room("memory", "tensor"),
            new Room("method", "tensor data view encoder loss memory"),
            new Room("train", "tensor data view encoder loss memory method"),
            new Room("evaluate", "tensor data view encoder loss memory method train"),
            new Room("claim/run", "tensor data view encoder loss memory method train evaluate"),
            new Room("claim", "command tensor data view encoder loss memory method train evaluate claim/run"),
            new Room("plot", "tensor data view encoder loss memory method train evaluate claim"),
            new Room("notebook", "tensor data view encoder loss memory method train evaluate claim plot"));

    private static final Pattern CLASS = Pattern.compile("kontrast/([a-z]+(?:/[a-z]+)*)/[A-Z]");

    /** What draws and shows; the data sets decode pictures, which {@code java.awt.image} and {@code color} are enough for. */
    private static final Pattern DISPLAY = Pattern.compile(
            "(org/knowm/xchart|tech/tablesaw/plotly|org/dflib/jjava|javax/swing|java/awt/(?!image/|color/))");

    private static final Set<String> SHOWING = Set.of("plot", "notebook");

    private record Room(String name, Set<String> uses) {
        Room(String name, String uses) {
            this(name, uses.isEmpty() ? Set.of() : Set.of(uses.split(" ")));
        }
    }

    /** The arrows that are not in the table, e.g. {@code kontrast/loss/Wrong.class -> method}. */
    private static Set<String> wrong(Path classes) throws IOException {
        Map<String, Set<String>> allowed = ROOMS.stream().collect(Collectors.toMap(Room::name, Room::uses));
        Set<String> wrong = new TreeSet<>();
        for (Map.Entry<String, ConstantPool> entry : ConstantPool.of(classes).entrySet()) {
            String room = room(Path.of(entry.getKey()));
            for (String text : entry.getValue().texts()) {
                Matcher used = CLASS.matcher(text);
                while (used.find()) {
                    if (!used.group(1).equals(room)
                            && !allowed.getOrDefault(room, Set.of()).contains(used.group(1))) {
                        wrong.add(entry.getKey() + " -> " + used.group(1));
                    }
                }
                if (!SHOWING.contains(room) && DISPLAY.matcher(text).find()) {
                    wrong.add(entry.getKey() + " -> display");
                }
            }
        }
        return wrong;
    }

    /** The room of a class file, e.g. {@code loss} of {@code kontrast/loss/NtXent.class}. */
    private static String room(Path file) {
        return Path.of("kontrast").relativize(file.getParent()).toString().replace('\\', '/');
    }

    @Test
    void thereIsNoOtherArrowInTheLibrary() throws IOException, URISyntaxException {
        assertEquals(Set.of(), wrong(ConstantPool.library()));
        Set<String> found = new TreeSet<>();
        ConstantPool.of(ConstantPool.library()).keySet().forEach(file -> found.add(room(Path.of(file))));
        found.removeAll(ROOMS.stream().map(Room::name).toList());
        assertEquals(Set.of(), found, "a package that is not in the table");
    }

    /** A package uses only those above it, so no chain of arrows comes back to where it began. */
    @Test
    void theTableHasNoCycle() {
        Set<String> above = new TreeSet<>();
        for (Room room : ROOMS) {
            assertTrue(above.containsAll(room.uses()), room + " uses what is not above it");
            above.add(room.name());
        }
    }

    /** Each kind of wrong arrow, compiled for this test: a field, a call, a type parameter, a fully named class, AWT. */
    @Test
    void wrongArrowsAreFound(@TempDir Path folder) throws IOException {
        String loss = "package kontrast.loss; class %s { %s }";
        compile(folder, "Field", loss.formatted("Field", "kontrast.method.Method method;"));
        compile(folder, "Call", loss.formatted("Call", "double c() { return kontrast.train.Preset.values().length; }"));
        compile(folder, "Generic", loss.formatted("Generic", "java.util.List<kontrast.data.Images> images;"));
        compile(folder, "Shown", loss.formatted("Shown", "Object panel = new java.awt.Point(1, 2);"));
        compile(folder, "Right", loss.formatted("Right", "kontrast.tensor.NoGrad right; NtXent same;"));
        compile(
                folder,
                "Back",
                "package kontrast.claim.run; class Back { kontrast.claim.Verdict verdict; Trial same; }");
        compile(folder, "Up", "package kontrast.data; class Up { kontrast.view.View view; }");
        assertEquals(
                Set.of(
                        "kontrast/loss/Field.class -> method",
                        "kontrast/loss/Call.class -> train",
                        "kontrast/loss/Generic.class -> data",
                        "kontrast/loss/Shown.class -> display",
                        "kontrast/claim/run/Back.class -> claim",
                        "kontrast/data/Up.class -> view"),
                wrong(folder.resolve("out")));
    }

    private static void compile(Path folder, String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        Path out = Files.createDirectories(folder.resolve("out"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
        arguments.addAll(List.of("-d", out.toString(), file.toString()));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)),
                "javac " + source);
    }
}
