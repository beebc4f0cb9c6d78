package kontrast.grader.exercise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kontrast.grader.check.Check;

/**
 * The exercises of one notebook.
 *
 * @param name the notebook's name, e.g. {@code "11_simclr"}
 * @param checks the exercises, in order
 */
public record ExerciseSet(String name, List<Check<?>> checks) {

    /** Copies the list. */
    public ExerciseSet {
        checks = List.copyOf(checks);
    }

    /**
     * Returns all sets.
     *
     * @return the sets, in the order of the lectures
     */
    public static List<ExerciseSet> all() {
        return index().stream()
                .map(ExerciseSet::made)
                .sorted(Comparator.comparing(ExerciseSet::name))
                .toList();
    }

    /** A set that the build has made from its master. */
    private static ExerciseSet made(String line) {
        try {
            Class<?> set = Class.forName(line.substring(line.indexOf(' ') + 1));
            return (ExerciseSet) set.getMethod("set").invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(line + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(line + " is in the index of sets and cannot be loaded; build anew", e);
        }
    }

    private static List<String> index() {
        try (InputStream in = ExerciseSet.class.getResourceAsStream("sets.txt")) {
            return in == null
                    ? List.of()
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds a set.
     *
     * @param name its name
     * @return the set, empty if there is none of that name
     */
    public static Optional<ExerciseSet> named(String name) {
        return index().stream()
                .filter(line -> line.startsWith(name + " "))
                .map(ExerciseSet::made)
                .findFirst();
    }

    /**
     * Finds the set of an exercise, and builds no other: a learner waits for it at the first check.
     *
     * @param exercise e.g. {@code "11.3"}, which is in the set whose name begins with {@code "11_"}
     * @return the set, empty if there is no such exercise
     */
    public static Optional<ExerciseSet> with(String exercise) {
        String number = exercise.substring(0, Math.max(0, exercise.indexOf('.')));
        return index().stream()
                .filter(line -> line.startsWith(number.length() == 1 ? "0" + number + "_" : number + "_"))
                .map(ExerciseSet::made)
                .filter(set -> set.checks().stream().anyMatch(c -> c.id().equals(exercise)))
                .findFirst();
    }

    /**
     * Returns what the set is worth.
     *
     * @return the sum of the points
     */
    public double points() {
        return checks.stream().mapToDouble(Check::points).sum();
    }
}
