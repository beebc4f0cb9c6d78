package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import kontrast.claim.Claim;
import kontrast.claim.Claims;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ClaimCardTest {

    private static final Claim ROTATION = Claims.row("3");

    /** The card says what the table says: no verdict is left out, and none is made up. */
    @Test
    void everyVerdictStandsOnIt() {
        String html = ClaimCard.of(ROTATION, Claim.KNN, "kNN (%)").html();
        Table verdicts = ROTATION.verdicts();
        assertEquals(verdicts.rowCount(), html.split("<tr><td", -1).length - 1);
        for (String comparison : verdicts.stringColumn("comparison")) {
            assertTrue(html.contains(Markup.escape(comparison)), comparison);
        }
        assertTrue(html.contains("./course claims 3"), "how it is computed again");
        assertTrue(html.contains(Markup.escape(ROTATION.published().replaceAll("[.]$", ""))));
    }

    /** Per cent are a hundred times the committed share; without the factor the axis would lie. */
    @Test
    void sharesAreDrawnAsPerCent() {
        double mean = ROTATION.figure(Claim.KNN).doubleColumn("mean").getDouble(0);
        String percent = ClaimCard.of(ROTATION, Claim.KNN, "kNN (%)").alt();
        String share = ClaimCard.of(ROTATION, Claim.KNN, "kNN").alt();
        assertTrue(percent.contains("rotation %.3g".formatted(100 * mean)), percent);
        assertTrue(share.contains("rotation %.3g".formatted(mean)), share);
    }

    @Test
    void aFigureThatNobodyMeasuredIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ClaimCard.of(ROTATION, "colour", "x"))
                .getMessage()
                .contains("colour"));
    }
}
