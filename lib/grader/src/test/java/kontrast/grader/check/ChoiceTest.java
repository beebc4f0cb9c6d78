package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import kontrast.grader.check.Report.Verdict;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static Choice.Builder options(int wrong) {
        Choice.Builder builder =
                Choice.named("08.5", "Name the fault", 1, "fault").right('c');
        for (char letter = 'a'; wrong > 0; letter++) {
            if (letter != 'c') {
                builder.wrong(letter, "option " + letter, "It is not " + letter + ", because.");
                wrong--;
            }
        }
        return builder;
    }

    @Test
    void theRightLetterEarnsEverything() {
        Report report = options(5).build().check(() -> 'c');
        assertTrue(report.passed(), report::toString);
        assertEquals(1, report.earned());
    }

    @Test
    void eachWrongLetterIsExplainedAndTheRightOneNeverNamed() {
        for (char letter : "abdef".toCharArray()) {
            Report report = options(5).build().check(() -> letter);
            assertEquals(Optional.of("option " + letter), report.misconception());
            assertEquals("It is not " + letter + ", because.", report.message());
            assertEquals(0, report.earned());
            assertFalse((report + report.html()).contains("'c'"), report::toString);
        }
    }

    @Test
    void aLetterThatIsNoOptionIsToldSo() {
        for (char letter : new char[] {'C', 'g', '1', '\n'}) {
            Report report = options(5).build().check(() -> letter);
            assertEquals(Verdict.FAILED, report.verdict());
            assertEquals(0, report.earned());
            assertTrue(report.message().contains("none of the letters 'a' to 'f'"));
        }
    }

    @Test
    void aStubIsStillToDo() {
        Report report = options(5).build().check(() -> {
            throw new UnsupportedOperationException("08.5 is yours to write");
        });
        assertEquals(Verdict.NOT_WRITTEN, report.verdict());
    }

    @Test
    void aChoiceThatCannotBeJudgedIsRefused() {
        assertThrows(IllegalStateException.class, () -> options(4).build());
        assertThrows(IllegalStateException.class, () -> options(5).right('h').build());
        assertThrows(IllegalArgumentException.class, () -> options(5).wrong('a', "x", "y"));
        assertThrows(IllegalArgumentException.class, () -> options(5).wrong('Z', "x", "y"));
        Choice.Builder gap = options(5).wrong('h', "beyond a gap", "There is no g.");
        assertThrows(IllegalStateException.class, gap::build);
    }
}
