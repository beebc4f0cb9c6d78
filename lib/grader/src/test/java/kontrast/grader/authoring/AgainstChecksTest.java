package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
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

    private static Check.Builder<IntUnaryOperator> twice(double points) {
        Signature<IntUnaryOperator> signature =
                new Signature<>("twice", Kind.INT, List.of("x"), List.of(Kind.INT), (f, a) -> f.applyAsInt((int) a[0]));
        Cases cases = Cases.times(5, r -> Call.of(Value.of(r.nextInt(3, 100))));
        return Check.of("11.1", "Twice", points, signature)
                .reference(x -> 2 * x)
                .example("x = 2.", Call.of(Value.of(2)))
                .property(Property.equal(
                                "doubles",
                                1,
                                0,
                                cases,
                                a -> Value.of((int) (2 * a.get(0).number())))
                        .asEssential())
                .misconception("same", x -> x, "Still x.")
                .misconception("next", x -> x + 1, "One more.")
                .misconception("half", x -> x / 2, "Less.")
                .misconception("sign", x -> -2 * x, "Below zero.")
                .misconception("thrice", x -> 3 * x, "Too often.");
    }

    private static Check<IntUnaryOperator> repair() {
        return twice(2).handedOut(x -> x * x, "Nothing has changed yet.").build();
    }

    private static List<Problem> problems(String text, Check<?>... checks) throws Exception {
        ExerciseMaster master = new ExerciseMaster(MasterReader.parse(text, "solutions/11_a.md"));
        assertEquals(List.of(), CellCompiler.problems(master.master(), master.exercises()));
        return AgainstChecks.problems(master, () -> Optional.of(new ExerciseSet("11_a", List.of(checks))));
    }

    @Test
    void aCheckWithoutMisconceptionsIsFoundAtItsCell() throws Exception {
        ExerciseMaster master = new ExerciseMaster(MasterReader.parse(Masters.EXERCISE, "solutions/11_a.md"));
        List<Problem> wrong = AgainstChecks.problems(master, () -> {
            twice(2).misconception("thrice", x -> 4 * x, "Twice named.").build();
            return Optional.empty();
        });
        assertEquals(9, wrong.get(0).line());
        assertTrue(wrong.get(0).message().contains("6 misconceptions with 5 names"));
        wrong = AgainstChecks.problems(master, Optional::empty);
        assertTrue(wrong.get(0).message().contains("ExerciseSet.all()"), wrong.toString());
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
        assertEquals(List.of(), problems(REPAIR, repair()));
        assertEquals(List.of(), problems(Masters.EXERCISE, twice(2).build()));
    }

    @Test
    void codeThatIsRightAlreadyIsRefused() throws Exception {
        List<Problem> wrong = problems(REPAIR.replace("y * y", "y + y"), repair());
        assertEquals(1, wrong.size(), wrong.toString());
        assertTrue(wrong.get(0).message().contains("already passes"), wrong.toString());
        assertEquals(1, wrong.get(0).line());
    }

    @Test
    void codeThatTheCheckDoesNotKnowIsRefused() throws Exception {
        List<Problem> wrong = problems(REPAIR.replace("y * y", "y * y * y"), repair());
        assertTrue(wrong.get(0).message().contains("handedOut"), wrong.toString());
        // A mistake that has another name is not what was handed out either.
        wrong = problems(REPAIR.replace("y * y", "y + 1"), repair());
        assertTrue(wrong.get(0).message().contains("One more."), wrong.toString());
        wrong = problems(Masters.EXERCISE, repair());
        assertTrue(wrong.get(0).message().contains("no // STUB"), wrong.toString());
    }

    @Test
    void masterAndSetHoldTheSameExercisesWorthTheSame() throws Exception {
        List<Problem> wrong = problems(Masters.EXERCISE, twice(3).build());
        assertEquals(
                "solutions/11_a.md:9: cell 2 (exercise \"11.1\"): it is worth 2.0 points here and"
                        + " 3.0 in the check",
                wrong.get(0).toString());
        wrong = problems(Masters.EXERCISE);
        assertTrue(wrong.get(0).message().contains("no check 11.1"), wrong.toString());
        wrong = problems("Only prose.", twice(2).build());
        assertTrue(wrong.get(0).message().contains("no cell for it"), wrong.toString());
    }
}
