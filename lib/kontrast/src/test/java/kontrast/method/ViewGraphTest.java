package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import kontrast.method.ViewGraph.Edge;
import org.junit.jupiter.api.Test;

class ViewGraphTest {

    @Test
    void theCoreIsPairedWithAllOthers() {
        assertEquals(
                List.of(new Edge(0, 1, 1), new Edge(1, 2, 1), new Edge(1, 3, 1)),
                ViewGraph.core(4, 1).edges());
    }

    @Test
    void theFullGraphHasAllPairs() {
        assertEquals(
                List.of(new Edge(0, 1, 1), new Edge(0, 2, 1), new Edge(1, 2, 1)),
                ViewGraph.full(3).edges());
        assertEquals(28, ViewGraph.full(8).weight());
        assertEquals(ViewGraph.full(2), ViewGraph.core(2, 0));
    }

    @Test
    void graphsThatCannotBeAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> ViewGraph.full(1));
        assertThrows(IllegalArgumentException.class, () -> ViewGraph.core(3, 3));
        assertThrows(IllegalArgumentException.class, () -> new Edge(1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Edge(2, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Edge(0, 1, 0));
        List<Edge> twice = List.of(new Edge(0, 1, 1), new Edge(0, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new ViewGraph(2, twice));
        List<Edge> alone = List.of(new Edge(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ViewGraph(3, alone));
        List<Edge> outside = List.of(new Edge(0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new ViewGraph(2, outside));
    }
}
