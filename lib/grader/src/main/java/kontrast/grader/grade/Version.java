package kontrast.grader.grade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import kontrast.grader.notebook.NotebookWriter;

/**
 * With what a part was graded. Parts fit together only if all of it is the same; a hash stands for what is long or
 * secret.
 *
 * @param secret a hash of the course's secret, from which nobody can tell the secret
 * @param java the version of the Java machine
 * @param course the code that judges
 * @param set the notebook that was handed out
 * @param rules deadline, weights and feedback
 * @param limits what each question may use
 */
record Version(String secret, String java, String course, String set, String rules, String limits) {

    static final String OTHER_SECRET = "was graded with another secret: give each machine the same --secret FILE";

    static Version of(Grader.GradedSet graded, Limits limits) throws IOException {
        SetRules rules = graded.rules();
        String told =
                rules.deadline() + " " + rules.late() + " " + new TreeMap<>(rules.weights()) + " " + rules.feedback();
        return new Version(
                hash(graded.secret(), "the course's secret"),
                Runtime.version().toString(),
                Hashes.ofTheJudge().substring(0, 16),
                hash(NotebookWriter.toJson(graded.released())),
                hash(told),
                limits.toString());
    }

    private static String hash(String text) {
        return hash("part".getBytes(StandardCharsets.UTF_8), text);
    }

    private static String hash(byte[] key, String text) {
        return HexFormat.of().formatHex(Hashes.hmac(key, List.of(text)), 0, 8);
    }

    /**
     * Says in what another differs.
     *
     * @param here what it should be
     * @return why it does not fit; empty if it does
     */
    Optional<String> difference(Version here) {
        if (!secret.equals(here.secret)) {
            return Optional.of(OTHER_SECRET);
        }
        if (!java.equals(here.java)) {
            return Optional.of("was graded on Java %s, and this is Java %s".formatted(java, here.java));
        }
        if (!course.equals(here.course)) {
            return Optional.of("was graded by another version of the course");
        }
        if (!set.equals(here.set)) {
            return Optional.of("was graded for another version of the exercises that were handed out");
        }
        if (!rules.equals(here.rules)) {
            return Optional.of("was graded by other rules (deadline, weights, feedback)");
        }
        return limits.equals(here.limits) ? Optional.empty() : Optional.of("was graded with another --seconds");
    }
}
