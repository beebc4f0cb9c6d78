package kontrast.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import kontrast.claim.run.Trial;
import kontrast.evaluate.Summary;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * One thing that a lecture says of a method, how it is measured, and what was measured.
 *
 * <p>A claim is built from its sentence on, and reads the committed results:
 *
 * <pre>
 *   Claim.row("16", "MoCo needs a slow key encoder", "He et al. 2020, ...")
 *           .on("CIFAR-10")
 *           .variant("m = 0", () -&gt; ...)
 *           .variant("m = 0.99", () -&gt; ...)
 *           .says("kNN", "m = 0.99", "m = 0");
 * </pre>
 */
public final class Claim {

    /** Name of the mean loss of the last 20 steps, in nats. */
    public static final String LOSS = Trial.LOSS;

    /** Accuracy of a linear probe, in [0, 1]. */
    public static final String PROBE = Trial.PROBE;

    /** Accuracy of the nearest neighbours, in [0, 1]. */
    public static final String KNN = Trial.KNN;

    /** Top-1 retrieval, in [0, 1]. */
    public static final String RETRIEVAL = Trial.RETRIEVAL;

    /** Seeds of each variant of a claim. */
    static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    private final String row;
    private final String sentence;
    private final String published;
    private String data = "";
    private final Map<String, Supplier<Trial>> variants = new LinkedHashMap<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final Set<String> shown = new LinkedHashSet<>();

    /**
     * One side of a comparison: a figure of a variant, or a number that needs no measuring.
     *
     * @param variant name of the variant; null for a number
     * @param figure name of the figure, or what the number is
     * @param number the number; NaN for a figure
     */
    public record Side(String variant, String figure, double number) {
        @Override
        public String toString() {
            return variant == null ? "%s (%s)".formatted(figure, ClaimFile.digits(number)) : variant;
        }
    }

    /**
     * "This is more than that".
     *
     * @param more what is claimed to be more
     * @param less what is claimed to be less
     */
    public record Comparison(Side more, Side less) {

        /** Returns for instance {@code kNN: m = 0.99 above m = 0}. */
        @Override
        public String toString() {
            Side named = more.variant() == null ? less : more;
            boolean sameVariant = more.variant() != null && more.variant().equals(less.variant());
            return sameVariant
                    ? "%s: %s above %s".formatted(more.variant(), more.figure(), less.figure())
                    : "%s: %s above %s".formatted(named.figure(), more, less);
        }
    }

    private Claim(String row, String sentence, String published) {
        this.row = row;
        this.sentence = sentence;
        this.published = published;
    }

    /**
     * Begins a claim.
     *
     * @param row row of the syllabus
     * @param sentence the claim
     * @param published paper, table, model, protocol and figure
     */
    static Claim row(String row, String sentence, String published) {
        return new Claim(row, sentence, published);
    }

    /** Says what it is measured on. */
    Claim on(String data) {
        this.data = data;
        return this;
    }

    /** Adds a variant; nothing of it is made before it is measured. */
    Claim variant(String name, Supplier<Trial> trial) {
        ClaimFile.checkField(name); // now, and not after hours of computing
        if (variants.put(name, trial) != null) {
            throw new IllegalArgumentException("row %s has two variants \"%s\"".formatted(row, name));
        }
        return this;
    }

    /** Names the figures of the table, in its order; without it, all but curves. */
    Claim shows(String... figures) {
        shown.addAll(List.of(figures));
        return this;
    }

    /** Says that a figure of one variant is above that of another. */
    Claim says(String figure, String more, String less) {
        return compare(new Side(more, figure, Double.NaN), new Side(less, figure, Double.NaN));
    }

    /** Says that a figure of a variant is above a number, named in words. */
    Claim saysAbove(String figure, String variant, double number, String words) {
        return compare(new Side(variant, figure, Double.NaN), new Side(null, words, number));
    }

    /** Says that a figure of a variant is below a number, named in words. */
    Claim saysBelow(String figure, String variant, double number, String words) {
        return compare(new Side(null, words, number), new Side(variant, figure, Double.NaN));
    }

    /** Says that of a variant one figure is above another. */
    Claim saysOf(String variant, String more, String less) {
        return compare(new Side(variant, more, Double.NaN), new Side(variant, less, Double.NaN));
    }

    private Claim compare(Side more, Side less) {
        for (Side side : List.of(more, less)) {
            if (side.variant() != null && !variants.containsKey(side.variant())) {
                throw new IllegalArgumentException("row %s has no variant \"%s\"".formatted(row, side.variant()));
            }
        }
        comparisons.add(new Comparison(more, less));
        return this;
    }

    /** Returns the row of the syllabus, e.g. {@code 16}; of a faulty run the exercise, e.g. {@code 11.8}. */
    public String row() {
        return row;
    }

    /** Returns whether it is a row of the syllabus, and not the faulty run of an exercise. */
    boolean isOfSyllabus() {
        return row.indexOf('.') < 0;
    }

    /** Returns the seeds of each variant; of a faulty run the first alone. */
    public List<Long> seeds() {
        return isOfSyllabus() ? SEEDS : SEEDS.subList(0, 1);
    }

    /** Returns the claim as a sentence. */
    public String sentence() {
        return sentence;
    }

    /** Returns the published figure, with paper, table, model and protocol. */
    public String published() {
        return published;
    }

    /** Returns what it is measured on. */
    public String data() {
        return data;
    }

    /** Returns the names of the variants, in the order of the table. */
    public List<String> variants() {
        return List.copyOf(variants.keySet());
    }

    /** Returns what is compared. */
    public List<Comparison> comparisons() {
        return List.copyOf(comparisons);
    }

    /** Returns how a variant is measured. */
    Trial trial(String variant) {
        return variants.get(variant).get();
    }

    /**
     * Returns the figures of a variant by seed.
     *
     * @param results where they stand
     * @param variant name of the variant
     * @param figure name of the figure
     * @return seed to value, in the order of the seeds; empty if it was not measured
     */
    Map<Long, Double> values(ClaimFile results, String variant, String figure) {
        Map<Long, Double> values = new LinkedHashMap<>();
        for (long seed : seeds()) {
            results.of(row, variant, seed).stream()
                    .filter(line -> line.figure().equals(figure))
                    .forEach(line -> values.put(seed, line.value()));
        }
        return values;
    }

    /** Returns the names of the figures that the table shows. */
    Set<String> figures(ClaimFile results) {
        if (!shown.isEmpty()) {
            return shown;
        }
        Set<String> figures = new LinkedHashSet<>();
        for (ClaimFile.Line line : results.lines()) {
            if (line.row().equals(row)
                    && variants.containsKey(line.variant())
                    && line.figure().indexOf('@') < 0) {
                figures.add(line.figure());
            }
        }
        return figures;
    }

    /**
     * Returns what the committed results say of a comparison.
     *
     * @param comparison one of {@link #comparisons}
     * @return the verdict, from the seeds that both sides have
     */
    public Verdict verdict(Comparison comparison) {
        return verdict(ClaimFile.committed(), comparison);
    }

    Verdict verdict(ClaimFile results, Comparison comparison) {
        long[] seeds = seeds().stream()
                .filter(seed -> has(results, comparison.more(), seed) && has(results, comparison.less(), seed))
                .mapToLong(Long::longValue)
                .toArray();
        return Verdict.of(values(results, comparison.more(), seeds), values(results, comparison.less(), seeds));
    }

    private boolean has(ClaimFile results, Side side, long seed) {
        return side.variant() == null
                || values(results, side.variant(), side.figure()).containsKey(seed);
    }

    private double[] values(ClaimFile results, Side side, long... seeds) {
        return LongStream.of(seeds)
                .mapToDouble(seed -> side.variant() == null
                        ? side.number()
                        : values(results, side.variant(), side.figure()).get(seed))
                .toArray();
    }

    /**
     * Returns what the committed results say of the claim as a whole: the worst verdict of its comparisons, since it
     * is the sum of them.
     *
     * @return the verdict; {@code NOT_MEASURED} while a comparison is not measured
     */
    public Verdict.Kind verdict() {
        return verdict(ClaimFile.committed());
    }

    Verdict.Kind verdict(ClaimFile results) {
        return comparisons.stream()
                .map(comparison -> verdict(results, comparison).kind())
                .max(Enum::compareTo)
                .orElse(Verdict.Kind.NOT_MEASURED);
    }

    /**
     * Returns a figure of all variants from the committed results, to be printed or plotted.
     *
     * @param figure name of the figure, such as {@link #KNN}
     * @return columns variant, mean, spread (standard deviation), seeds and steps; one row a measured variant
     * @throws IllegalArgumentException if no variant has it
     */
    public Table figure(String figure) {
        ClaimFile results = ClaimFile.committed();
        StringColumn names = StringColumn.create("variant");
        DoubleColumn means = DoubleColumn.create("mean");
        DoubleColumn spreads = DoubleColumn.create("spread");
        IntColumn seeds = IntColumn.create("seeds");
        IntColumn steps = IntColumn.create("steps");
        for (String variant : variants.keySet()) {
            Map<Long, Double> values = values(results, variant, figure);
            if (!values.isEmpty()) {
                Summary summary = Summary.of(values.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
                names.append(variant);
                means.append(summary.mean());
                spreads.append(summary.std());
                seeds.append(summary.n());
                steps.append(results.of(row, variant, values.keySet().iterator().next())
                        .get(0)
                        .steps());
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "row %s has no figure \"%s\"; there are %s".formatted(row, figure, figures(results)));
        }
        return Table.create("row %s, %s, %s".formatted(row, figure, data), names, means, spreads, seeds, steps);
    }

    /**
     * Returns the mean of a figure over the seeds of a variant, from the committed results.
     *
     * @param figure name of the figure, such as {@link #KNN}
     * @param variant one of {@link #variants}
     * @return the mean, in the figure's own unit (a share is in [0, 1])
     * @throws IllegalArgumentException if there is no such variant, or it has no such figure
     */
    public double mean(String figure, String variant) {
        return summary(figure, variant).mean();
    }

    /**
     * Returns the standard deviation of a figure over the seeds of a variant, from the committed results.
     *
     * @param figure name of the figure, such as {@link #KNN}
     * @param variant one of {@link #variants}
     * @return the standard deviation between seeds, in the figure's own unit; NaN for one seed
     * @throws IllegalArgumentException if there is no such variant, or it has no such figure
     */
    public double spread(String figure, String variant) {
        return summary(figure, variant).std();
    }

    private Summary summary(String figure, String variant) {
        if (!variants.containsKey(variant)) {
            throw new IllegalArgumentException(
                    "row %s has no variant \"%s\"; there are %s".formatted(row, variant, variants.keySet()));
        }
        ClaimFile results = ClaimFile.committed();
        double[] values = values(results, variant, figure).values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("row %s, %s has no figure \"%s\"; the row has %s"
                    .formatted(row, variant, figure, figures(results)));
        }
        return Summary.of(values);
    }

    /**
     * Returns what the committed results say of a comparison, by its words.
     *
     * @param comparison its words, e.g. {@code kNN: m = 0.99 above m = 0}; the column {@code comparison} of
     *     {@link #verdicts} has them
     * @throws IllegalArgumentException if the claim compares nothing in these words
     */
    public Verdict.Kind verdict(String comparison) {
        return comparisons.stream()
                .filter(c -> c.toString().equals(comparison))
                .map(c -> verdict(c).kind())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("row %s does not compare \"%s\"; it compares%n  %s"
                        .formatted(
                                row,
                                comparison,
                                comparisons.stream()
                                        .map(Comparison::toString)
                                        .collect(Collectors.joining("%n  ".formatted())))));
    }

    /**
     * Returns what is compared and what the committed results say of it.
     *
     * @return columns comparison, difference, spread, standard errors, seeds, verdict; one row a comparison
     */
    public Table verdicts() {
        ClaimFile results = ClaimFile.committed();
        List<Verdict> verdicts = comparisons.stream()
                .map(comparison -> verdict(results, comparison))
                .toList();
        return Table.create(
                sentence,
                StringColumn.create(
                        "comparison",
                        comparisons.stream().map(Comparison::toString).toList()),
                DoubleColumn.create(
                        "difference",
                        verdicts.stream().mapToDouble(Verdict::difference).toArray()),
                DoubleColumn.create(
                        "spread", verdicts.stream().mapToDouble(Verdict::spread).toArray()),
                DoubleColumn.create(
                        "standard errors",
                        verdicts.stream().mapToDouble(Verdict::errors).toArray()),
                IntColumn.create(
                        "seeds", verdicts.stream().mapToInt(Verdict::seeds).toArray()),
                StringColumn.create(
                        "verdict",
                        verdicts.stream().map(v -> v.kind().toString()).toList()));
    }

    /**
     * Returns a curve of one run from the committed results.
     *
     * @param variant name of the variant
     * @param figure name of the figure, such as {@link #LOSS}
     * @return {@code [2][points]}: steps taken, and the values there; of the first seed
     * @throws IllegalArgumentException if there is none
     */
    public double[][] curve(String variant, String figure) {
        List<ClaimFile.Line> points = ClaimFile.committed().of(row, variant, seeds().get(0)).stream()
                .filter(line -> line.figure().startsWith(figure + "@"))
                .sorted(Comparator.comparingInt(line -> step(line.figure())))
                .toList();
        if (points.isEmpty()) {
            throw new IllegalArgumentException("row %s, %s has no curve \"%s\"".formatted(row, variant, figure));
        }
        double[][] curve = new double[2][points.size()];
        Arrays.setAll(curve[0], i -> step(points.get(i).figure()));
        Arrays.setAll(curve[1], i -> points.get(i).value());
        return curve;
    }

    private static int step(String figure) {
        return Integer.parseInt(figure.substring(figure.indexOf('@') + 1));
    }

    @Override
    public String toString() {
        return "row %s: %s".formatted(row, sentence);
    }
}
