package kontrast.grader.attacks;

import java.util.List;

/**
 * Ends, hangs, bombs and floods: the process, the machine or the judge is to run out of something.
 */
final class Exhaustion {

    private Exhaustion() {}

    private static final String JAVA = "System.getProperty(\"java.home\") + \"/bin/java\"";

    /** Each of these JVMs is within the limits of a process. */
    static final String CHILDREN = "for (int i = 0; i < 2; i++) { new ProcessBuilder(" + JAVA
            + ", \"-Xms900m\", \"-Xmx900m\", \"-XX:+AlwaysPreTouch\", \"-XX:+UseSerialGC\", \"-cp\","
            + " \"/jars/0-worker.jar\", \"kontrast.grader.worker.WorkerMain\")"
            + ".redirectErrorStream(true).start(); } Thread.sleep(4000);";

    private static final String THREAD =
            "Thread t = new Thread(() -> { while (true) { } }); t.setDaemon(true); t.start();";

    static List<Attack> all() {
        return List.of(
                Attack.harm("exit", "System.exit(0);", "System.exit"),
                Attack.harm("halt", "Runtime.getRuntime().halt(0);", "System.exit"),
                Attack.harm("exit-as-the-jvm-at-oom", "System.exit(3);", "out of memory"),
                Attack.harm("loop", "while (n > 0) { n++; n--; }", "loop without an end"),
                Attack.harm("sleep", "Thread.sleep(1L << 40);", "loop without an end"),
                Attack.cell(
                        "loop-at-top-level",
                        "int trap = 0;\nwhile (true) { trap++; }\n" + Attack.RIGHT,
                        "before its function was defined"),
                Attack.cell(
                        "loop-in-static-initialiser",
                        "class Trap { static int x; static { while (x >= 0) { x = 1; } } }\n"
                                + Attack.RIGHT.replace("int[] positives =", "n += Trap.x - 1; int[] positives ="),
                        "loop without an end"),
                Attack.cell("loop-in-tostring", """
                        class Trap extends RuntimeException {
                            @Override public String toString() { while (true) { } }
                            @Override public String getMessage() { return toString(); }
                        }
                        int[] positiveIndices(int n) { throw new Trap(); }
                        """, "loop without an end"),
                Attack.harm(
                        "fork-bomb",
                        "while (n > 0) { new ProcessBuilder(" + JAVA + ", \"-version\").start(); }",
                        "loop without an end|IOException|OutOfMemoryError|its process|of memory|no answer"),
                Attack.harm("memory-of-children", CHILDREN, "MiB of memory that a question has"),
                Attack.harm(
                        "thread-bomb",
                        "while (n > 0) { " + THREAD + " }",
                        "loop without an end|out of memory|its process|processor time"),
                Attack.harm(
                        "heap",
                        "List<long[]> l = new ArrayList<>(); while (n > 0) { l.add(new long[1 << 20]); }",
                        "out of memory"),
                Attack.harm(
                        "direct-memory",
                        "List<Object> l = new ArrayList<>();"
                                + " while (n > 0) { l.add(java.nio.ByteBuffer.allocateDirect(1 << 20)); }",
                        "its process ended|out of memory"),
                Attack.harm(
                        "native-memory",
                        Reach.UNSAFE
                                + " while (n > 0) { long a = unsafe.allocateMemory(1 << 28);"
                                + " unsafe.setMemory(a, 1 << 28, (byte) 1); }",
                        "out of memory|crashed|its process|processor time|loop without"),
                Attack.harm("metaspace", """
                        byte[] code = ClassLoader.getSystemResourceAsStream(
                                "ai/djl/ndarray/types/Shape.class").readAllBytes();
                        List<Object> kept = new ArrayList<>();
                        class Loader extends ClassLoader {
                            Class<?> define() {
                                return defineClass("ai.djl.ndarray.types.Shape", code, 0, code.length);
                            }
                        }
                        while (n > 0) { kept.add(new Loader().define()); }
                        """, "out of memory|loop without an end"),
                Attack.harm(
                        "deep-recursion",
                        "new Object() { int f(int i) { return f(i + 1) + 1; } }.f(0);",
                        "StackOverflowError"),
                Attack.harm(
                        "print-without-end",
                        "String line = \"flood\".repeat(1000); while (n > 0) { System.out.println(line); }",
                        "printed without end"),
                Attack.harm(
                        "flood-of-standard-error",
                        "var e = new FileOutputStream(FileDescriptor.err); byte[] b = new byte[1 << 16];"
                                + " while (n > 0) { e.write(b); }",
                        "flooded its output"),
                Attack.harm(
                        "flood-of-the-channel",
                        "var o = new FileOutputStream(FileDescriptor.out); byte[] b = new byte[1 << 16];"
                                + " while (n > 0) { o.write(b); }",
                        "no answer came back"),
                Attack.harm("huge-result", "if (n > 0) { return new int[1 << 24]; }", "16777216|out of memory"),
                Attack.harm(
                        "disk-in-one-file",
                        "java.nio.file.Files.write(java.nio.file.Path.of(\""
                                + Attack.FOLDER
                                + "/big\"), new byte[40 << 20]);",
                        "IOException"),
                Attack.harm(
                        "disk-in-many-files",
                        "for (int i = 0; i < 40; i++) { java.nio.file.Files.write("
                                + "java.nio.file.Path.of(\""
                                + Attack.FOLDER
                                + "/f\" + n + \"-\" + i), new byte[1 << 20]); }",
                        "IOException"),
                Attack.cell("deep-nesting", deep(), "does not compile"),
                Attack.cell("constants-that-double", doubling(), "does not compile|StackOverflow"),
                Attack.cell("definitions-that-wait-for-the-next", waiting(), "does not compile in the time"),
                Attack.harm(
                        "shutdown-hook",
                        "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { } }));"
                                + " System.exit(0);",
                        "loop without an end"),
                Attack.harm(
                        "daemon-left-behind",
                        THREAD + " if (n > 0) { return new int[2 * n]; }",
                        Attack.WRONG + "|loop without an end"));
    }

    /** Each line alone is quick, and makes JShell compile all above it again. */
    private static String waiting() {
        StringBuilder cell = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            cell.append("int g").append(i).append("() { return g").append(i + 1).append("(); }\n");
        }
        return cell + Attack.RIGHT;
    }

    private static String deep() {
        int depth = 20_000;
        return "int trap = " + "(".repeat(depth) + "1" + ")".repeat(depth) + ";\n" + Attack.RIGHT;
    }

    /** The compiler folds constants: 2^30 characters from thirty short lines. */
    private static String doubling() {
        StringBuilder cell = new StringBuilder("class Trap {\n  static final String A0 = \"xxxxxxxx\";\n");
        for (int i = 1; i <= 28; i++) {
            cell.append("  static final String A%d = A%d + A%d;\n".formatted(i, i - 1, i - 1));
        }
        return cell + "}\n" + Attack.RIGHT;
    }
}
