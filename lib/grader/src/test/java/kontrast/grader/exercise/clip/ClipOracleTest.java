package kontrast.grader.exercise.clip;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.data.Vocabulary;
import kontrast.evaluate.Features;
import kontrast.evaluate.Retrieval;
import kontrast.grader.check.Report;
import kontrast.loss.ClipLoss;
import kontrast.loss.InfoNce;
import org.junit.jupiter.api.Test;

/** What the checks of 16_clip ask for is what the library does, and no style of writing it loses a point. */
class ClipOracleTest {

    private static void passes(Report report) {
        assertTrue(report.passed(), report::toString);
    }

    /** Words of the library are strings; as many digits for each keep the order of the numbers. */
    private static String text(Collection<Integer> words) {
        return words.stream().map("w%06d"::formatted).collect(Collectors.joining(" "));
    }

    private static String text(int[] words) {
        return text(Arrays.stream(words).boxed().toList());
    }

    private static List<String> captions(int[] words, int[] captions) {
        Map<Integer, List<Integer>> said = new TreeMap<>();
        for (int i = 0; i < words.length; i++) {
            said.computeIfAbsent(captions[i], c -> new ArrayList<>()).add(words[i]);
        }
        return said.values().stream().map(ClipOracleTest::text).toList();
    }

    @Test
    void theLibrarysVocabularyIsThatOfTheCheck() {
        passes(ClipExercises.known().check((words, captions, atLeast) -> {
            int largest = (int) Arrays.stream(captions).distinct().count();
            return atLeast > largest
                    ? new int[0] // the library refuses a vocabulary without words
                    : Vocabulary.of(captions(words, captions), atLeast).words().stream()
                            .mapToInt(word -> Integer.parseInt(word.substring(1)))
                            .toArray();
        }));
        passes(ClipExercises.numbers().check((text, known, length) -> {
            String none = "z"; // one known word behind all others, where the library refuses to know none
            Vocabulary vocabulary = Vocabulary.of(List.of(text(known) + " " + none), 1);
            int[] numbers = Arrays.copyOf(vocabulary.rows(List.of(text(text)))[0], length + 1);
            numbers[length] = vocabulary.unknown(text(text)).size();
            return numbers;
        }));
        passes(ClipExercises.numbered()
                .check((words, trained) ->
                        Vocabulary.of(List.of(text(trained)), 1).numbers(text(words))));
    }

    @Test
    void theLibrarysLossIsThatOfTheCheck() {
        passes(ClipExercises.clipLoss().check(ClipLoss::loss));
        passes(ClipExercises.clipLoss()
                .check((x, y, t) -> InfoNce.symmetric(ClipLoss.scores(x, y, t)).mul(0.5f)));
    }

    /** Scores of texts that are the axes: the cosine of picture i and text j is s_ij over the length of row i. */
    private static float amongK(float[][] scores, int k) {
        int n = scores.length;
        float[] rows = new float[n * n];
        float[] axes = new float[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(scores[i], 0, rows, i * n, n);
            axes[i * n + i] = 1;
        }
        Retrieval found = Retrieval.of(new Features(rows, n, n), new Features(axes, n, n), false);
        // Among equals the library takes the middle, and the exercise the last place.
        double[] ranks = found.ranks();
        int count = 0;
        for (int i = 0; i < n; i++) {
            int own = i;
            long equals = IntStream.range(0, n)
                    .filter(j -> j != own && scores[own][j] == scores[own][own])
                    .count();
            count += ranks[i] + equals / 2.0 <= k ? 1 : 0;
        }
        return (float) count / n;
    }

    private static float[][] transposed(float[][] scores) {
        float[][] turned = new float[scores.length][scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                turned[j][i] = scores[i][j];
            }
        }
        return turned;
    }

    @Test
    void theLibrarysRetrievalIsThatOfTheCheck() {
        passes(ClipExercises.recall().check((scores, k) ->
                new float[] {amongK(scores, k), amongK(transposed(scores), k)}));
    }

    /** 16.6 in streams. */
    private static float[] recallInStreams(float[][] scores, int k) {
        int n = scores.length;
        long pictures = IntStream.range(0, n)
                .filter(i -> IntStream.range(0, n)
                                .filter(j -> j != i && scores[i][j] >= scores[i][i])
                                .count()
                        < k)
                .count();
        long texts = IntStream.range(0, n)
                .filter(i -> IntStream.range(0, n)
                                .filter(j -> scores[j][i] >= scores[i][i])
                                .count()
                        <= k)
                .count();
        return new float[] {(float) pictures / n, (float) texts / n};
    }

    /** 16.6 in tensors: compares with the diagonal, along the rows and along the columns. */
    private static float[] recallInTensors(float[][] scores, int k) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray s = manager.create(scores);
            NDArray own = s.diagonal();
            NDArray byRow = s.gte(own.expandDims(1)).toType(DataType.FLOAT32, false);
            NDArray byColumn = s.gte(own.expandDims(0)).toType(DataType.FLOAT32, false);
            return new float[] {
                byRow.sum(new int[] {1})
                        .lte(k)
                        .toType(DataType.FLOAT32, false)
                        .mean()
                        .getFloat(),
                byColumn.sum(new int[] {0})
                        .lte(k)
                        .toType(DataType.FLOAT32, false)
                        .mean()
                        .getFloat()
            };
        }
    }

    /** 16.6 in loops: ranks in two arrays, then a count in double. */
    private static float[] recallInLoops(float[][] scores, int k) {
        int[][] rank = new int[2][scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (scores[i][j] >= scores[i][i]) {
                    rank[0][i]++;
                }
                if (scores[i][j] >= scores[j][j]) {
                    rank[1][j]++;
                }
            }
        }
        float[] shares = new float[2];
        for (int way = 0; way < 2; way++) {
            double count = 0;
            for (int r : rank[way]) {
                if (r <= k) {
                    count++;
                }
            }
            shares[way] = (float) (count / scores.length);
        }
        return shares;
    }

    @Test
    void recallInThreeStyles() {
        passes(ClipExercises.recall().check((scores, k) -> recallInStreams(scores, k)));
        passes(ClipExercises.recall().check((scores, k) -> recallInTensors(scores, k)));
        passes(ClipExercises.recall().check((scores, k) -> recallInLoops(scores, k)));
    }

    private static float[] unit(double[] row) {
        double length = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
        float[] unit = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            unit[j] = (float) (row[j] / length);
        }
        return unit;
    }

    /** 16.5 in streams: a mean a class and column, normalised in double. */
    private static float[][] classifierInStreams(float[][] prompts, int[] classes) {
        double[] lengths = Arrays.stream(prompts)
                .mapToDouble(p -> Math.sqrt(IntStream.range(0, p.length)
                        .mapToDouble(j -> (double) p[j] * p[j])
                        .sum()))
                .toArray();
        return IntStream.rangeClosed(0, Arrays.stream(classes).max().orElseThrow())
                .mapToObj(c -> unit(IntStream.range(0, prompts[0].length)
                        .mapToDouble(j -> IntStream.range(0, classes.length)
                                .filter(i -> classes[i] == c)
                                .mapToDouble(i -> prompts[i][j] / lengths[i])
                                .average()
                                .orElseThrow())
                        .toArray()))
                .toArray(float[][]::new);
    }

    /** 16.5 in tensors, in single precision. */
    private static float[][] classifierInTensors(float[][] prompts, int[] classes) {
        int count = Arrays.stream(classes).max().orElseThrow() + 1;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray member = manager.create(classes).oneHot(count).transpose(); // [C, P]
            NDArray means = member.div(member.sum(new int[] {1}, true))
                    .matMul(manager.create(prompts).normalize(2, 1));
            NDArray vectors = means.normalize(2, 1);
            return IntStream.range(0, count)
                    .mapToObj(c -> vectors.get(c).toFloatArray())
                    .toArray(float[][]::new);
        }
    }

    /** 16.5 in loops: class by class, in floats. */
    private static float[][] classifierInLoops(float[][] prompts, int[] classes) {
        int count = 0;
        for (int c : classes) {
            count = Math.max(count, c + 1);
        }
        float[][] vectors = new float[count][];
        for (int c = 0; c < count; c++) {
            double[] mean = new double[prompts[0].length];
            int rows = 0;
            for (int i = 0; i < prompts.length; i++) {
                if (classes[i] == c) {
                    rows++;
                    double[] wide = new double[mean.length];
                    for (int j = 0; j < mean.length; j++) {
                        wide[j] = prompts[i][j];
                    }
                    float[] one = unit(wide);
                    for (int j = 0; j < mean.length; j++) {
                        mean[j] += one[j];
                    }
                }
            }
            for (int j = 0; j < mean.length; j++) {
                mean[j] /= rows;
            }
            vectors[c] = unit(mean);
        }
        return vectors;
    }

    @Test
    void classifierInThreeStyles() {
        passes(ClipExercises.classifier().check((prompts, classes) -> classifierInStreams(prompts, classes)));
        passes(ClipExercises.classifier().check((prompts, classes) -> classifierInTensors(prompts, classes)));
        passes(ClipExercises.classifier().check((prompts, classes) -> classifierInLoops(prompts, classes)));
    }

    /** 16.7 with q as a tensor, and both directions by rows. */
    @Test
    void sharedLossWithTheTargetsAsATensor() {
        passes(ClipExercises.sharedLoss().check((scores, captions) -> {
            NDArray c = scores.getManager().create(captions);
            NDArray equal = c.expandDims(1).eq(c.expandDims(0)).toType(DataType.FLOAT32, false);
            NDArray q = equal.div(equal.sum(new int[] {1}, true));
            NDArray both = scores.logSoftmax(1).add(scores.transpose().logSoftmax(1));
            return both.mul(q).sum().mul(-0.5f / captions.length);
        }));
    }

    /** 16.4 with the scale that is multiplied, in floats. */
    @Test
    void temperaturesByTheScale() {
        passes(ClipExercises.temperatures().check((t, slopes, rate, maxScale) -> {
            float[] temperatures = new float[slopes.length];
            double tau = Math.exp(-t);
            for (int n = 0; n < slopes.length; n++) {
                tau = Math.max(1 / (double) maxScale, tau * Math.exp(rate * slopes[n]));
                temperatures[n] = (float) tau;
            }
            return temperatures;
        }));
    }
}
