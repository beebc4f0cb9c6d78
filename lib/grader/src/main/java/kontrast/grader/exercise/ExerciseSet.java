package kontrast.grader.exercise;

import java.util.ArrayList;
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
        // A new set is a line below the comment with its lecture's name.
        List<ExerciseSet> sets = new ArrayList<>();
        // 01_protocol
        sets.add(ProtocolExercises.set());
        // 03_rotation
        sets.add(RotationExercises.set());
        // 04_patches
        sets.add(PatchExercises.set());
        // 08_infonce
        sets.add(InfoNceExercises.set());
        // 10_memory_bank
        sets.add(MemoryBankExercises.set());
        // 11_simclr
        sets.add(SimClrExercises.set());
        // 12_moco
        sets.add(MoCoExercises.set());
        // 13_cpc
        sets.add(CpcExercises.set());
        return List.copyOf(sets);
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
