package kontrast.train;

import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.Norm;
import kontrast.encoder.PatchCnn;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.Features;
import kontrast.evaluate.Retrieval;
import kontrast.evaluate.Summary;
import kontrast.loss.Critic;
import kontrast.method.Cmc;
import kontrast.method.Cpc;
import kontrast.method.CpcOptions;
import kontrast.method.Method;
import kontrast.method.MoCo;
import kontrast.method.ViewGraph;
import kontrast.tensor.NoGrad;
import kontrast.view.Multiview;
import kontrast.view.PatchViews;

/**
 * Measures what the lectures claim of rows 12 to 14, 16 to 18 and 20 of the syllabus: a recipe, one
 * thing changed at a time, seeds 1 to 3, short runs. Prints one table a claim, with probe and
 * retrieval of {@link Judge} on held-out concepts, and the seconds that a training took.
 *
 * <p>Arguments: steps (default 170) and numbers of claims (default all).
 */
public final class ClaimsReport {

    private final int steps;
    private final Judge judge = new Judge(Split.TEST);
    private final Images drawings = EmojiViews.load().images(Split.TRAIN, Style.values());
    private final Map<String, Supplier<Map<String, Learning>>> claims = new LinkedHashMap<>();

    private ClaimsReport(int steps) {
        this.steps = steps;
        claims.put("12", this::critics);
        claims.put("13", this::graphs);
        claims.put("14", this::negatives);
        claims.put("16", this::queue);
        claims.put("17", this::versions);
        claims.put("18", this::leak);
        claims.put("20", this::secondPaper);
    }

    private <O, M extends Method> Learning learn(
            String what, Recipe<O> recipe, O changed, Learning.Factory<O, M> factory) {
        return learn(what, recipe, changed, factory, Map.of());
    }

    private <O, M extends Method> Learning learn(
            String what,
            Recipe<O> recipe,
            O changed,
            Learning.Factory<O, M> factory,
            Map<String, ToDoubleFunction<M>> more) {
        Map<String, ToDoubleFunction<M>> figures = new LinkedHashMap<>(more);
        figures.put("probe", judge::probe);
        figures.put("retrieval", judge::retrieval);
        return Learning.of(
                what, new Recipe<>(changed, recipe.training()), factory, Learning.IMAGE, drawings, steps, figures);
    }

    /** Row 12: the dot product against a bilinear form, and which view's features serve. */
    private Map<String, Learning> critics() {
        Map<String, Learning> table = new LinkedHashMap<>();
        Recipe<Cmc.Options> recipe = MultiviewRecipes.cmc(Preset.CPU);
        Cmc.Options options = recipe.method();
        Map<String, ToDoubleFunction<Cmc>> views = Map.of(
                "probe of L", m -> probe(m, Multiview.LIGHTNESS),
                "probe of ab", m -> probe(m, Multiview.COLOUR));
        table.put("dot product", learn("dot product", recipe, options, Cmc::new, views));
        Cmc.Options bilinear =
                options.with(o -> o.critic = Critic.bilinear(options.critic().temperature()));
        table.put("bilinear", learn("bilinear", recipe, bilinear, Cmc::new, views));
        return table;
    }

    /**
     * Row 13: one to three more artists' drawings beside Noto's, each a view with an encoder of its
     * own; Noto as the core view, and the full graph. What the core graph leaves out is between the
     * others, so z is asked for Fluent's drawing from Noto's, and from Twemoji's.
     */
    private Map<String, Learning> graphs() {
        Map<String, Learning> table = new LinkedHashMap<>();
        Images scenes = EmojiViews.load().scenes(Split.TRAIN);
        Images held = EmojiViews.load().scenes(Split.TEST);
        for (int views = 2; views <= Style.values().length; views++) {
            Recipe<Cmc.Options> recipe = MultiviewRecipes.acrossStyles(Preset.CPU, views);
            Map<String, ToDoubleFunction<Cmc>> figures = new LinkedHashMap<>();
            figures.put("probe of Noto", m -> probe(m, 0));
            figures.put("Noto to Twemoji", m -> found(m, held, 0, 1));
            if (views > 2) {
                figures.put("Noto to Fluent", m -> found(m, held, 0, 2));
                figures.put("Twemoji to Fluent", m -> found(m, held, 1, 2));
            }
            for (boolean full : views > 2 ? new boolean[] {false, true} : new boolean[] {true}) {
                ViewGraph graph = full ? ViewGraph.full(views) : ViewGraph.core(views, 0);
                String name = "%d views, %s".formatted(views, full ? "full graph" : "core view");
                table.put(
                        name,
                        Learning.of(
                                name,
                                recipe.method(m -> m.with(o -> o.graph = graph)),
                                Cmc::new,
                                scenes.shape(),
                                scenes,
                                steps,
                                figures));
            }
        }
        return table;
    }

    /** The probe of one view's encoder. */
    private double probe(Cmc cmc, int view) {
        return judge.score(images -> features(cmc.encoder(view), images, cmc)).probe();
    }

    /** How often the z of one drawing of a held-out concept finds that of another. */
    private static double found(Cmc cmc, Images scenes, int from, int to) {
        return Retrieval.of(features(cmc.embedding(from), scenes, cmc), features(cmc.embedding(to), scenes, cmc))
                .top1();
    }

    private static Features features(Block block, Images images, Cmc cmc) {
        return NoGrad.call(() -> Features.of(block, images, cmc.manager()));
    }

    /** Row 14: m negatives of the memory bank. */
    private Map<String, Learning> negatives() {
        Map<String, Learning> table = new LinkedHashMap<>();
        Recipe<Cmc.Options> recipe = MultiviewRecipes.nce(Preset.CPU, drawings.size());
        for (int m : new int[] {16, 128, 1024}) {
            Cmc.Options options = recipe.method();
            table.put(
                    "m = " + m,
                    learn(
                            "m = " + m,
                            recipe,
                            options.with(o -> o.bank =
                                    Optional.of(options.bank().orElseThrow().with(b -> b.negatives = m))),
                            Cmc::new));
        }
        return table;
    }

    /** Row 16: momentum and length of the queue. */
    private Map<String, Learning> queue() {
        Map<String, Learning> table = new LinkedHashMap<>();
        Recipe<MoCo.Options> recipe = MomentumRecipes.v2(Preset.CPU);
        for (double m : new double[] {0, 0.9, 0.99}) {
            String name = "m = " + m;
            table.put(name, learn(name, recipe, recipe.method().with(o -> o.momentum = m), MoCo::new));
        }
        for (int k : new int[] {128, 4096}) { // beside the recipe's 1024
            String name = "K = " + k;
            table.put(name, learn(name, recipe, recipe.method().with(o -> o.queue = k), MoCo::new));
        }
        return table;
    }

    /** Row 17: from version 1 to version 2. */
    private Map<String, Learning> versions() {
        Map<String, Learning> table = new LinkedHashMap<>();
        boolean[][] switches = {
            {false, false, false},
            {true, false, false},
            {false, true, false},
            {true, true, false},
            {true, true, true}
        };
        String[] names = {"v1", "+ MLP", "+ aug", "+ MLP + aug", "v2: + MLP + aug + cos"};
        for (int i = 0; i < names.length; i++) {
            Recipe<MoCo.Options> recipe =
                    MomentumRecipes.moco(Preset.CPU, switches[i][0], switches[i][1], switches[i][2]);
            table.put(names[i], learn(names[i], recipe, recipe.method(), MoCo::new));
        }
        return table;
    }

    /** Row 18: query and key in one batch of the same statistics, and shuffled. */
    private Map<String, Learning> leak() {
        Map<String, Learning> table = new LinkedHashMap<>();
        Recipe<MoCo.Options> recipe = MomentumRecipes.v2(Preset.CPU);
        MoCo.Options split = recipe.method().with(o -> o.encoder = new SmallCnn(16, 4, Norm.split(16)));
        for (boolean shuffle : new boolean[] {false, true}) {
            String name = shuffle ? "shuffled" : "same sub-batches";
            table.put(
                    name,
                    learn(
                            name,
                            recipe,
                            split.with(o -> o.shuffle = shuffle),
                            MoCo::new,
                            Map.of("contrastive", MoCo::accuracy)));
        }
        return table;
    }

    /** Row 20: each improvement of the second paper by itself, and all. */
    private Map<String, Learning> secondPaper() {
        Map<String, Learning> table = new LinkedHashMap<>();
        Recipe<CpcOptions> recipe = CpcRecipes.cpc(Preset.CPU);
        CpcOptions one = recipe.method();
        int width = one.encoder().dimension() / 4;
        Map<String, CpcOptions> variants = new LinkedHashMap<>();
        variants.put("first paper", one);
        variants.put("+ capacity", one.with(o -> o.encoder = new PatchCnn(2 * width, Norm.none())));
        variants.put("+ layer norm", one.with(o -> o.encoder = new PatchCnn(width, Norm.layer())));
        variants.put("+ batch norm", one.with(o -> o.encoder = new PatchCnn(width, Norm.batch())));
        variants.put("+ directions", one.with(o -> o.directions = List.of(CpcOptions.Direction.values())));
        variants.put("+ patch views", one.with(o -> o.patchView = PatchViews.of(PatchViews.Options.cpc2())));
        variants.forEach((name, options) -> table.put(name, learn(name, recipe, options, Cpc::new)));
        Recipe<CpcOptions> two = CpcRecipes.cpc2(Preset.CPU);
        table.put("second paper", learn("second paper", two, two.method(), Cpc::new));
        return table;
    }

    /** One line a variant; figures that only some variants have are left open. */
    private void print(String row) {
        Map<String, Learning> table = claims.get(row).get();
        Set<String> figures = new LinkedHashSet<>();
        table.values().forEach(learning -> figures.addAll(learning.figures()));
        System.out.printf("%n| row | variant | %s | s |%n", String.join(" | ", figures));
        System.out.println("|---".repeat(figures.size() + 3) + "|");
        table.forEach((name, learning) -> {
            StringBuilder line = new StringBuilder("| %s | %s".formatted(row, name));
            for (String figure : figures) {
                boolean has = learning.figures().contains(figure);
                line.append(" | ").append(has ? percent(learning.after(figure)) : "");
            }
            System.out.printf(Locale.ROOT, "%s | %.0f |%n", line, learning.seconds());
        });
    }

    private static String percent(double... shares) {
        Summary summary = Summary.of(Arrays.stream(shares).map(x -> 100 * x).toArray());
        return String.format(Locale.ROOT, "%.1f ± %.1f", summary.mean(), summary.std());
    }

    /**
     * Prints the tables.
     *
     * @param args steps, rows of the syllabus
     */
    public static void main(String[] args) {
        ClaimsReport report = new ClaimsReport(args.length > 0 ? Integer.parseInt(args[0]) : 170);
        List<String> rows = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        report.claims.keySet().stream()
                .filter(row -> rows.isEmpty() || rows.contains(row))
                .forEach(report::print);
    }
}
