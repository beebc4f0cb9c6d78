package kontrast.grader.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Invoker;
import org.junit.jupiter.api.Test;

class CardTest {

    private static final Pattern VERDICT = Pattern.compile("<b style=\"color:#fff;background:#([0-9a-f]{6});");

    /** WCAG 2.1, success criterion 1.4.3: text needs 4.5 : 1, on whatever ground the page has. */
    @Test
    void theVerdictIsLegibleOnEveryGround() {
        Choice.Builder choice = Choice.named("99.1", "Name it", 1, "fault").right('f');
        for (char letter = 'a'; letter < 'f'; letter++) {
            choice.wrong(letter, "not " + letter, "Not " + letter + ".");
        }
        Check<Choice> check = choice.build();
        for (char letter : new char[] {'f', 'a'}) {
            String html = check.checkInPublic(call -> Invoker.invoke(a -> letter, Call.of()))
                    .html();
            Matcher verdict = VERDICT.matcher(html);
            assertTrue(verdict.find(), html);
            double contrast = 1.05 / (luminance(Integer.parseInt(verdict.group(1), 16)) + 0.05);
            assertTrue(contrast >= 4.5, () -> "white on #%s: %.1f".formatted(verdict.group(1), contrast));
        }
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int level) {
        double s = level / 255.0;
        return s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
    }
}
