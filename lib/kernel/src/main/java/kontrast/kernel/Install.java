package kontrast.kernel;

import com.google.gson.GsonBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Installs the kernel for the current user: one {@code kernel.json} and one file of arguments for
 * Java, in a folder of their own. Other kernels are not touched; installing again replaces the two
 * files.
 *
 * <p>The kernel's class path is the installer's own, and what {@code --jars} adds. It manages
 * native memory as the installer does: variables {@code MALLOC_...} of glibc are handed on.
 */
public final class Install {
    private static final String USAGE = """
            usage: Install [--name NAME] [--display-name TEXT] [--jars DIR_OR_JAR...]
                           [--sources DIR_OR_JAR...] [--xmx SIZE] [--java PROGRAM] [--root DIR]
              --name NAME          the kernel's name, default kontrast
              --display-name TEXT  what front ends call it, default Java (Kontrast)
              --jars ...           jars, folders of jars, or folders of classes for the notebooks
              --sources ...        source folders or jars from which Javadoc is shown
              --xmx SIZE           the most memory for Java objects, such as 3g
              --java PROGRAM       the java program of a JDK, default the one that runs this
              --root DIR           the course, whose data notebooks find wherever they lie
            """;

    /**
     * How threads of a tensor operation wait for each other. Those of OpenMP turn in circles for a while, which costs
     * nothing on an idle machine and nearly everything on a busy one, where the thread that they wait for has no
     * processor: another notebook that trains is enough. PASSIVE sleeps at once.
     */
    private static final String WAITING = "OMP_WAIT_POLICY";

    private final Map<String, List<String>> options;
    private final String name;
    private final Path folder;

    private Install(Map<String, List<String>> options) {
        this.options = options;
        this.name = one("--name", "kontrast");
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException(
                    "--name " + name + ": a kernel's name has letters, digits, '.', '_' and '-' only");
        }
        this.folder = dataFolder(System.getenv()).resolve("kernels").resolve(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Installs the kernel.
     *
     * @param args the options; see the usage text
     */
    public static void main(String[] args) {
        try {
            Install install = new Install(options(args));
            install.run();
            System.out.println(install.folder);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("The kernel could not be installed: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Path spec = folder.resolve("kernel.json");
        if (Files.exists(spec) && !Files.readString(spec).contains(KernelMain.class.getName())) {
            throw new IllegalArgumentException(
                    "another kernel has the name " + name + " (" + spec + "): choose a --name");
        }
        Path java = java();
        Path arguments = folder.resolve("java.args");
        Files.createDirectories(folder);
        Path agent = folder.resolve("agent.jar");
        write(agent, Redefinition.jar());
        write(arguments, argfile(java, agent));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("argv", List.of(java.toString(), "@" + arguments, KernelMain.class.getName(), "{connection_file}"));
        json.put("display_name", one("--display-name", "Java (Kontrast)"));
        json.put("language", "java");
        json.put("interrupt_mode", "message");
        Map<String, String> env = nativeMemory(System.getenv());
        env.putAll(characters(System.getProperty("os.name"), System.getenv()));
        env.put(WAITING, System.getenv().getOrDefault(WAITING, "PASSIVE"));
        json.put("env", env);
        write(
                spec,
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(json) + "\n");
    }

    /** What the installer was told about the C library's memory, in the order of the names. */
    private static Map<String, String> nativeMemory(Map<String, String> env) {
        Map<String, String> settings = new TreeMap<>(env);
        settings.keySet().removeIf(name -> !name.startsWith("MALLOC_"));
        return settings;
    }

    /**
     * Without a locale, as in many containers, Java 17 takes file names outside ASCII for errors; a user's own locale
     * is left as it is. The launcher has set one where there was none, which a Jupyter that somebody starts by himself
     * lacks.
     */
    static Map<String, String> characters(String system, Map<String, String> env) {
        if (!system.equals("Linux")) {
            return Map.of();
        }
        String given = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> env.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("C");
        return List.of("C", "POSIX", "C.UTF-8").contains(given) ? Map.of("LC_ALL", "C.UTF-8") : Map.of();
    }

    private static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), ".draft", "");
        Files.write(draft, content);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private String argfile(Path java, Path agent) throws IOException {
        List<String> lines = new ArrayList<>();
        if (options.containsKey("--xmx")) {
            String size = one("--xmx", "");
            if (!size.matches("\\d+[kKmMgG]?")) {
                throw new IllegalArgumentException("--xmx " + size + ": expected something like 3g");
            }
            lines.add("-Xmx" + size);
        }
        lines.add("-Dfile.encoding=UTF-8");
        lines.add("-Djava.awt.headless=true");
        if (options.containsKey("--root")) {
            Path root = Path.of(one("--root", "")).toAbsolutePath().normalize();
            if (!Files.isDirectory(root)) {
                throw new IllegalArgumentException("--root " + root + ": no such folder");
            }
            lines.add(quoted("-Dkontrast.root=" + root));
        }
        lines.add("--enable-native-access=ALL-UNNAMED");
        if (version(java) >= 24) {
            lines.add("--sun-misc-unsafe-memory-access=allow"); // else libraries warn in every
            // notebook
        }
        lines.add(quoted("-javaagent:" + agent));
        lines.add("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED");
        List<String> classPath = classPath();
        String sources = String.join(File.pathSeparator, sources(classPath));
        if (!sources.isEmpty()) {
            lines.add(quoted("-Dkontrast.sources=" + sources));
        }
        lines.add("-cp");
        lines.add(quoted(String.join(File.pathSeparator, classPath)));
        return String.join("\n", lines) + "\n";
    }

    /** In Java's argument files, quotes keep blanks together, and a backslash escapes. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private List<String> classPath() {
        Set<Path> folders = new LinkedHashSet<>();
        Set<String> entries = new LinkedHashSet<>();
        for (String each : options.getOrDefault("--jars", List.of())) {
            Path path = Path.of(each).toAbsolutePath().normalize();
            if (!Files.exists(path)) {
                throw new IllegalArgumentException("--jars " + each + ": there is nothing");
            }
            String[] names = path.toFile().list((dir, n) -> n.endsWith(".jar"));
            if (names != null && names.length > 0) {
                folders.add(path);
            } else {
                entries.add(path.toString());
            }
        }
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(each).toAbsolutePath().normalize();
            if (!each.isBlank() && Files.exists(path) && !folders.contains(path.getParent())) {
                entries.add(path.toString());
            }
        }
        folders.forEach(path -> entries.add(path.resolve("*").toString()));
        return List.copyOf(entries);
    }

    /** The sources named, and those of jars that a Maven build made next to their sources. */
    private Set<String> sources(List<String> classPath) {
        Set<String> sources = new LinkedHashSet<>();
        for (String each : options.getOrDefault("--sources", List.of())) {
            sources.add(Path.of(each).toAbsolutePath().normalize().toString());
        }
        for (String entry : classPath) {
            Path target = Path.of(entry.replace("*", "")).getParent();
            if (target != null && target.endsWith("target")) {
                Path beside = target.resolveSibling("src").resolve("main").resolve("java");
                if (Files.isDirectory(beside)) {
                    sources.add(beside.toString());
                }
            }
        }
        return sources;
    }

    private Path java() {
        String program = one(
                "--java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path path = Path.of(program);
        if (!Files.isExecutable(path) && Files.isExecutable(Path.of(program + ".exe"))) {
            path = Path.of(program + ".exe");
        }
        if (!Files.isExecutable(path)) {
            throw new IllegalArgumentException("--java " + program + ": not a program");
        }
        return path.toAbsolutePath();
    }

    /**
     * The feature version of a java program, which must be a JDK's: the kernel needs its compiler.
     */
    private static int version(Path java) throws IOException {
        Process process = new ProcessBuilder(java.toString(), "--list-modules")
                .redirectErrorStream(true)
                .start();
        String modules = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var matcher = Pattern.compile("java\\.base@(\\d+)").matcher(modules);
        if (!matcher.find() || Integer.parseInt(matcher.group(1)) < 17 || !modules.contains("jdk.jshell")) {
            throw new IOException(java + " has no jshell: it is not a JDK of version 17 or later, or only a part");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Where Jupyter keeps what a user installs. */
    static Path dataFolder(Map<String, String> env) {
        String home = env.getOrDefault("HOME", System.getProperty("user.home"));
        String system = System.getProperty("os.name");
        String named = env.getOrDefault("JUPYTER_DATA_DIR", ""); // empty is as good as none, to Jupyter too
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        if (system.startsWith("Mac")) {
            return Path.of(home, "Library", "Jupyter");
        }
        if (system.startsWith("Windows") && env.containsKey("APPDATA")) {
            return Path.of(env.get("APPDATA"), "jupyter");
        }
        String data = env.getOrDefault("XDG_DATA_HOME", "");
        return (data.isEmpty() ? Path.of(home, ".local", "share") : Path.of(data)).resolve("jupyter");
    }

    static Map<String, List<String>> options(String[] args) {
        Map<String, List<String>> options = new TreeMap<>();
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            if (!List.of("--name", "--display-name", "--jars", "--sources", "--xmx", "--java", "--root")
                    .contains(option)) {
                throw new IllegalArgumentException("unknown option " + option);
            }
            List<String> values = options.computeIfAbsent(option, o -> new ArrayList<>());
            boolean many = option.equals("--jars") || option.equals("--sources");
            do {
                if (rest.isEmpty()) {
                    throw new IllegalArgumentException(option + " needs a value");
                }
                values.add(rest.pop());
            } while (many && !rest.isEmpty() && !rest.peek().startsWith("--"));
        }
        return options;
    }

    private String one(String option, String otherwise) {
        List<String> values = options.getOrDefault(option, List.of(otherwise));
        return values.get(values.size() - 1);
    }
}
