package kontrast.grader.authoring;

import java.util.Iterator;
import kontrast.grader.exercise.ExerciseSet;

/** The names of the sets, to complete what somebody types. */
public final class SetNames implements Iterable<String> {

    /** For picocli. */
    public SetNames() {}

    @Override
    public Iterator<String> iterator() {
        return ExerciseSet.all().stream().map(ExerciseSet::name).iterator();
    }
}
