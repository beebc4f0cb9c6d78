package kontrast.grader.check;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kontrast.grader.worker.Kind;

/**
 * What the master says of an exercise, as the build hands it to the check: title, points, the function, and the
 * compiled classes of its solution and of its known mistakes. They are loaded when they are called first; a right
 * answer never loads the mistakes.
 *
 * @param <F> the functional interface of the function
 */
public final class Exercise<F> {

    private final Class<F> type;
    private final Method only;
    private final String id;
    private final String title;
    private final double points;
    private final boolean allOrNothing;
    private final String method;
    private final List<Misconception<F>> mistakes = new ArrayList<>();
    private Optional<Recording> recording = Optional.empty();

    /**
     * Describes an exercise.
     *
     * @param type the functional interface; solution and mistakes are classes of its package, called as it is,
     *     with {@code Solution}, {@code Mistake1}, {@code Mistake2} and so on behind the name
     * @param id the exercise's id
     * @param title its title
     * @param points what it is worth
     * @param allOrNothing whether nobody earns a part of the points
     * @param method the function's name in the answer
     */
    public Exercise(Class<F> type, String id, String title, double points, boolean allOrNothing, String method) {
        this.type = type;
        this.only = Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .findFirst()
                .orElseThrow();
        this.id = id;
        this.title = title;
        this.points = points;
        this.allOrNothing = allOrNothing;
        this.method = method;
    }

    /**
     * Adds the next known mistake.
     *
     * @param name its name
     * @param message what the learner reads
     * @param throwing whether the mistake is that an exception is thrown
     * @return this exercise
     */
    public Exercise<F> mistake(String name, String message, boolean throwing) {
        mistakes.add(new Misconception<>(name, function("Mistake" + (mistakes.size() + 1)), message, throwing));
        return this;
    }

    /**
     * Takes the known mistakes from what was recorded of them, as in a handout, where neither they nor the solution
     * are.
     *
     * @return this exercise
     */
    public Exercise<F> recorded() {
        Recording played = Recording.read(type, id);
        played.mistakes().forEach(m -> mistake(m.name(), m.message(), m.throwing()));
        recording = Optional.of(played);
        return this;
    }

    Optional<Recording> recording() {
        return recording;
    }

    F solution() {
        return function("Solution");
    }

    /** A compiled class as a function. Each call has an object of its own, so that none remembers another. */
    private F function(String suffix) {
        String name = type.getPackageName() + "." + type.getSimpleName() + suffix;
        Compiled compiled = new Compiled(name);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> called.equals(only) ? compiled.call(arguments) : name));
    }

    /** Loads a class when it is called first. */
    private final class Compiled {
        private final String name;
        private Constructor<?> constructor;
        private Method function;

        private Compiled(String name) {
            this.name = name;
        }

        private synchronized void load() throws ReflectiveOperationException {
            if (function == null) {
                Class<?> loaded = Class.forName(name, true, type.getClassLoader());
                constructor = loaded.getDeclaredConstructor();
                constructor.setAccessible(true);
                function = loaded.getDeclaredMethod(method, only.getParameterTypes());
                function.setAccessible(true);
            }
        }

        private Object call(Object[] arguments) throws Throwable {
            load();
            try {
                return function.invoke(constructor.newInstance(), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** The function's signature, by reflection on its interface. */
    Signature<F> signature() {
        List<String> names =
                Arrays.stream(only.getParameters()).map(Parameter::getName).toList();
        List<Kind> kinds = Arrays.stream(only.getParameterTypes()).map(Kind::of).toList();
        return new Signature<>(method, Kind.of(only.getReturnType()), names, kinds, (function, arguments) -> {
            try {
                return only.invoke(function, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    double points() {
        return points;
    }

    boolean isAllOrNothing() {
        return allOrNothing;
    }

    List<Misconception<F>> mistakes() {
        return mistakes;
    }
}
