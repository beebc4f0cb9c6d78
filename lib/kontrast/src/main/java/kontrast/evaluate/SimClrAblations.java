package kontrast.evaluate;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.method.SimClr;
import kontrast.tensor.Devices;
import kontrast.train.Pretraining;
import kontrast.train.TrainingOptions;
import kontrast.view.RandomStyle;
import kontrast.view.View;
import kontrast.view.Views;

/**
 * The four ablations of SimCLR that lecture 11 discusses - views, projection head, batch size,
 * epochs - each changed alone, over several seeds, at a size that two CPU cores compute.
 *
 * <p>The figure is the top-1 retrieval among held-out concepts: a Noto drawing asks, and the
 * Twemoji drawings answer. It is taken both from h (after the encoder) and from z (after the head).
 * The committed results are those of {@link #main}, which leaves out what its file already holds.
 */
public final class SimClrAblations {

    private static final Views.Options VIEW = new Views.Options(0.5, 0, 0.5, 0.8, 0.1, 0);
    private static final ProjectionHead HEAD = ProjectionHead.mlp(128, 64);
    private static final int BATCH = 128;
    private static final int EPOCHS = 32;
    private static final double TEMPERATURE = 0.1;

    private SimClrAblations() {}

    /**
     * One setting: the common one with one thing changed.
     *
     * @param factor what is changed: "views", "head", "batch size" or "epochs"
     * @param value what it is changed to, in words
     * @param styles whether the artist is part of the view; else both views of a pair come from one
     *     drawing, and every drawing is an image of its own
     * @param view the other parts of the views
     * @param head projection head
     * @param batchSize N
     * @param epochs passes over the concepts, each with one pair of views; for single drawings a
     *     fourth as many over four times as many images
     */
    public record Case(
            String factor,
            String value,
            boolean styles,
            Views.Options view,
            ProjectionHead head,
            int batchSize,
            int epochs) {

        private static Case of(String factor, String value, boolean styles, Views.Options view) {
            return new Case(factor, value, styles, view, HEAD, BATCH, EPOCHS);
        }

        private boolean isCommon() {
            return equals(new Case(factor, value, true, VIEW, HEAD, BATCH, EPOCHS));
        }
    }

    /**
     * What one setting reached with one seed.
     *
     * @param factor as in {@link Case}
     * @param value as in {@link Case}
     * @param seed seed of weights, order and views
     * @param top1H retrieval from h, a share in [0, 1]
     * @param top1Z retrieval from z, a share in [0, 1]
     * @param loss mean NT-Xent of the last 20 steps, in nats
     * @param seconds time of training
     */
    public record Result(
            String factor, String value, long seed, double top1H, double top1Z, double loss, double seconds) {

        private Result as(Case setting) {
            return new Result(setting.factor(), setting.value(), seed, top1H, top1Z, loss, seconds);
        }

        private boolean isOf(Case setting) {
            return factor.equals(setting.factor()) && value.equals(setting.value());
        }
    }

    /**
     * Returns all settings, in the order of the lecture.
     *
     * @return the settings; each factor contains the common one
     */
    public static List<Case> cases() {
        Views.Options none = Views.Options.none();
        Views.Options crop = none.with(o -> o.minScale = VIEW.minScale());
        List<Case> cases = new ArrayList<>();
        cases.add(Case.of("views", "single drawings", false, VIEW));
        cases.add(Case.of("views", "artist", true, none));
        cases.add(Case.of("views", "artist + crop", true, crop));
        cases.add(Case.of("views", "all", true, VIEW));
        ProjectionHead linear = ProjectionHead.linear(HEAD.output());
        cases.add(new Case("head", "none", true, VIEW, ProjectionHead.none(), BATCH, EPOCHS));
        cases.add(new Case("head", "linear", true, VIEW, linear, BATCH, EPOCHS));
        cases.add(Case.of("head", "MLP", true, VIEW));
        for (int batch : new int[] {32, 128, 256}) {
            cases.add(new Case("batch size", "" + batch, true, VIEW, HEAD, batch, EPOCHS));
        }
        for (int epochs : new int[] {8, 32, 64}) {
            cases.add(new Case("epochs", "" + epochs, true, VIEW, HEAD, BATCH, epochs));
        }
        return cases;
    }

    /**
     * Trains and evaluates one setting.
     *
     * <p>The learning rate grows with the square root of the batch size (appendix B.1 of the SimCLR
     * paper), so that small batches are not handicapped by a rate chosen for large ones.
     *
     * @param setting what to train
     * @param seed seed of weights, order and views
     * @param scenes training concepts with all drawings, {@code [S*3, H, W]}
     * @param drawings the same drawings one by one, {@code [3, H, W]}
     * @param queries held-out images
     * @param answers the same concepts, drawn otherwise, in the same order
     * @return what was reached
     */
    public static Result run(Case setting, long seed, Images scenes, Images drawings, Images queries, Images answers) {
        int styles = scenes.channels() / queries.channels();
        Images train = setting.styles() ? scenes : drawings;
        int epochs = setting.styles() ? setting.epochs() : setting.epochs() / styles;
        View view = Views.simclr(queries.height(), setting.view());
        SimClr.Options options = new SimClr.Options(
                setting.styles() ? Views.sequence(List.of(new RandomStyle(styles), view)) : view,
                new SmallCnn(16, 4),
                setting.head(),
                TEMPERATURE);
        TrainingOptions how =
                TrainingOptions.of(Math.max(1, epochs), setting.batchSize()).with(o -> o.seed = seed);
        double rate = how.learningRate() * Math.sqrt(setting.batchSize() / (double) BATCH);
        Shape shape = new Shape(queries.channels(), queries.height(), queries.width());
        try (SimClr simClr = new SimClr(options, shape, Devices.best(), seed);
                Pretraining training = new Pretraining(simClr, train, how.with(o -> o.learningRate = rate))) {
            training.run();
            NDManager manager = simClr.manager();
            return new Result(
                    setting.factor(),
                    setting.value(),
                    seed,
                    Retrieval.of(
                                    Features.of(simClr.encoder(), queries, manager),
                                    Features.of(simClr.encoder(), answers, manager))
                            .top1(),
                    Retrieval.of(
                                    Features.of(simClr.network(), queries, manager),
                                    Features.of(simClr.network(), answers, manager))
                            .top1(),
                    training.history().meanLoss(20),
                    training.history().last().seconds());
        }
    }

    /**
     * Returns the results that come with the library.
     *
     * @return all settings, three seeds each; computed by {@link #main}
     */
    public static List<Result> results() {
        return AblationFile.bundled();
    }

    /**
     * Mean and spread of one setting over its seeds.
     *
     * @param value what the factor was changed to
     * @param h retrieval from h, a share in [0, 1]
     * @param z retrieval from z, a share in [0, 1]
     */
    public record Row(String value, Summary h, Summary z) {}

    /**
     * Summarises the results of one factor.
     *
     * @param factor a factor of {@link #cases()}
     * @return one row a value, in the order of {@link #cases()}
     * @throws IllegalArgumentException if there is no result of that factor
     */
    public static List<Row> summary(String factor) {
        List<Result> all = results();
        List<Row> rows = new ArrayList<>();
        for (Case c : cases()) {
            List<Result> same = all.stream()
                    .filter(r -> c.factor().equals(factor) && r.isOf(c))
                    .toList();
            if (!same.isEmpty()) {
                rows.add(new Row(
                        c.value(),
                        Summary.of(same.stream().mapToDouble(Result::top1H).toArray()),
                        Summary.of(same.stream().mapToDouble(Result::top1Z).toArray())));
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "no results of \"%s\"; there are views, head, batch size and epochs".formatted(factor));
        }
        return rows;
    }

    /**
     * Computes what a file of results still lacks, and adds each result as soon as it is there; can
     * be stopped and started again.
     *
     * @param args the file, then the number of seeds (3 if left out)
     * @throws IOException if the file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 1) {
            System.err.println("expected: FILE.csv [SEEDS]");
            System.exit(2);
        }
        AblationFile file = new AblationFile(Path.of(args[0]));
        int seeds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        EmojiViews emoji = EmojiViews.load();
        Images scenes = emoji.scenes(Split.TRAIN);
        Images drawings = emoji.images(Split.TRAIN, Style.values());
        Images queries = emoji.images(Style.NOTO, Split.TEST);
        Images answers = emoji.images(Style.TWEMOJI, Split.TEST);
        for (int seed = 0; seed < seeds; seed++) {
            for (Case setting : cases()) {
                List<Result> known = known(file, seed);
                if (known.stream().anyMatch(r -> r.isOf(setting))) {
                    continue;
                }
                Optional<Result> same =
                        known.stream().filter(r -> isSame(r, setting)).findFirst();
                Result result = same.isPresent()
                        ? same.get().as(setting)
                        : run(setting, seed, scenes, drawings, queries, answers);
                System.out.println(file.add(result));
            }
        }
    }

    private static List<Result> known(AblationFile file, long seed) throws IOException {
        return file.read().stream().filter(r -> r.seed() == seed).toList();
    }

    /** The common setting stands in every factor, but is trained once a seed. */
    private static boolean isSame(Result result, Case setting) {
        return setting.isCommon() && cases().stream().anyMatch(c -> c.isCommon() && result.isOf(c));
    }
}
