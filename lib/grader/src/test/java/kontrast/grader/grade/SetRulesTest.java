package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.exercise.simclr.SimClrExercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetRulesTest {

    private static final String ALL = """
            # the rules of this term
            deadline: 2027-01-31T23:59+01:00

            late:
              grace_minutes: 15
              percent_per_day: 10   # of the points
              floor_percent: 45.5
            weights:
              11.4: 1.5
              11.3: 0
            feedback:
              messages: true
              hidden_tests: false
            """;

    @TempDir
    Path folder;

    private SetRules read(String text) throws Exception {
        Path file = folder.resolve("11_simclr.yml");
        Files.writeString(file, text);
        return SetRules.read(file, SimClrExercises.set());
    }

    @Test
    void everythingIsRead() throws Exception {
        SetRules rules = read(ALL);
        assertEquals(
                Optional.of(OffsetDateTime.parse("2027-01-31T22:59Z").toInstant()),
                rules.deadline().map(OffsetDateTime::toInstant));
        assertEquals(new LateRule(15, 10, 45.5), rules.late());
        assertEquals(1.5, rules.weight("11.4"));
        assertEquals(0, rules.weight("11.3"));
        assertEquals(1, rules.weight("11.1"));
        assertTrue(rules.feedback().messages());
        assertFalse(rules.feedback().hiddenTests());
    }

    @Test
    void whatIsLeftOutIsStandard() throws Exception {
        assertEquals(SetRules.STANDARD, SetRules.read(folder.resolve("none.yml"), SimClrExercises.set()));
        SetRules empty = read("\n# nothing\n");
        assertEquals(1, empty.late().share(Duration.ofDays(400)));
        assertEquals(SetRules.STANDARD.feedback(), empty.feedback());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    floor_percent: 45.5  | floor_percent: 145 | floor_percent: 145.0; expected 0 to 100
                    percent_per_day: 10  | percent_per_day: 10% | late.percent_per_day: "10%"; expected a number
                    grace_minutes: 15    | grace_minutes: -1  | grace_minutes: -1; expected 0 or more
                    grace_minutes: 15    | grace_minutes: 1.5 | expected a whole number
                    grace_minutes: 15    | grace: 15          | late.grace is not known; there are grace_minutes
                    11.4: 1.5            | 11.19: 1.5          | weights.11.19 is not known; there are 11.1, 11.2
                    11.4: 1.5            | 11.4: -1           | weights.11.4: -1.0; expected 0 to 100
                    11.4: 1.5            | 11.3: 1.5          | line 10 gives the key a second time
                    messages: true       | messages: yes      | feedback.messages: "yes"; expected true or false
                    late:                | late: 3            | line 5 is indented
                    2027-01-31T23:59+01:00 | 31.1.2027        | distance from UTC
                    weights:             | weights            | line 8 is not 'key: value'
                    """)
    void aMistakeIsNamed(String right, String wrong, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> read(ALL.replace(right, wrong)));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertTrue(e.getMessage().contains("11_simclr.yml: "), e.getMessage());
    }

    /** By hand: 10 % a begun day, 15 minutes of grace, never under 45.5 %. */
    @ParameterizedTest
    @CsvSource({
        "-PT1H, 1",
        "PT0S, 1",
        "PT15M, 1",
        "PT15M1S, 0.9",
        "PT24H, 0.9",
        "PT24H1S, 0.8",
        "P5DT1H, 0.455",
        "P400D, 0.455"
    })
    void latenessCosts(Duration late, double share) {
        assertEquals(share, new LateRule(15, 10, 45.5).share(late), 1e-12);
    }

    @Test
    void aGraceOfDaysIsTakenFromTheDeadline() {
        LateRule rule = new LateRule(3 * 24 * 60, 20, 0);
        assertEquals(1, rule.share(Duration.ofDays(3)));
        // Who is later than the grace pays for every day since the deadline.
        assertEquals(0.2, rule.share(Duration.ofHours(73)), 1e-12);
    }

    @Test
    void theCommittedRulesCanBeRead() throws Exception {
        Path root = Path.of(System.getProperty("kontrast.root", "../.."));
        for (ExerciseSet set : ExerciseSet.all()) {
            SetRules.read(root.resolve("solutions").resolve(set.name() + ".yml"), set);
        }
    }
}
