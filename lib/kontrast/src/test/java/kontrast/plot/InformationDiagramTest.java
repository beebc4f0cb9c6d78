package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import kontrast.method.ViewGraph;
import org.junit.jupiter.api.Test;

class InformationDiagramTest {

    private static final List<String> NAMES = List.of("L", "a", "b");

    private static InformationDiagram of(ViewGraph graph) {
        return InformationDiagram.of("", NAMES, graph);
    }

    /** Bits: view 0 is 1, view 1 is 2, view 2 is 4. */
    @Test
    void aCoreViewLeavesOutWhatOnlyTheOthersShare() {
        InformationDiagram core = of(ViewGraph.core(3, 0));
        assertEquals(
                List.of(1.0, 1.0, 0.0, 2.0), List.of(core.weight(3), core.weight(5), core.weight(6), core.weight(7)));
        InformationDiagram other = of(ViewGraph.core(3, 2));
        assertEquals(0, other.weight(3));
        assertEquals(1, other.weight(6));
        InformationDiagram full = of(ViewGraph.full(3));
        assertEquals(
                List.of(1.0, 1.0, 1.0, 3.0), List.of(full.weight(3), full.weight(5), full.weight(6), full.weight(7)));
        assertEquals(0, full.weight(2), "what is in one view only is never counted");
    }

    /** A pixel between the two lower discs, outside of the upper one, differs between the two graphs; one in the upper half does not. */
    @Test
    void theRegionIsDrawn() {
        BufferedImage core = Markup.image(of(ViewGraph.core(3, 0)).png());
        BufferedImage full = Markup.image(of(ViewGraph.full(3)).png());
        assertNotEquals(core.getRGB(180, 280), full.getRGB(180, 280));
        assertEquals(core.getRGB(180, 60), full.getRGB(180, 60));
        assertTrue(of(ViewGraph.core(3, 0)).alt().contains("by a and b 0"));
    }

    @Test
    void itIsOfThreeViews() {
        assertThrows(IllegalArgumentException.class, () -> of(ViewGraph.full(4)));
        assertThrows(
                IllegalArgumentException.class, () -> InformationDiagram.of("", List.of("L", "ab"), ViewGraph.full(3)));
    }
}
