package kontrast.claim;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import kontrast.claim.run.Drawings;
import kontrast.claim.run.Once;
import kontrast.claim.run.Training;
import kontrast.claim.run.Trial;
import kontrast.claim.run.WithoutTraining;
import kontrast.data.Captions;
import kontrast.data.EmojiViews;
import kontrast.data.EmojiViews.Concept;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.data.Vocabulary;
import kontrast.encoder.WordTransformer;
import kontrast.evaluate.BorrowedWords;
import kontrast.evaluate.Features;
import kontrast.evaluate.ZeroShot;
import kontrast.method.Clip;
import kontrast.method.Supervised;
import kontrast.train.ClipRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;

/** Row 23: CLIP. */
final class CaptionClaims {

    /** Share of the ten nearest that hold the right one: text by picture and picture by text, mean of both. */
    private static final String FOUND = "found among 10";

    /** Accuracy on nine categories, mean over the artists that training saw. */
    private static final String KNOWN = "known artists";

    /** The same, mean over the others. */
    private static final String NEW = "new artists";

    private static final String FALL = "fall";
    private static final int STEPS = 480; // 60 epochs of all concepts
    private static final int NEIGHBOURS = 10;
    private static final Shape IMAGE = new Shape(3, 32, 32);

    private CaptionClaims() {}

    private static final Style[] THREE = {Style.NOTO, Style.TWEMOJI, Style.FLUENT_FLAT};
    private static final Style[] ONE = {Style.NOTO};
    private static final Once<Images> SCENES = new Once<>(() -> Drawings.emoji().scenes(Split.TRAIN, THREE));
    private static final Once<Images> ALONE = new Once<>(() -> Drawings.emoji().scenes(Split.TRAIN, ONE));
    private static final Once<Captions> TRAIN = new Once<>(() -> Drawings.captions(Split.TRAIN));
    private static final Once<Captions> TEST = new Once<>(() -> Drawings.captions(Split.TEST));

    /** The nine categories, each by its name alone or by the names of its subcategories. */
    private static List<List<String>> prompts(boolean several) {
        EmojiViews emoji = Drawings.emoji();
        return emoji.categories().stream()
                .map(name -> several
                        ? emoji.concepts().stream()
                                .filter(c -> c.category().equals(name))
                                .map(Concept::subcategory)
                                .distinct()
                                .toList()
                        : List.of(name))
                .toList();
    }

    private static Recipe<Clip.Options> recipe(boolean three) {
        return ClipRecipes.acrossStyles(Preset.CPU, artists(three).length, TRAIN.get());
    }

    private static Style[] artists(boolean three) {
        return three ? THREE : ONE;
    }

    private static Training<Clip.Options, Clip> clip(Consumer<Clip.Options.Draft> change, boolean several) {
        return clip(true, change, several);
    }

    private static Training<Clip.Options, Clip> clip(
            boolean three, Consumer<Clip.Options.Draft> change, boolean several) {
        return Training.of(() -> recipe(three).method(o -> o.with(change)), Clip::new, three ? SCENES : ALONE, STEPS)
                .sees(IMAGE)
                .judged(Training.judge(
                        "words of %d unseen concepts, %s; categories by %s"
                                .formatted(
                                        TEST.get().size(),
                                        Arrays.toString(artists(three)),
                                        several ? "their subcategories" : "their names"),
                        clip -> {
                            Features texts = ZeroShot.texts(clip, TEST.get().captions());
                            Features classes = ZeroShot.classes(clip, prompts(several));
                            Map<String, Double> figures = new LinkedHashMap<>();
                            figures.put(FOUND, found(three, images -> ZeroShot.images(clip, images), texts));
                            figures.putAll(accuracies(
                                    three,
                                    images -> ZeroShot.accuracy(
                                            ZeroShot.images(clip, images), classes, images.labels())));
                            return figures;
                        }));
    }

    /** Pictures by words and words by pictures, over the artists that training saw. */
    private static double found(boolean three, Function<Images, Features> embed, Features texts) {
        double sum = 0;
        for (Style artist : artists(three)) {
            Features images = embed.apply(Drawings.emoji().images(artist, Split.TEST));
            sum += Drawings.amongTen(images, texts);
        }
        return sum / artists(three).length;
    }

    private static Map<String, Double> accuracies(boolean three, ToDoubleFunction<Images> accuracy) {
        double[] sum = new double[2]; // known, new
        int known = artists(three).length;
        for (Style artist : Style.values()) {
            boolean taught = Arrays.asList(artists(three)).contains(artist);
            double share = accuracy.applyAsDouble(Drawings.emoji().images(artist, Split.TEST));
            sum[taught ? 0 : 1] += share / (taught ? known : Style.values().length - known);
        }
        return Map.of(KNOWN, sum[0], NEW, sum[1], FALL, sum[0] - sum[1]);
    }

    private static Training<Supervised.Options, Supervised> supervised(boolean three) {
        return Training.of(
                        () -> new Recipe<>(
                                new Supervised.Options(
                                        recipe(three).method().view(),
                                        recipe(three).method().encoder(),
                                        Drawings.emoji().categories().size()),
                                recipe(three).training()),
                        Supervised::new,
                        three ? SCENES : ALONE,
                        STEPS)
                .sees(IMAGE)
                .judged(Training.judge(
                        "categories of unseen concepts, " + Arrays.toString(artists(three)),
                        network -> accuracies(three, images -> Training.accuracy(network.network(), images, network))));
    }

    /** What the captions of the ten nearest training pictures say, by pixels. */
    private static Trial borrowed() {
        return new WithoutTraining("captions of the %d nearest by pixels".formatted(NEIGHBOURS), seed -> {
            Vocabulary vocabulary = recipe(true).method().vocabulary();
            double sum = 0;
            for (Style artist : THREE) {
                BorrowedWords words = new BorrowedWords(
                        Features.pixels(Drawings.emoji().images(artist, Split.TRAIN)),
                        TRAIN.get(),
                        vocabulary,
                        NEIGHBOURS);
                Features images = words.images(Features.pixels(Drawings.emoji().images(artist, Split.TEST)));
                Features texts = words.texts(TEST.get().captions());
                sum += Drawings.amongTen(images, texts);
            }
            return Map.of(FOUND, sum / THREE.length);
        });
    }

    static List<Claim> all() {
        return List.of(Claim.row(
                        "23",
                        "Words teach an encoder: pictures and captions of unseen concepts find each other, and new artists hurt it less than a network trained on labels",
                        "Radford et al. 2021, sections 3.1 and 3.3: ViT-L/14@336px, ImageNet without a label 76.2 %; 80 prompts add 3.5 points over one; on seven sets with a natural shift the gap to ImageNet is, on average, up to 75 % smaller than that of ImageNet's own models")
                .on("emoji, captions of 300 unseen concepts")
                .variant("CLIP", () -> clip(o -> {}, true))
                .variant("CLIP; one prompt", () -> clip(o -> {}, false))
                .variant("temperature fixed at 0.07", () -> clip(o -> o.learned = false, true))
                .variant("transformer over words", () -> clip(o -> o.text = new WordTransformer(64, 4, 2), true))
                .variant("borrowed words", CaptionClaims::borrowed)
                .variant("supervised", () -> supervised(true))
                .variant("one artist: CLIP", () -> clip(false, o -> {}, true))
                .variant("one artist: supervised", () -> supervised(false))
                .variant("untrained", () -> clip(o -> {}, true).untrained())
                .says(FOUND, "CLIP", "untrained")
                .says(FOUND, "CLIP", "borrowed words")
                .saysAbove(FOUND, "CLIP", 10 / 300.0, "chance")
                .says(KNOWN, "CLIP", "CLIP; one prompt")
                .says(FALL, "one artist: supervised", "one artist: CLIP")
                .says(FALL, "supervised", "CLIP"));
    }
}
