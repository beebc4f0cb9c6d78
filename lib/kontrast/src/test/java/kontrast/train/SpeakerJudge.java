package kontrast.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import kontrast.data.AsteriskVoices;
import kontrast.data.Catalogue;
import kontrast.data.Recording;
import kontrast.data.Sounds;
import kontrast.data.Split;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.evaluate.Mfcc;
import kontrast.method.Method;
import kontrast.tensor.NoGrad;

/**
 * Says what frozen features of sound are good for: who of the five voices speaks, told by a linear
 * probe from sentences that were not heard in training. The strength of the probe is chosen on the
 * validation sentences.
 */
public final class SpeakerJudge {

    /** One of so many stretches is learned from: an epoch of all takes minutes. */
    private static final int EVERY = 3;

    /** Likewise for the probe, which then has some 2,000 labels. */
    private static final int LABELLED = 4;

    private static final LinearProbe PROBE = new LinearProbe(List.of(1e-3, 0.01, 0.1), 200, 1e-3);

    private final Sounds train;
    private final Sounds labelled;
    private final Sounds validation = sounds(Split.VALIDATION);
    private final Sounds held;

    /**
     * Loads the installed voices.
     *
     * @param split what is judged by: VALIDATION to choose settings, TEST to report
     */
    public SpeakerJudge(Split split) {
        held = sounds(split);
        Sounds all = sounds(Split.TRAIN);
        train = every(EVERY, all);
        labelled = every(LABELLED, all);
    }

    private static Sounds every(int nth, Sounds all) {
        return all.subset(IntStream.range(0, all.size() / nth).map(i -> i * nth).toArray());
    }

    /** Returns whether the voices are installed. */
    public static boolean isThere() {
        return Catalogue.find("asterisk-voices").orElseThrow().folder().isPresent();
    }

    private static Sounds sounds(Split split) {
        return Sounds.of(AsteriskVoices.load(split), CpcRecipes.STRETCH, Recording::speaker, AsteriskVoices.SPEAKERS);
    }

    /** Returns the stretches to learn from without labels. */
    public Sounds train() {
        return train;
    }

    /** Returns the held-out stretches. */
    public Sounds held() {
        return held;
    }

    /** Returns the accuracy of the most frequent voice. */
    public double majority() {
        int[] count = new int[held.classes().size()];
        for (int label : held.labels()) {
            count[label]++;
        }
        return Arrays.stream(count).max().orElseThrow() / (double) held.size();
    }

    /** Returns the accuracy of the MFCC. */
    public double mfcc() {
        return probe(sounds -> Mfcc.telephone().features(Features.pixels(sounds)));
    }

    /** Returns the accuracy of a method's features. */
    public double probe(Method method) {
        return probe(sounds -> NoGrad.call(() -> Features.of(method.encoder(), sounds, method.manager())));
    }

    private double probe(Function<Sounds, Features> features) {
        return PROBE.fit(features.apply(labelled), labelled.labels(), features.apply(validation), validation.labels())
                .accuracy(features.apply(held), held.labels());
    }
}
