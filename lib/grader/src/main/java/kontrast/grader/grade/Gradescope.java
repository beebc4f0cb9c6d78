package kontrast.grader.grade;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** The scores as Gradescope's {@code results.json}. */
final class Gradescope {

    private Gradescope() {}

    /**
     * Makes the object.
     *
     * @param score what a learner got
     * @param feedback what may be shown
     * @return an object with score, tests and output
     */
    static JsonObject results(Score score, SetRules.Feedback feedback) {
        JsonObject results = new JsonObject();
        results.addProperty("score", rounded(score.earned()));
        results.addProperty("execution_time", rounded(score.seconds()));
        results.addProperty("output", Page.plain(String.join("\n", score.notes())));
        results.addProperty("output_format", "text");
        results.addProperty("visibility", "visible");
        results.addProperty("stdout_visibility", "hidden");
        JsonArray tests = new JsonArray();
        for (Score.Question question : score.questions()) {
            JsonObject test = new JsonObject();
            test.addProperty("name", question.id() + " " + question.title());
            test.addProperty("number", question.id());
            // Lateness lowers the whole score only; the tests show the points before that.
            test.addProperty("score", rounded(question.earned()));
            test.addProperty("max_score", rounded(question.points()));
            boolean passed = question.status() == Score.Status.PASSED;
            test.addProperty("status", passed ? "passed" : "failed");
            test.addProperty("output", Page.plain(output(question, feedback)));
            test.addProperty("output_format", "text");
            test.addProperty("visibility", "visible");
            tests.add(test);
        }
        results.add("tests", tests);
        return results;
    }

    private static double rounded(double number) {
        return Math.round(number * 1e4) / 1e4;
    }

    private static String output(Score.Question question, SetRules.Feedback feedback) {
        StringBuilder text = new StringBuilder(StudentPage.message(question, feedback));
        if (feedback.messages() && !question.example().isEmpty()) {
            text.append("\nBy hand: ").append(question.example());
        }
        if (feedback.hiddenTests()) {
            for (Score.Finding finding : question.findings()) {
                text.append(finding.held() ? "\n+ " : "\n- ").append(finding.property());
                text.append(finding.held() ? "" : ": " + finding.fault());
            }
        }
        return text.toString().strip();
    }
}
