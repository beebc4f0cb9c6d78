package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Exercise;
import kontrast.grader.check.Property;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;
import org.junit.jupiter.api.Test;

/** What an exercise hands out to be repaired is tried against its own check. */
class AgainstChecksTest {

    private static final String REPAIR = Masters.EXERCISE.replace("    return 2 * x;\n", """
                        return 2 * x;
                        // STUB
                        // // one of these lines is wrong
                        // int y = x;
                        // return y * y;
                    """);

    private static Check<Twice> check() {
        Cases cases = Cases.times(5, r -> Call.of(Value.of(r.nextInt(3, 100))));
        Exercise<Twice> exercise = new Exercise<>(Twice.class, "11.1", "Twice", 2, false, "twice");
        for (int i = 0; i < 5; i++) {
            exercise.mistake("m" + i, "Message " + i, false);
        }
        return Check.of("11.1")
                .example("x = 2.", Call.of(Value.of(2)))
                .property(Property.equal(
                                "doubles",
                                1,
                                0,
                                cases,
                                a -> Value.of((int) (2 * a.get(0).number())))
                        .asEssential())
                .bind(exercise);
    }

    private static List<Problem> problems(String text, Check<?>... checks) throws Exception {
        ExerciseMaster master = new ExerciseMaster(MasterReader.parse(text, "solutions/11_a.md"));
        assertEquals(List.of(), CellCompiler.problems(master.master(), master.exercises()));
        return AgainstChecks.problems(master, Optional.of(new ExerciseSet("11_a", List.of(checks))));
    }

    @Test
    void codeToRepairIsHandedOutWithoutItsCommentMarks() throws Exception {
        ExerciseMaster master = new ExerciseMaster(MasterReader.parse(REPAIR, "solutions/11_a.md"));
        assertEquals("""
                static int twice(int x) {
                    // one of these lines is wrong
                    int y = x;
                    return y * y;
                }""", master.exercises().get(0).cell().source());
        assertTrue(master.solutions().get(0).cell().source().contains("return 2 * x;"));
        assertEquals(List.of(), CellCompiler.problems(master.master(), master.solutions()));
    }

    @Test
    void aSecondRegionOfTheCellThrowsNowhere() throws Exception {
        String two = REPAIR.replace(
                "static int", "// BEGIN SOLUTION\nstatic int helper() { return 2; }\n// END SOLUTION\nstatic int");
        String source = new ExerciseMaster(MasterReader.parse(two, "solutions/11_a.md"))
                .exercises()
                .get(0)
                .cell()
                .source();
        assertFalse(source.contains("throw") || source.contains("helper"), source);
    }

    @Test
    void aSoundRepairHasNoProblem() throws Exception {
        assertEquals(List.of(), problems(REPAIR, check()));
        assertEquals(List.of(), problems(Masters.EXERCISE, check()));
    }

    @Test
    void codeThatIsRightAlreadyIsRefused() throws Exception {
        List<Problem> wrong = problems(REPAIR.replace("y * y", "y + y"), check());
        assertEquals(1, wrong.size(), wrong.toString());
        assertTrue(wrong.get(0).message().contains("already passes"), wrong.toString());
        assertEquals(1, wrong.get(0).line());
    }

    @Test
    void anExerciseWithoutACheckIsRefused() throws Exception {
        assertTrue(problems(Masters.EXERCISE).get(0).message().contains("no check 11.1"));
        ExerciseMaster master = new ExerciseMaster(MasterReader.parse(Masters.EXERCISE, "solutions/11_a.md"));
        List<Problem> wrong = AgainstChecks.problems(master, Optional.empty());
        assertTrue(wrong.get(0).message().contains("must import"), wrong.toString());
    }

    /** The function of the sample; the classes behind it stand below, where the build would put them. */
    public interface Twice {
        int apply(int x) throws Exception;
    }
}

final class TwiceSolution {
    int twice(int x) {
        return 2 * x;
    }
}

class TwiceMistake1 {
    int twice(int x) {
        return x;
    }
}

final class TwiceMistake2 extends TwiceMistake1 {
    @Override
    int twice(int x) {
        return x + 1;
    }
}

final class TwiceMistake3 extends TwiceMistake1 {
    @Override
    int twice(int x) {
        return x / 2;
    }
}

final class TwiceMistake4 extends TwiceMistake1 {
    @Override
    int twice(int x) {
        return -2 * x;
    }
}

final class TwiceMistake5 extends TwiceMistake1 {
    @Override
    int twice(int x) {
        return 3 * x;
    }
}
