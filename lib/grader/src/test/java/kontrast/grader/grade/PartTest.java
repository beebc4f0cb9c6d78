package kontrast.grader.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {

    @ParameterizedTest
    @CsvSource({"100, 20", "300, 7", "5, 20", "1, 1", "0, 3", "2000, 9999"})
    void everySubmissionIsInOnePartAndNoPartHasTwoMoreThanAnother(int size, int of) {
        List<Integer> all = IntStream.range(0, size).boxed().toList();
        List<Integer> together = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1; i <= of; i++) {
            List<Integer> own = new Part(i, of).of(all);
            together.addAll(own);
            sizes.add(own.size());
        }
        assertEquals(all, together);
        int least = sizes.stream().min(Integer::compare).orElseThrow();
        assertTrue(sizes.stream().allMatch(s -> s - least <= 1), sizes.toString());
    }

    @Test
    void theThirdTwentiethOfAHundred() {
        List<Integer> all = IntStream.range(0, 100).boxed().toList();
        assertEquals(List.of(10, 11, 12, 13, 14), Part.parse("3/20").of(all));
        assertEquals("11_simclr-part-3-of-20.json", Part.parse("3/20").file("11_simclr"));
    }

    @ParameterizedTest
    @CsvSource({
        "0/20, where a scheduler counts from 0",
        "21/20, expected a part from 1 to as many as there are",
        "1/10000, at most 9999",
        "3, 'expected which part of how many, such as 3/20'",
        "/20, is the scheduler's variable empty",
        "-1/20, 'expected which part of how many'",
        "99999999999/20, 'expected which part of how many'"
    })
    void whatIsNoPartIsNamed(String text, String message) {
        String said = assertThrows(IllegalArgumentException.class, () -> Part.parse(text))
                .getMessage();
        assertTrue(said.contains(message) && said.contains(text), said);
    }
}
