package kontrast.grader.grade;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kontrast.grader.check.Check;
import kontrast.grader.check.Report;

/**
 * What one submission got.
 *
 * @param submission whose, and which file
 * @param questions one entry an exercise, in order
 * @param notes what was mended in the notebook, or why it could not be read
 * @param share what lateness leaves of the points, from 0 to 1
 * @param answers what was handed in, by exercise; without what was left as it was
 * @param seconds how long it took
 */
record Score(
        Submissions.Submission submission,
        List<Question> questions,
        List<String> notes,
        double share,
        Map<String, String> answers,
        double seconds) {

    Score {
        answers = Map.copyOf(answers);
        questions = List.copyOf(questions);
        notes = List.copyOf(notes);
    }

    /** How a question ended. */
    enum Status {
        /** Every property holds. */
        PASSED,
        /** A property does not hold. */
        FAILED,
        /** Nothing was written. */
        NOT_WRITTEN,
        /** The answer could not be run, or did not end as an answer does. */
        ERROR,
        /** Through no fault of the answer: an instructor must look. */
        UNGRADED
    }

    /**
     * One question of it.
     *
     * @param id the exercise's id
     * @param title the exercise's title
     * @param status how it ended
     * @param earned the points earned, weight included
     * @param points the points to earn, weight included
     * @param reason one line on why; empty if all points were earned
     * @param misconception the mistake that was recognised
     * @param message what the check says of it; empty if there is no report
     * @param example what the function made of the public example; empty if there is no report
     * @param findings what came of each property
     * @param fitsPublicOnly whether it passes on the public inputs and not on fresh ones
     */
    record Question(
            String id,
            String title,
            Status status,
            double earned,
            double points,
            String reason,
            Optional<String> misconception,
            String message,
            String example,
            List<Finding> findings,
            boolean fitsPublicOnly) {

        Question {
            findings = List.copyOf(findings);
        }

        /**
         * What a report is worth.
         *
         * @param report of the hidden inputs
         * @param fits whether the public inputs alone would pass
         * @return the question
         */
        static Question of(Report report, boolean fits) {
            String reason = switch (report.verdict()) {
                case PASSED -> "";
                case NOT_WRITTEN -> "not written";
                case FAILED -> report.misconception().map(name -> name + ": ").orElse("") + report.message();
            };
            return new Question(
                    report.id(),
                    report.title(),
                    Status.valueOf(report.verdict().name()),
                    report.earned(),
                    report.points(),
                    fits
                            ? "passes the check in the notebook, but not on fresh inputs: does the answer"
                                    + " fit those inputs only? "
                                    + reason
                            : reason,
                    report.misconception(),
                    report.message(),
                    report.example(),
                    report.findings().stream()
                            .map(f -> new Finding(f.property(), f.fault().orElse("")))
                            .toList(),
                    fits);
        }

        /** No points, for a reason that no check gave. */
        static Question zero(Check<?> check, Status status, String reason) {
            return new Question(
                    check.id(),
                    check.title(),
                    status,
                    0,
                    check.points(),
                    reason,
                    Optional.empty(),
                    "",
                    "",
                    List.of(),
                    false);
        }

        /** The same with its points multiplied. */
        Question weighted(double weight) {
            return new Question(
                    id,
                    title,
                    status,
                    earned * weight,
                    points * weight,
                    reason,
                    misconception,
                    message,
                    example,
                    findings,
                    fitsPublicOnly);
        }
    }

    /**
     * What came of one property.
     *
     * @param property its name
     * @param fault what is wrong; empty if it holds
     */
    record Finding(String property, String fault) {
        boolean held() {
            return fault.isEmpty();
        }
    }

    String student() {
        return submission.student();
    }

    String file() {
        return submission.name();
    }

    /** Before lateness is counted. */
    double raw() {
        return questions.stream().mapToDouble(Question::earned).sum();
    }

    double earned() {
        return raw() * share;
    }

    double points() {
        return questions.stream().mapToDouble(Question::points).sum();
    }

    boolean isComplete() {
        return questions.stream().noneMatch(q -> q.status() == Status.UNGRADED);
    }
}
