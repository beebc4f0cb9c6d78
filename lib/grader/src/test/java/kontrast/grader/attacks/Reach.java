package kontrast.grader.attacks;

import java.nio.file.Path;
import java.util.List;

/** Reaches for what is outside: keys, files, the network, other processes, native code. */
final class Reach {

    static final String UNSAFE =
            "java.lang.reflect.Field f = Class.forName(\"sun.misc.Unsafe\").getDeclaredField(\"theUnsafe\");"
                    + " f.setAccessible(true); sun.misc.Unsafe unsafe = (sun.misc.Unsafe) f.get(null);";

    /** Adds a key to the user's own keyring, which outlives the process: add_key is 248 on x86-64, 217 on ARM. */
    static final String KEY = "long key = com.sun.jna.Function.getFunction(\"c\", \"syscall\").invokeLong("
            + "new Object[] {System.getProperty(\"os.arch\").equals(\"amd64\") ? 248L : 217L,"
            + " \"user\", \"left\", \"secret\", 6L, -4L}); won = key > 0;";

    private Reach() {}

    /**
     * Returns them.
     *
     * @param secret the course's secret
     * @param root the course
     * @param submissions the folder with everybody's notebooks
     * @param port of a server on this machine
     */
    static List<Attack> all(Path secret, Path root, Path submissions, int port) {
        return List.of(
                Attack.reach("read-the-key", read(secret)),
                Attack.reach("read-the-solutions", read(root.resolve("solutions/README.md"))),
                Attack.reach("read-another-submission", "won = new File(\"" + submissions + "\").list().length > 0;"),
                Attack.reach("path-traversal", read(Path.of(Attack.FOLDER + "/../" + secret))),
                Attack.reach(
                        "symlink",
                        "var l = java.nio.file.Path.of(\""
                                + Attack.FOLDER
                                + "/link\" + n);"
                                + " java.nio.file.Files.createSymbolicLink(l, java.nio.file.Path.of(\""
                                + secret
                                + "\")); won = java.nio.file.Files.readAllBytes(l).length > 0;"),
                Attack.reach(
                        "home-and-etc",
                        "won = new File(\"/root\").exists() || new File(\"/home\").exists()"
                                + " || new File(\"/etc/passwd\").exists() || new File(\"/tmp\").exists();"),
                Attack.reach(
                        "environment",
                        "won = System.getenv().keySet().stream().anyMatch(k -> k.contains(\"KONTRAST\")"
                                + " || k.equals(\"USER\") || k.equals(\"JAVA_HOME\"));"),
                Attack.reach(
                        "open-files",
                        "for (File fd : new File(\"/proc/self/fd\").listFiles()) {"
                                + " String to = java.nio.file.Files.readSymbolicLink(fd.toPath()).toString();"
                                + " won |= to.endsWith(\".ipynb\") || to.contains(\"secret\")"
                                + " || to.contains(\"journal\"); }"),
                Attack.harm(
                        "read-the-channel",
                        "new FileInputStream(\"/proc/self/fd/0\").readAllBytes();",
                        "IOException|FileNotFound|loop without an end|no answer came back"),
                Attack.reach("arguments-of-the-sandbox", read(Path.of("/proc/1/cmdline"))),
                Attack.reach("mounts-of-this-machine", read(Path.of("/proc/self/mountinfo"))),
                Attack.reach("shared-memory", "won = new File(\"/dev/shm/left\").createNewFile();"),
                Attack.reach("keyring", KEY),
                Attack.reach("memory-of-the-parent", read(Path.of("/proc/1/mem"))),
                Attack.reach(
                        "memory-of-any-other",
                        "for (File p : new File(\"/proc\").listFiles()) { if (p.getName().matches(\"\\\\d+\")"
                                + " && !p.getName().equals(\"\" + ProcessHandle.current().pid())) {"
                                + " won |= new FileInputStream(new File(p, \"mem\")).read() >= 0"
                                + " || new File(p, \"environ\").length() > 0; } }"),
                Attack.reach(
                        "loopback",
                        "try (Socket s = new Socket(\"127.0.0.1\", " + port + ")) { won = s.isConnected(); }"),
                Attack.reach(
                        "tcp-out",
                        "try (Socket s = new Socket()) { s.connect(new InetSocketAddress("
                                + "InetAddress.getByAddress(new byte[] {1, 1, 1, 1}), 443), 1000);"
                                + " won = true; }"),
                Attack.reach(
                        "udp-out",
                        "try (DatagramSocket s = new DatagramSocket()) { s.send(new DatagramPacket("
                                + "new byte[1], 1, InetAddress.getByAddress(new byte[] {1, 1, 1, 1}), 53));"
                                + " won = true; }"),
                Attack.reach("dns", "won = InetAddress.getByName(\"example.org\") != null;"),
                Attack.reach(
                        "attach-to-another-jvm",
                        "for (var vm : com.sun.tools.attach.VirtualMachine.list()) {"
                                + " com.sun.tools.attach.VirtualMachine.attach(vm); won = true; }"),
                Attack.reach("kill-the-parent", "won = ProcessHandle.current().parent().get().destroyForcibly();"),
                Attack.reach(
                        "signal-by-native-code",
                        // An ordinary user's sandbox runs as that user, and the system takes the signal to its first
                        // process without a word and without effect: whoever is still there was not reached.
                        "var kill = com.sun.jna.Function.getFunction(\"c\", \"kill\");"
                                + " won = kill.invokeInt(new Object[] {1, 9}) == 0"
                                + " && kill.invokeInt(new Object[] {1, 0}) != 0;"),
                Attack.reach(
                        "kill-everybody",
                        "int r = com.sun.jna.Function.getFunction(\"c\", \"kill\").invokeInt("
                                + "new Object[] {-1, 9}); won = r == 0;"),
                Attack.reach(
                        "become-root",
                        "int r = com.sun.jna.Function.getFunction(\"c\", \"setuid\").invokeInt("
                                + "new Object[] {0}); won = r == 0;"),
                Attack.reach(
                        "mount",
                        "int r = com.sun.jna.Function.getFunction(\"c\", \"unshare\").invokeInt("
                                + "new Object[] {0x10000000}); won = r == 0 && new File(\"/root\").exists();"),
                Attack.harm("unsafe-write", UNSAFE + " unsafe.putAddress(0, 1);", "crashed|its process"),
                Attack.harm(
                        "load-a-library",
                        "java.nio.file.Files.write(java.nio.file.Path.of(\""
                                + Attack.FOLDER
                                + "/x.so\"), new byte[64]);"
                                + " System.load(\""
                                + Attack.FOLDER
                                + "/x.so\");",
                        "UnsatisfiedLinkError"),
                Attack.reach(
                        "shell", "won = new ProcessBuilder(\"/bin/sh\", \"-c\", \"true\").start().waitFor() == 0;"),
                Attack.reach(
                        "files-of-another-student",
                        "if (System.setProperty(\"mine\", \"\") == null) { won = new File(\""
                                + Attack.FOLDER
                                + "/left\").exists(); }"
                                + " java.nio.file.Files.write(java.nio.file.Path.of(\""
                                + Attack.FOLDER
                                + "/left\"), new byte[1]);"
                                + " for (String d : List.of(\"/tmp\", \"/var/tmp\", \"/dev/shm\", \"/jars\", \"/native\")) {"
                                + " won |= new File(d, \"left\").createNewFile(); }"),
                Attack.reach(
                        "change-the-jars",
                        "for (File jar : new File(\"/jars\").listFiles()) {"
                                + " new FileOutputStream(jar, true).close(); won = true; }"),
                Attack.reach(
                        "heap-dump",
                        "java.lang.management.ManagementFactory.getPlatformMXBean("
                                + "com.sun.management.HotSpotDiagnosticMXBean.class)"
                                + ".dumpHeap(\""
                                + Attack.FOLDER
                                + "/h\" + n + \".hprof\", false); won = new File(\""
                                + Attack.FOLDER
                                + "/h\" + n"
                                + " + \".hprof\").length() > (64 << 20);"));
    }

    private static String read(Path file) {
        return "try (var in = new FileInputStream(\"" + file + "\")) { won = in.read() >= 0; }";
    }
}
