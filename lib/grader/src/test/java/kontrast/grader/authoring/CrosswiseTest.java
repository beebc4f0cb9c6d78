package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import kontrast.grader.check.Check;
import kontrast.grader.check.Misconception;
import kontrast.grader.check.MutationProof;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.worker.Invoker;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.TestedFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * As long as an exercise has its mistakes in Java and in its master: no mistake may get lost on the way. What the
 * Java variants return must be recognised by a check that knows the master's, under the same name.
 *
 * <p>{@code -Dexercises=04_patches} or {@code -Dexercises=11.4,11.6} chooses.
 */
class CrosswiseTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));
    private static final int DRAWS = 4;

    @TestFactory
    Stream<DynamicTest> everyMistakeInJavaIsRecognisedByTheMasters() throws IOException {
        Set<String> chosen = Set.of(System.getProperty("exercises", "").split(","));
        List<DynamicTest> tests = new ArrayList<>();
        for (ExerciseSet set : ExerciseSet.all()) {
            Master master = MasterReader.read(
                    ROOT.resolve("solutions").resolve(set.name() + ".md"), "solutions/" + set.name() + ".md");
            SetSources sources = new SetSources(master);
            if (sources.units().isEmpty() || sources.isCompiled()) {
                continue;
            }
            Map<String, byte[]> classes = VariantCompiler.compile(sources.units(), Path.of(""));
            for (ExercisePage page : sources.pages()) {
                boolean all = chosen.equals(Set.of("")) || chosen.contains(set.name());
                if (page.mistakes().isEmpty() || !(all || chosen.contains(page.id()))) {
                    continue;
                }
                set.checks().stream()
                        .filter(check -> check.id().equals(page.id()))
                        .filter(check -> check.signature().returns() != Kind.CHAR)
                        .forEach(check -> tests.add(DynamicTest.dynamicTest(
                                check.id() + " " + check.title(),
                                () -> compare(check, page, sources.packageName(), new Loader(classes)))));
            }
        }
        return tests.stream();
    }

    private static <F> void compare(Check<F> old, ExercisePage page, String packageName, Loader loader)
            throws ReflectiveOperationException {
        List<MistakePage.Item> items = page.mistakes().orElseThrow().items();
        Check.Builder<F> builder = Check.of(old.id(), old.title(), old.points(), old.signature())
                .reference(bind(old, loader.loadClass(packageName + "." + SetSources.solutionName(page))))
                .example(old.example().text(), old.example().call());
        old.properties().forEach(builder::property);
        for (int i = 0; i < items.size(); i++) {
            Class<?> variant = loader.loadClass(packageName + "." + SetSources.mistakeName(page, i + 1));
            builder.misconception(
                    items.get(i).name(), bind(old, variant), items.get(i).message());
        }
        Check<F> fresh = builder.build();
        MutationProof proof = MutationProof.of(fresh, DRAWS);
        Map<String, Long> lost = told(old, fresh);
        System.out.println(old.id() + " the other way round: " + told(fresh, old));
        messages(old).forEach((name, message) -> {
            if (!message.equals(messages(fresh).get(name))) {
                System.out.println(old.id() + " says otherwise of '" + name + "': "
                        + messages(fresh).get(name));
            }
        });
        assertTrue(proof.holds(), proof::toString);
        assertTrue(lost.isEmpty(), () -> "variants in Java, and what they are told by the master's: " + lost);
    }

    /** Which variants of one check are told another name by the other one, and how often. */
    private static <F> Map<String, Long> told(Check<F> variants, Check<F> by) {
        long[] seeds = new SplittableRandom(5).longs(DRAWS).toArray();
        Map<String, Long> other = new TreeMap<>();
        for (Misconception<F> m : variants.misconceptions()) {
            TestedFunction subject =
                    call -> Invoker.invoke(a -> variants.signature().caller().call(m.variant(), a), call);
            for (long seed : seeds) {
                String name = by.check(subject, seed).misconception().orElse("(not recognised)");
                if (!name.equals(m.name())) {
                    other.merge(m.name() + " -> " + name, 1L, Long::sum);
                }
            }
        }
        return other;
    }

    private static Map<String, String> messages(Check<?> check) {
        Map<String, String> messages = new LinkedHashMap<>();
        check.misconceptions().forEach(m -> messages.put(m.name(), m.message()));
        return messages;
    }

    /** The function of a compiled class as the functional interface of a check. */
    @SuppressWarnings("unchecked")
    private static <F> F bind(Check<F> check, Class<?> compiled) throws ReflectiveOperationException {
        Method method = Arrays.stream(compiled.getDeclaredMethods())
                .filter(m -> m.getName().equals(check.signature().method()))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(check.signature().method()));
        method.setAccessible(true);
        var constructor = compiled.getDeclaredConstructor();
        constructor.setAccessible(true);
        Class<?>[] type = check.reference().getClass().getInterfaces();
        return (F) Proxy.newProxyInstance(type[0].getClassLoader(), type, (proxy, called, arguments) -> {
            try {
                return method.invoke(constructor.newInstance(), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        private Loader(Map<String, byte[]> classes) {
            super(CrosswiseTest.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
