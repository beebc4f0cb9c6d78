package kontrast.claim.run;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kontrast.data.Captions;
import kontrast.data.EmojiViews.Style;
import kontrast.data.Images;
import kontrast.data.Split;
import kontrast.data.Vocabulary;
import kontrast.evaluate.Features;
import kontrast.evaluate.ZeroShot;
import kontrast.method.Clip;
import kontrast.train.ClipRecipes;
import kontrast.train.Preset;
import kontrast.train.Recipe;

/**
 * CLIP that is asked in numbers, for the exercise 16.8: with the fault the captions at hand, whichever they are, are
 * numbered by the vocabulary of these captions; without it by that of the training captions. The training captions are
 * the captions at hand while it learns, so it learns the same in both.
 */
public final class FaultyWords {

    /** Settings of the figures, as text. */
    private static final String HOW = "found among ten, both ways: 1113 training captions, 300 others; Noto by Twemoji";

    private static final Once<Captions> TRAIN = new Once<>(() -> Drawings.captions(Split.TRAIN));
    private static final Once<Captions> OTHERS = new Once<>(() -> Drawings.captions(Split.TEST));

    /** In no caption, so it is unknown to every vocabulary. */
    private static final String UNKNOWN = "zyzzyva";

    private final boolean broken;

    private FaultyWords(boolean broken) {
        this.broken = broken;
    }

    /**
     * Returns the run of exercise 16.8.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        FaultyWords words = new FaultyWords(broken);
        Recipe<Clip.Options> recipe = words.recipe();
        return Training.withCurve(
                        recipe.method(),
                        Clip::new,
                        words::train,
                        recipe.training(),
                        240,
                        24,
                        Training.judge(HOW + (broken ? ", numbered anew" : ""), words::figures))
                .sees(new Shape(3, 32, 32));
    }

    /** What is learned from. */
    private Images train() {
        return Drawings.scenes();
    }

    private Recipe<Clip.Options> recipe() {
        return ClipRecipes.acrossStyles(Preset.CPU, Style.values().length, TRAIN.get());
    }

    /** How often the right one is among the ten nearest: captions of training, others, and drawings without words. */
    private Map<String, Double> figures(Clip clip) {
        Features held = ZeroShot.images(clip, Drawings.held());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "training captions",
                Drawings.amongTen(
                        ZeroShot.images(clip, Drawings.emoji().images(Style.NOTO, Split.TRAIN)),
                        texts(clip, TRAIN.get())));
        figures.put("unseen captions", Drawings.amongTen(held, texts(clip, OTHERS.get())));
        figures.put("unseen drawings", Drawings.amongTen(held, ZeroShot.images(clip, Drawings.answers())));
        return figures;
    }

    /** Embeds captions. A number stands for another word in each vocabulary: the network reads that of its own. */
    private Features texts(Clip clip, Captions captions) {
        Vocabulary own = clip.options().vocabulary();
        if (!broken) {
            return ZeroShot.texts(clip, captions.captions());
        }
        Vocabulary atHand = Vocabulary.of(captions.captions(), ClipRecipes.AT_LEAST);
        return ZeroShot.texts(
                clip,
                captions.captions().stream()
                        .map(text -> read(atHand.numbers(text), own))
                        .toList());
    }

    private static String read(int[] numbers, Vocabulary vocabulary) {
        int first = vocabulary.size() - vocabulary.words().size();
        List<String> words = Arrays.stream(numbers)
                .mapToObj(n -> n < first ? UNKNOWN : vocabulary.words().get(n - first))
                .toList();
        return String.join(" ", words);
    }
}
