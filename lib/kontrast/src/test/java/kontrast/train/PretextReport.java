package kontrast.train;

import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.function.LongFunction;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Knn;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.Retrieval;
import kontrast.evaluate.Summary;
import kontrast.method.Colorization;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.GenerativeTask;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.Method;
import kontrast.method.PretextTask;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;

/**
 * Trains a pretext task on the emoji views and measures it before and after: the task itself, and
 * what the representation is good for. Prints a line a seed. Arguments: task, epochs, seeds.
 */
public final class PretextReport {

    private static final Shape IMAGE = new Shape(3, 32, 32);

    private final Images train;
    private final Images labelled;
    private final Images validation;
    private final Images queries;
    private final Images gallery;

    /** What was measured of one encoder. */
    record Scores(double pretext, double probe, double knn, double retrieval) {}

    PretextReport(Split test) {
        EmojiViews emoji = EmojiViews.load();
        train = emoji.images(Split.TRAIN, Style.values());
        labelled = emoji.images(Style.NOTO, Split.TRAIN);
        validation = emoji.images(Style.NOTO, Split.VALIDATION);
        queries = emoji.images(Style.NOTO, test);
        gallery = emoji.images(Style.TWEMOJI, test);
    }

    Images train() {
        return train;
    }

    LongFunction<Method> method(String task) {
        Images counted = train;
        return switch (task) {
            case "autoencoder" ->
                    seed ->
                            new DenoisingAutoencoder(
                                    PretextRecipes.autoencoder(Preset.CPU).method(),
                                    IMAGE,
                                    Course.device(),
                                    seed);
            case "rotation" ->
                    seed ->
                            new Rotation(
                                    PretextRecipes.rotation(Preset.CPU).method(),
                                    IMAGE,
                                    Course.device(),
                                    seed);
            case "patch" ->
                    seed ->
                            new RelativePatch(
                                    PretextRecipes.relativePatch(Preset.CPU).method(),
                                    IMAGE,
                                    Course.device(),
                                    seed);
            case "jigsaw" ->
                    seed ->
                            new Jigsaw(
                                    PretextRecipes.jigsaw(Preset.CPU).method(),
                                    IMAGE,
                                    Course.device(),
                                    seed);
            case "inpainting" ->
                    seed ->
                            new Inpainting(
                                    PretextRecipes.inpainting(Preset.CPU).method(),
                                    IMAGE,
                                    Course.device(),
                                    seed);
            case "colorization" -> {
                Colorization.Options options =
                        PretextRecipes.colorization(Preset.CPU, counted).method();
                yield seed -> new Colorization(options, IMAGE, Course.device(), seed);
            }
            default -> throw new IllegalArgumentException("no task " + task);
        };
    }

    /** The task on held-out drawings, probe and kNN of the category, retrieval across styles. */
    Scores scores(Method method) {
        return NoGrad.call(
                () -> {
                    double pretext =
                            method instanceof PretextTask task
                                    ? task.accuracy(queries, 1)
                                    : ((GenerativeTask) method).error(queries, 1);
                    Features fit = Features.of(method.encoder(), labelled, method.manager());
                    Features choose = Features.of(method.encoder(), validation, method.manager());
                    Features test = Features.of(method.encoder(), queries, method.manager());
                    Features other = Features.of(method.encoder(), gallery, method.manager());
                    double probe =
                            LinearProbe.standard()
                                    .fit(fit, labelled.labels(), choose, validation.labels())
                                    .accuracy(test, queries.labels());
                    double knn =
                            new Knn(20, 0.07)
                                    .accuracy(fit, labelled.labels(), test, queries.labels());
                    return new Scores(pretext, probe, knn, Retrieval.of(test, other).top1());
                });
    }

    /**
     * Runs the report.
     *
     * @param args task, epochs, number of seeds, split
     */
    public static void main(String[] args) {
        System.setProperty("kontrast.progress", "none");
        PretextReport report =
                new PretextReport(args.length > 3 ? Split.valueOf(args[3]) : Split.VALIDATION);
        int epochs = Integer.parseInt(args[1]);
        int seeds = Integer.parseInt(args[2]);
        double[][] gain = new double[4][seeds];
        for (int seed = 0; seed < seeds; seed++) {
            try (Method method = report.method(args[0]).apply(seed);
                    Pretraining training =
                            new Pretraining(
                                    method,
                                    report.train(),
                                    TrainingOptions.of(epochs, 128).withSeed(seed))) {
                Scores before = report.scores(method);
                training.run();
                Scores after = report.scores(method);
                System.out.printf(
                        Locale.ROOT,
                        "%s, seed %d, %d steps, %.0f s, loss %.4f (chance %s)%n  random  %s%n  trained %s%n",
                        args[0],
                        seed,
                        training.steps(),
                        training.history().last().seconds(),
                        training.history().meanLoss(20),
                        method.chance(128),
                        before,
                        after);
                gain[0][seed] = after.pretext() - before.pretext();
                gain[1][seed] = after.probe() - before.probe();
                gain[2][seed] = after.knn() - before.knn();
                gain[3][seed] = after.retrieval() - before.retrieval();
            }
        }
        String[] names = {"pretext", "probe", "kNN", "retrieval"};
        for (int i = 0; i < 4 && seeds > 1; i++) {
            System.out.println("gain in " + names[i] + ": " + Summary.of(gain[i]));
        }
    }
}
