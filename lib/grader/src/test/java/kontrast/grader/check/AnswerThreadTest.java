package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;
import kontrast.tensor.NoGrad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What a learner reads whose function does not come back, or takes too much; and that nothing else has changed. */
class AnswerThreadTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    /** Whatever happens, a check is over long before this. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Check<ToDoubleFunction<float[]>> CHECK =
            CheckTest.sum().build();

    private static Report check(ToDoubleFunction<float[]> function) {
        return assertTimeoutPreemptively(SOON, () -> CHECK.check(function, SHORT));
    }

    private static double forever(float[] x) {
        int i = 0;
        while (i < x.length) {
            i = (i + 1) % x.length;
        }
        return i;
    }

    /** Stopped by force, which JDKs from 20 on cannot do. */
    @Test
    @DisabledForJreRange(min = JRE.JAVA_20)
    void anEndlessLoopEndsTheCheckAndIsStopped() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Report report = check(x -> {
            thread.set(Thread.currentThread());
            return x.length == 3 ? forever(x) : CheckTest.right(x);
        });
        assertEquals(Report.Verdict.FAILED, report.verdict());
        assertEquals(0, report.earned());
        assertEquals(
                "sum was still running after 0.2 s (called with float[3]). An endless loop? Look at the condition of"
                        + " each while and for: what makes it false at last? The call has been stopped.",
                report.message());
        assertEquals(
                "x = (1, 2). Yours: sum returns 3. That is right; the mistake shows on other inputs.",
                report.example());
        assertEquals(
                List.of(
                        Optional.empty(),
                        Optional.of("still running after 0.2 s (called with float[3])"),
                        Optional.of("not tried")),
                report.findings().stream().map(Report.Finding::fault).toList());
        assertTrue(report.toString().contains("\n  . adds four: not tried"), report.toString());
        assertTrue(report.html().contains("1 of 3 properties hold"), report.html());
        assertTrue(report.html().contains("adds three (no points without it)"), report.html());
        assertTrue(thread.get().isDaemon());
        thread.get().join(10_000);
        assertFalse(thread.get().isAlive());
    }

    @Test
    void onTheExampleNothingElseIsTried() {
        Report report = check(x -> sleep());
        assertEquals("x = (1, 2). Yours: sum does not come back.", report.example());
        assertTrue(report.message().endsWith("The call has been stopped."), report.message());
        report.findings().forEach(f -> assertEquals(Optional.of("not tried"), f.fault()));
        assertEquals(3, report.findings().size());
        assertEquals(0, report.earned());
    }

    /** An interrupt is enough where the answer heeds it, on every JDK. */
    private static double sleep() {
        try {
            Thread.sleep(SOON.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 0;
    }

    /** No points were earned, and the learner hears that only a restart ends it. */
    @Test
    void aLoopThatNothingStopsIsToldHonestly() throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicReference<Thread> thread = new AtomicReference<>();
        Report report = check(x -> {
            thread.set(Thread.currentThread());
            while (!enough.get()) {
                stubborn(enough);
            }
            return 0;
        });
        assertTrue(thread.get().isAlive());
        assertTrue(
                report.message()
                        .endsWith("This one could not be stopped and goes on in the background, where it takes time"
                                + " from everything else. Kernel > Restart ends it; then run the cells above again."),
                report.message());
        assertEquals(0, report.earned());
        assertTrue(CHECK.check(CheckTest::right).passed(), "the next check is not troubled by it");
        enough.set(true);
        thread.get().join(10_000);
        assertFalse(thread.get().isAlive());
    }

    /** Catches whatever is meant to stop it. */
    @SuppressWarnings("EmptyCatch")
    private static void stubborn(AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                Thread.onSpinWait();
            }
        } catch (Throwable t) {
            // What ends the call is not wanted.
        }
    }

    @Test
    void whatAnAnswerPrintsIsShown() {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            check(x -> {
                System.out.println("x has " + x.length);
                return CheckTest.right(x);
            });
        } finally {
            System.setOut(before);
        }
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("x has 4"), said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void allCallsOfACheckHaveOneThread() {
        List<Thread> threads = new ArrayList<>();
        assertTrue(check(x -> {
                    threads.add(Thread.currentThread());
                    return CheckTest.right(x);
                })
                .passed());
        assertEquals(13, threads.size());
        assertEquals(1, threads.stream().distinct().count());
        assertNotEquals(Thread.currentThread(), threads.get(0));
    }

    /** Whether gradients are recorded is remembered by each thread: graph and backward pass are in the same one. */
    @Test
    void gradientsArriveWhateverTheCellsThreadHasSwitchedOff() {
        Check<UnaryOperator<NDArray>> check = squares();
        UnaryOperator<NDArray> right = x -> x.mul(x).sum();
        assertTrue(check.check(right).passed(), () -> check.check(right).toString());
        NoGrad.run(() -> assertTrue(check.check(right).passed()));
        Report cut = check.check(x -> NoGrad.call(() -> x.mul(x).sum()));
        assertEquals(1, cut.findings().stream().filter(f -> f.fault().isEmpty()).count(), cut::toString);
        assertTrue(check.check(right).passed(), "what an answer has switched off is on again");
    }

    /** DJL has one collector of gradients at a time: one that stayed open would fail every later check. */
    @Test
    @DisabledForJreRange(min = JRE.JAVA_20)
    void anEndlessLoopUnderAGradientLeavesTheNextOneWhole() {
        Check<UnaryOperator<NDArray>> check = squares();
        Report report = check.check(
                x -> {
                    forever(new float[3]);
                    return x;
                },
                SHORT);
        assertTrue(report.message().contains("still running"), report.message());
        Report later = check.check(
                x -> {
                    if (x.size() == 4) {
                        forever(new float[3]);
                    }
                    return x.mul(x).sum();
                },
                SHORT);
        assertEquals(Optional.of("not tried"), later.findings().get(2).fault(), later::toString);
        assertTrue(check.check(x -> x.mul(x).sum()).passed());
    }

    private static Check<UnaryOperator<NDArray>> squares() {
        Signature<UnaryOperator<NDArray>> signature = new Signature<>(
                "squares", Kind.NDARRAY, List.of("x"), List.of(Kind.NDARRAY), (f, a) -> f.apply((NDArray) a[0]));
        Oracle oracle = a -> Value.tensor(
                new long[0],
                IntStream.range(0, a.get(0).size())
                        .mapToDouble(i -> a.get(0).data()[i] * a.get(0).data()[i])
                        .sum());
        return Check.of("99.3", "Squares", 2, signature)
                .reference(x -> x.mul(x).sum())
                .example("x = (1, 2).", Call.of(Value.tensor(new long[] {2}, 1, 2)))
                .property(Property.equal("squares", 1, 1e-5, tensors(3), oracle).asEssential())
                .property(Property.gradient("has a gradient", 1, 1e-4, tensors(4), oracle.gradient()))
                .property(Property.gradient("has a longer gradient", 1, 1e-4, tensors(5), oracle.gradient()))
                .misconception("same", x -> x.sum(), "m1")
                .misconception("negative", x -> x.mul(x).sum().neg(), "m2")
                .misconception("mean", x -> x.mul(x).mean(), "m3")
                .misconception("twice", x -> x.mul(x).sum().mul(2), "m4")
                .misconception("cube", x -> x.mul(x).mul(x).sum(), "m5")
                .build();
    }

    private static Cases tensors(int length) {
        return Cases.times(
                2,
                r -> Call.of(Value.tensor(
                        new long[] {length},
                        IntStream.range(0, length)
                                .mapToDouble(i -> r.nextFloat(1, 2))
                                .toArray())));
    }

    @Test
    void whoRunsOutOfMemoryHearsWhatItIsAboutAndKeepsTheRest() {
        List<Integer> lengths = new ArrayList<>();
        Report report = check(x -> {
            lengths.add(x.length);
            return x.length == 3 ? new long[Integer.MAX_VALUE].length : CheckTest.right(x);
        });
        assertEquals(
                "Expected of sum: it adds three. Found: it ran out of memory (OutOfMemoryError), as with an array that"
                        + " is far too large or a list that grows without an end (called with float[3]).",
                report.message());
        assertEquals(3, report.earned());
        assertEquals(List.of(2, 2, 2, 2, 2, 3, 4, 4, 4, 4), lengths, "memory is filled once for a property");
        assertTrue(check(x -> new long[Integer.MAX_VALUE].length)
                .example()
                .endsWith("Yours: it runs out of memory (OutOfMemoryError)."));
    }

    @Test
    void whoCallsItselfWithoutAnEndHearsThat() {
        Report report = check(x -> x.length == 4 ? deeper(x) : CheckTest.right(x));
        assertEquals(
                "Expected of sum: it adds four. Found: it called itself until there was no room for another call"
                        + " (StackOverflowError), as with a recursion without an end (called with float[4]).",
                report.message());
        assertEquals(3, report.earned());
        assertTrue(check(AnswerThreadTest::deeper)
                .example()
                .endsWith("Yours: it calls itself until there is no room for another call (StackOverflowError)."));
    }

    @SuppressWarnings("InfiniteRecursion")
    private static double deeper(float[] x) {
        return 1 + deeper(x);
    }

    /** The stop button says nothing about the answer. */
    @Test
    void anInterruptedCheckCountsNothing() throws InterruptedException {
        assertTrue(check(CheckTest::right).passed());
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Report> report = new AtomicReference<>();
        AtomicBoolean stillAsked = new AtomicBoolean();
        Thread cell = new Thread(() -> {
            report.set(CHECK.check(
                    x -> {
                        begun.countDown();
                        return sleep();
                    },
                    SOON));
            stillAsked.set(Thread.currentThread().isInterrupted());
        });
        cell.start();
        begun.await();
        cell.interrupt();
        cell.join(SOON.toMillis());
        assertTrue(report.get().message().startsWith("Interrupted before the check was done."), report::toString);
        assertEquals(List.of(), report.get().findings());
        assertEquals(Optional.empty(), report.get().progress());
        assertTrue(stillAsked.get(), "whoever called the check shall stop too");
    }
}
