package kontrast.claim.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import kontrast.data.Recording;
import kontrast.data.Sounds;
import kontrast.data.Split;
import kontrast.data.SpokenDigits;
import kontrast.data.Voices;
import kontrast.evaluate.Features;
import kontrast.evaluate.LinearProbe;
import kontrast.method.CpcAudio;
import kontrast.tensor.Seeds;
import kontrast.train.TrainingOptions;

/**
 * Voices at desks whose sound cards add a constant, for the exercise 14.7: with the fault one mean is taken off all
 * recordings, so that the constants stay; without it each recording loses its own.
 */
public final class FaultyVoices {

    private static final int LENGTH = 2560;
    private static final double FULL = 32768;

    /** What the desks add, as a share of the largest sample; speech has a root mean square of about 0.08. */
    private static final double[] DESKS = {-0.05, -0.03, -0.01, 0.01, 0.03, 0.05};

    private static final double SEVENTH = 0.04;
    private static final double ROOM = 0.006; // noise of a pause, root mean square
    private static final int PAUSES = 20; // of each speaker

    private static final Voices VOICES = Voices.synthesised();
    private static final LinearProbe PROBE = new LinearProbe(List.of(1e-3), 200, 1e-3);

    private final boolean broken;
    private final double all = atDesks(VOICES.recordings(Split.TRAIN)).stream()
            .mapToDouble(FaultyVoices::mean)
            .average()
            .orElseThrow();
    private final Sounds train;
    private final Sounds speech;
    private final Sounds pauses;
    private final Sounds elsewhere;

    private FaultyVoices(boolean broken) {
        this.broken = broken;
        List<Recording> test = VOICES.recordings(Split.TEST);
        train = sounds(atDesks(VOICES.recordings(Split.TRAIN)));
        speech = sounds(atDesks(test));
        pauses = sounds(atDesks(pauses()));
        elsewhere = sounds(test.stream().map(r -> plus(r, SEVENTH)).toList());
    }

    /**
     * Returns the run of exercise 14.7.
     *
     * @param broken whether it has the fault
     * @return a training with curves
     */
    public static Trial trial(boolean broken) {
        FaultyVoices voices = new FaultyVoices(broken);
        return Training.withCurve(
                CpcAudio.Options.small(24),
                CpcAudio::new,
                voices::train,
                TrainingOptions.of(1, 32),
                180,
                30,
                Training.judge("speaker of speech and pauses of test, and at another desk", voices::figures));
    }

    /** What is learned from. */
    private Sounds train() {
        return train;
    }

    /** How often a linear probe, fitted on the training stretches, names the right speaker. */
    private Map<String, Double> figures(CpcAudio method) {
        LinearProbe.Model probe = PROBE.fit(features(method, train), train.labels(), 1e-3);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("speech", probe.accuracy(features(method, speech), speech.labels()));
        figures.put("pauses", probe.accuracy(features(method, pauses), pauses.labels()));
        figures.put("another desk", probe.accuracy(features(method, elsewhere), elsewhere.labels()));
        return figures;
    }

    private static Features features(CpcAudio method, Sounds sounds) {
        return Training.features(method.encoder(), sounds, method);
    }

    private static List<Recording> atDesks(List<Recording> recordings) {
        return recordings.stream()
                .map(r -> plus(r, DESKS[VOICES.speakers().indexOf(r.speaker())]))
                .toList();
    }

    private static List<Recording> pauses() {
        List<Recording> pauses = new ArrayList<>();
        RandomGenerator random = Seeds.stream(1, "pauses", 0);
        for (String speaker : VOICES.speakers()) {
            for (int i = 0; i < PAUSES; i++) {
                short[] samples = new short[LENGTH];
                for (int n = 0; n < LENGTH; n++) {
                    samples[n] = (short) Math.round(FULL * ROOM * random.nextGaussian());
                }
                pauses.add(new Recording("pause " + i, speaker, VOICES.words().get(0), SpokenDigits.RATE, samples));
            }
        }
        return pauses;
    }

    private Sounds sounds(List<Recording> recordings) {
        List<Recording> prepared = recordings.stream()
                .map(r -> plus(r, -(broken ? all : mean(r)) / FULL))
                .toList();
        return Sounds.of(prepared, LENGTH, Recording::speaker, VOICES.speakers());
    }

    private static double mean(Recording recording) {
        double sum = 0;
        for (short sample : recording.samples()) {
            sum += sample;
        }
        return sum / recording.samples().length;
    }

    private static Recording plus(Recording r, double constant) {
        short[] samples = new short[r.samples().length];
        for (int n = 0; n < samples.length; n++) {
            double moved = r.samples()[n] + FULL * constant;
            samples[n] = (short) Math.round(Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, moved)));
        }
        return new Recording(r.name(), r.speaker(), r.content(), r.rate(), samples);
    }
}
