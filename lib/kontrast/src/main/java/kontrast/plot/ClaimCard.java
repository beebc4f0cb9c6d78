package kontrast.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.claim.Claim;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/**
 * What became of a claim, from the course's committed results: its sentence, a bar for each variant
 * with the spread over the seeds, the verdict of each comparison, the published figure, and the
 * command that computes all of it again.
 */
public final class ClaimCard implements Picture {

    private final Claim claim;
    private final Figure figure;
    private final Table verdicts;
    private final List<String> differences;

    private ClaimCard(Claim claim, Figure figure, Table verdicts, List<String> differences) {
        this.claim = claim;
        this.figure = figure;
        this.verdicts = verdicts;
        this.differences = differences;
    }

    /**
     * Returns the card of a claim, with all that was measured.
     *
     * @param claim the claim, e.g. {@code Claims.row("3")}
     * @param figure name of the figure that is drawn, e.g. {@code Claim.KNN}
     * @param unit what its axis is called; a unit that ends in "(%)" draws shares as per cent
     * @return the card
     * @throws IllegalArgumentException if no variant of the claim has such a figure
     */
    public static ClaimCard of(Claim claim, String figure, String unit) {
        return of(claim, figure, unit, claim.variants());
    }

    /**
     * Returns the card of a claim for the question at hand: only these variants, and only the comparisons in which
     * no other one stands (with a number: only those of this figure). So a lecture can show each answer where it is
     * asked for.
     *
     * @param claim the claim, e.g. {@code Claims.row("3")}
     * @param figure name of the figure that is drawn, e.g. {@code Claim.KNN}
     * @param unit what its axis is called; a unit that ends in "(%)" draws shares as per cent
     * @param variants the variants, in any order; the bars stand in the claim's
     * @return the card
     * @throws IllegalArgumentException if the claim has no such variant, or none of them has such a figure
     */
    public static ClaimCard of(Claim claim, String figure, String unit, List<String> variants) {
        return of(claim, figure, unit, variants, claim.data());
    }

    /**
     * Returns the card of a claim for the question at hand, under a title of its own: for a figure that was measured
     * on only a part of the claim's data.
     *
     * @param claim the claim, e.g. {@code Claims.row("11")}
     * @param figure name of the figure that is drawn, e.g. {@code Claim.KNN}
     * @param unit what its axis is called; a unit that ends in "(%)" draws shares as per cent
     * @param variants the variants, in any order; the bars stand in the claim's
     * @param title what stands above the bars, e.g. the data that this figure was measured on
     * @return the card
     * @throws IllegalArgumentException if the claim has no such variant, or none of them has such a figure
     */
    public static ClaimCard of(Claim claim, String figure, String unit, List<String> variants, String title) {
        for (String variant : variants) {
            if (!claim.variants().contains(variant)) {
                throw new IllegalArgumentException(
                        "row %s has no variant \"%s\"; there are %s".formatted(claim.row(), variant, claim.variants()));
            }
        }
        Table all = claim.figure(figure);
        Table table = all.where(all.stringColumn("variant").isIn(variants));
        if (table.isEmpty()) {
            throw new IllegalArgumentException(
                    "row %s has no figure \"%s\" of %s".formatted(claim.row(), figure, variants));
        }
        double scale = unit.endsWith("(%)") ? 100 : 1;
        Series bars = Series.of(figure, scaled(table, "mean", scale)).withSpread(scaled(table, "spread", scale));
        int seeds = seeds(table);
        int[] compared = compared(claim, variants, figure);
        Table verdicts = claim.verdicts().where(Selection.with(compared));
        List<String> differences = IntStream.range(0, compared.length)
                .mapToObj(i ->
                        difference(verdicts, i, isOf(figure, claim.comparisons().get(compared[i])) ? scale : 1))
                .toList();
        return new ClaimCard(
                claim,
                Figure.bars(
                        title,
                        "mean and standard deviation over %d seed%s".formatted(seeds, seeds == 1 ? "" : "s"),
                        unit,
                        table.stringColumn("variant").asList(),
                        bars),
                verdicts,
                differences);
    }

    /** Which of the claim's comparisons stand on the card. */
    private static int[] compared(Claim claim, List<String> variants, String figure) {
        boolean all = variants.containsAll(claim.variants());
        return IntStream.range(0, claim.comparisons().size())
                .filter(i ->
                        all || isAmong(variants, figure, claim.comparisons().get(i)))
                .toArray();
    }

    /** Whether a comparison is about the figure that is drawn, so that its difference has the unit of the axis. */
    private static boolean isOf(String figure, Claim.Comparison comparison) {
        return figure.equals(comparison.more().figure())
                || figure.equals(comparison.less().figure());
    }

    /** Whether both sides are among the variants; a comparison with a number belongs to the figure that is drawn. */
    private static boolean isAmong(List<String> variants, String figure, Claim.Comparison comparison) {
        Claim.Side less = comparison.less();
        Claim.Side more = comparison.more();
        Stream<Claim.Side> measured = Stream.of(more, less).filter(side -> side.variant() != null); // null: a number
        boolean number = more.variant() == null || less.variant() == null;
        return measured.allMatch(side ->
                variants.contains(side.variant()) && (!number || side.figure().equals(figure)));
    }

    private static double[] scaled(Table table, String column, double scale) {
        return Arrays.stream(table.doubleColumn(column).asDoubleArray())
                .map(value -> Double.isFinite(value) ? scale * value : 0) // one seed has no spread
                .toArray();
    }

    private static int seeds(Table table) {
        return (int) table.intColumn("seeds").min();
    }

    @Override
    public String html() {
        return """
               <div class="kontrast-claim">
               <p><b>%s</b></p>
               %s
               <table>
               <thead><tr><th style="text-align:left">compared</th><th>difference</th><th>standard errors</th><th style="text-align:left">verdict</th></tr></thead>
               <tbody>
               %s
               </tbody>
               </table>
               <p>Published: %s.</p>
               <p>Computed again by <code>./course claims %s</code>.</p>
               </div>
               """.formatted(
                        Markup.escape("Claim %s: %s.".formatted(claim.row(), claim.sentence())),
                        figure.html(),
                        rows(),
                        Markup.escape(claim.published().replaceAll("[.]$", "")),
                        Markup.escape(claim.row()));
    }

    private String rows() {
        return IntStream.range(0, verdicts.rowCount())
                .mapToObj(i ->
                        "<tr><td style=\"text-align:left\">%s</td><td>%s</td><td>%s</td><td style=\"text-align:left\"><b>%s</b></td></tr>"
                                .formatted(
                                        Markup.escape(verdicts.stringColumn("comparison")
                                                .get(i)),
                                        differences.get(i),
                                        number(
                                                "%.1f",
                                                verdicts.doubleColumn("standard errors")
                                                        .getDouble(i)),
                                        Markup.escape(
                                                verdicts.stringColumn("verdict").get(i))))
                .collect(Collectors.joining("\n"));
    }

    /** A difference and its spread over the seeds: in points where the axis shows per cent. */
    private static String difference(Table verdicts, int row, double scale) {
        double mean = verdicts.doubleColumn("difference").getDouble(row);
        double spread = verdicts.doubleColumn("spread").getDouble(row);
        if (!Double.isFinite(mean)) {
            return "";
        }
        return scale == 1
                ? number("%+.3f", mean) + " ± " + number("%.3f", spread)
                : number("%+.1f", scale * mean) + " ± " + number("%.1f", scale * spread) + " points";
    }

    private static String number(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "";
    }

    @Override
    public byte[] png() {
        return figure.png();
    }

    @Override
    public String alt() {
        List<String> words = IntStream.range(0, verdicts.rowCount())
                .mapToObj(i -> verdicts.stringColumn("comparison").get(i) + ": "
                        + verdicts.stringColumn("verdict").get(i))
                .toList();
        return "Claim %s: %s. %s %s.".formatted(claim.row(), claim.sentence(), figure.alt(), String.join("; ", words));
    }
}
