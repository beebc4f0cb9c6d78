package kontrast.grader.grade;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kontrast.grader.worker.CompilerMain;
import kontrast.grader.worker.WorkerMain;

/**
 * What a worker's JVM is started with: a class path of DJL and the worker's own jar, the unpacked
 * native library, and an archive of loaded classes that shortens its start.
 *
 * <p>Neither the library of the course nor the grader is on that class path.
 */
final class WorkerHome {

    /** One class of each jar that DJL needs; jars with natives are found by their resources. */
    private static final List<String> CLASSES = List.of(
            "ai.djl.ndarray.NDArray",
            "ai.djl.pytorch.engine.PtEngine",
            "com.google.gson.Gson",
            "org.slf4j.Logger",
            "org.slf4j.nop.NOPServiceProvider",
            "com.sun.jna.Native",
            "org.apache.commons.compress.archivers.tar.TarArchiveEntry",
            // What a notebook has besides, and computes only: an answer that uses it there may use it here.
            "org.apache.commons.math3.util.FastMath",
            "com.google.common.collect.ImmutableList");

    private static final List<String> RESOURCES = List.of("native/lib/pytorch.properties", "jnilib/pytorch.properties");

    private final Path folder;
    private final Sandbox sandbox;
    private final Set<Path> places = new HashSet<>();
    private final Map<String, Path> jars = new LinkedHashMap<>();
    private final Map<String, Path> natives = new LinkedHashMap<>();
    private final String nativeFolder;
    private boolean archived;

    /**
     * Prepares everything.
     *
     * @param folder an empty folder of ours, for the jar and the archive
     * @param sandbox what the workers run in
     * @throws IOException if something cannot be written or found
     */
    WorkerHome(Path folder, Sandbox sandbox) throws IOException {
        this.folder = folder;
        this.sandbox = sandbox;
        Path worker = folder.resolve("worker.jar");
        packWorker(worker);
        letRead(worker);
        add(worker);
        for (String name : CLASSES) {
            add(jarOf(name.replace('.', '/') + ".class"));
        }
        for (String name : RESOURCES) {
            add(jarOf(name));
        }
        Path cache = unpackedNatives();
        sandbox.show(cache); // DJL makes it for the user alone
        this.nativeFolder = "/native/pytorch/" + cache.getFileName();
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                natives.put(nativeFolder + "/" + file.getFileName(), letRead(file));
            }
        }
    }

    private void add(Path jar) throws IOException {
        if (places.add(jar)) {
            String name = jars.size() + "-" + jar.getFileName();
            // Of a file that was fetched for its owner alone, the workers' user reads a copy.
            jars.put("/jars/" + name, isHidden(jar) ? letRead(Files.copy(jar, folder.resolve(name))) : jar);
        }
    }

    private boolean isHidden(Path file) throws IOException {
        return sandbox.isAnotherUser()
                && !Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    /** Whatever umask says: lets the workers' user read a file of ours. */
    Path letRead(Path file) throws IOException {
        if (isHidden(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        return file;
    }

    private static Path jarOf(String resource) throws IOException {
        URL url = WorkerHome.class.getClassLoader().getResource(resource);
        if (url == null || !url.getProtocol().equals("jar")) {
            throw new IOException("the grader needs "
                    + resource
                    + " in a jar on its class path, found "
                    + url
                    + "; start it with ./course grade");
        }
        String path = url.getPath();
        try {
            return Path.of(new URI(path.substring(0, path.indexOf("!/"))));
        } catch (URISyntaxException e) {
            throw new IOException(url.toString(), e);
        }
    }

    /** Lets DJL unpack its native library, once a machine, and returns the folder. */
    private static Path unpackedNatives() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.create(1f).close();
        }
        Path pytorch = Utils.getEngineCacheDir("pytorch");
        String override = System.getenv("PYTORCH_LIBRARY_PATH");
        if (override != null) {
            throw new IOException("PYTORCH_LIBRARY_PATH is set to "
                    + override
                    + "; unset it to grade with the library that comes with the course");
        }
        try (Stream<Path> folders = Files.list(pytorch)) {
            return folders.filter(p -> p.getFileName().toString().contains("-cpu-"))
                    .max(Comparator.comparing(p -> p.toFile().lastModified()))
                    .orElseThrow(() -> new IOException("DJL has unpacked no CPU library below " + pytorch));
        }
    }

    /** Packs the classes of the package {@code kontrast.grader.worker}, and nothing else. */
    private static void packWorker(Path jar) throws IOException {
        String folder = WorkerMain.class.getPackageName().replace('.', '/') + "/";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : classesIn(folder)) {
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = WorkerHome.class.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }

    private static List<String> classesIn(String folder) throws IOException {
        Path source;
        try {
            source = Path.of(WorkerMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (Files.isDirectory(source)) {
            try (Stream<Path> files = Files.list(source.resolve(folder))) {
                return files.map(p -> folder + p.getFileName()).sorted().toList();
            }
        }
        try (JarFile jar = new JarFile(source.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(n -> n.startsWith(folder) && n.endsWith(".class"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Makes the archive of loaded classes, from one run of a worker with code of ours. Without it
     * all works, but each start takes longer.
     *
     * @param limits what the run may use
     * @param rehearsal has a worker do what a question makes it do, until its orderly end
     * @throws IOException if files cannot be made
     */
    void rehearse(Limits limits, Consumer<List<String>> rehearsal) throws IOException {
        Path out = Files.createTempDirectory(folder, "rehearsal");
        out.toFile().setWritable(true, false);
        out.toFile().setExecutable(true, false);
        Path archive = out.resolve("worker.jsa");
        Limits roomy = new Limits(
                limits.setup(),
                limits.call(),
                limits.total(),
                limits.heapMiB(),
                limits.addressSpaceMiB(),
                limits.processes(),
                limits.memoryMiB(),
                512);
        String option = "-XX:ArchiveClassesAtExit=" + sandbox.path(Sandbox.OUT + "/worker.jsa", archive);
        rehearsal.accept(worker(roomy, Optional.of(out), List.of(option)));
        if (Files.exists(archive)) {
            letRead(Files.move(archive, folder.resolve("worker.jsa"), StandardCopyOption.REPLACE_EXISTING));
            archived = true;
        }
    }

    /** Tells whether workers start from the archive. */
    boolean isArchived() {
        return archived;
    }

    /**
     * Returns the command of a worker.
     *
     * @param limits what it may use
     * @return the command
     */
    List<String> worker(Limits limits) {
        return worker(limits, Optional.empty(), List.of());
    }

    private List<String> worker(Limits limits, Optional<Path> writable, List<String> options) {
        Map<String, Path> visible = new LinkedHashMap<>(jars);
        visible.putAll(natives);
        List<String> java = java(limits);
        // It lives for a fraction of a second: the JVM's quick compiler alone is faster.
        java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1"));
        java.addAll(List.of("-XX:ReservedCodeCacheSize=48m", "-XX:MaxDirectMemorySize=64m"));
        java.addAll(List.of("-XX:MaxMetaspaceSize=160m", "-XX:CompressedClassSpaceSize=64m"));
        java.add("-Dai.djl.offline=true");
        Path engineCache =
                natives.values().iterator().next().getParent().getParent().getParent();
        java.add("-DENGINE_CACHE_DIR=" + sandbox.path("/native", engineCache));
        java.add("-DDJL_CACHE_DIR=" + sandbox.path("/native", engineCache));
        if (Runtime.version().feature() >= 22) {
            java.add("--enable-native-access=ALL-UNNAMED");
        }
        java.addAll(options);
        if (archived) {
            Path archive = folder.resolve("worker.jsa");
            visible.put("/jars/worker.jsa", archive);
            java.add("-XX:SharedArchiveFile=" + sandbox.path("/jars/worker.jsa", archive));
            java.add("-Xshare:auto");
        }
        java.addAll(List.of("-cp", classPath(jars), WorkerMain.class.getName()));
        return sandbox.wrap(java, visible, writable, limits);
    }

    /**
     * Returns the command of a compiler. It sees the same classes as a worker, and no native code.
     *
     * @return the command
     */
    List<String> compiler() {
        Map<String, Path> visible = new LinkedHashMap<>(jars);
        visible.keySet().removeIf(jar -> jar.contains("pytorch-native"));
        Limits limits = Limits.ofCompiler();
        List<String> java = java(limits);
        java.addAll(List.of("-cp", classPath(visible), CompilerMain.class.getName()));
        return sandbox.wrap(java, visible, Optional.empty(), limits);
    }

    private static List<String> java(Limits limits) {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(List.of("-Xmx" + limits.heapMiB() + "m", "-Xss1m", "-XX:+UseSerialGC"));
        java.addAll(List.of("-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"));
        java.addAll(List.of("-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash"));
        // Standard output is the channel: the JVM must not print on it.
        java.addAll(List.of("-XX:+DisplayVMOutputToStderr", "-Xlog:disable"));
        java.add("-Xlog:all=warning:stderr");
        java.addAll(List.of("-XX:+SuppressFatalErrorMessage", "-Dfile.encoding=UTF-8"));
        java.addAll(List.of("-Duser.language=en", "-Djava.awt.headless=true"));
        return java;
    }

    private String classPath(Map<String, Path> jars) {
        return jars.entrySet().stream()
                .map(jar -> sandbox.path(jar.getKey(), jar.getValue()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The folder that was given for the jar and the archive. */
    Path folder() {
        return folder;
    }

    /** The class path of a worker, for the tests that look for what must not be on it. */
    String classPath() {
        return jars.values().stream().map(Path::toString).collect(Collectors.joining("\n"));
    }
}
