package kontrast.claim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kontrast.evaluate.Summary;

/**
 * The tables of the documentation, made from the results: what stands between {@code <!-- claims 16 -->} and
 * {@code <!-- /claims -->} is the table of row 16; after {@code <!-- claims -->} stands one line for each row, and
 * after {@code <!-- claims in all -->} how many comparisons have which verdict.
 */
public final class ClaimTables {

    /** Documents with tables. */
    static final List<String> DOCUMENTS = List.of("README.md", "lib/kontrast/RESULTS.md");

    private static final Pattern MARKS =
            Pattern.compile("(<!-- claims ?([0-9.]*|in all) -->\n).*?(<!-- /claims -->)", Pattern.DOTALL);

    private ClaimTables() {}

    /**
     * Writes the tables into the documents.
     *
     * @param root folder of the course
     * @param results what was measured
     * @return the documents that changed
     */
    static List<String> write(Path root, ClaimFile results) throws IOException {
        List<String> changed = new ArrayList<>();
        for (String name : DOCUMENTS) {
            Path document = root.resolve(name);
            String old = Files.readString(document);
            String now = replaced(old, results);
            if (!now.equals(old)) {
                Files.writeString(document, now);
                changed.add(name);
            }
        }
        return changed;
    }

    /** Returns a document with its tables made anew. */
    static String replaced(String document, ClaimFile results) {
        Matcher matcher = MARKS.matcher(document);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                + switch (found.group(2)) {
                    case "" -> overview(results);
                    case "in all" -> count(results);
                    default -> table(Claims.row(found.group(2)), results);
                }
                + found.group(3)));
    }

    /** One line a row: claim, published, and the verdict. */
    static String overview(ClaimFile results) {
        return Claims.all().stream()
                .filter(Claim::isOfSyllabus)
                .map(claim -> "| %s | %s | %s | %s |\n"
                        .formatted(claim.row(), claim.sentence(), claim.data(), summary(claim, results)))
                .collect(Collectors.joining(
                        "",
                        "| row | what is claimed | measured here on | after minutes of training |\n|---|---|---|---|\n",
                        ""));
    }

    /** How many comparisons of all rows have which verdict. */
    static String count(ClaimFile results) {
        Map<Verdict.Kind, Long> kinds = kinds(Claims.all().stream().filter(Claim::isOfSyllabus), results);
        return kinds.entrySet().stream()
                .map(entry -> "| %s | %d |\n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("", "| verdict | comparisons |\n|---|---|\n", ""));
    }

    private static Map<Verdict.Kind, Long> kinds(Stream<Claim> claims, ClaimFile results) {
        return claims.flatMap(claim -> claim.comparisons().stream()
                        .map(comparison -> claim.verdict(results, comparison).kind()))
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
    }

    /** How many comparisons have which verdict. */
    private static String summary(Claim claim, ClaimFile results) {
        return kinds(Stream.of(claim), results).entrySet().stream()
                .map(entry -> "%s: %d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Variants and figures, then the comparisons. */
    static String table(Claim claim, ClaimFile results) {
        StringBuilder text = new StringBuilder("*%s.*".formatted(claim.sentence()));
        text.append(claim.isOfSyllabus() ? " Published: %s.\n\n".formatted(claim.published()) : "\n\n");
        List<String> figures = List.copyOf(claim.figures(results));
        List<String> lines = new ArrayList<>();
        for (String variant : claim.variants()) {
            String cells = figures.stream()
                    .map(figure -> cell(claim.values(results, variant, figure)))
                    .collect(Collectors.joining(" | "));
            if (!cells.replace("|", "").isBlank()) {
                lines.add("| %s | %s | %s |\n".formatted(variant, steps(claim, variant, results), cells));
            }
        }
        if (lines.isEmpty()) {
            return text.append(Verdict.Kind.NOT_MEASURED).append(".\n").toString();
        }
        text.append("| %s | steps | %s |\n".formatted(claim.data(), String.join(" | ", figures)))
                .append("|---".repeat(figures.size() + 2))
                .append("|\n");
        lines.forEach(text::append);
        text.append('\n');
        for (Claim.Comparison comparison : claim.comparisons()) {
            text.append("- %s: **%s**%s\n"
                    .formatted(
                            comparison,
                            claim.verdict(results, comparison).kind(),
                            numbers(claim.verdict(results, comparison))));
        }
        return text.toString();
    }

    private static String numbers(Verdict verdict) {
        if (Double.isInfinite(verdict.errors())) {
            return String.format(Locale.ROOT, " (%+.3f in every seed)", verdict.difference());
        }
        return verdict.kind() == Verdict.Kind.NOT_MEASURED
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (%+.3f ± %.3f, %.1f standard errors)",
                        verdict.difference(),
                        verdict.spread(),
                        verdict.errors());
    }

    private static String steps(Claim claim, String variant, ClaimFile results) {
        return claim.seeds().stream()
                .flatMap(seed -> results.of(claim.row(), variant, seed).stream())
                .findFirst()
                .map(line -> line.steps() == 0 ? "" : Integer.toString(line.steps()))
                .orElse("");
    }

    /** Mean and spread; with one seed only, the figure alone. */
    private static String cell(Map<Long, Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        Summary summary = Summary.of(
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
        return summary.n() == 1
                ? String.format(Locale.ROOT, "%.3f", summary.mean())
                : String.format(Locale.ROOT, "%.3f ± %.3f", summary.mean(), summary.std());
    }

    /** The same for the terminal. */
    static String text(Claim claim, ClaimFile results) {
        return "Row %s. %s".formatted(claim.row(), table(claim, results));
    }
}
