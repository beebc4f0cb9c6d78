package kontrast.grader.grade;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds pairs of submissions that share what few others have.
 *
 * <p>Each answer becomes a row of tokens, in which every name is the same token, so that renaming,
 * comments and layout change nothing. What is compared are the stretches of {@link #LENGTH} tokens.
 * One that many have says nothing (there are few ways to write four lines); the weight of the
 * others falls with the logarithm of how many have them:
 *
 * <pre>
 * share(a, b) = w(a and b) / min(w(a), w(b)), w = sum over stretches of log(n / how many have it)
 * </pre>
 */
final class AnswerSimilarity {

    private static final int LENGTH = 12;

    /** A stretch that more than this share of the class has is how one writes it. */
    private static final double COMMON = 0.1;

    private static final double SUSPICIOUS = 0.8;

    /** Less than some twenty rare stretches is an accident. */
    private static final double LEAST_WEIGHT = 40;

    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)'"
                    + "|[A-Za-z_$][\\w$]*|\\d[\\w.]*|\\S",
            Pattern.DOTALL);

    private static final Set<String> KEYWORDS = Set.of(
            "for",
            "while",
            "do",
            "if",
            "else",
            "return",
            "new",
            "switch",
            "case",
            "break",
            "continue",
            "int",
            "long",
            "float",
            "double",
            "boolean",
            "char",
            "var",
            "try",
            "catch",
            "throw",
            "final",
            "class",
            "static",
            "void");

    private AnswerSimilarity() {}

    /**
     * Two submissions to look at.
     *
     * @param first one
     * @param second the other
     * @param share how much of what is rare they share, from 0 to 1
     * @param exercises where
     */
    record Pair(Score first, Score second, double share, List<String> exercises) {}

    /**
     * Compares everybody with everybody.
     *
     * @param scores the class
     * @return the suspicious pairs, the most equal first
     */
    static List<Pair> pairs(List<Score> scores) {
        // Sorted: sums of doubles depend on their order, and that of a hash map on the process.
        Map<String, List<Integer>> owners = new TreeMap<>();
        for (int i = 0; i < scores.size(); i++) {
            for (String stretch : stretches(scores.get(i))) {
                owners.computeIfAbsent(stretch, s -> new ArrayList<>()).add(i);
            }
        }
        double[] weights = new double[scores.size()];
        Map<Long, Double> shared = new HashMap<>();
        Map<Long, Set<String>> where = new HashMap<>();
        int most = Math.max(2, (int) (COMMON * scores.size()));
        owners.forEach((stretch, who) -> {
            if (who.size() > most) {
                return;
            }
            double weight = Math.log((scores.size() + 1.0) / who.size());
            for (int a = 0; a < who.size(); a++) {
                weights[who.get(a)] += weight;
                for (int b = a + 1; b < who.size(); b++) {
                    long pair = (long) who.get(a) << 32 | who.get(b);
                    shared.merge(pair, weight, Double::sum);
                    where.computeIfAbsent(pair, p -> new TreeSet<>()).add(stretch.substring(0, stretch.indexOf(' ')));
                }
            }
        });
        List<Pair> pairs = new ArrayList<>();
        shared.forEach((pair, weight) -> {
            int a = (int) (pair >> 32);
            int b = (int) (long) pair;
            double share = weight / Math.min(weights[a], weights[b]);
            if (share >= SUSPICIOUS && weight >= LEAST_WEIGHT) {
                pairs.add(new Pair(scores.get(a), scores.get(b), share, List.copyOf(where.get(pair))));
            }
        });
        pairs.sort(Comparator.comparingDouble(Pair::share)
                .reversed()
                .thenComparing(p -> p.first().student())
                .thenComparing(p -> p.second().student()));
        return pairs;
    }

    private static Set<String> stretches(Score score) {
        Set<String> stretches = new HashSet<>();
        score.answers().forEach((exercise, source) -> {
            List<String> tokens = tokens(source);
            for (int i = 0; i + LENGTH <= tokens.size(); i++) {
                stretches.add(exercise + " " + String.join(" ", tokens.subList(i, i + LENGTH)));
            }
        });
        return stretches;
    }

    /** The tokens of Java source, names made equal, comments left out. */
    static List<String> tokens(String source) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(source);
        while (matcher.find()) {
            String token = matcher.group();
            if (token.startsWith("//") || token.startsWith("/*")) {
                continue;
            }
            boolean name = Character.isJavaIdentifierStart(token.charAt(0));
            tokens.add(name && !KEYWORDS.contains(token) ? "name" : token);
        }
        return tokens;
    }
}
