package kontrast.grader.grade;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The totals as learning platforms import them. */
final class Exports {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String set;
    private final SetRules rules;
    private final List<Score> scores;
    private final Optional<Roster> roster;

    Exports(String set, SetRules rules, List<Score> scores, Optional<Roster> roster) {
        this.set = set;
        this.rules = rules;
        this.scores = scores;
        this.roster = roster;
    }

    /** Returns a learner's data from the gradebook; what is missing there is taken from the name. */
    private BiFunction<String, String, String> person(Score score) {
        Map<String, String> known = roster.flatMap(r -> r.find(score.student())).orElse(Map.of());
        return (column, otherwise) -> Csv.text(known.getOrDefault(column, otherwise));
    }

    /**
     * Canvas: its fixed columns, then the assignment, and the points possible in the second row.
     */
    String canvas() {
        Csv csv = new Csv();
        csv.row(List.of("Student", "ID", "SIS User ID", "SIS Login ID", "Section", set));
        csv.row(List.of("    Points Possible", "", "", "", "", points()));
        for (Score score : scores) {
            BiFunction<String, String, String> person = person(score);
            csv.row(List.of(
                    person.apply("Student", score.student()),
                    person.apply("ID", ""),
                    person.apply("SIS User ID", ""),
                    person.apply("SIS Login ID", score.student()),
                    person.apply("Section", ""),
                    grade(score)));
        }
        return csv.toString();
    }

    /** Moodle: the columns of the grading worksheet. */
    String moodle() {
        Csv csv = new Csv();
        csv.row(List.of(
                "Identifier", "Full name", "Email address", "Username", "Grade", "Maximum Grade", "Feedback comments"));
        for (Score score : scores) {
            BiFunction<String, String, String> person = person(score);
            csv.row(List.of(
                    person.apply("Identifier", ""),
                    person.apply("Full name", score.student()),
                    person.apply("Email address", ""),
                    person.apply("Username", score.student()),
                    grade(score),
                    points(),
                    Csv.text(comment(score))));
        }
        return csv.toString();
    }

    private String comment(Score score) {
        StringBuilder comment = new StringBuilder();
        for (Score.Question question : score.questions()) {
            String message = StudentPage.message(question, rules.feedback());
            comment.append(question.id()).append(": ").append(Numbers.plain(question.earned()));
            comment.append(" of ").append(Numbers.plain(question.points()));
            comment.append(message.isEmpty() ? ". " : ". " + message + " ");
        }
        return comment.toString().strip();
    }

    /** The columns of {@code nbgrader export}. */
    String nbgrader() {
        Csv csv = new Csv();
        csv.row(List.of(
                "assignment",
                "duedate",
                "timestamp",
                "student_id",
                "last_name",
                "first_name",
                "email",
                "raw_score",
                "late_submission_penalty",
                "score",
                "max_score"));
        String due = rules.deadline().map(d -> TIME.format(d.toInstant())).orElse("");
        for (Score score : scores) {
            BiFunction<String, String, String> person = person(score);
            csv.row(List.of(
                    set,
                    due,
                    TIME.format(score.submission().time()),
                    Csv.text(score.student()),
                    person.apply("Last name", ""),
                    person.apply("First name", ""),
                    person.apply("Email address", ""),
                    Numbers.plain(score.raw()),
                    Numbers.plain(score.raw() - score.earned()),
                    grade(score),
                    points()));
        }
        return csv.toString();
    }

    /** What could not be graded stays empty: a 0 there would be read as the learner's result. */
    private static String grade(Score score) {
        return score.isComplete() ? Numbers.plain(score.earned()) : "";
    }

    private String points() {
        return Numbers.plain(scores.get(0).points());
    }
}
