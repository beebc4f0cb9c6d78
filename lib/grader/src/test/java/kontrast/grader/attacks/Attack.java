package kontrast.grader.attacks;

import java.util.regex.Pattern;

/**
 * One attempt to get the point of exercise 11.3 without an answer, or to hurt the grading.
 *
 * @param name the submission's name
 * @param cell the answer cell
 * @param reason a regular expression for the reason of the zero
 */
record Attack(String name, String cell, String reason) {

    /** The right answer: an attack that does nothing else would score. */
    static final String RIGHT = """
            int[] positiveIndices(int n) throws Exception {
                int[] positives = new int[2 * n];
                for (int i = 0; i < 2 * n; i++) {
                    positives[i] = (i + n) % (2 * n);
                }
                return positives;
            }
            """;

    /** The one folder that an answer may write; {@code load-a-library} fails where it is not. */
    static final String FOLDER = "/answer";

    /** What the check says of an array of zeros. */
    static final String WRONG = "entries of the result are wrong";

    /** Does harm, and then answers rightly: it scores unless the harm ends it. */
    static Attack harm(String name, String code, String reason) {
        String body = RIGHT.replaceFirst(
                Pattern.quote("int[] positives"),
                java.util.regex.Matcher.quoteReplacement(code + "\n    int[] positives"));
        return new Attack(name, body, reason);
    }

    /** Answers rightly only if the code sets {@code won}: it scores only if the attack works. */
    static Attack reach(String name, String code) {
        return harm(
                name,
                "boolean won = false;\n    try { "
                        + code
                        + " } catch (Throwable stopped) { }\n    if (!won) { return new int[2 * n]; }",
                WRONG);
    }

    /** A cell of another form. */
    static Attack cell(String name, String cell, String reason) {
        return new Attack(name, cell, reason);
    }
}
