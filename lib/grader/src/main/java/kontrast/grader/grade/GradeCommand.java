package kontrast.grader.grade;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kontrast.grader.Command;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.Notebook;
import kontrast.grader.notebook.NotebookReader;

/** {@code grade exercises/11_simclr --submissions DIR --out DIR}: scores a class. */
public final class GradeCommand implements Command {

    @Override
    public String usage() {
        return """
        grade exercises/NN_topic --submissions DIR --out DIR
              [--jobs N] [--seconds N] [--secret FILE] [--unsafe]
          score every notebook in DIR: scores.csv and scores.html
          --jobs     submissions at the same time (default: the processors of this machine)
          --seconds  for one call of an answer (default 10)
          --secret   the course's secret, from which hidden inputs are drawn (default: made once,
                     kept in ~/.config/kontrast/course-secret)
          --unsafe   run answers without a sandbox: they can then read your files""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) throws Exception {
        Options options = Options.parse(args);
        String name = options.exercise().getFileName().toString().replaceFirst("\\.ipynb$", "");
        ExerciseSet set =
                ExerciseSet.named(name)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "there is no exercise set "
                                                        + name
                                                        + "; there are "
                                                        + ExerciseSet.all().stream()
                                                                .map(ExerciseSet::name)
                                                                .toList()));
        Notebook released =
                NotebookReader.read(options.exercise().resolveSibling(name + ".ipynb")).notebook();
        List<Submissions.Submission> submissions = Submissions.in(options.submissions());
        if (submissions.isEmpty()) {
            throw new IllegalArgumentException(
                    "no notebook (*.ipynb) lies in " + options.submissions());
        }
        Sandbox sandbox;
        try {
            sandbox = options.unsafe() ? new Unprotected() : Bubblewrap.find();
        } catch (IOException e) {
            err.println(
                    "Not graded: answers are other people's programs, and there is no sandbox to run"
                            + " them in.\n  "
                            + e.getMessage()
                            + "\n  Install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap), or"
                            + " call again with --unsafe if you trust every submission.");
            return 1;
        }
        out.println(sandbox.describe());
        Files.createDirectories(options.out());
        long start = System.nanoTime();
        List<Score> scores;
        try (Grader grader =
                new Grader(
                        set,
                        released,
                        secret(options.secret()),
                        sandbox,
                        Limits.perCall(options.seconds()))) {
            scores = grade(grader, submissions, options.jobs(), out);
        }
        new ScoreFiles(set, scores).write(options.out());
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d submissions in %.1f s (%.1f s each, %d at a time): %s%n",
                scores.size(),
                seconds,
                seconds / scores.size(),
                options.jobs(),
                options.out().resolve("scores.html"));
        return 0;
    }

    private static List<Score> grade(
            Grader grader, List<Submissions.Submission> submissions, int jobs, PrintStream out)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        ConcurrentLinkedQueue<Integer> slots =
                new ConcurrentLinkedQueue<>(IntStream.range(1, jobs + 1).boxed().toList());
        AtomicInteger done = new AtomicInteger();
        try {
            List<Future<Score>> futures = new ArrayList<>();
            for (Submissions.Submission s : submissions) {
                futures.add(
                        pool.submit(
                                () -> {
                                    int slot = slots.remove();
                                    try {
                                        Score score =
                                                grader.grade(s.student(), s.file(), s.name(), slot);
                                        progress(out, score, done, submissions.size());
                                        return score;
                                    } finally {
                                        slots.add(slot);
                                    }
                                }));
            }
            List<Score> scores = new ArrayList<>();
            for (Future<Score> future : futures) {
                scores.add(future.get());
            }
            return scores;
        } finally {
            pool.shutdownNow();
        }
    }

    private static void progress(PrintStream out, Score score, AtomicInteger done, int of) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "[%d/%d] %-24s %5.2f of %s  %.1f s%s",
                        done.incrementAndGet(),
                        of,
                        score.student().replaceAll("\\p{Cntrl}", "?"),
                        score.earned(),
                        score.points(),
                        score.seconds(),
                        score.notes().isEmpty()
                                ? ""
                                : "  ("
                                        + score.notes().get(0).replaceAll("\\p{Cntrl}", " ")
                                        + ")"));
    }

    private static byte[] secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, secret);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length < 16) {
            throw new IllegalArgumentException(
                    file + " has " + secret.length + " bytes; a secret has 16 or more");
        }
        return secret;
    }

    /** The command line, read. */
    private record Options(
            Path exercise,
            Path submissions,
            Path out,
            Path secret,
            int jobs,
            int seconds,
            boolean unsafe) {

        static Options parse(List<String> args) {
            Path exercise = null;
            Path submissions = null;
            Path out = null;
            Path secret =
                    Path.of(System.getProperty("user.home"), ".config/kontrast/course-secret");
            int jobs = Runtime.getRuntime().availableProcessors();
            int seconds = 10;
            boolean unsafe = false;
            for (int i = 0; i < args.size(); i++) {
                switch (args.get(i)) {
                    case "--submissions" -> submissions = Path.of(value(args, ++i));
                    case "--out" -> out = Path.of(value(args, ++i));
                    case "--secret" -> secret = Path.of(value(args, ++i));
                    case "--jobs" -> jobs = number(args, ++i);
                    case "--seconds" -> seconds = number(args, ++i);
                    case "--unsafe" -> unsafe = true;
                    default -> {
                        if (args.get(i).startsWith("-") || exercise != null) {
                            throw new IllegalArgumentException(
                                    "'" + args.get(i) + "' is not known; see grade --help");
                        }
                        exercise = Path.of(args.get(i));
                    }
                }
            }
            if (exercise == null || submissions == null || out == null) {
                throw new IllegalArgumentException(
                        "say what to grade: grade exercises/11_simclr --submissions DIR --out DIR");
            }
            return new Options(exercise, submissions, out, secret, jobs, seconds, unsafe);
        }

        private static String value(List<String> args, int i) {
            if (i >= args.size()) {
                throw new IllegalArgumentException(args.get(i - 1) + " needs a value");
            }
            return args.get(i);
        }

        private static int number(List<String> args, int i) {
            String text = value(args, i);
            if (!text.matches("[1-9]\\d{0,3}")) {
                throw new IllegalArgumentException(
                        args.get(i - 1) + " needs a number from 1 to 9999, found " + text);
            }
            return Integer.parseInt(text);
        }
    }
}
