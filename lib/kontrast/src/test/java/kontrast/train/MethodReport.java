package kontrast.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.MovingSprites;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.Propagation;
import kontrast.evaluate.Summary;
import kontrast.evaluate.Tracking;
import kontrast.loss.JointEmbeddingLoss.Energy;
import kontrast.method.Cmc;
import kontrast.method.Colorization;
import kontrast.method.Cpc;
import kontrast.method.CpcAudio;
import kontrast.method.CrossView;
import kontrast.method.DenoisingAutoencoder;
import kontrast.method.Inpainting;
import kontrast.method.Jigsaw;
import kontrast.method.JointEmbedding;
import kontrast.method.Method;
import kontrast.method.MoCo;
import kontrast.method.RelativePatch;
import kontrast.method.Rotation;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.method.VideoColorization;

/**
 * Prints the tables of methods in lib/README.md: each trained with its {@code cpu} recipe, but for
 * the steps of {@link Lengths}, from seeds 1 to 3, and judged by {@link Judge} on frozen features
 * of held-out concepts, next to the same network before training. Sound is judged by the speaker,
 * and video by what is followed. The learning tests of the methods print the same figures.
 *
 * <p>Arguments: names of methods (default all).
 */
public final class MethodReport {

    private static final String PIXELS = "raw pixels";

    /** One line of the table. */
    private record Line(String row, Supplier<Learning> train) {}

    private final Judge judge = new Judge(Split.TEST);
    private final EmojiViews emoji = EmojiViews.load();
    private final Images drawings = emoji.images(Split.TRAIN, Style.values());
    private final Map<String, Line> lines = new LinkedHashMap<>();

    private MethodReport() {
        Preset cpu = Preset.CPU;
        Recipe<SimClr.Options> simclr = SimClrRecipes.simclr(cpu);
        add(
                "1",
                "supervised, SimCLR's encoder and views",
                Lengths.JOINT,
                new Recipe<>(Supervised.Options.like(simclr.method(), drawings), simclr.training()),
                Supervised::new);
        add("2", "denoising autoencoder", Lengths.DRAWING, PretextRecipes.autoencoder(cpu), DenoisingAutoencoder::new);
        add("3", "rotation", Lengths.ROTATION, PretextRecipes.rotation(cpu), Rotation::new);
        add("4", "relative patch", Lengths.PATCHES, PretextRecipes.relativePatch(cpu), RelativePatch::new);
        add("5", "jigsaw", Lengths.PATCHES, PretextRecipes.jigsaw(cpu), Jigsaw::new);
        add("6", "inpainting", Lengths.DRAWING, PretextRecipes.inpainting(cpu), Inpainting::new);
        add("7", "colorization", Lengths.DRAWING, PretextRecipes.colorization(cpu, drawings), Colorization::new);
        add(
                "9",
                "joint embedding, pull only",
                Lengths.JOINT,
                JointEmbeddingRecipes.pullOnly(cpu, Energy.NEGATIVE_COSINE),
                JointEmbedding::new);
        add("9", "joint embedding, VICReg", Lengths.JOINT, JointEmbeddingRecipes.vicReg(cpu), JointEmbedding::new);
        add("10", "cross-view prediction", Lengths.MULTIVIEW, MultiviewRecipes.crossView(cpu), CrossView::new);
        add("12", "CMC, L and ab", Lengths.MULTIVIEW, MultiviewRecipes.cmc(cpu), Cmc::new);
        add("14", "CMC, NCE with banks", Lengths.MULTIVIEW, MultiviewRecipes.nce(cpu, drawings.size()), Cmc::new);
        add("15", "SimCLR", Lengths.JOINT, simclr, SimClr::new);
        add(
                "15",
                "SimCLR, styles as views",
                Lengths.SCENES,
                SimClrRecipes.acrossStyles(cpu, Style.values().length),
                SimClr::new,
                emoji.scenes(Split.TRAIN));
        add("16", "MoCo v1", Lengths.MOMENTUM, MomentumRecipes.v1(cpu), MoCo::new);
        add("17", "MoCo v2", Lengths.MOMENTUM, MomentumRecipes.v2(cpu), MoCo::new);
        add("19", "CPC", Lengths.PREDICTIVE, CpcRecipes.cpc(cpu), Cpc::new);
        add("20", "CPC v2", Lengths.PREDICTIVE_V2, CpcRecipes.cpc2(cpu), Cpc::new);
    }

    private <O> void add(String row, String name, int steps, Recipe<O> recipe, Learning.Factory<O, Method> factory) {
        add(row, name, steps, recipe, factory, drawings);
    }

    private <O> void add(
            String row, String name, int steps, Recipe<O> recipe, Learning.Factory<O, Method> factory, Images images) {
        lines.put(
                name,
                new Line(
                        row,
                        () -> Learning.of(
                                name,
                                recipe,
                                factory,
                                Learning.IMAGE,
                                images,
                                steps,
                                Map.of(
                                        "probe", judge::probe,
                                        "retrieval", judge::retrieval))));
    }

    private void images(List<String> names) {
        List<String> table = new ArrayList<>();
        table.add("| row | method | steps | s | probe (%) | untrained | retrieval (%) | untrained" + " |");
        table.add("|---|---|---|---|---|---|---|---|");
        if (names.isEmpty() || names.contains(PIXELS)) {
            Judge.Score pixels = judge.score(Features::pixels);
            table.add("| 1 | %s | | | %s | | %s | |"
                    .formatted(PIXELS, percent(pixels.probe()), percent(pixels.retrieval())));
        }
        lines.forEach((name, line) -> {
            if (names.isEmpty() || names.contains(name)) {
                Learning learning = line.train().get();
                table.add("| %s | %s | %d | %.0f | %s | %s | %s | %s |"
                        .formatted(
                                line.row(),
                                name,
                                learning.steps(),
                                learning.seconds(),
                                percent(learning.after("probe")),
                                percent(learning.before("probe")),
                                percent(learning.after("retrieval")),
                                percent(learning.before("retrieval"))));
            }
        });
        table.forEach(System.out::println);
    }

    private void sound() {
        if (!SpeakerJudge.isThere()) {
            System.out.println("the recorded voices are not installed: no line for CPC on sound");
            return;
        }
        SpeakerJudge speakers = new SpeakerJudge(Split.TEST);
        Recipe<CpcAudio.Options> recipe = CpcRecipes.sound(Preset.CPU);
        Learning learning = Learning.of(
                "CPC on sound",
                recipe,
                CpcAudio::new,
                speakers.train().shape(),
                speakers.train(),
                Lengths.SOUND,
                Map.of("speaker", speakers::probe));
        System.out.printf(
                Locale.ROOT,
                "| most frequent voice | %s |%n| MFCC | %s |%n| untrained | %s |%n| CPC | %s |%n",
                percent(speakers.majority()),
                percent(speakers.mfcc()),
                percent(learning.before("speaker")),
                percent(learning.after("speaker")));
    }

    private void video() {
        MovingSprites.Options options = VideoRecipes.clips(Preset.CPU);
        MovingSprites clips = MovingSprites.emoji(Split.TRAIN, 160, 1, options);
        MovingSprites held = MovingSprites.emoji(Split.TEST, 20, 2, options.with(o -> o.frames = 6));
        Recipe<VideoColorization.Options> recipe = VideoRecipes.videoColorization(Preset.CPU, clips);
        Propagation how = Propagation.firstAndLast(0.5);
        Learning learning = Learning.of(
                "video colorization",
                recipe,
                VideoColorization::new,
                clips.shape(),
                clips,
                Lengths.VIDEO,
                Map.of(
                        "J", m -> how.track(m::features, held, m.manager()).j(),
                        "PCK", m -> how.track(m::features, held, m.manager()).pck()));
        Tracking identity = Tracking.identity(held);
        System.out.printf(
                Locale.ROOT,
                "| nothing moves | %s | %s |%n| untrained | %s | %s |%n| video colorization | %s |" + " %s |%n",
                percent(identity.j()),
                percent(identity.pck()),
                percent(learning.before("J")),
                percent(learning.before("PCK")),
                percent(learning.after("J")),
                percent(learning.after("PCK")));
    }

    private static String percent(double... shares) {
        Summary summary = Summary.of(Arrays.stream(shares).map(x -> 100 * x).toArray());
        return shares.length == 1
                ? String.format(Locale.ROOT, "%.1f", summary.mean())
                : String.format(Locale.ROOT, "%.1f ± %.1f", summary.mean(), summary.std());
    }

    /**
     * Prints the tables.
     *
     * @param args names of methods; "sound" and "video" name tables of their own
     */
    public static void main(String[] args) {
        List<String> names = List.of(args);
        MethodReport report = new MethodReport();
        boolean listed = report.lines.keySet().stream().anyMatch(names::contains);
        if (names.isEmpty() || names.contains(PIXELS) || listed) {
            report.images(names);
        }
        if (names.isEmpty() || names.contains("sound")) {
            report.sound();
        }
        if (names.isEmpty() || names.contains("video")) {
            report.video();
        }
    }
}
