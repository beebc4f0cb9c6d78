package kontrast.grader.grade;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Grades a class, several submissions at a time, and says how far it is. */
final class ClassRun {

    private final Grader grader;
    private final int jobs;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private int done;
    private int slow; // those of which something had to be run
    private double slowSeconds;

    ClassRun(Grader grader, int jobs, PrintStream out) {
        this.grader = grader;
        this.jobs = jobs;
        this.out = out;
    }

    /**
     * Grades all.
     *
     * @param submissions the submissions
     * @return a score for each, in the same order
     * @throws InterruptedException if this thread is interrupted
     */
    List<Score> grade(List<Submissions.Submission> submissions) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<Score>> futures = new ArrayList<>();
            for (Submissions.Submission submission : submissions) {
                futures.add(pool.submit(() -> {
                    Score score = grader.grade(submission);
                    progress(score, submissions.size());
                    return score;
                }));
            }
            List<Score> scores = new ArrayList<>();
            for (int i = 0; i < futures.size(); i++) {
                scores.add(result(futures.get(i), submissions.get(i)));
            }
            return scores;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Everybody has a row, even if this program fails at a submission. */
    private Score result(Future<Score> future, Submissions.Submission submission) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            out.println("NOT GRADED: " + plain(submission.name()) + ": " + e.getCause());
            return grader.ungraded(submission, String.valueOf(e.getCause()));
        }
    }

    private synchronized void progress(Score score, int of) {
        done++;
        if (score.seconds() > 0.1) {
            slow++;
            slowSeconds += score.seconds();
        }
        out.println(String.format(
                Locale.ROOT,
                "[%d/%d] %-24s %6s of %s  %4.1f s%s%s",
                done,
                of,
                plain(score.student()),
                Numbers.plain(score.earned()),
                Numbers.plain(score.points()),
                score.seconds(),
                remaining(of).map(s -> "  " + s + " left").orElse(""),
                score.notes().isEmpty() ? "" : "  (" + plain(score.notes().get(0)) + ")"));
    }

    /** From the mean of those that were run: those that are known take no time. */
    private Optional<String> remaining(int of) {
        if (slow < jobs || done == of) {
            return Optional.empty();
        }
        double known = (done - slow) / (double) done;
        double seconds = (of - done) * (1 - known) * slowSeconds / slow / jobs;
        return Optional.of(
                seconds < 90 ? Math.round(seconds) + " s" : String.format(Locale.ROOT, "%.1f min", seconds / 60));
    }

    /** What a person wants to know at the end. */
    String summary(List<Score> scores) {
        return String.format(
                Locale.ROOT,
                "%d submissions in %.1f s: %d answers were run, %d were known",
                scores.size(),
                (System.nanoTime() - start) / 1e9,
                grader.runner().processes(),
                grader.reused());
    }

    /** A terminal must not obey a learner's file name. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
