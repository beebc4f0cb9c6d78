package kontrast.grader.exercise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        List<ExerciseSet> sets = made();
        sets.sort(Comparator.comparing(ExerciseSet::name));
        return List.copyOf(sets);
    }

    /** The sets that the build has made from their masters. */
    private static List<ExerciseSet> made() {
        List<ExerciseSet> sets = new ArrayList<>();
        for (String line : index()) {
            try {
                Class<?> set = Class.forName(line.substring(line.indexOf(' ') + 1));
                sets.add((ExerciseSet) set.getMethod("set").invoke(null));
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(line + ": " + e.getCause().getMessage(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(line + " is in the index of sets and cannot be loaded; build anew", e);
            }
        }
        return sets;
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
        return all().stream().filter(set -> set.name().equals(name)).findFirst();
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
