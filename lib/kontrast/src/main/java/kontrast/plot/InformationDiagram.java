package kontrast.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kontrast.method.ViewGraph;

/**
 * The information in three views as three discs: where discs overlap lies what their views share. Each region says how
 * much the pairs of a graph count it, which is the sum of the weights of those pairs whose views both hold it; the
 * darker, the more.
 *
 * <p>After the information diagrams of Tian et al., Contrastive multiview coding, 2019, section 3.3. The areas mean
 * nothing.
 */
public final class InformationDiagram extends Drawing {

    private static final int WIDTH = 360;
    private static final int TOP = 24;
    private static final int HEIGHT = 330;
    private static final int RADIUS = 95;
    private static final int[][] CENTRES = {{180, 125}, {125, 212}, {235, 212}}; // the first view on top
    private static final int[][] NAMES = {{180, 18}, {58, 322}, {302, 322}};
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Color FULL = new Color(0x0072B2);
    private static final Color NOTHING = new Color(0xE4E4E4);

    private final String title;
    private final List<String> names;
    private final ViewGraph graph;

    private InformationDiagram(String title, List<String> names, ViewGraph graph) {
        this.title = title;
        this.names = names;
        this.graph = graph;
    }

    /**
     * Returns the diagram of a graph.
     *
     * @param title what it shows; may be empty
     * @param names of the three views
     * @param graph which pairs of the three are contrasted
     * @return the diagram
     * @throws IllegalArgumentException if the graph or the names are not of three views
     */
    public static InformationDiagram of(String title, List<String> names, ViewGraph graph) {
        if (graph.views() != 3 || names.size() != 3) {
            throw new IllegalArgumentException("an information diagram has three views, found %d and the names %s"
                    .formatted(graph.views(), names));
        }
        return new InformationDiagram(title, List.copyOf(names), graph);
    }

    /** Returns how much the graph counts what exactly the views of a set share, of which bit i is view i. */
    double weight(int set) {
        return graph.edges().stream()
                .filter(e -> (set >> e.first() & 1) == 1 && (set >> e.second() & 1) == 1)
                .mapToDouble(ViewGraph.Edge::weight)
                .sum();
    }

    /** The views whose discs hold a pixel. */
    private static int set(int x, int y) {
        return IntStream.range(0, 3)
                .filter(i -> Math.hypot(x - CENTRES[i][0], y - TOP - CENTRES[i][1]) < RADIUS)
                .map(i -> 1 << i)
                .sum();
    }

    private Color color(int set) {
        double share = weight(set) / Math.max(weight(7), 1e-9);
        if (share == 0) {
            return NOTHING;
        }
        return Palette.mix(Color.WHITE, FULL, 0.3 + 0.7 * share);
    }

    @Override
    BufferedImage draw() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT + TOP, BufferedImage.TYPE_INT_RGB);
        double[][] middles = new double[8][3]; // sums of x and y, and pixels, of each region
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < WIDTH; x++) {
                int set = set(x, y);
                image.setRGB(x, y, (set == 0 ? Color.WHITE : color(set)).getRGB());
                middles[set][0] += x;
                middles[set][1] += y;
                middles[set][2]++;
            }
        }
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Palette.TEXT);
        for (int[] c : CENTRES) {
            g.drawOval(c[0] - RADIUS, c[1] + TOP - RADIUS, 2 * RADIUS, 2 * RADIUS);
        }
        g.setFont(FONT.deriveFont(Font.BOLD));
        g.drawString(title, 6, 15);
        for (int i = 0; i < 3; i++) {
            Sheet.centred(g, names.get(i), NAMES[i][0], TOP + NAMES[i][1]);
        }
        for (int set = 1; set < 8; set++) {
            g.setColor(weight(set) > weight(7) / 2 ? Color.WHITE : Palette.TEXT);
            Sheet.centred(
                    g, number(weight(set)), middles[set][0] / middles[set][2], middles[set][1] / middles[set][2] + 5);
        }
        g.dispose();
        return image;
    }

    private static String number(double weight) {
        return weight == Math.rint(weight) ? String.valueOf((long) weight) : String.format(Locale.ROOT, "%.1f", weight);
    }

    @Override
    public String alt() {
        Map<String, String> counted = new LinkedHashMap<>();
        for (int set : new int[] {3, 5, 6, 7}) {
            String shared = IntStream.range(0, 3)
                    .filter(i -> (set >> i & 1) == 1)
                    .mapToObj(names::get)
                    .collect(Collectors.joining(" and "));
            counted.put(shared, number(weight(set)));
        }
        return (title.isEmpty() ? "" : title + ". ")
                + "How often what is shared counts: "
                + counted.entrySet().stream()
                        .map(e -> "by %s %s".formatted(e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "))
                + ".";
    }
}
