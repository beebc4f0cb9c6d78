package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.data.FewLabels;
import kontrast.data.Images;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.ProtocolOptions.Learning;
import kontrast.evaluate.TransferReport.Score;
import kontrast.evaluate.TransferTable.Target;
import kontrast.method.Method;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.train.Synthetic;
import kontrast.view.View;
import kontrast.view.Views;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TransferTableTest {

    private static final SmallCnn ENCODER = new SmallCnn(4);
    private static final View WHOLE = (images, random) -> images.duplicate();
    private static final TransferOptions OPTIONS = new TransferOptions(
            5,
            List.of(1L, 2L),
            new LinearProbe(List.of(0.01, 1.0), 100, 1e-3),
            new Learning(6, 10, List.of(1e-4, 1e-2)),
            new Learning(12, 10, List.of(1e-4, 1e-2)));
    private static final Images TEST = Synthetic.discs(60, 8, 4, 7);
    private static final Target FOUR = target("four", 4, TEST);
    private static final Target THREE = target("three", 3, Synthetic.discs(60, 8, 3, 9));

    private static TransferReport report;

    private static Target target(String name, int classes, Examples test) {
        return new Target(name, Synthetic.discs(80, 8, classes, 5), Synthetic.discs(40, 8, classes, 6), test);
    }

    private static Method simClr(long seed) {
        SimClr.Options options =
                new SimClr.Options(Views.simclr(8, Views.Options.none()), ENCODER, ProjectionHead.mlp(16, 8), 0.5);
        return new SimClr(options, new Shape(3, 8, 8), Devices.best(), seed);
    }

    private static TransferTable table() {
        return TransferTable.of(ENCODER, WHOLE, OPTIONS).pretrained("SimCLR", TransferTableTest::simClr);
    }

    @BeforeAll
    static void measure() {
        System.setProperty("kontrast.progress", "none");
        report = table().target(FOUR).target(THREE).run();
    }

    @Test
    void theTableHasARowForEachPretrainingAndAColumnForEachTarget() {
        assertEquals(
                List.of(
                        "linear, raw pixels",
                        "linear, random init",
                        "linear, SimCLR",
                        "fine-tuned, random init",
                        "fine-tuned, SimCLR"),
                report.table().stream()
                        .map(r -> r.getString(0) + ", " + r.getString(1))
                        .toList());
        assertEquals(
                List.of("evaluation", "pretraining", "four", "three"),
                report.table().columnNames());
        assertEquals(20, report.details().rowCount()); // 2 seeds, 2 targets: 2 rows of 2 evaluations, and pixels
        Summary s = report.accuracy("SimCLR", "linear", "three");
        assertEquals(
                "%.1f ± %.1f".formatted(100 * s.mean(), 100 * s.std()),
                report.table().stringColumn("three").get(2));
        assertEquals(report, table().target(FOUR).target(THREE).run());
    }

    /** SimCLR was not trained here: with the same seed its first weights are those of the random start. */
    @Test
    void theSameWeightsHaveTheSameLinearFigure() {
        assertEquals(
                report.accuracy(TransferTable.RANDOM, "linear", "four"), report.accuracy("SimCLR", "linear", "four"));
    }

    @Test
    void linearFollowsItsDefinition() {
        Score score = report.scores().stream()
                .filter(s -> s.target().equals("four") && s.evaluation().equals("linear"))
                .filter(s -> s.pretraining().equals(TransferTable.RANDOM))
                .findFirst()
                .orElseThrow();
        Examples some = new FewLabels(5, score.seed()).of(FOUR.train());
        assertEquals(20, some.size());
        try (Supervised random =
                new Supervised(new Supervised.Options(WHOLE, ENCODER, 4), TEST.shape(), Devices.best(), score.seed())) {
            double best = -1;
            double reported = Double.NaN;
            String chosen = "";
            for (double strength : List.of(0.01, 1.0)) {
                LinearProbe.Model model = OPTIONS.probe().fit(h(random, some), some.labels(), strength);
                double validation = ClassAccuracy.mean(
                        model.predict(h(random, FOUR.validation())),
                        FOUR.validation().labels());
                if (validation > best) {
                    best = validation;
                    chosen = "l2 = " + strength;
                    reported = ClassAccuracy.mean(model.predict(h(random, TEST)), TEST.labels());
                }
            }
            assertEquals(chosen, score.chosen());
            assertEquals(best, score.validation());
            assertEquals(reported, score.accuracy());
        }
    }

    @Test
    void pixelsAreReadAsTheyAre() {
        Score score = table().target(FOUR).rawPixels(2).get(0);
        Examples some = new FewLabels(5, 2).of(FOUR.train());
        LinearProbe.Model model = OPTIONS.probe()
                .fit(
                        Features.pixels(some),
                        some.labels(),
                        Double.parseDouble(score.chosen().substring(5)));
        assertEquals(ClassAccuracy.mean(model.predict(Features.pixels(TEST)), TEST.labels()), score.accuracy());
        assertTrue(report.scores().contains(score));
    }

    private static Features h(Method method, Examples images) {
        return NoGrad.call(() -> Features.of(method.encoder(), images, method.manager()));
    }

    /** Whoever chooses on test has other settings when its labels are others. */
    @Test
    void nothingIsChosenOnTest() {
        int[] wrong = IntStream.of(TEST.labels()).map(y -> (y + 1) % 4).toArray();
        TransferReport other = table().target(target("four", 4, TEST.labelled(wrong, TEST.classes())))
                .run();
        List<Score> same =
                report.scores().stream().filter(s -> s.target().equals("four")).toList();
        assertEquals(
                same.stream().map(s -> s.chosen() + s.validation()).toList(),
                other.scores().stream().map(s -> s.chosen() + s.validation()).toList());
        assertNotEquals(
                same.stream().map(Score::accuracy).toList(),
                other.scores().stream().map(Score::accuracy).toList());
    }

    @Test
    void thePretrainedEncoderStaysAsItIs() {
        try (Method method = simClr(3)) {
            float[] before = method.encoder()
                    .getParameters()
                    .get(0)
                    .getValue()
                    .getArray()
                    .toFloatArray();
            List<Score> scores = table().target(FOUR).transfer("mine", method, 3);
            assertEquals(
                    List.of("linear", "fine-tuned"),
                    scores.stream().map(Score::evaluation).toList());
            assertArrayEquals(
                    before,
                    method.encoder()
                            .getParameters()
                            .get(0)
                            .getValue()
                            .getArray()
                            .toFloatArray());
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> table().target(FOUR).target(FOUR));
        assertThrows(IllegalArgumentException.class, () -> table().pretrained("SimCLR", TransferTableTest::simClr));
        for (String taken : List.of("random init", "raw pixels")) {
            assertThrows(IllegalArgumentException.class, () -> table().pretrained(taken, TransferTableTest::simClr));
        }
        assertThrows(IllegalArgumentException.class, () -> target("mixed", 4, Synthetic.discs(60, 8, 3, 9)));
        IllegalArgumentException empty = assertThrows(IllegalArgumentException.class, () -> table().run());
        assertTrue(empty.getMessage().contains("targets"), empty.getMessage());
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.with(o -> o.perClass = 0));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.with(o -> o.seeds = List.of()));
        assertThrows(IllegalArgumentException.class, () -> report.accuracy("SimCLR", "linear", "five"));
    }
}
