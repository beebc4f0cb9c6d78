package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A page of mistakes is read as its author means it, or refused with the line to mend. */
class MistakePageTest {

    /** Ten lines: the page of a test begins on line 12. */
    private static final String ANSWER = """
            ```java exercise="11.1" kind="answer"
            double mean(double[] x, int n) {
                // BEGIN SOLUTION
                double sum = 0;
                for (int i = 0; i < n; i++) sum += x[i] / n;
                return sum;
                // STUB
                // return x[0];
                // END SOLUTION
            }
            ```
            <!-- #region exercise="11.1" kind="mistakes" -->
            """;

    private static final String END =
            "\n<!-- #endregion -->\n```java exercise=\"11.1\" kind=\"check\" points=2\n1;\n```\n";

    private static Master master(String page) throws AuthoringException {
        return MasterReader.parse(ANSWER + page + END, "solutions/11_sample.md");
    }

    private static MistakePage page(String page) throws AuthoringException {
        Master master = master(page);
        return new MistakePage(master, master.cells().get(1));
    }

    private static String edited(String item) throws AuthoringException {
        Master master = master(item);
        MistakePage page = new MistakePage(master, master.cells().get(1));
        assertEquals(List.of(), page.problems());
        Solution solution = new Solution(master, master.cells().get(0));
        return new Variants(solution, page).code().get(page.items().get(0));
    }

    private static String refusal(String page) throws AuthoringException {
        return assertThrows(AuthoringException.class, () -> new ExerciseMaster(master(page)))
                .getMessage();
    }

    @Test
    void anItemIsANameAMessageAndWhatStandsWhereInstead() throws Exception {
        MistakePage.Item item = page("""
                - **first left out.** One number never counts. Where does
                your loop begin? `i = 0` → `i = 1`, `/ n` → `/ (n - 1)` (twice)""").items().get(0);
        assertEquals("first left out", item.name());
        assertEquals("One number never counts. Where does your loop begin?", item.message());
        assertEquals(
                List.of(new Edit("i = 0", "i = 1", 1, false, 14), new Edit("/ n", "/ (n - 1)", 2, false, 14)),
                item.edits());
    }

    /** In a card there is no Markdown: the learner would read the marks. */
    @Test
    void aMessageIsPlainText() throws Exception {
        assertEquals(
                "The mean of each entry, not of a picture: 2 * n and a * b stay, and so does v[i].",
                page("- **a.** The mean of *each entry*, not of *a* picture: 2 * n and `a * b` stay, and so does `v[i]`. `i = 0` → `i = 1`")
                        .items()
                        .get(0)
                        .message());
        assertEquals(
                "You compare a alone.",
                page("- **a.** You compare $a$ alone. `i = 0` → `i = 1`")
                        .items()
                        .get(0)
                        .message());
        assertTrue(refusal("- **a.** At $T \\to 0$ only. `i = 0` → `i = 1`").contains("has a formula"));
    }

    @Test
    void editsAreMadeInTheSolutionAndNowhereElse() throws Exception {
        assertTrue(edited("- **a.** b `/ n` → ``").contains("sum += x[i] ;"));
        // "n" stands in the head too, which learners do not write.
        assertTrue(refusal("- **a.** b `int n` → `int m`").contains("the solution says 'int n' nowhere, not once"));
    }

    @Test
    void wholeLinesAreADiffWhoseIndentationDoesNotMatter() throws Exception {
        String code = edited("""
                - **a.** b
                  ```diff
                  - double sum = 0;
                  + double sum = 1;
                  + sum++;

                    for (int i = 0; i < n; i++) sum += x[i] / n;
                  - return sum;
                  ```""");
        assertEquals(
                "double mean ( double [ ] x , int n ) { double sum = 1 ; sum ++ ; "
                        + "for ( int i = 0 ; i < n ; i ++ ) sum += x [ i ] / n ; }",
                JavaTokens.normal(code));
    }

    @Test
    void aFenceOfJavaIsAnotherBodyAndAStubOneThatIsHandedOut() throws Exception {
        assertEquals(
                "double mean ( double [ ] x , int n ) { return n ; }",
                JavaTokens.normal(edited("- **a.** b\n  ```java\n  return n;\n  ```")));
        assertEquals(
                "double mean ( double [ ] x , int n ) { return x [ 0 ] ; }",
                JavaTokens.normal(edited("- **as handed out.** Nothing has changed yet.")));
    }

    @Test
    void whatThrowsByMistakeAndWhatIsEquivalentSaySo() throws Exception {
        MistakePage page = page("""
                - **a.** b (throws) `i < n` → `i <= n`

                Equivalent:
                - `double sum = 0` → `double sum = 0.0`: the same number.""");
        assertEquals(List.of(), page.problems());
        assertTrue(page.items().get(0).throwing());
        assertEquals("b", page.items().get(0).message());
        assertEquals("the same number.", page.equivalents().get(0).reason());
    }

    @Test
    void anOptionHasALetterInFrontOfItsName() throws Exception {
        MistakePage.Item item =
                page("- **b: rate too low.** Then nothing moves.").items().get(0);
        assertEquals('b', item.option());
        assertEquals("rate too low", item.name());
    }

    @Test
    void aPageThatDoesNotFitIsRefusedWithItsLine() throws Exception {
        String often = refusal("- **a.** b `sum` → `mum`");
        assertTrue(often.contains("solutions/11_sample.md:13: "), often);
        assertTrue(often.contains("the solution says 'sum' 3 times, not once"), often);
        assertTrue(refusal("- **a.** b").contains("says nowhere what stands"));
        assertTrue(refusal("- a. b `i = 0` → `i = 1`").contains("an item is"));
        assertTrue(refusal("Some prose.").contains("belongs to no item"));
        assertTrue(refusal("- **a.** b `i = 0` → `i  =  0`").contains("is the same code as 'the solution"));
        assertTrue(refusal("- **a.** b `i = 0; i < n` → `x`, `i < n` → `y`").contains("lies within another edit"));
        assertTrue(refusal("- **a.** b `i = 0` → `i = 1`").contains("1 mistakes; expected 5 or more"));
        assertTrue(refusal("- **a.** b `i = 0` → `i = 1`").contains("one of its mistakes is **as handed out.**"));
    }

    @Test
    void theRegionIsForTeachersOnly() throws Exception {
        String five = "- **as handed out.** Nothing has changed.\n"
                + IntStream.range(1, 5)
                        .mapToObj(i -> "- **m%d.** Secret %d. `i = 0` → `i = %d`\n".formatted(i, i, i))
                        .reduce("", String::concat)
                        .strip();
        ExerciseMaster set = new ExerciseMaster(master(five));
        assertEquals(3, set.solutions().size());
        assertEquals(2, set.exercises().size());
    }
}
