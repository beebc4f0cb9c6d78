package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import kontrast.data.Examples;
import kontrast.data.Images;
import kontrast.data.LabelFraction;
import kontrast.data.RelayedExamples;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.evaluate.ProtocolOptions.Learning;
import kontrast.evaluate.ProtocolReport.Score;
import kontrast.method.Method;
import kontrast.method.SimClr;
import kontrast.tensor.Devices;
import kontrast.train.Preset;
import kontrast.train.Synthetic;
import kontrast.train.TrainingInterrupted;
import kontrast.view.View;
import kontrast.view.Views;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ProtocolTest {

    private static final Images TRAIN = Synthetic.discs(120, 8, 4, 5);
    private static final Images VALIDATION = Synthetic.discs(40, 8, 4, 6);
    private static final Images TEST = Synthetic.discs(60, 8, 4, 7);
    private static final SmallCnn ENCODER = new SmallCnn(4);
    private static final View WHOLE = (images, random) -> images.duplicate();

    private static final ProtocolOptions OPTIONS = new ProtocolOptions(
            List.of(0.1, 1.0),
            List.of(1L, 2L),
            List.of(new Knn(1, 0.07), new Knn(5, 0.07), new Knn(100, 0.07)),
            new LinearProbe(List.of(0.01, 1.0), 100, 1e-3),
            new Learning(6, 16, List.of(1e-4, 1e-2)),
            new Learning(6, 16, List.of(1e-4, 1e-2)));

    private static final Counted COUNTED = new Counted(TEST);
    private static ProtocolReport report;
    private static int leaked;

    @BeforeAll
    static void measure() {
        System.setProperty("kontrast.progress", "none");
        int before = liveArrays();
        report = protocol(COUNTED).run();
        leaked = liveArrays() - before;
    }

    private static Method simClr(long seed) {
        SimClr.Options options =
                new SimClr.Options(Views.simclr(8, Views.Options.none()), ENCODER, ProjectionHead.mlp(16, 8), 0.5);
        return new SimClr(options, new Shape(3, 8, 8), Devices.best(), seed);
    }

    private static Protocol protocol(Examples test) {
        return Protocol.of(TRAIN, VALIDATION, test, ENCODER, WHOLE, OPTIONS).add("SimCLR", ProtocolTest::simClr);
    }

    @Test
    void theTableHasAllRowsAndTheSameNumbersTwice() {
        assertEquals(0, leaked, "arrays that outlive the protocol");
        Table table = report.table();
        assertEquals(
                List.of(
                        "labels, majority class",
                        "raw pixels, kNN",
                        "raw pixels, linear probe",
                        "random encoder, kNN",
                        "random encoder, linear probe",
                        "SimCLR, kNN",
                        "SimCLR, linear probe",
                        "SimCLR, feature extraction",
                        "SimCLR, fine-tuning",
                        "supervised, from scratch"),
                table.stream().map(r -> r.getString(0) + ", " + r.getString(1)).toList());
        assertEquals("100 % of labels (120)", table.column(3).name());
        assertTrue(table.name().contains("60 test images"), table.name());
        assertTrue(table.name().contains("2 seeds"), table.name());
        Summary probe = report.accuracy("raw pixels", "linear probe", 1.0);
        assertEquals(
                "%.1f ± %.1f".formatted(100 * probe.mean(), 100 * probe.std()),
                table.stringColumn(3).get(2));
        // 10 rows, 2 fractions, 2 seeds
        assertEquals(40, report.details().rowCount());
        assertEquals(report, protocol(TEST).run());
        // An untrained SimCLR of the same seed starts with the same encoder.
        assertEquals(report.accuracy("random encoder", "kNN", 1.0), report.accuracy("SimCLR", "kNN", 1.0));
    }

    @Test
    void frozenRowsFollowTheirDefinition() {
        for (Score s : report.scores()) {
            if (s.features().equals("raw pixels") && s.evaluation().equals("kNN")) {
                Examples few =
                        new LabelFraction(s.fraction().share(), s.fraction().seed()).of(TRAIN);
                double best = -1;
                int k = 0;
                for (int candidate : new int[] {1, 5, 100}) {
                    if (candidate <= few.size()) {
                        double accuracy = knn(candidate, few, VALIDATION);
                        if (accuracy > best) {
                            best = accuracy;
                            k = candidate;
                        }
                    }
                }
                assertEquals("k = " + k, s.chosen());
                assertEquals(best, s.validation());
                assertEquals(knn(k, few, TEST), s.accuracy());
            }
            if (s.evaluation().equals("majority class")) {
                int[] labels = s.fraction().of(TRAIN).labels();
                double most = -1;
                double[] hits = new double[4];
                double[] count = new double[4];
                Arrays.stream(labels).forEach(y -> count[y]++);
                Arrays.stream(TEST.labels()).forEach(y -> hits[y] += 1.0 / TEST.size());
                int guess = 0;
                for (int c = 0; c < 4; c++) {
                    if (count[c] > most) {
                        most = count[c];
                        guess = c;
                    }
                }
                assertEquals(hits[guess], s.accuracy(), 1e-12);
            }
        }
        // Hue is linear in the colours: with all labels the pixels' probe beats the majority.
        assertTrue(report.accuracy("raw pixels", "linear probe", 1.0).mean()
                > report.accuracy("labels", "majority class", 1.0).mean() + 0.2);
    }

    private static double knn(int k, Examples bank, Examples queries) {
        return new Knn(k, 0.07)
                .accuracy(Features.pixels(bank), bank.labels(), Features.pixels(queries), queries.labels());
    }

    /** Whatever the test labels are, the same settings are chosen; only the accuracy differs. */
    @Test
    void testTakesNoPartInTheChoice() {
        int[] labels = TEST.labels();
        int[] turned = Arrays.stream(labels).map(y -> (y + 1) % 4).toArray();
        List<Score> one = report.scores();
        List<Score> two = protocol(TEST.labelled(turned, TEST.classes())).run().scores();
        boolean differ = false;
        for (int i = 0; i < one.size(); i++) {
            assertEquals(one.get(i).chosen(), two.get(i).chosen());
            assertEquals(one.get(i).validation(), two.get(i).validation());
            differ |= one.get(i).accuracy() != two.get(i).accuracy();
        }
        assertTrue(differ);
        // The validation labels do choose.
        Examples other = VALIDATION.labelled(
                Arrays.stream(VALIDATION.labels()).map(y -> (y + 1) % 4).toArray(), VALIDATION.classes());
        List<Score> three = Protocol.of(TRAIN, other, TEST, ENCODER, WHOLE, OPTIONS)
                .add("SimCLR", ProtocolTest::simClr)
                .run()
                .scores();
        assertNotEquals(
                one.stream().map(Score::chosen).toList(),
                three.stream().map(Score::chosen).toList());
    }

    /** Counts how often the images are looked at. */
    private static final class Counted extends RelayedExamples {
        private int looks;

        Counted(Examples images) {
            super(images);
        }

        @Override
        public NDArray tensor(NDManager manager, int... indices) {
            looks++;
            return super.tensor(manager, indices);
        }
    }

    /** A learner of two learning rates looks twice at validation, but once at test. */
    @Test
    void testIsSeenOnce() {
        int frozen = 3; // pixels, random encoder, SimCLR: their features serve all fractions
        int learned = 3 * 2; // extraction, fine-tuning, from scratch, at two fractions
        assertEquals(2 * (frozen + learned), COUNTED.looks); // two seeds
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThrows(TrainingInterrupted.class, () -> protocol(TEST).run());
        assertFalse(Thread.interrupted());
    }

    @Test
    void badArgumentsAreNamed() {
        Images bare = Images.of(TEST.bytes(), 3, 8, 8);
        assertThrows(IllegalArgumentException.class, () -> protocol(bare));
        Images others = TEST.labelled(TEST.labels(), List.of("red", "green", "blue", "yellow", "more"));
        assertThrows(IllegalArgumentException.class, () -> protocol(others));
        assertThrows(IllegalArgumentException.class, () -> protocol(TEST).add("SimCLR", ProtocolTest::simClr));
        assertThrows(IllegalArgumentException.class, () -> protocol(TEST).add("supervised", ProtocolTest::simClr));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.with(o -> o.fractions = List.of(10.0)));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.with(o -> o.seeds = List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Learning(0, 16, List.of(0.1)));
        assertThrows(IllegalArgumentException.class, () -> new Learning(1, 16, List.of()));
        ProtocolReport small =
                new ProtocolReport(List.of(new Score("a", "b", new LabelFraction(1, 1), 9, "", 0.5, 0.25)), 8);
        assertEquals("25.0", small.table().stringColumn(2).get(0));
        assertEquals(2, small.toString().split("on 8 test images", -1).length, "its title once: " + small);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> small.accuracy("a", "c", 1))
                .getMessage()
                .contains("evaluation=b"));
        for (Preset preset : Preset.values()) {
            assertEquals(List.of(0.01, 0.1, 1.0), ProtocolOptions.of(preset).fractions());
        }
    }

    /** All native arrays of this process: they hang below the engine's one root. */
    private static int liveArrays() {
        try (NDManager any = NDManager.newBaseManager()) {
            return any.getParentManager().getManagedArrays().size();
        }
    }
}
