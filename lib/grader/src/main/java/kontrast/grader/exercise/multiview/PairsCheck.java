package kontrast.grader.exercise.multiview;

import java.util.List;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;
import kontrast.method.ViewGraph;

/** Exercise 9.4: which views are paired. */
final class PairsCheck {

    private PairsCheck() {}

    static Check.Draft create() {
        Oracle oracle =
                a -> Value.of(pairs((int) a.get(0).number(), (int) a.get(1).number()));
        Cases full = r -> List.of(call(r.nextInt(3, 5), -1), call(r.nextInt(5, 8), -1));
        Cases core = Cases.times(4, r -> {
            int m = r.nextInt(4, 8);
            return call(m, r.nextInt(1, m - 1));
        });
        Cases ends = r -> {
            int m = r.nextInt(4, 8);
            return List.of(call(m, 0), call(m, m - 1));
        };
        Cases two = r -> List.of(call(2, -1), call(2, 0), call(2, 1));
        return Check.of("9.4")
                .example("Three views with core view 1. Which pair of the three is missing?", call(3, 1))
                .property(Property.equal("is right for the full graph", 2, 0, full, oracle)
                        .asEssential())
                .property(Property.equal("is right for a core view between the others", 2, 0, core, oracle)
                        .asEssential())
                .property(Property.equal("is right for the first and the last view as the core", 1, 0, ends, oracle))
                .property(Property.equal("is right for two views", 1, 0, two, oracle));
    }

    private static Call call(int m, int core) {
        return Call.of(Value.of(m), Value.of(core));
    }

    /** The oracle: the library's graphs, sorted. */
    static int[] pairs(int m, int core) {
        ViewGraph graph = core < 0 ? ViewGraph.full(m) : ViewGraph.core(m, core);
        return graph.edges().stream()
                .mapToInt(e -> e.first() * m + e.second())
                .sorted()
                .flatMap(code -> IntStream.of(code / m, code % m))
                .toArray();
    }
}
