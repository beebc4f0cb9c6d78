package kontrast.grader.grade;

import java.util.List;
import java.util.Optional;
import kontrast.grader.check.Report;

/**
 * What one submission got.
 *
 * @param student who
 * @param file the notebook's path below the folder of submissions
 * @param questions one entry an exercise, in order
 * @param notes what was mended in the notebook, or why it could not be read
 * @param seconds how long it took
 */
record Score(
        String student, String file, List<Question> questions, List<String> notes, double seconds) {

    Score {
        questions = List.copyOf(questions);
        notes = List.copyOf(notes);
    }

    /**
     * One question of it.
     *
     * @param id the exercise's id
     * @param earned the points earned
     * @param points the points to earn
     * @param reason one line on why; empty if all points were earned
     * @param report the whole report, if the answer could be run
     */
    record Question(
            String id, double earned, double points, String reason, Optional<Report> report) {}

    double earned() {
        return questions.stream().mapToDouble(Question::earned).sum();
    }

    double points() {
        return questions.stream().mapToDouble(Question::points).sum();
    }
}
