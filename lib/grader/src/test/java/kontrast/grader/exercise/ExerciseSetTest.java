package kontrast.grader.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import kontrast.grader.check.Check;
import org.junit.jupiter.api.Test;

class ExerciseSetTest {

    private static List<String> ids(ExerciseSet set) {
        return set.checks().stream().map(Check::id).toList();
    }

    @Test
    void eachExerciseIsFoundInItsSet() {
        for (ExerciseSet set : ExerciseSet.all()) {
            assertEquals(ids(set), ids(ExerciseSet.named(set.name()).orElseThrow()));
            for (String id : ids(set)) {
                assertEquals(set.name(), ExerciseSet.with(id).orElseThrow().name());
            }
        }
        for (String unknown : List.of("11.99", "99.1", "1", "", "x.1", "11")) {
            assertTrue(ExerciseSet.with(unknown).isEmpty(), unknown);
        }
        assertTrue(ExerciseSet.named("11").isEmpty(), "the beginning of a name is no name");
    }

    /** Prints which sets' classes Java loads for one exercise; all of them were loaded once, for two seconds. */
    public static void main(String[] args) {
        System.out.println(ExerciseSet.with("11.3").orElseThrow().name());
    }

    @Test
    void anExerciseLoadsItsOwnSetOnly() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExerciseSetTest.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(java.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> loaded = out.lines()
                    .filter(line -> line.contains("kontrast.grader.exercise.") && line.contains("Exercises "))
                    .toList();
            assertTrue(loaded.stream().anyMatch(line -> line.contains("SimClrExercises")), loaded::toString);
            assertFalse(loaded.stream().anyMatch(line -> !line.contains("SimClrExercises")), loaded::toString);
        }
        assertEquals(0, java.waitFor());
    }
}
