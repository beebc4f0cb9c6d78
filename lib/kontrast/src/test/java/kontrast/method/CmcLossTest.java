package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kontrast.data.Images;
import kontrast.encoder.HalfAlexNet;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.Weights;
import kontrast.loss.Critic;
import kontrast.memory.AliasSampler;
import kontrast.memory.Normaliser;
import kontrast.tensor.Devices;
import kontrast.tensor.NoGrad;
import kontrast.tensor.Seeds;
import kontrast.train.Synthetic;
import kontrast.view.Lab;
import kontrast.view.Multiview;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What CMC minimises, computed once more in double from its embeddings. */
class CmcLossTest {

    private static final int B = 6;
    private static final int IMAGES = 20;
    private static final double TAU = 0.3;

    /** Embeddings are float32; sums of at most 100 terms, each of at most exp(1 / 0.3). */
    private static final double FLOAT = 1e-4;

    private final Images images = Synthetic.discs(IMAGES, 16, 4, 5);

    private static Cmc.Options options(Multiview views) {
        return Cmc.Options.of(views, new SmallCnn(3), ProjectionHead.linear(8), Critic.dotProduct(TAU));
    }

    private static Cmc cmc(Cmc.Options options) {
        return new Cmc(options, new Shape(3, 16, 16), Devices.best(), 3);
    }

    private Batch batch(NDManager manager) {
        int[] indices = IntStream.range(0, B).map(i -> 3 * i + 1).toArray();
        return new Batch(images.tensor(manager, indices), null, indices, 0, Seeds.stream(1, "batch", 0));
    }

    /** The embeddings of a batch in training mode, {@code [M][B][d]}. */
    private double[][][] embeddings(Cmc cmc, NDManager manager) {
        Batch batch = batch(manager);
        NDList views = cmc.options().views().draw(batch.images(), batch.random());
        ParameterStore store = new ParameterStore(manager, false);
        NDList z = NoGrad.call(() -> cmc.network().forward(store, views, true));
        return z.stream().map(CmcLossTest::rows).toArray(double[][][]::new);
    }

    private static double[][] rows(NDArray matrix) {
        int columns = Math.toIntExact(matrix.getShape().get(1));
        float[] values = matrix.toFloatArray();
        double[][] rows = new double[values.length / columns][columns];
        for (int i = 0; i < values.length; i++) {
            rows[i / columns][i % columns] = values[i];
        }
        return rows;
    }

    private double loss(Cmc cmc, NDManager manager) {
        return NoGrad.call(() -> cmc.loss(batch(manager)).getFloat());
    }

    private static double score(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum / TAU;
    }

    /** L_ij: anchors of one view, candidates of the other, the batch as negatives. */
    private static double direction(double[][] anchors, double[][] candidates) {
        double loss = 0;
        for (int b = 0; b < anchors.length; b++) {
            double sum = 0;
            for (double[] candidate : candidates) {
                sum += Math.exp(score(anchors[b], candidate));
            }
            loss += Math.log(sum) - score(anchors[b], candidates[b]);
        }
        return loss / anchors.length;
    }

    private static double pair(double[][] one, double[][] other) {
        return direction(one, other) + direction(other, one);
    }

    static Stream<ViewGraph> graphs() {
        return Stream.of(
                ViewGraph.core(3, 0),
                ViewGraph.core(3, 2),
                ViewGraph.full(3),
                new ViewGraph(3, List.of(new ViewGraph.Edge(0, 1, 0.25), new ViewGraph.Edge(1, 2, 3))));
    }

    @Test
    void embeddingsHaveLengthOne() {
        try (Cmc cmc = cmc(options(CmcTest.views()));
                NDManager manager = NDManager.newBaseManager()) {
            for (double[][] view : embeddings(cmc, manager)) {
                for (double[] z : view) {
                    assertEquals(1 / TAU, score(z, z), 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void isTheWeightedSumOverThePairs(ViewGraph graph) {
        Multiview views = Multiview.labChannels(CmcTest.views().shared());
        try (Cmc cmc = cmc(options(views).with(o -> o.graph = graph));
                NDManager manager = NDManager.newBaseManager()) {
            double[][][] z = embeddings(cmc, manager);
            double expected = 0;
            for (ViewGraph.Edge edge : graph.edges()) {
                expected += edge.weight() * pair(z[edge.first()], z[edge.second()]);
            }
            double found = loss(cmc, manager);
            assertEquals(expected, found, FLOAT * (1 + expected));
            assertTrue(Math.abs(2 * direction(z[0], z[1]) - found) > 1e-2, "one direction only");
        }
    }

    /** Embeddings of all images alike give the chance line, weights and directions included. */
    @Test
    void chanceIsThatOfTheGraph() {
        try (Cmc cmc = cmc(options(CmcTest.views()))) {
            assertEquals(2 * Math.log(64), cmc.chance(64).orElseThrow(), 1e-12);
        }
        Multiview three = Multiview.labChannels(CmcTest.views().shared());
        try (Cmc cmc = cmc(options(three))) {
            assertEquals(6 * Math.log(64), cmc.chance(64).orElseThrow(), 1e-12);
        }
    }

    // ---- banks

    /** The bank's candidates as BankContrast draws them: after the views, from the same stream. */
    private long[][] candidates(Cmc cmc, int negatives, NDManager manager) {
        Batch batch = batch(manager);
        cmc.options().views().draw(batch.images(), batch.random());
        try (AliasSampler sampler = AliasSampler.uniform(manager, IMAGES)) {
            long[] drawn = sampler.draw(manager, batch.random(), B, negatives).toLongArray();
            long[][] rows = new long[B][1 + negatives];
            for (int b = 0; b < B; b++) {
                rows[b][0] = batch.indices()[b];
                System.arraycopy(drawn, b * negatives, rows[b], 1, negatives);
            }
            return rows;
        }
    }

    private static double nce(double[][] anchors, double[][] bank, long[][] candidates, Normaliser.Kind kind) {
        double mean = 0;
        for (int b = 0; b < B; b++) {
            for (long k : candidates[b]) {
                mean += Math.exp(score(anchors[b], bank[(int) k])) / B / candidates[b].length;
            }
        }
        double loss = 0;
        for (int b = 0; b < B; b++) {
            double z = IMAGES * mean;
            if (kind == Normaliser.Kind.EXACT) {
                z = 0;
                for (double[] row : bank) {
                    z += Math.exp(score(anchors[b], row));
                }
            }
            int m = candidates[b].length - 1;
            for (int k = 0; k <= m; k++) {
                double h = Math.exp(score(anchors[b], bank[(int) candidates[b][k]])) / z;
                double p = h / (h + (double) m / IMAGES);
                loss -= Math.log(k == 0 ? p : 1 - p) / B;
            }
        }
        return loss;
    }

    @ParameterizedTest
    @EnumSource(Normaliser.Kind.class)
    void nceScoresEachViewAgainstTheOthersBank(Normaliser.Kind kind) {
        Cmc.Bank bank = Cmc.Bank.paper(IMAGES, 9).with(o -> o.normaliser = kind);
        try (Cmc cmc = cmc(options(CmcTest.views()).with(o -> o.bank = Optional.of(bank)));
                NDManager manager = NDManager.newBaseManager()) {
            double[][][] z = embeddings(cmc, manager);
            double[][] l = rows(cmc.state().get("bank0"));
            double[][] ab = rows(cmc.state().get("bank1"));
            long[][] drawn = candidates(cmc, 9, manager);
            double found = loss(cmc, manager);
            double expected = nce(z[0], ab, drawn, kind) + nce(z[1], l, drawn, kind);
            assertEquals(expected, found, FLOAT * expected);
            double wrong = nce(z[0], l, drawn, kind) + nce(z[1], ab, drawn, kind);
            assertTrue(Math.abs(wrong - found) > 1e-2, "each view against its own bank");
        }
    }

    @Test
    void theSoftmaxOverCandidatesNeedsNoZ() {
        Cmc.Bank bank = Cmc.Bank.paper(IMAGES, 9).with(o -> o.estimator = Cmc.Estimator.SOFTMAX);
        try (Cmc cmc = cmc(options(CmcTest.views()).with(o -> o.bank = Optional.of(bank)));
                NDManager manager = NDManager.newBaseManager()) {
            double[][][] z = embeddings(cmc, manager);
            long[][] drawn = candidates(cmc, 9, manager);
            double expected = 0;
            for (int view = 0; view < 2; view++) {
                double[][] other = rows(cmc.state().get("bank" + (1 - view)));
                for (int b = 0; b < B; b++) {
                    double sum = 0;
                    for (long k : drawn[b]) {
                        sum += Math.exp(score(z[view][b], other[(int) k]));
                    }
                    double right = score(z[view][b], other[(int) drawn[b][0]]);
                    expected += (Math.log(sum) - right) / B;
                }
            }
            assertEquals(expected, loss(cmc, manager), FLOAT * expected);
            assertEquals(2 * Math.log(10), cmc.chance(B).orElseThrow(), 1e-12);
        }
    }

    /** Scores first, then the bank: the loss sees the old rows, afterStep writes the new ones. */
    @Test
    void banksChangeAfterTheStepAndOnlyInRowsOfTheBatch() {
        Cmc.Options options = options(CmcTest.views()).with(o -> o.bank = Optional.of(Cmc.Bank.paper(IMAGES, 9)));
        try (Cmc cmc = cmc(options);
                NDManager manager = NDManager.newBaseManager()) {
            double[][][] z = embeddings(cmc, manager);
            double[][] before = rows(cmc.state().get("bank1"));
            Batch batch = batch(manager);
            NoGrad.run(() -> cmc.loss(batch));
            double[][] scored = rows(cmc.state().get("bank1"));
            assertTrue(Arrays.deepEquals(before, scored), "changed before the step");
            NoGrad.run(() -> cmc.afterStep(batch));
            double[][] after = rows(cmc.state().get("bank1"));
            for (int i = 0; i < IMAGES; i++) {
                if (i % 3 == 1 && i < 3 * B) {
                    double[] moved = new double[8];
                    double square = 0;
                    for (int j = 0; j < 8; j++) {
                        moved[j] = 0.5 * before[i][j] + 0.5 * z[1][i / 3][j];
                        square += moved[j] * moved[j];
                    }
                    for (int j = 0; j < 8; j++) {
                        assertEquals(moved[j] / Math.sqrt(square), after[i][j], 1e-5);
                    }
                } else {
                    assertTrue(Arrays.equals(before[i], after[i]), "row " + i);
                }
            }
            double log = cmc.state().get("z01").getFloat(0);
            assertTrue(log > 0 && cmc.state().get("z01").getFloat(1) == 1, "Z is kept: " + log);
        }
    }

    @Test
    void aBankOfAnotherSizeIsTold() {
        Cmc.Options options = options(CmcTest.views()).with(o -> o.bank = Optional.of(Cmc.Bank.paper(10, 4)));
        try (Cmc cmc = cmc(options);
                NDManager manager = NDManager.newBaseManager()) {
            String message = assertThrows(IllegalArgumentException.class, () -> cmc.loss(batch(manager)))
                    .getMessage();
            assertTrue(message.contains("image 10") && message.contains("of 10"), message);
        }
    }

    // ---- features

    private static NDArray features(Block block, NDArray images) {
        return NoGrad.call(
                () -> block.forward(new ParameterStore(images.getManager(), false), new NDList(images), false)
                        .singletonOrThrow());
    }

    /** The concatenation is z1 and z2 side by side, and so for h and any layer. */
    @Test
    void featuresOfBothViewsAreThoseOfEachSideBySide() {
        Cmc.Options options = options(CmcTest.views()).with(o -> o.encoder = HalfAlexNet.small(3, 16));
        try (Cmc cmc = cmc(options);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray x = images.tensor(manager);
            List<List<Block>> blocks = new ArrayList<>();
            blocks.add(List.of(cmc.encoder(0), cmc.encoder(1), cmc.encoder()));
            blocks.add(List.of(cmc.embedding(0), cmc.embedding(1), cmc.embedding(0, 1)));
            HalfAlexNet.Layer conv3 = HalfAlexNet.Layer.of(3);
            blocks.add(List.of(cmc.features(conv3, 0), cmc.features(conv3, 1), cmc.features(conv3, 0, 1)));
            int[] lengths = {16, 8, 12 * 4 * 4};
            for (int i = 0; i < 3; i++) {
                NDArray first = features(blocks.get(i).get(0), x);
                NDArray second = features(blocks.get(i).get(1), x);
                NDArray both = features(blocks.get(i).get(2), x);
                assertEquals(new Shape(IMAGES, lengths[i]), first.getShape());
                assertEquals(first.concat(second, 1), both);
                assertEquals(both.getShape(), blocks.get(i).get(2).getOutputShapes(new Shape[] {x.getShape()})[0]);
            }
            NDArray norms = features(cmc.embedding(0), x).norm(new int[] {1});
            assertEquals(0, norms.sub(1).abs().max().getFloat(), 1e-5);
            assertThrows(IllegalArgumentException.class, () -> cmc.encoder(new int[0]));
        }
    }

    /** A network built anew by the plan and given the learned values is the learned encoder. */
    @Test
    void thePlanBuildsTheSameEncoder() {
        try (Cmc cmc = cmc(options(CmcTest.views()));
                NDManager manager = NDManager.newBaseManager()) {
            Block copy = cmc.plan(0, 1).block();
            Weights.copy(cmc.encoder(), copy, manager, new Shape(1, 3, 16, 16));
            NDArray x = images.tensor(manager);
            assertEquals(features(cmc.encoder(), x), features(copy, x));
            assertEquals(2 * 24, cmc.plan(0, 1).dimension());
        }
    }

    /** Colour changes nothing of the L features, and lightness is all they see. */
    @Test
    void featuresOfLightnessDoNotSeeColour() {
        try (Cmc cmc = cmc(options(CmcTest.views()));
                NDManager manager = NDManager.newBaseManager()) {
            NDArray lab = Lab.of(images.tensor(manager));
            NDArray grey = lab.mul(manager.create(new float[] {1, 0, 0}, new Shape(1, 3, 1, 1)));
            NDArray colourless = Lab.toRgb(grey);
            NDArray x = images.tensor(manager);
            float l = features(cmc.encoder(0), x)
                    .sub(features(cmc.encoder(0), colourless))
                    .abs()
                    .max()
                    .getFloat();
            float ab = features(cmc.encoder(1), x)
                    .sub(features(cmc.encoder(1), colourless))
                    .abs()
                    .max()
                    .getFloat();
            assertTrue(l < 1e-3 && ab > 0.05, () -> "L " + l + ", ab " + ab);
        }
    }

    @Test
    void graphsOfOtherViewsAreTold() {
        Cmc.Options two = options(CmcTest.views());
        assertThrows(IllegalArgumentException.class, () -> two.with(o -> o.graph = ViewGraph.full(3)));
        assertThrows(IllegalArgumentException.class, () -> Cmc.Bank.paper(10, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Cmc.Bank(10, 4, 1, Normaliser.Kind.EXACT, Cmc.Estimator.NCE));
        Views.Options none = Views.Options.none();
        CrossView.Options colour =
                CrossView.Options.colour(Multiview.lab(Views.simclr(12, none)), new SmallCnn(2), 4, 3);
        assertThrows(
                IllegalArgumentException.class, // 12 is not 8 times a whole number
                () -> new CrossView(colour, new Shape(3, 12, 12), Devices.best(), 1));
    }
}
