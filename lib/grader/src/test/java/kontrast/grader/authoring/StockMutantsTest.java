package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Mutants are single changes of what learners write; one that never ends can be ended. */
class StockMutantsTest {

    private static Solution solution() throws AuthoringException {
        Master master = MasterReader.parse("""
                ```java exercise="11.1" kind="answer"
                int sum(int n) { // given: n < 0 is not asked for
                    // BEGIN SOLUTION
                    int sum = 0;
                    for (int i = 1; i <= n; i++) {
                        sum += i;
                    }
                    return sum;
                    // END SOLUTION
                }
                ```
                """, "solutions/11_sample.md");
        return new Solution(master, master.cells().get(0));
    }

    @Test
    void everyMutantIsOneChangeOfOneLine() throws Exception {
        List<String> changes =
                StockMutants.of(solution()).stream().map(Object::toString).toList();
        assertEquals(
                List.of(
                        "`int sum = 0;` → `int sum = 1;`",
                        "`for (int i = 1; i <= n; i++) {` → `for (int i = 1; i < n; i++) {`",
                        "`for (int i = 1; i <= n; i++) {` → `for (int i = 2; i <= n; i++) {`",
                        "`sum += i;` → `sum -= i;`",
                        "`sum += i;` → `sum = i;`",
                        "`sum += i;` → ``"),
                changes);
        assertEquals(5, StockMutants.of(solution()).get(1).line());
    }

    @Test
    void aLoopCanBeInterrupted() throws Exception {
        String code = StockMutants.interruptible(solution().code());
        assertTrue(code.contains("i++) { if (Thread.currentThread().isInterrupted())"), code);
    }

    @Test
    void aSolutionInALectureIsFoundUnderOtherNames() throws Exception {
        String answer = """
                ```java exercise="11.1" kind="answer"
                double mean(double[] x) {
                    // BEGIN SOLUTION
                    double sum = 0;
                    for (double number : x) {
                        sum += Math.sqrt(number) * 2;
                    }
                    return sum / x.length;
                    // END SOLUTION
                }
                ```

                ```java exercise="11.1" kind="check" points=1
                SampleExercises.mean().check(x -> mean(x));
                ```
                """;
        String lecture = """
                Prose.

                ```java
                var first = 1;
                double average(double[] values) {
                    double total = 0; // of all
                    for (double v : values) { total += Math.sqrt(v) * 2; }
                    return total / values.length;
                }
                ```
                """;
        Master set = MasterReader.parse(answer, "solutions/11_sample.md");
        List<Problem> found =
                SolutionsInLectures.problems(set, List.of(MasterReader.parse(lecture, "notebooks/11_sample.md")));
        assertEquals(1, found.size());
        assertTrue(found.get(0).message().contains("mean stands in notebooks/11_sample.md:6 too"), found.toString());
        Master other = MasterReader.parse(lecture.replace("* 2", "* 3"), "notebooks/11_sample.md");
        assertFalse(SolutionsInLectures.problems(set, List.of(other)).iterator().hasNext());
    }
}
