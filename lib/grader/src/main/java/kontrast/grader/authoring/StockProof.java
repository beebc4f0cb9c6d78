package kontrast.grader.authoring;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import kontrast.grader.check.Check;
import kontrast.grader.check.Report;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.TestedFunction;

/**
 * What the check of an exercise makes of the stock mutants of its solution. Each must fail, or be named in the
 * master as equivalent; one that fails may not be named so.
 */
final class StockProof {

    private static final int SECONDS = 60;

    /** Beside the learner's own inputs, so that a lucky draw is no hole. */
    private static final long[] SEEDS = {4711, 815, 2018};

    private final Master master;
    private final SetSources sources;
    private final ExecutorService runner = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "mutant");
        thread.setDaemon(true);
        return thread;
    });
    private int caught;
    private int named;
    private int endless;
    private int equivalent;
    private final List<Problem> problems = new ArrayList<>();

    StockProof(Master master, SetSources sources) {
        this.master = master;
        this.sources = sources;
    }

    /**
     * Tries the mutants of an exercise.
     *
     * @return a line that says how many there were, and a line for each that should not be
     * @throws IOException if the solution does not compile
     */
    String of(Check<?> check, ExercisePage page) throws IOException {
        caught = 0;
        named = 0;
        endless = 0;
        equivalent = 0;
        Solution solution = new Solution(master, page.answer());
        Predicate<String> isEquivalent =
                StockMutants.equivalents(solution, page.mistakes().orElseThrow());
        List<StockMutants.Mutant> mutants = StockMutants.of(solution);
        List<JavaUnit> units = new ArrayList<>();
        for (int i = 0; i < mutants.size(); i++) {
            units.add(sources.mutant(
                    page, i + 1, StockMutants.interruptible(mutants.get(i).code())));
        }
        Map<String, byte[]> classes = VariantCompiler.compileWhatCan(units, Path.of(""));
        InMemory loader = new InMemory(classes);
        int before = problems.size();
        for (int i = 0; i < mutants.size(); i++) {
            if (classes.containsKey(units.get(i).name())) {
                judge(
                        check,
                        mutants.get(i),
                        function(check, loader, units.get(i).name()),
                        isEquivalent);
            }
        }
        StringBuilder text = new StringBuilder(
                "%-5s %3d mutants: %d caught (%d told a known mistake, %d without an end), %d equivalent, %d left"
                        .formatted(
                                check.id(),
                                caught + equivalent + problems.size() - before,
                                caught,
                                named,
                                endless,
                                equivalent,
                                problems.size() - before));
        problems.subList(before, problems.size())
                .forEach(p -> text.append("\n  ").append(p));
        return text.toString();
    }

    private void judge(
            Check<?> check, StockMutants.Mutant mutant, TestedFunction function, Predicate<String> isEquivalent) {
        boolean passes = false;
        Future<Report> verdict = runner.submit(() -> verdict(check, function));
        try {
            Report report = verdict.get(SECONDS, TimeUnit.SECONDS);
            passes = report.passed();
            named += report.misconception().isPresent() ? 1 : 0;
        } catch (TimeoutException e) {
            verdict.cancel(true);
            endless++;
            caught++;
            return;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                caught++; // an array that a mutant makes too large
                return;
            }
            throw new IllegalStateException(mutant.toString(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (passes && isEquivalent.test(mutant.code())) {
            equivalent++;
        } else if (passes) {
            problem(mutant, " passes: let an input tell it, or name it after Equivalent: with the reason");
        } else if (isEquivalent.test(mutant.code())) {
            problem(mutant, " is named as equivalent, but is found wrong");
        } else {
            caught++;
        }
    }

    private static Report verdict(Check<?> check, TestedFunction function) {
        Report report = check.checkInPublic(function);
        for (int i = 0; i < SEEDS.length && report.passed(); i++) {
            report = check.check(function, SEEDS[i]);
        }
        return report;
    }

    private void problem(StockMutants.Mutant mutant, String message) {
        problems.add(new Problem(master.file(), mutant.line(), "", mutant + message));
    }

    private static TestedFunction function(Check<?> check, InMemory loader, String name) {
        try {
            Class<?> mutant = loader.loadClass(name);
            Constructor<?> constructor = mutant.getDeclaredConstructor();
            constructor.setAccessible(true);
            Method method = Arrays.stream(mutant.getDeclaredMethods())
                    .filter(m -> m.getName().equals(check.signature().method()))
                    .findFirst()
                    .orElseThrow();
            method.setAccessible(true);
            return call -> Invoker.invoke(
                    arguments -> {
                        try {
                            return method.invoke(constructor.newInstance(), arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    },
                    call);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** What should not be, of all exercises that were tried. */
    List<Problem> problems() {
        return problems;
    }
}
