package kontrast.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.claim.run.WithoutTraining;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** The list of claims, the committed results, and the tables that are made from both. */
class ClaimsTest {

    @Test
    void eachRowOfTheSyllabusIsThere() {
        assertEquals(
                IntStream.rangeClosed(1, 26).mapToObj(Integer::toString).toList(),
                Claims.all().stream()
                        .map(Claim::row)
                        .filter(row -> row.indexOf('.') < 0)
                        .toList());
        for (Claim claim : Claims.all()) {
            assertFalse(claim.sentence().isBlank() || claim.sentence().endsWith("."), claim.toString());
            assertFalse(claim.isOfSyllabus() && claim.published().isBlank(), claim.toString());
            assertEquals(claim.variants().isEmpty(), claim.data().isEmpty(), claim.toString());
        }
        assertThrows(IllegalArgumentException.class, () -> Claims.row("27"));
    }

    /** What was renamed or taken out of the list leaves nothing behind. */
    @Test
    void eachCommittedLineBelongsToAClaim() {
        Map<String, Claim> claims = Claims.all().stream().collect(Collectors.toMap(Claim::row, claim -> claim));
        for (ClaimFile.Line line : ClaimFile.committed().lines()) {
            Claim claim = claims.get(line.row());
            assertTrue(claim != null && claim.variants().contains(line.variant()), line.toString());
            assertTrue(claim.seeds().contains(line.seed()), line.toString());
        }
    }

    /** The mean by name is the one of the table; a share in per cent or the row above would not be. */
    @Test
    void aMeanIsThatOfItsVariant() {
        Claim claim = Claims.row("16");
        Table table = claim.figure(Claim.KNN);
        assertTrue(table.rowCount() > 2);
        table.forEach(row -> {
            assertEquals(row.getDouble("mean"), claim.mean(Claim.KNN, row.getString("variant")), 0);
            assertEquals(row.getDouble("spread"), claim.spread(Claim.KNN, row.getString("variant")), 0);
        });
        assertTrue(assertThrows(IllegalArgumentException.class, () -> claim.mean(Claim.KNN, "m = 7"))
                .getMessage()
                .contains("no variant \"m = 7\"; there are ["));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> claim.mean("knn", claim.variants().get(0)))
                .getMessage()
                .contains("has no figure \"knn\"; the row has ["));
    }

    @Test
    void aVerdictIsFoundByItsWords() {
        Claim claim = Claims.row("16");
        claim.comparisons().forEach(c -> assertEquals(claim.verdict(c).kind(), claim.verdict(c.toString())));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> claim.verdict("m = 0 above all"))
                .getMessage()
                .contains(claim.comparisons().get(0).toString()));
    }

    private static Claim claim() {
        return Claim.row("16", "Slow is better", "some figure")
                .on("data")
                .variant("slow", () -> new WithoutTraining("slow", seed -> Map.of()))
                .variant("fast", () -> new WithoutTraining("fast", seed -> Map.of()))
                .says("kNN", "slow", "fast")
                .saysBelow("kNN", "fast", 0.5, "half")
                .saysOf("slow", "kNN", "kNN of z");
    }

    private static final String RESULTS = String.join(
            "\n",
            ClaimFile.HEADER,
            "16,slow,1,390,kNN,0.40,1,a,6.9",
            "16,slow,1,390,loss@20,3,1,a,6.9",
            "16,slow,2,390,kNN,0.41,1,a,6.9",
            "16,slow,3,390,kNN,0.42,1,a,6.9",
            "16,fast,3,390,kNN,0.29,1,b,6.9",
            "16,fast,1,390,kNN,0.30,1,b,6.9",
            "16,fast,2,390,kNN,0.31,1,b,6.9",
            "16,fast,4,390,kNN,0.99,1,b,6.9",
            "");

    /** Differences by seed 0.10, 0.10, 0.13; by the order of the lines they would be 0.11, 0.11, 0.11. */
    @Test
    void aVerdictPairsByTheSeedOfTheLines() {
        Claim claim = claim();
        ClaimFile results = ClaimFile.read(RESULTS, "results");
        Verdict verdict = claim.verdict(results, claim.comparisons().get(0));
        assertEquals(Verdict.Kind.HOLDS, verdict.kind());
        assertEquals(0.11, verdict.difference(), 1e-12);
        assertEquals(0.03 / Math.sqrt(3), verdict.spread(), 1e-12);
        assertEquals(
                Verdict.Kind.HOLDS,
                claim.verdict(results, claim.comparisons().get(1)).kind());
        // One comparison is not measured, so the claim is not.
        assertEquals(Verdict.Kind.NOT_MEASURED, claim.verdict(results));
    }

    @Test
    void aTableShowsFiguresAndVerdicts() {
        String table = ClaimTables.table(claim(), ClaimFile.read(RESULTS, "results"));
        assertEquals("""
                *Slow is better.* Published: some figure.

                | data | steps | kNN |
                |---|---|---|
                | slow | 390 | 0.410 ± 0.010 |
                | fast | 390 | 0.300 ± 0.010 |

                - kNN: slow above fast: **holds** (+0.110 ± 0.017, 11.0 standard errors)
                - kNN: half (0.5) above fast: **holds** (+0.200 ± 0.010, 34.6 standard errors)
                - slow: kNN above kNN of z: **not measured yet**
                """, table);
        assertTrue(ClaimTables.table(claim(), ClaimFile.read(ClaimFile.HEADER + "\n", "none"))
                .endsWith("not measured yet.\n"));
    }

    @Test
    void onlyWhatStandsBetweenMarksIsReplaced() {
        ClaimFile none = ClaimFile.read(ClaimFile.HEADER + "\n", "none");
        String document =
                "before\n<!-- claims 24 -->\nold\n<!-- /claims -->\nafter 0.5\n<!-- claims -->\n<!-- /claims -->\n";
        String once = ClaimTables.replaced(document, none);
        assertTrue(once.startsWith("before\n<!-- claims 24 -->\n*A descriptor"), once);
        assertTrue(once.contains("not measured yet.\n<!-- /claims -->\nafter 0.5\n<!-- claims -->\n| row |"), once);
        assertFalse(once.contains("old"), once);
        assertEquals(once, ClaimTables.replaced(once, none));
        long all = Claims.all().stream()
                .filter(Claim::isOfSyllabus)
                .mapToLong(claim -> claim.comparisons().size())
                .sum();
        assertEquals(
                "<!-- claims in all -->\n| verdict | comparisons |\n|---|---|\n| not measured yet | %d |\n<!-- /claims -->"
                        .formatted(all),
                ClaimTables.replaced("<!-- claims in all -->\n<!-- /claims -->", none));
    }

    /** {@code ./course claims --tables} writes them. */
    @Test
    void theDocumentsShowTheCommittedResults() throws IOException {
        Path root = Path.of("../..");
        ClaimFile results = ClaimFile.committed();
        for (String name : ClaimTables.DOCUMENTS) {
            String document = Files.readString(root.resolve(name));
            assertEquals(ClaimTables.replaced(document, results), document, name + ": ./course claims --tables");
        }
    }

    @Test
    void lecturesReadFiguresAndVerdicts() {
        Claim claim = Claims.row("16");
        Table figure = claim.figure(Claim.KNN);
        assertEquals(List.of("variant", "mean", "spread", "seeds", "steps"), figure.columnNames());
        assertTrue(figure.stringColumn("variant").asList().containsAll(List.of("m = 0", "m = 0.99")));
        Table verdicts = claim.verdicts();
        assertEquals(claim.comparisons().size(), verdicts.rowCount());
        String message = assertThrows(IllegalArgumentException.class, () -> claim.figure("rank"))
                .getMessage();
        assertTrue(message.contains("kNN"), message);
    }

    /** A name that its file cannot hold is refused where it is given: once it was found after an hour of computing. */
    @Test
    void aNameWithACommaIsRefusedAtOnce() {
        Claim claim = Claim.row("16", "a sentence, with a comma", "published, too");
        String message = assertThrows(IllegalArgumentException.class, () -> claim.variant("L, a, b", () -> null))
                .getMessage();
        assertTrue(message.contains("L, a, b"), message);
    }
}
