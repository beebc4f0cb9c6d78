package kontrast.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.FashionMnist;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.method.SimClr;
import kontrast.tensor.Seeds;
import kontrast.train.Learning;
import kontrast.train.Lengths;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.SimClrRecipes;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * Prints the tables of the two-stage protocol in lib/README.md: {@link Protocol} over seeds 1 to 3
 * with 1, 10 and 100 % of the labels. The encoder is that of SimCLR's {@code cpu} recipe, for
 * SimCLR, the random and the supervised one.
 *
 * <p>Arguments: {@code emoji} or {@code fashion}; steps of pretraining (default those of {@link
 * Lengths#PROTOCOL}) and of fine-tuning (default 60; from scratch three times as many).
 */
public final class ProtocolTable {

    private static final List<Double> RATES = List.of(3e-4, 3e-3);

    private ProtocolTable() {}

    /**
     * What is judged on.
     *
     * @param unlabelled what is pretrained with
     * @param pretraining SimCLR and its loop
     * @param view what learns with labels sees
     */
    private record Task(
            Images train,
            Images validation,
            Images test,
            Images unlabelled,
            Recipe<SimClr.Options> pretraining,
            View view) {}

    /** Labels of the Noto drawings; pretraining with the drawings of all styles. */
    private static Task emoji() {
        EmojiViews emoji = EmojiViews.load();
        return new Task(
                emoji.images(Style.NOTO, Split.TRAIN),
                emoji.images(Style.NOTO, Split.VALIDATION),
                emoji.images(Style.NOTO, Split.TEST),
                emoji.images(Split.TRAIN, Style.values()),
                SimClrRecipes.simclr(Preset.CPU),
                Views.simclr(32, Views.Options.none().with(o -> o.minScale = 0.6)));
    }

    /** A subset; grey images have no colours to distort, so the views are crops and flips. */
    private static Task fashion() {
        Recipe<SimClr.Options> recipe = SimClrRecipes.simclr(Preset.CPU);
        Views.Options crops = Views.Options.none().with(o -> o.flip = 0.5);
        Images train = some(FashionMnist.load(Split.TRAIN), 4000);
        return new Task(
                train,
                some(FashionMnist.load(Split.VALIDATION), 500),
                some(FashionMnist.load(Split.TEST), 1000),
                train,
                recipe.method(m -> m.with(o -> o.view = Views.simclr(28, crops.with(v -> v.minScale = 0.4)))),
                Views.simclr(28, crops.with(o -> o.minScale = 0.8)));
    }

    private static Images some(Images images, int count) {
        RandomGenerator random = Seeds.stream(1, "subset", 0);
        int[] order = IntStream.range(0, images.size()).toArray();
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(order.length - i);
            int other = order[i];
            order[i] = order[j];
            order[j] = other;
        }
        return images.subset(Arrays.copyOf(order, count));
    }

    /**
     * Prints a table.
     *
     * @param args data, steps of pretraining and of fine-tuning
     */
    public static void main(String[] args) {
        Task task = args.length > 0 && args[0].equals("fashion") ? fashion() : emoji();
        int steps = args.length > 1 ? Integer.parseInt(args[1]) : Lengths.PROTOCOL;
        int tuning = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        ProtocolReport report = Protocol.of(
                        task.train(),
                        task.validation(),
                        task.test(),
                        task.pretraining().method().encoder(),
                        task.view(),
                        new ProtocolOptions(
                                List.of(0.01, 0.1, 1.0),
                                List.of(1L, 2L, 3L),
                                List.of(new Knn(1, 0.07), new Knn(5, 0.07), new Knn(20, 0.07)),
                                new LinearProbe(List.of(0.01, 0.1, 1.0), 100, 1e-3),
                                new ProtocolOptions.Learning(tuning, 64, RATES),
                                new ProtocolOptions.Learning(3 * tuning, 64, RATES)))
                .add(
                        "SimCLR",
                        seed -> Learning.trained(task.pretraining(), SimClr::new, task.unlabelled(), steps, seed))
                .run();
        System.out.println(report.table().name());
        System.out.println("| " + String.join(" | ", report.table().columnNames()) + " |");
        report.table()
                .forEach(row -> System.out.println("| %s | %s | %s | %s | %s |"
                        .formatted(
                                row.getString(0),
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4))));
    }
}
