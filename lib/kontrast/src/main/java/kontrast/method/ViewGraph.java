package kontrast.method;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which pairs of M views are contrasted, and how much each pair counts.
 *
 * <pre>
 *   core view   L(V_c) = sum over j != c of L(V_c, V_j)
 *   full graph  L_F    = sum over 1 &lt;= i &lt; j &lt;= M of L(V_i, V_j)
 * </pre>
 *
 * <p>Tian et al., Contrastive multiview coding, 2019, section 3.3. Information that several views
 * share counts in proportion to the number of pairs that share it; with a core view, what only the
 * others share counts nothing.
 *
 * @param views M, at least 2
 * @param edges the pairs, each at most once; every view is in one of them
 */
public record ViewGraph(int views, List<Edge> edges) {

    /**
     * A pair of views.
     *
     * @param first place of one view, from 0
     * @param second place of the other view, above {@code first}
     * @param weight factor of L(V_first, V_second), above 0
     */
    public record Edge(int first, int second, double weight) {

        /**
         * Checks the pair.
         *
         * @throws IllegalArgumentException if the places are not in order or the weight is not a
         *     finite number above 0
         */
        public Edge {
            if (first < 0 || second <= first) {
                throw new IllegalArgumentException(
                        "a pair has two different views, the smaller index first, found %d and %d"
                                .formatted(first, second));
            }
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "the weight of views %d and %d must be a finite number above 0, found %s; leave out a pair that does not count"
                                .formatted(first, second, weight));
            }
        }
    }

    /**
     * Checks the graph.
     *
     * @throws IllegalArgumentException if there are fewer than two views, a pair is not of them or
     *     there twice, or a view is in no pair
     */
    public ViewGraph {
        edges = List.copyOf(edges);
        Set<Integer> seen = new HashSet<>();
        Set<List<Integer>> pairs = new HashSet<>();
        for (Edge edge : edges) {
            if (edge.second() >= views || !pairs.add(List.of(edge.first(), edge.second()))) {
                throw new IllegalArgumentException("views %d and %d are paired twice, or not among %d views"
                        .formatted(edge.first(), edge.second(), views));
            }
            seen.add(edge.first());
            seen.add(edge.second());
        }
        if (views < 2 || seen.size() != views) {
            throw new IllegalArgumentException(
                    "each of %d views (at least 2) must be in a pair, or it learns nothing; found pairs of %s"
                            .formatted(views, seen));
        }
    }

    /**
     * Returns the graph of one view with each of the others.
     *
     * @param views M, at least 2
     * @param core place of that view, 0 to M - 1
     * @return M - 1 pairs of weight 1
     * @throws IllegalArgumentException if there are fewer than two views or no such view
     */
    public static ViewGraph core(int views, int core) {
        if (core < 0 || core >= views) {
            throw new IllegalArgumentException(
                    "the core view must be one of 0 to %d, found %d".formatted(views - 1, core));
        }
        List<Edge> edges = new ArrayList<>();
        for (int j = 0; j < views; j++) {
            if (j != core) {
                edges.add(new Edge(Math.min(core, j), Math.max(core, j), 1));
            }
        }
        return new ViewGraph(views, edges);
    }

    /**
     * Returns the graph of all pairs.
     *
     * @param views M, at least 2
     * @return M (M - 1) / 2 pairs of weight 1
     * @throws IllegalArgumentException if there are fewer than two views
     */
    public static ViewGraph full(int views) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < views; i++) {
            for (int j = i + 1; j < views; j++) {
                edges.add(new Edge(i, j, 1));
            }
        }
        return new ViewGraph(views, edges);
    }

    /** Returns the sum of all weights, above 0: the loss of the graph if each pair has the loss 1. */
    public double weight() {
        return edges.stream().mapToDouble(Edge::weight).sum();
    }
}
