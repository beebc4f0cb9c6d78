package kontrast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kontrast.data.Captions;
import kontrast.data.MovingSprites;
import kontrast.data.Vocabulary;
import kontrast.encoder.Context;
import kontrast.encoder.Decoder;
import kontrast.encoder.DilatedCnn;
import kontrast.encoder.FineCnn;
import kontrast.encoder.MomentumSchedule;
import kontrast.encoder.Norm;
import kontrast.encoder.ProjectionHead;
import kontrast.encoder.SmallCnn;
import kontrast.encoder.WaveCnn;
import kontrast.encoder.WordBag;
import kontrast.encoder.WordTransformer;
import kontrast.evaluate.Knn;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.ProtocolOptions;
import kontrast.evaluate.TransferOptions;
import kontrast.loss.Critic;
import kontrast.loss.JointEmbeddingLoss;
import kontrast.loss.Negatives;
import kontrast.loss.PixelwiseContrast;
import kontrast.loss.Sinkhorn;
import kontrast.memory.Normaliser;
import kontrast.method.Byol;
import kontrast.method.Clip;
import kontrast.method.Cmc;
import kontrast.method.ColorClusters;
import kontrast.method.Colorization;
import kontrast.method.CpcAudio;
import kontrast.method.CpcObjective;
import kontrast.method.CpcOptions;
import kontrast.method.CrossView;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.DenseObjectNet;
import kontrast.method.Dino;
import kontrast.method.Downstream;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.JointEmbedding;
import kontrast.method.MoCo;
import kontrast.method.Pirl;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;
import kontrast.method.SimClr;
import kontrast.method.SimSiam;
import kontrast.method.SwAv;
import kontrast.method.VideoColorization;
import kontrast.method.ViewGraph;
import kontrast.train.AdamW;
import kontrast.train.Decay;
import kontrast.train.Preset;
import kontrast.train.Recipe;
import kontrast.train.Sgd;
import kontrast.train.Synthetic;
import kontrast.train.TrainingOptions;
import kontrast.view.ColorBins;
import kontrast.view.ColorDropping;
import kontrast.view.ColorPrior;
import kontrast.view.GaussianNoise;
import kontrast.view.HorizontalFlip;
import kontrast.view.Mask;
import kontrast.view.Multiview;
import kontrast.view.OverlappingGrid;
import kontrast.view.PatchGrid;
import kontrast.view.PatchViews;
import kontrast.view.RandomCrop;
import kontrast.view.View;
import kontrast.view.Views;
import org.junit.jupiter.api.Test;

/**
 * {@code with} of each record of options: it changes what the draft changed and nothing else, its result went through
 * the constructor's checks once, and no draft can reach the record that it came from.
 */
class OptionsTest {

    private static final View A = new RandomCrop(8);
    private static final View B = new HorizontalFlip(0.5);

    /** Of each kind two that differ in every component, and stay valid if any one of them is exchanged. */
    private static final List<List<Record>> PAIRS = List.of(
            List.of(
                    new MovingSprites.Options(16, 2, 1, 1, 0.1, 0.2, 1.3, 0.4),
                    new MovingSprites.Options(17, 3, 2, 4, 0.5, 0.6, 1.7, 0.8)),
            List.of(new PatchViews.Options(0.1, 0.2, 0.3, 0.4, 0.5), new PatchViews.Options(0.6, 0.7, 0.8, 0.9, 1)),
            List.of(new Views.Options(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), new Views.Options(0.7, 0.8, 0.9, 1, 0.15, 0.25)),
            List.of(new Rotation.Options(A, new SmallCnn(4)), new Rotation.Options(B, new SmallCnn(5))),
            List.of(
                    new SimClr.Options(A, new SmallCnn(4), ProjectionHead.linear(3), 0.1),
                    new SimClr.Options(B, new SmallCnn(5), ProjectionHead.linear(4), 0.2)),
            List.of(
                    new MoCo.Options(A, new SmallCnn(4), ProjectionHead.linear(3), 0.1, 0.2, 8, false, true),
                    new MoCo.Options(B, new SmallCnn(5), ProjectionHead.linear(4), 0.3, 0.4, 9, true, false)),
            List.of(
                    new JointEmbedding.Options(
                            A, new SmallCnn(4), ProjectionHead.linear(3), Norm.none(), JointEmbeddingLoss.vicReg()),
                    new JointEmbedding.Options(
                            B,
                            new SmallCnn(5),
                            ProjectionHead.linear(4),
                            Norm.standard(),
                            new JointEmbeddingLoss(JointEmbeddingLoss.Energy.SQUARED_DISTANCE, 1, 2, 3))),
            List.of(
                    new Clip.Options(
                            A,
                            new SmallCnn(4),
                            ProjectionHead.linear(3),
                            new WordBag(4),
                            ProjectionHead.linear(3),
                            Vocabulary.of(List.of("red"), 1),
                            Captions.of(List.of(List.of("red"))),
                            0.1,
                            true,
                            50),
                    new Clip.Options(
                            B,
                            new SmallCnn(5),
                            ProjectionHead.mlp(6, 3),
                            new WordTransformer(4, 2, 1),
                            ProjectionHead.mlp(7, 3),
                            Vocabulary.of(List.of("blue"), 1),
                            Captions.of(List.of(List.of("blue"))),
                            0.2,
                            false,
                            100)),
            List.of(
                    new Byol.Options(
                            A,
                            new SmallCnn(4),
                            ProjectionHead.mlp(5, 3),
                            ProjectionHead.mlp(6, 3),
                            MomentumSchedule.rising(0.5)),
                    new Byol.Options(
                            B,
                            new SmallCnn(5),
                            ProjectionHead.mlp(7, 3),
                            ProjectionHead.none(),
                            MomentumSchedule.constant(0.5))),
            List.of(
                    new SimSiam.Options(
                            A, new SmallCnn(4), ProjectionHead.mlp(5, 3), Norm.none(), ProjectionHead.mlp(6, 3), true),
                    new SimSiam.Options(
                            B,
                            new SmallCnn(5),
                            ProjectionHead.mlp(7, 3),
                            Norm.standard(),
                            ProjectionHead.none(),
                            false)),
            List.of(
                    new SwAv.Options(A, new SmallCnn(4), ProjectionHead.linear(3), 5, Sinkhorn.paper(), 0.1),
                    new SwAv.Options(B, new SmallCnn(5), ProjectionHead.linear(4), 6, new Sinkhorn(1, 2), 0.2)),
            List.of(
                    new Dino.Options(
                            A,
                            new SmallCnn(4),
                            ProjectionHead.linear(3),
                            5,
                            0.1,
                            0.2,
                            true,
                            0.3,
                            MomentumSchedule.rising(0.5)),
                    new Dino.Options(
                            B,
                            new SmallCnn(5),
                            ProjectionHead.linear(4),
                            6,
                            0.4,
                            0.5,
                            false,
                            0.6,
                            MomentumSchedule.constant(0.5))),
            List.of(
                    new Pirl.Options(A, new PatchGrid(3, 8, 2, 2), 7, new SmallCnn(4), 5, 0.1, 0.2, 30, 4, 0.3),
                    new Pirl.Options(B, new PatchGrid(2, 8, 2, 2), 8, new SmallCnn(5), 6, 0.4, 0.5, 31, 5, 0.6)),
            List.of(Cmc.Bank.paper(5, 6), new Cmc.Bank(7, 8, 0.9, Normaliser.Kind.RUNNING, Cmc.Estimator.SOFTMAX)),
            List.of(
                    Cmc.Options.of(
                            Multiview.channels(A, 1, 1, 1),
                            new SmallCnn(4),
                            ProjectionHead.linear(3),
                            Critic.dotProduct(0.1)),
                    new Cmc.Options(
                            Multiview.channels(B, 1, 1, 2),
                            ViewGraph.core(3, 1),
                            new SmallCnn(5),
                            ProjectionHead.linear(4),
                            Critic.bilinear(0.1),
                            Optional.of(Cmc.Bank.paper(5, 6)))),
            List.of(
                    new CrossView.Options(
                            Multiview.channels(A, 1, 1, 1, 1), 0, 1, new SmallCnn(4), new Decoder(4, 1, 1)),
                    new CrossView.Options(
                            Multiview.channels(B, 1, 1, 1, 1), 2, 3, new SmallCnn(5), new Decoder(5, 1, 1))),
            List.of(
                    CpcOptions.small(2),
                    new CpcOptions(
                            A,
                            OverlappingGrid.paper(),
                            B,
                            new SmallCnn(5),
                            Context.causalCnn(3, 1),
                            2,
                            4,
                            List.of(CpcOptions.Direction.UP),
                            new CpcObjective.InfoNce(Negatives.ALL, 10))),
            List.of(
                    CpcAudio.Options.small(2),
                    new CpcAudio.Options(
                            new WaveCnn(3, List.of(4, 2), Norm.none()),
                            Context.causalCnn(3, 1),
                            2,
                            7,
                            new CpcObjective.InfoNce(Negatives.ALL, 10))),
            List.of(
                    new RelativePatch.Options(A, new PatchGrid(3, 8, 2, 2), A, new SmallCnn(4), 5),
                    new RelativePatch.Options(B, new PatchGrid(3, 6, 1, 1), ColorDropping.paper(), new SmallCnn(5), 6)),
            List.of(
                    new Jigsaw.Options(A, new PatchGrid(3, 8, 2, 2), 7, new SmallCnn(4), 5),
                    new Jigsaw.Options(B, new PatchGrid(2, 8, 2, 2), 8, new SmallCnn(5), 6)),
            List.of(
                    new DenoisingAutoencoder.Options(A, new GaussianNoise(0.1), new SmallCnn(4), 5),
                    new DenoisingAutoencoder.Options(B, new GaussianNoise(0.2), new SmallCnn(5), 6)),
            List.of(
                    new Inpainting.Options(A, Mask.central(4), 0.1, 1, 2, new SmallCnn(4), 5),
                    new Inpainting.Options(B, Mask.central(5), 0.3, 4, 5, new SmallCnn(5), 6)),
            List.of(colorization(true), colorization(false)),
            List.of(
                    new VideoColorization.Options(
                            new FineCnn(2), 3, 4, 0.5, new ColorClusters(new float[] {0, 0, 1, 1})),
                    new VideoColorization.Options(
                            new FineCnn(3), 5, 6, 0.7, new ColorClusters(new float[] {0, 1, 1, 0}))),
            List.of(
                    new DenseObjectNet.Options(
                            new DilatedCnn(2),
                            3,
                            PixelwiseContrast.published(),
                            4,
                            6,
                            2,
                            DenseObjectNet.Against.everything()),
                    new DenseObjectNet.Options(
                            new FineCnn(3),
                            4,
                            new PixelwiseContrast(1, PixelwiseContrast.Share.ALL),
                            5,
                            8,
                            3,
                            new DenseObjectNet.Against(true, false, true))),
            List.of(
                    TrainingOptions.of(3, 4),
                    new TrainingOptions(
                            5, 6, new Sgd(0.9, 0), 0.3, 0.5, Decay.STEPS, 7, Optional.of(Path.of("run.ckpt")), 2)),
            List.of(
                    ProtocolOptions.of(Preset.CPU),
                    new ProtocolOptions(
                            List.of(0.5),
                            List.of(7L),
                            List.of(new Knn(3, 0.1)),
                            new LinearProbe(List.of(1.0), 5, 0.1),
                            new ProtocolOptions.Learning(1, 2, List.of(0.1)),
                            new ProtocolOptions.Learning(3, 4, List.of(0.2)))),
            List.of(
                    new Downstream.Options(A, new SmallCnn(4), 3, true),
                    new Downstream.Options(B, new SmallCnn(5), 4, false, 1, 0.5, true)),
            List.of(
                    TransferOptions.of(Preset.CPU),
                    new TransferOptions(
                            7,
                            List.of(7L),
                            new LinearProbe(List.of(1.0), 5, 0.1),
                            new ProtocolOptions.Learning(1, 2, List.of(0.1)),
                            new ProtocolOptions.Learning(3, 4, List.of(0.2)))));

    private static Colorization.Options colorization(boolean one) {
        return new Colorization.Options(
                one ? A : B,
                one ? Colorization.Kind.CLASSES : Colorization.Kind.REGRESSION,
                ColorPrior.of(ColorBins.inGamut(20), Synthetic.discs(6, 16, 2, one ? 1 : 2)),
                one ? 0.1 : 0.2,
                one ? 0.3 : 0.4,
                one ? new SmallCnn(4) : new FineCnn(2),
                one ? 5 : 6,
                one ? 1 : 2);
    }

    /** One field at a time: a constructor call in {@code with} that mixes up two options of one type is told. */
    @Test
    void aChangedFieldChangesItsComponentAndNoOther() throws ReflectiveOperationException {
        for (List<Record> pair : PAIRS) {
            Record before = pair.get(0);
            assertEquals(before, with(before, draft -> {}), "nothing changed");
            for (RecordComponent changed : before.getClass().getRecordComponents()) {
                Object value = get(pair.get(1), changed);
                Record after = with(before, draft -> set(draft, changed.getName(), value));
                for (RecordComponent component : before.getClass().getRecordComponents()) {
                    Record from = component.getName().equals(changed.getName()) ? pair.get(1) : before;
                    assertEquals(get(from, component), get(after, component), component + " of " + after.getClass());
                    assertNotEquals(
                            get(pair.get(0), component), get(pair.get(1), component), "a change would not show");
                }
            }
        }
    }

    /** No record of options with a draft is missing above, and no draft lacks an option. */
    @Test
    void eachDraftHasTheFieldsOfItsRecord() throws IOException, URISyntaxException, ReflectiveOperationException {
        Path classes = Path.of(
                Recipe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> drafts = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes.resolve("kontrast"))) {
            files.map(file -> classes.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith("$Draft.class"))
                    .forEach(name -> drafts.add(name.substring(0, name.length() - ".class".length())));
        }
        Set<String> tried = new TreeSet<>();
        for (List<Record> pair : PAIRS) {
            Class<?> draft = Class.forName(pair.get(0).getClass().getName() + "$Draft");
            tried.add(draft.getName());
            assertEquals(
                    Arrays.stream(pair.get(0).getClass().getRecordComponents())
                            .map(component -> component.getGenericType() + " " + component.getName())
                            .toList(),
                    Arrays.stream(draft.getFields())
                            .map(field -> field.getGenericType() + " " + field.getName())
                            .toList());
        }
        assertEquals(drafts, tried);
    }

    /** Pairs that are valid only together; one at a time, the first would be refused. */
    @Test
    void theResultIsCheckedOnceAndNotFieldByField() {
        CpcOptions cpc = CpcOptions.small(2); // steps 1 to 3
        CpcOptions far = cpc.with(o -> {
            o.first = 4;
            o.last = 5;
        });
        assertEquals(List.of(4, 5), List.of(far.first(), far.last()));
        String message = message(() -> cpc.with(o -> o.first = 4));
        assertTrue(message.contains("1 <= first <= last") && message.contains("4 and 3"), message);
        Jigsaw.Options puzzle = new Jigsaw.Options(A, new PatchGrid(3, 8, 2, 2), 100, new SmallCnn(4), 5);
        assertEquals(
                24,
                puzzle.with(o -> {
                            o.grid = new PatchGrid(2, 8, 2, 2);
                            o.permutations = 24;
                        })
                        .permutations());
        assertTrue(message(() -> puzzle.with(o -> o.grid = new PatchGrid(2, 8, 2, 2)))
                .contains("2 to 24"));
    }

    /** A draft that outlives its {@code with}, and a list that was put into it, reach neither old nor new options. */
    @Test
    void aDraftCannotChangeARecord() {
        CpcOptions before = CpcOptions.small(2);
        CpcOptions same = CpcOptions.small(2);
        List<CpcOptions.Direction> directions = new ArrayList<>(List.of(CpcOptions.Direction.UP));
        AtomicReference<CpcOptions.Draft> kept = new AtomicReference<>();
        CpcOptions after = before.with(o -> {
            o.directions = directions;
            o.last = 5;
            kept.set(o);
        });
        directions.clear();
        kept.get().last = 1;
        assertEquals(3, before.last());
        assertEquals(5, after.last());
        assertEquals(List.of(CpcOptions.Direction.UP), after.directions());
        assertEquals(same.directions(), before.directions());
    }

    @Test
    void messagesNameTheValueAndItsRange() {
        SimClr.Options simClr = new SimClr.Options(A, new SmallCnn(4), ProjectionHead.linear(3), 0.1);
        TrainingOptions training = TrainingOptions.of(3, 4);
        says(() -> simClr.with(o -> o.temperature = -1), "temperature", "above 0", "-1.0");
        says(() -> training.with(o -> o.epochs = 0), "epochs", "at least 1", "0");
        says(() -> training.with(o -> o.warmup = 1.5), "warmup", "[0, 1]", "1.5");
        says(() -> training.with(o -> o.learningRate = Double.NaN), "learningRate", "at least 0", "NaN");
        says(() -> Views.Options.none().with(o -> o.minScale = 0), "minScale", "(0, 1]", "0.0");
        says(() -> Views.Options.none().with(o -> o.blur = 2), "blur", "[0, 1]", "2.0");
        MoCo.Options moCo = new MoCo.Options(A, new SmallCnn(4), ProjectionHead.linear(3), 0.1, 0.2, 8, false, true);
        says(() -> moCo.with(o -> o.momentum = 1.1), "momentum", "[0, 1]", "1.1");
        says(() -> moCo.with(o -> o.queue = 0), "queue", "at least 1", "0");
        assertEquals(
                "view",
                assertThrows(NullPointerException.class, () -> simClr.with(o -> o.view = null))
                        .getMessage());
    }

    /** A recipe changes either half and keeps the other. */
    @Test
    void aRecipeChangesItsMethodOrItsTraining() {
        SimClr.Options method = new SimClr.Options(A, new SmallCnn(4), ProjectionHead.linear(3), 0.1);
        Recipe<SimClr.Options> recipe = new Recipe<>(method, TrainingOptions.of(3, 4, new AdamW(0), 0.1));
        assertEquals(
                new Recipe<>(method.with(o -> o.temperature = 0.5), recipe.training()),
                recipe.method(m -> m.with(o -> o.temperature = 0.5)));
        assertEquals(
                new Recipe<>(method, recipe.training().with(t -> t.epochs = 7)), recipe.training(t -> t.epochs = 7));
        assertEquals(3, recipe.training().epochs());
    }

    private static void says(Runnable change, String... parts) {
        String message = message(change);
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static String message(Runnable change) {
        return assertThrows(IllegalArgumentException.class, change::run).getMessage();
    }

    private static Record with(Record record, Consumer<Object> change) throws ReflectiveOperationException {
        return (Record) record.getClass().getMethod("with", Consumer.class).invoke(record, change);
    }

    private static Object get(Record record, RecordComponent component) throws ReflectiveOperationException {
        return component.getAccessor().invoke(record);
    }

    private static void set(Object draft, String name, Object value) {
        try {
            draft.getClass().getField(name).set(draft, value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
