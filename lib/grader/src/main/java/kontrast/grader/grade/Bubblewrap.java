package kontrast.grader.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A sandbox of bubblewrap and prlimit.
 *
 * <p>Inside there are the JDK, the C library, and the files that the caller names, all read-only;
 * an empty folder in memory, {@value #FOLDER}, and nothing else that can be written; no {@code /proc}, whose lists of
 * mounts and of arguments name folders of this machine; no network, no home, no environment, no shell, and none of the
 * system calls of {@link SystemCalls}. When the last process of interest ends, the kernel
 * ends all others of the sandbox and the folder is gone.
 *
 * <p>Root drops to an unprivileged user inside, so that the limit on processes holds; others get a
 * user namespace.
 */
final class Bubblewrap implements Sandbox {

    /** The process's own folder: empty at first, gone at the end. */
    private static final String FOLDER = "/answer";

    private static final int FIRST_USER = 61_000;
    private static final int USERS = 4_000;

    private final Path bwrap;
    private final Path prlimit;
    private final Optional<Path> setpriv;
    private final Map<String, Path> system;
    private final Optional<Path> filter;
    private final AtomicInteger users = new AtomicInteger();

    private Bubblewrap(Path bwrap, Path prlimit, Optional<Path> setpriv) throws IOException {
        this.bwrap = bwrap;
        this.prlimit = prlimit;
        this.setpriv = setpriv;
        this.system = system();
        this.filter = SystemCalls.filter();
    }

    /**
     * Returns the sandbox of this machine.
     *
     * @return the sandbox, tried out
     * @throws IOException saying what is missing or what refuses
     */
    static Bubblewrap find() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IOException("bubblewrap needs Linux; this is " + System.getProperty("os.name"));
        }
        Path bwrap = program("bwrap")
                .orElseThrow(
                        () -> new IOException("bubblewrap is not installed (the package is called" + " bubblewrap)"));
        Path prlimit = program("prlimit").orElseThrow(() -> new IOException("prlimit (util-linux) is not installed"));
        boolean root = System.getProperty("user.name").equals("root");
        Bubblewrap sandbox = new Bubblewrap(bwrap, prlimit, root ? program("setpriv") : Optional.empty());
        sandbox.tryOut();
        return sandbox;
    }

    private void tryOut() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Limits limits = Limits.perCall(5);
        // A heap chosen by the machine's memory may leave a worker's address space no room for
        // threads.
        String heap = "-Xmx" + limits.heapMiB() + "m";
        List<String> command = wrap(
                List.of(java, "-Xshare:auto", heap, "-XX:+UseSerialGC", "-version"),
                Map.of(),
                Optional.empty(),
                limits);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("bubblewrap is installed but does not run here: " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static Optional<Path> program(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The JDK with everything its links lead to, and the C library. */
    private static Map<String, Path> system() throws IOException {
        Map<String, Path> visible = new TreeMap<>();
        Path home = Path.of(System.getProperty("java.home"));
        visible.put(home.toString(), home.toRealPath());
        for (Path target : linkedFolders(home)) {
            visible.put(target.toString(), target);
        }
        for (String folder : List.of("/lib", "/lib64", "/usr/lib64")) {
            Path path = Path.of(folder);
            if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
                visible.put(folder, path);
            }
        }
        try (Stream<Path> all = Files.list(Path.of("/usr/lib"))) {
            all.filter(p -> p.getFileName().toString().endsWith("-linux-gnu"))
                    .forEach(p -> visible.put(p.toString(), p));
        }
        Path cache = Path.of("/etc/ld.so.cache");
        if (Files.exists(cache)) {
            visible.put(cache.toString(), cache);
        }
        return visible;
    }

    /** Folders outside of the JDK that links in it lead to, e.g. Debian's /etc/java-17-openjdk. */
    private static Set<Path> linkedFolders(Path home) throws IOException {
        Set<Path> folders = new TreeSet<>();
        Path real = home.toRealPath();
        for (String part : List.of("conf", "lib")) {
            try (Stream<Path> files = Files.walk(home.resolve(part), 4)) {
                for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                    if (!Files.exists(link)) {
                        continue;
                    }
                    Path target = link.toRealPath();
                    Path folder = Files.isDirectory(target) ? target : target.getParent();
                    // /etc/java-17-openjdk as a whole, and never a folder such as /etc.
                    if (!target.startsWith(real) && folder.getNameCount() > 1) {
                        folders.add(folder);
                    }
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return folders;
    }

    @Override
    public List<String> wrap(List<String> command, Map<String, Path> visible, Optional<Path> writable, Limits limits) {
        List<String> wrapped = new ArrayList<>();
        // Bubblewrap reads the filter from an open file, which a Java program cannot hand to another.
        filter.ifPresent(
                path -> wrapped.addAll(List.of("/bin/sh", "-c", "exec 9<\"$0\" && exec \"$@\"", path.toString())));
        wrapped.add(bwrap.toString());
        filter.ifPresent(path -> wrapped.addAll(List.of("--seccomp", "9")));
        wrapped.addAll(List.of("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"));
        wrapped.addAll(List.of("--unshare-cgroup-try", "--die-with-parent", "--new-session"));
        if (setpriv.isEmpty()) {
            wrapped.addAll(List.of("--unshare-user", "--uid", "61000", "--gid", "61000"));
        }
        wrapped.addAll(List.of("--clearenv", "--hostname", "grading"));
        wrapped.addAll(List.of("--setenv", "OMP_NUM_THREADS", "1"));
        wrapped.addAll(List.of("--setenv", "HOME", FOLDER, "--setenv", "LANG", "C.UTF-8"));
        Map<String, Path> all = new LinkedHashMap<>(system);
        all.put(prlimit.toString(), prlimit);
        setpriv.ifPresent(path -> all.put(path.toString(), path));
        all.putAll(visible);
        // Bubblewrap would make parent folders that the unprivileged user cannot enter.
        for (Path parent : parents(all.keySet())) {
            wrapped.addAll(List.of("--perms", "0755", "--dir", parent.toString()));
        }
        all.forEach((inside, here) -> wrapped.addAll(List.of("--ro-bind", here.toString(), inside)));
        for (String folder : List.of("/lib", "/lib64")) {
            if (Files.isSymbolicLink(Path.of(folder))) {
                wrapped.addAll(List.of("--symlink", "usr" + folder, folder));
            }
        }
        // The dynamic linker and the JVM's launcher look here for the place of their program, and for nothing more.
        wrapped.addAll(List.of("--perms", "0755", "--dir", "/proc", "--perms", "0755", "--dir", "/proc/self"));
        wrapped.addAll(List.of("--symlink", command.get(0), "/proc/self/exe"));
        wrapped.addAll(List.of("--ro-bind", "/proc/cpuinfo", "/proc/cpuinfo"));
        // Its shared memory would be a folder without a limit.
        wrapped.addAll(List.of("--dev", "/dev", "--remount-ro", "/dev"));
        wrapped.addAll(List.of("--perms", "1777", "--size", mib(limits.fileMiB())));
        wrapped.addAll(List.of("--tmpfs", FOLDER, "--chdir", FOLDER));
        writable.ifPresent(path -> wrapped.addAll(List.of("--bind", path.toString(), Sandbox.OUT)));
        wrapped.addAll(List.of("--remount-ro", "/", "--"));
        wrapped.add(prlimit.toString());
        wrapped.addAll(limits.prlimits());
        wrapped.add("--");
        setpriv.ifPresent(path -> {
            // One a process: what is left of a bomb must not count against the next.
            int number = Math.floorMod(users.getAndIncrement(), USERS);
            String user = Integer.toString(FIRST_USER + number);
            wrapped.addAll(List.of(path.toString(), "--reuid", user, "--regid", user));
            wrapped.addAll(List.of("--clear-groups", "--inh-caps=-all"));
            wrapped.addAll(List.of("--bounding-set=-all", "--no-new-privs", "--"));
        });
        wrapped.addAll(command);
        return wrapped;
    }

    /** Every folder above the given paths, outermost first, without the root. */
    private static List<Path> parents(Set<String> paths) {
        Set<Path> parents = new TreeSet<>();
        for (String path : paths) {
            for (Path p = Path.of(path).getParent(); p.getNameCount() > 0; p = p.getParent()) {
                parents.add(p);
            }
        }
        return List.copyOf(parents);
    }

    private static String mib(int count) {
        return Long.toString((long) count << 20);
    }

    @Override
    public String path(String inside, Path here) {
        return inside;
    }

    @Override
    public boolean isAnotherUser() {
        return setpriv.isPresent();
    }

    @Override
    public String describe() {
        return "sandbox: bubblewrap, no network, read-only JDK and jars, empty folder in memory"
                + (setpriv.isPresent() ? ", unprivileged user" : "");
    }
}
