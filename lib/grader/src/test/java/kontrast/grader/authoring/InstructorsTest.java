package kontrast.grader.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The plan of a term names minutes and points; they are the sums of what the sets say. */
class InstructorsTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern WEEK =
            Pattern.compile("(?m)^\\| \\d+ \\|.*\\| (\\d\\d)[^|]* \\| (\\d+) \\| (\\d+) \\|$");
    private static final Pattern EXERCISE = Pattern.compile("(?m)^\\| \\d+\\.\\d+ \\|.*\\| (\\d+) \\| (\\d+) \\|$");

    @Test
    void minutesAndPointsOfTheTermAreThoseOfTheSets() throws IOException {
        List<MatchResult> weeks = WEEK.matcher(Files.readString(ROOT.resolve("lib/INSTRUCTORS.md")))
                .results()
                .toList();
        assertEquals(12, weeks.size(), "weeks with a set");
        for (MatchResult week : weeks) {
            List<MatchResult> exercises =
                    EXERCISE.matcher(master(week.group(1))).results().toList();
            assertEquals(sum(exercises, 1), Integer.parseInt(week.group(2)), "minutes of set " + week.group(1));
            assertEquals(sum(exercises, 2), Integer.parseInt(week.group(3)), "points of set " + week.group(1));
        }
    }

    private static String master(String number) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(ROOT.resolve("solutions"), number + "_*.md")) {
            return Files.readString(found.iterator().next());
        }
    }

    private static int sum(List<MatchResult> exercises, int group) {
        return exercises.stream()
                .mapToInt(exercise -> Integer.parseInt(exercise.group(group)))
                .sum();
    }
}
