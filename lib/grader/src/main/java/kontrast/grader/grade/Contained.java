package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For a container that serves one submission and is then thrown away, and in which bubblewrap may
 * not make a sandbox of its own (Gradescope's): another user, without privileges, with the limits
 * of prlimit. What that user must not see, file permissions hide; the network is the container's.
 */
final class Contained implements Sandbox {

    private static final int FIRST_USER = 65_000;
    private static final int USERS = 500;

    private final Path setpriv;
    private final Path prlimit;
    private final AtomicInteger users = new AtomicInteger();

    private Contained(Path setpriv, Path prlimit) {
        this.setpriv = setpriv;
        this.prlimit = prlimit;
    }

    /**
     * Returns it.
     *
     * @return the sandbox
     * @throws IOException if this is not root, or the programs are missing
     */
    static Contained find() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            throw new IOException("--contained needs root, to become another user");
        }
        return new Contained(
                Bubblewrap.program("setpriv").orElseThrow(() -> new IOException("setpriv (util-linux) is missing")),
                Bubblewrap.program("prlimit").orElseThrow(() -> new IOException("prlimit (util-linux) is missing")));
    }

    @Override
    public List<String> wrap(List<String> command, Map<String, Path> visible, Optional<Path> writable, Limits limits) {
        List<String> wrapped = new ArrayList<>(List.of(prlimit.toString()));
        wrapped.addAll(limits.prlimits());
        wrapped.add("--");
        String user = Integer.toString(FIRST_USER + Math.floorMod(users.getAndIncrement(), USERS));
        wrapped.addAll(List.of(setpriv.toString(), "--reuid", user, "--regid", user));
        wrapped.addAll(List.of("--clear-groups", "--inh-caps=-all"));
        wrapped.addAll(List.of("--bounding-set=-all", "--no-new-privs", "--"));
        wrapped.addAll(command);
        return wrapped;
    }

    @Override
    public String path(String inside, Path here) {
        return here.toString();
    }

    @Override
    public void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @Override
    public void show(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public boolean isAnotherUser() {
        return true;
    }

    @Override
    public String describe() {
        return "sandbox: an unprivileged user in this container";
    }
}
