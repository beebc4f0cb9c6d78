package kontrast.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;

/**
 * The magics of IJava that notebooks use: {@code %jars}, {@code %classpath}, {@code %maven}, {@code
 * %mavenRepo}, {@code %%loadFromPOM}. ({@code %load} and {@code %time} run code, so {@link JavaSession} has them.)
 */
final class Magics {
    private final Consumer<List<Path>> classPath;
    private final MavenJars maven = new MavenJars();

    /**
     * Registers the magics.
     *
     * @param classPath takes what a magic adds to the class path
     */
    Magics(MagicsRegistry registry, Consumer<List<Path>> classPath) {
        this.classPath = classPath;
        register(registry, "jars", arguments -> add(arguments, true));
        register(registry, "classpath", arguments -> add(arguments, false));
        register(registry, "maven", this::maven);
        register(registry, "addMavenDependency", this::maven);
        register(registry, "mavenRepo", this::mavenRepo);
        CellMagic<Object, BaseKernel> pom = (kernel, arguments, body) -> {
            classPath.accept(maven.ofPom(body));
            return null;
        };
        registry.registerCellMagic("loadFromPOM", pom);
    }

    /** What a magic does with its arguments. */
    private interface Body {
        void run(List<String> arguments) throws Exception;
    }

    private static void register(MagicsRegistry registry, String name, Body body) {
        LineMagic<Object, BaseKernel> magic = (kernel, arguments) -> {
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException("%" + name + " needs something after it");
            }
            body.run(arguments);
            return null;
        };
        registry.registerLineMagic(name, magic);
    }

    private void add(List<String> globs, boolean jarsOnly) throws NoSuchFileException {
        List<Path> found = new ArrayList<>();
        for (String glob : globs) {
            boolean folder = jarsOnly && Files.isDirectory(Path.of(glob));
            List<Path> matches = PathsHandler.splitAndResolveGlobs(folder ? glob + "/*.jar" : glob).stream()
                    .filter(p -> Files.exists(p) && (!jarsOnly || Files.isRegularFile(p)))
                    .toList();
            if (matches.isEmpty()) {
                throw new NoSuchFileException(
                        glob, null, "nothing there, seen from " + Path.of("").toAbsolutePath());
            }
            found.addAll(matches);
        }
        classPath.accept(found);
    }

    private void maven(List<String> coordinates) throws Exception {
        List<Path> jars = maven.resolve(coordinates);
        classPath.accept(jars);
    }

    private void mavenRepo(List<String> arguments) {
        if (arguments.size() != 2) {
            throw new IllegalArgumentException("%mavenRepo needs a name and an address");
        }
        maven.addRepository(arguments.get(0), arguments.get(1));
    }

    /**
     * The code in a file: the code cells of a notebook, or the whole of a Java or JShell script.
     */
    static List<String> cellsOf(Path file) throws IOException {
        String text = Files.readString(file);
        if (!file.toString().endsWith(".ipynb")) {
            return List.of(text);
        }
        List<String> cells = new ArrayList<>();
        for (JsonElement each : JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("cells")) {
            JsonObject cell = each.getAsJsonObject();
            if (cell.get("cell_type").getAsString().equals("code")) {
                cells.add(join(cell.get("source")));
            }
        }
        return cells;
    }

    private static String join(JsonElement source) {
        if (!source.isJsonArray()) {
            return source.getAsString();
        }
        StringBuilder text = new StringBuilder();
        JsonArray lines = source.getAsJsonArray();
        lines.forEach(line -> text.append(line.getAsString()));
        return text.toString();
    }
}
