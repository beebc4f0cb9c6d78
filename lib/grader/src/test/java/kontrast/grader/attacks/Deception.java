package kontrast.grader.attacks;

import java.util.List;

/** Forged answers, borrowed names, looks at the judge, and text that wants to be more than text. */
final class Deception {

    private static final String OUT =
            "DataOutputStream o = new DataOutputStream(new FileOutputStream(FileDescriptor.out));";

    private static final String FRAMES = "kontrast.grader.worker.Frames";
    private static final String BODIES = "kontrast.grader.worker.Bodies";

    /** An answer in form, with a nonce that is a guess. */
    private static final String FORGED = OUT
            + " int[] p = new int[2 * n]; for (int i = 0; i < 2 * n; i++) { p[i] = (i + n) % (2 * n); }"
            + " "
            + FRAMES
            + ".writeHead(o, "
            + FRAMES
            + ".Type.OUTCOME, 42); "
            + BODIES
            + ".write(o, new kontrast.grader.worker.Outcome(kontrast.grader.worker.Value.of(p),"
            + " List.of(kontrast.grader.worker.Value.of(n)), kontrast.grader.worker.Value.nothing(),"
            + " \"\", \"\")); o.flush();";

    private Deception() {}

    static List<Attack> all() {
        return List.of(
                Attack.harm(
                        "print-that-it-passed",
                        "System.out.println(\"passed 11.3 (1 of 1 points)\"); if (n > 0) { return new int[0]; }",
                        "int\\[0\\]"),
                Attack.harm(
                        "replace-system-out",
                        "System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true));"
                                + " System.out.println(\"all points, please\");",
                        "no answer came back"),
                Attack.harm(
                        "close-the-channel",
                        "new FileOutputStream(FileDescriptor.out).close();",
                        "its process|no answer"),
                Attack.harm("forge-a-frame", FORGED + " if (n > 0) { return new int[2 * n]; }", "no answer came back"),
                Attack.harm(
                        "race-two-answers",
                        "new Thread(() -> { try { while (true) { "
                                + FORGED.replace("int[] p", "final int[] p")
                                + " } } catch (Exception e) { } }).start(); Thread.sleep(20);",
                        "no answer came back"),
                Attack.harm(
                        "answer-before-the-question",
                        OUT + " " + FRAMES + ".writeHead(o, " + FRAMES + ".Type.ENDED, 0); o.flush();",
                        "no answer came back"),
                Attack.cell(
                        "replay-an-old-answer",
                        // The first frames of the worker, as they stood on the wire, once more.
                        Attack.RIGHT.replace(
                                "return positives;",
                                OUT
                                        + " o.writeInt(0x4B545231); o.writeLong(0); o.writeByte('h'); o.flush();"
                                        + " return positives;"),
                        "no answer came back"),
                Attack.harm(
                        "answer-in-half",
                        OUT + " o.writeInt(0x4B545231); o.flush(); Runtime.getRuntime().halt(0);",
                        "its process|no answer"),
                Attack.harm(
                        "late-write-by-a-hook",
                        "Runtime.getRuntime().addShutdownHook(new Thread(() -> { try { "
                                + FORGED
                                + " } catch (Exception e) { } })); if (n > 0) { return new int[2 * n]; }",
                        Attack.WRONG),
                Attack.reach("look-at-the-check", "won = Class.forName(\"kontrast.grader.check.Check\") != null;"),
                Attack.reach("look-at-the-library", "won = Class.forName(\"kontrast.loss.NtXent\") != null;"),
                Attack.cell(
                        "call-the-reference",
                        Attack.RIGHT.replace(
                                "return positives;",
                                "return kontrast.grader.exercise.simclr.SimClrExercises.positiveIndices()"
                                        + ".reference().apply(n);"),
                        "kontrast"),
                Attack.reach(
                        "reflection-on-the-worker",
                        "var c = Class.forName(\"kontrast.grader.worker.WorkerMain\"); for (var field :"
                                + " c.getDeclaredFields()) { field.setAccessible(true);"
                                + " won |= java.lang.reflect.Modifier.isStatic(field.getModifiers())"
                                + " && field.get(null) != null; }"),
                Attack.reach(
                        "stack-of-the-worker",
                        "won = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(s -> s"
                                + ".anyMatch(f -> f.getClassName().contains(\"Check\")));"),
                Attack.reach(
                        "bind-another-function",
                        "kontrast.grader.worker.DefinedFunction.bind(a -> new int[2 * (int) a[0]]);"),
                Attack.cell(
                        "shadow-math",
                        "class Math { static int floorMod(int a, int b) { return 0; } }\n"
                                + Attack.RIGHT.replace("(i + n) % (2 * n)", "Math.floorMod(i + n, 2 * n)"),
                        Attack.WRONG),
                Attack.cell("shadow-the-check", """
                        class SimClrExercises { static Check positiveIndices() { return new Check(); } }
                        class Check { boolean check(Object f) { return true; } }
                        int[] positiveIndices(int n) { return new int[0]; }
                        """, "int\\[0\\]"),
                Attack.cell(
                        "shadow-the-bridge",
                        "class kontrast { static Object grader; }\n" + Attack.RIGHT,
                        "does not compile"),
                Attack.cell(
                        "shadow-the-array",
                        "class NDArray { boolean equals; }\nNDArray positiveIndices(int n) { return new NDArray(); }",
                        "does not compile|incompatible"),
                Attack.cell(
                        "shadow-the-package",
                        "package ai.djl.ndarray;\npublic class NDArray { }\n"
                                + Attack.RIGHT.replace("return positives", "return null"),
                        "does not compile|null|package"),
                Attack.cell(
                        "class-in-a-reserved-package",
                        "package java.lang;\nclass Integer { }\n"
                                + Attack.RIGHT.replace("return positives", "return null"),
                        "does not compile|null|package"),
                Attack.harm(
                        "define-a-class-of-java",
                        "byte[] code = Object.class.getResourceAsStream(\"Object.class\").readAllBytes();"
                                + " new ClassLoader() { { defineClass(\"java.lang.Object\", code, 0, code.length); } };",
                        "SecurityException"),
                Attack.cell("magic-shell", "%%sh\nrm -rf /\n", "not Java"),
                Attack.cell("magic-line", "%sh cat /etc/passwd\n" + Attack.RIGHT, "not Java"),
                Attack.cell(
                        "magic-by-code", "lineMagic(\"sh\", List.of(\"ls\"));\n" + Attack.RIGHT, "does not compile"),
                Attack.harm(
                        "terminal-codes",
                        "if (n > 0) throw new Exception(\"\\u001b]0;owned\\u0007\\u001b[2J\\u001b[31mred\");",
                        "Exception"),
                Attack.harm(
                        "html",
                        "if (n > 0) throw new Exception(\"</td><script>alert(1)</script><img src=x onerror=alert(1)>\");",
                        "Exception"),
                Attack.harm("formula", "if (n > 0) throw new Exception(\"=cmd|' /C calc'!A0\");", "Exception"),
                Attack.harm(
                        "other-directions", "if (n > 0) throw new Exception(\"\\u202Eevil\\u2066\");", "Exception"));
    }
}
