package kontrast.grader.grade;

import java.util.List;
import java.util.Locale;

/** The scores as JUnit's XML: a suite a learner, a test a question. */
final class JUnitXml {

    private JUnitXml() {}

    static String of(String set, List<Score> scores) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites name=\"").append(escape(set)).append("\">\n");
        for (Score score : scores) {
            long failures = count(score, Score.Status.FAILED);
            long errors = count(score, Score.Status.ERROR) + count(score, Score.Status.UNGRADED);
            xml.append(" <testsuite name=\"").append(escape(score.student()));
            xml.append("\" tests=\"").append(score.questions().size());
            xml.append("\" failures=\"").append(failures).append("\" errors=\"").append(errors);
            xml.append("\" skipped=\"").append(count(score, Score.Status.NOT_WRITTEN));
            xml.append(String.format(Locale.ROOT, "\" time=\"%.3f\">%n", score.seconds()));
            score.questions().forEach(q -> test(xml, set, q));
            xml.append(" </testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static long count(Score score, Score.Status status) {
        return score.questions().stream().filter(q -> q.status() == status).count();
    }

    private static void test(StringBuilder xml, String set, Score.Question question) {
        xml.append("  <testcase classname=\"").append(escape(set)).append("\" name=\"");
        xml.append(escape(question.id() + " " + question.title())).append('"');
        String element = switch (question.status()) {
            case PASSED -> "";
            case FAILED -> "failure";
            case NOT_WRITTEN -> "skipped";
            case ERROR, UNGRADED -> "error";
        };
        if (element.isEmpty()) {
            xml.append("/>\n");
        } else {
            xml.append("><").append(element).append(" message=\"");
            xml.append(escape(question.reason())).append("\"/></testcase>\n");
        }
    }

    /** XML 1.0 has no place at all for most control characters, nor for halves of a pair. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        Page.plain(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                default -> {
                    boolean half = c >= 0xD800 && c <= 0xDFFF;
                    escaped.appendCodePoint(half || (c >= 0xFFFE && c <= 0xFFFF) ? '?' : c);
                }
            }
        });
        return escaped.toString();
    }
}
