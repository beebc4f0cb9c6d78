package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

    /**
     * Bars in per cent beside differences in shares made the reader multiply. Only the figure that is drawn is known
     * to be a share: another one, such as an error in pixels, keeps its own unit.
     */
    @Test
    void aDifferenceHasTheUnitOfTheBars() {
        Claim dense = Claims.row("24");
        Table verdicts = dense.verdicts();
        List<String> compared = verdicts.stringColumn("comparison").asList();
        double within = verdicts.doubleColumn("difference")
                .getDouble(compared.indexOf("within 3 pixels: dense object net above colour"));
        double error = verdicts.doubleColumn("difference")
                .getDouble(compared.indexOf("error: untrained above dense object net"));
        String html =
                ClaimCard.of(dense, "within 3 pixels", "within 3 pixels (%)").html();
        assertTrue(html.contains("<td>%+.1f ± ".formatted(100 * within)), html);
        assertTrue(html.contains("<td>%+.3f ± ".formatted(error)), html);
        String shares = ClaimCard.of(dense, "within 3 pixels", "share").html();
        assertTrue(shares.contains("<td>%+.3f ± ".formatted(within)), shares);
        assertFalse(shares.contains(" points</td>"), shares);
    }

    @Test
    void aFigureThatNobodyMeasuredIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ClaimCard.of(ROTATION, "colour", "x"))
                .getMessage()
                .contains("colour"));
    }

    /**
     * A card for one question must not answer the others: no bar of another variant, and no comparison with one. What
     * it does show is what the whole card shows.
     */
    @Test
    void aCardOfSomeVariantsSaysNothingOfTheOthers() {
        Claim dense = Claims.row("24");
        List<String> some = List.of("untrained", "dense object net");
        String alt = ClaimCard.of(dense, "within 3 pixels", "share", some).alt();
        for (String variant : dense.variants()) {
            if (!some.contains(variant)) {
                assertFalse(alt.contains(variant), variant);
            }
        }
        assertTrue(alt.contains("error: untrained above dense object net: "), alt);
        assertFalse(alt.contains("above twice (2)"), "this number belongs to another figure: " + alt);
        String times = ClaimCard.of(dense, "times the untrained", "times", some).alt();
        assertTrue(times.contains("above twice (2)"), "a number is no variant: " + times);
        assertEquals(
                ClaimCard.of(dense, "within 3 pixels", "share").alt(),
                ClaimCard.of(dense, "within 3 pixels", "share", dense.variants())
                        .alt());
    }

    /** A claim may be measured on more data than one of its figures: a card must be able to name those alone. */
    @Test
    void aTitleOfItsOwnStandsInPlaceOfTheData() {
        Claim bound = Claims.row("11");
        List<String> all = bound.variants();
        String titled = ClaimCard.of(bound, "found by another artist", "x", all, "emoji only")
                .alt();
        assertTrue(titled.contains("Bar chart: emoji only."), titled);
        assertFalse(titled.contains(bound.data()), titled);
        String untitled =
                ClaimCard.of(bound, "found by another artist", "x", all).alt();
        assertTrue(untitled.contains(bound.data()), untitled);
    }

    @Test
    void aVariantThatTheClaimHasNotIsNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ClaimCard.of(ROTATION, Claim.KNN, "x", List.of("rotatoin")))
                .getMessage();
        assertTrue(message.contains("rotatoin") && message.contains("rotation"), message);
    }
}
